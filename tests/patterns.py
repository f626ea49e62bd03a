"""Which regular expressions may cost more than linear time: found in their syntax, for `re` counts no steps.

A run of one character is enough for all the mistakes that are commonly made. On such a run a pattern is a graph; a loop
in it that cannot give up where it stands goes back over the run:

- `two loops`: one loop after the other takes the run (`\\s*x?\\s*y`), and where the match fails each way to divide it is
  tried. A possessive first loop (`\\s*+`) tries one.
- `searched`: a search begins anew at each character of the run (`\\s*y`), and the loop takes the rest each time. A look
  behind (`(?<!\\s)\\s*+y`) lets it begin once.
- `loop in a loop`: the run can be divided over the rounds of one loop in several ways (`(?:\\s*x?)*y`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from re import _constants as of  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

UNBOUNDED = 65
"""Repetitions from which a loop counts as one without end; below, it costs a constant factor."""

_REPEATS = (of.MAX_REPEAT, of.MIN_REPEAT, of.POSSESSIVE_REPEAT)
_ASIDE = "xあ1 \n("
_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    of.CATEGORY_DIGIT: str.isdecimal,
    of.CATEGORY_SPACE: str.isspace,
    of.CATEGORY_WORD: lambda character: character.isalnum() or character == "_",
    of.CATEGORY_NOT_DIGIT: lambda character: not character.isdecimal(),
    of.CATEGORY_NOT_SPACE: lambda character: not character.isspace(),
    of.CATEGORY_NOT_WORD: lambda character: not (character.isalnum() or character == "_"),
}

Test = Callable[[str], bool]


class Costly(NamedTuple):
    """A reason why a pattern may cost more than linear time, and characters whose runs do it."""

    reason: str
    characters: str


def costly(pattern: re.Pattern[str], methods: Iterable[str]) -> list[Costly]:
    """What is wrong with a pattern that is used by these methods of `re.Pattern`."""
    used = {*methods}
    graph = _Graph(pattern)
    found: dict[str, str] = {}
    for character in graph.looping():
        for reason in graph.reasons(character, searched=bool(used - {"match", "fullmatch"}), whole="fullmatch" in used):
            found[reason] = found.get(reason, "") + character
    return [Costly(reason, characters) for reason, characters in found.items()]


def _holds(members: Iterable[tuple[Any, Any]], character: str) -> bool:
    """Whether a class such as [^a-z\\s] has the character."""
    negated = within = False
    for kind, value in members:
        if kind is of.NEGATE:
            negated = True
        elif kind is of.LITERAL:
            within |= ord(character) == value
        elif kind is of.RANGE:
            within |= value[0] <= ord(character) <= value[1]
        else:
            within |= _CATEGORIES[value](character)
    return within != negated


def _one(kind: Any, value: Any, flags: int) -> Test | None:
    """The test of a part that takes exactly one character."""
    if kind is of.LITERAL:
        same = {chr(value), chr(value).lower(), chr(value).upper()} if flags & re.IGNORECASE else {chr(value)}
        return same.__contains__
    if kind is of.NOT_LITERAL:
        return lambda character: ord(character) != value
    if kind is of.ANY:
        return lambda character: bool(flags & re.DOTALL) or character != "\n"
    if kind is of.IN:
        return lambda character: _holds(value, character)
    return None


class _Graph:
    """States, and the steps between them: with a character that passes a test, or with none."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
        self._flags = pattern.flags
        self._taking: list[list[tuple[Test, int]]] = []
        self._free: list[list[tuple[Test | None, int]]] = []  # with a condition on the characters beside it
        self._kept: set[int] = set()  # states inside possessive loops: what they took is not given back
        self._looped: set[int] = set()  # states inside loops without end
        self._characters: set[str] = {*_ASIDE}
        self._start = self._state()
        self._end = self._sequence(tree, self._start, kept=False)

    def _state(self) -> int:
        self._taking.append([])
        self._free.append([])
        return len(self._free) - 1

    def _sequence(self, items: Iterable[tuple[Any, Any]], at: int, *, kept: bool) -> int:
        for kind, value in items:
            at = self._part(kind, value, at, kept=kept)
        return at

    def _part(self, kind: Any, value: Any, at: int, *, kept: bool) -> int:
        """Add one part of the pattern behind the state `at`; give the state behind it."""
        if kind in _REPEATS:
            return self._repeat(*value, at, kept=kept or kind is of.POSSESSIVE_REPEAT)
        if kind is of.SUBPATTERN:
            return self._sequence(value[3], at, kept=kept)
        if kind is of.ATOMIC_GROUP:
            return self._sequence(value, at, kept=True)
        after = self._state()
        test = _one(kind, value, self._flags)
        if test is not None:
            self._taking[at].append((test, after))
            self._note(kind, value)
        elif kind is of.BRANCH:
            for way in value[1]:
                first = self._state()
                self._free[at].append((None, first))
                self._free[self._sequence(way, first, kept=kept)].append((None, after))
        else:
            self._free[at].append((self._condition(kind, value), after))
        return after

    def _note(self, kind: Any, value: Any) -> None:
        """Keep the characters that a class or a literal names."""
        named = [(kind, value)] if kind is of.LITERAL else value if kind is of.IN else []
        for member, what in named:
            if member is of.LITERAL:
                self._characters.add(chr(what))
            elif member is of.RANGE:
                self._characters.update(map(chr, what))

    def _repeat(self, least: int, most: int, body: Any, at: int, *, kept: bool) -> int:
        """Some repetitions; of many that are bounded, two stand for all."""
        first = len(self._free)
        for _ in range(min(least, 2)):
            at = self._sequence(body, at, kept=kept)
        after = self._state()
        self._free[at].append((None, after))
        if most >= UNBOUNDED:
            loop = self._state()
            self._free[at].append((None, loop))
            self._free[self._sequence(body, loop, kept=kept)].append((None, loop))
            self._free[loop].append((None, after))
            self._looped.update(range(loop, len(self._free)))
        else:
            for _ in range(min(most - least, 2)):
                at = self._sequence(body, at, kept=kept)
                self._free[at].append((None, after))
        if kept:
            self._kept.update(range(first, len(self._free)))
        return after

    def _condition(self, kind: Any, value: Any) -> Test | None:
        """When an assertion holds inside a run; None where that is not known: then it may."""
        if kind in (of.ASSERT, of.ASSERT_NOT):
            test = _one(*value[1][0], self._flags) if len(value[1]) == 1 else None
            return (lambda character: test(character) == (kind is of.ASSERT)) if test is not None else None
        if kind is of.AT and value in (of.AT_BEGINNING, of.AT_BEGINNING_STRING, of.AT_END, of.AT_END_STRING):
            return lambda character: bool(self._flags & re.MULTILINE) and character == "\n"
        return None

    def looping(self) -> list[str]:
        """The characters that a loop takes, one for each set of tests that pass."""
        inside = [test for state in self._looped for test, _ in self._taking[state]]
        tests = [test for ways in (*self._taking, *self._free) for test, _ in ways if test is not None]
        alike = {
            tuple(test(c) for test in tests): c for c in sorted(self._characters) if any(test(c) for test in inside)
        }
        return sorted(alike.values())

    def reasons(self, character: str, *, searched: bool, whole: bool) -> Iterator[str]:
        """What may go wrong on a run of this character. `whole`: the match must reach the end of the string."""
        steps = [
            [state for test, state in free if test is None or test(character)]
            + [state for test, state in taking if test(character)]
            for free, taking in zip(self._free, self._taking, strict=True)
        ]
        reached = [_reachable(steps, state) for state in range(len(steps))]
        circles = {
            frozenset(other for other in reached[to] if state in reached[other])
            for state, taking in enumerate(self._taking)
            for test, to in taking
            if test(character) and state in reached[to]
        }
        for circle in circles:
            if not whole and self._succeeds(circle):
                continue  # it is left with a match: nothing is tried again
            here = reached[next(iter(circle))]
            if searched and not circle.isdisjoint(reached[self._start]):
                yield "searched"
            if any(here_on > 1 for here_on in (len(circle & {*steps[state]}) for state in circle)):
                yield "loop in a loop"
            before = (c for c in circles if c != circle and circle & reached[next(iter(c))] and not c & self._kept)
            if here and any(before):
                yield "two loops"

    def _succeeds(self, circle: frozenset[int]) -> bool:
        """Whether the pattern may end right behind a loop, whatever comes."""
        ways = [[state for test, state in free if test is None] for free in self._free]
        return any(self._end in _reachable(ways, state) for state in circle)


def _reachable(steps: list[list[int]], start: int) -> frozenset[int]:
    seen, waiting = {start}, [start]
    while waiting:
        for state in steps[waiting.pop()]:
            if state not in seen:
                seen.add(state)
                waiting.append(state)
    return frozenset(seen)
