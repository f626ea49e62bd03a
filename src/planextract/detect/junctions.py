"""Where rules meet: which rules close cells, and which lines are arrows, underlines and text boxes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass

from planextract.detect.rules import NO_FRAME, Rule, Rules, Tolerances

MAX_PAIRS = 4_000_000
"""Pairs of rules that are compared; a table of 400 by 400 cells has 160,000, a map has no end of them."""


class TooManyRulesError(Exception):
    """The page is a drawing, not a form: its lines cross more often than `MAX_PAIRS` allows."""


@dataclass(slots=True)
class Junctions:
    """For each horizontal rule the vertical ones that it meets, by index and in order, and the other way round."""

    rules: Rules
    across: list[list[int]]
    down: list[list[int]]


def junctions_of(rules: Rules, joint: float) -> Junctions:
    """All meetings of rules, ends that miss each other by up to `joint` included. Raises TooManyRulesError."""
    horizontal, vertical = rules
    places = [rule.at for rule in vertical]
    across: list[list[int]] = []
    down: list[list[int]] = [[] for _ in vertical]
    pairs = 0
    for i, rule in enumerate(horizontal):
        first, last = bisect_left(places, rule.low - joint), bisect_right(places, rule.high + joint)
        pairs += last - first
        if pairs > MAX_PAIRS:
            raise TooManyRulesError
        low, high = rule.at + joint, rule.at - joint
        met = [j for j in range(first, last) if vertical[j].low <= low and vertical[j].high >= high]
        across.append(met)
        for j in met:
            down[j].append(i)
    return Junctions(rules, across, down)


def without_text_boxes(rules: Rules, low_filled: set[int], joint: float) -> Rules:
    """Rules without the borders of boxes laid over a grid: no rule ends at them, but some run through them.

    A box of `low_filled` (indices of frames that are filled and lower than a few lines) is a bar when its head and
    foot belong to no other cell, also where it reaches from rule to rule.
    """
    junctions = junctions_of(rules, joint)
    through: set[int] = set()
    held: set[int] = set()
    unbroken: defaultdict[int, int] = defaultdict(int)
    for lines, others, met in (
        (rules.horizontal, rules.vertical, junctions.across),
        (rules.vertical, rules.horizontal, junctions.down),
    ):
        sides: defaultdict[int, int] = defaultdict(int)
        for i, rule in enumerate(lines):
            if rule.frame == NO_FRAME:
                continue
            sides[rule.frame] += 1
            passing = [_passes(others[j], rule, joint) for j in met[i] if others[j].frame != rule.frame]
            inside = [
                rule.low + joint < others[j].at < rule.high - joint for j in met[i] if others[j].frame != rule.frame
            ]
            if lines is rules.horizontal and passing and all(passing):
                unbroken[rule.frame] += 1
            for passes, within in zip(passing, inside, strict=True):
                (through if passes and within else held).add(rule.frame)
        held |= {frame for frame, count in sides.items() if count != 2}
    bars = {i for i, sides_passed in unbroken.items() if sides_passed == 2} & low_filled
    laid_over = (through - held) | bars
    return Rules(*([rule for rule in lines if rule.frame not in laid_over] for lines in rules)) if laid_over else rules


def _passes(other: Rule, rule: Rule, joint: float) -> bool:
    return other.low < rule.at - joint and other.high > rule.at + joint


def loose_lines(rules: Rules, junctions: Junctions, length: float) -> tuple[set[int], set[int]]:
    """Indices of the horizontal and the vertical rules that end in the middle of a cell: arrows and underlines.

    Such a rule overshoots the last rule it meets by more than `length`, and beyond its end another rule stands in the
    same table; where none does, the table is just open on that side.
    """
    across, down = table_numbers(junctions)
    return (
        _loose(rules.horizontal, rules.vertical, junctions.across, (across, down), length),
        _loose(rules.vertical, rules.horizontal, junctions.down, (down, across), length),
    )


def table_numbers(junctions: Junctions) -> tuple[list[int], list[int]]:
    """For each rule the number of the group of rules that it touches, itself or through others."""
    sides = (junctions.across, junctions.down)
    numbers = ([-1] * len(junctions.across), [-1] * len(junctions.down))
    for start in range(len(junctions.across)):
        if numbers[0][start] >= 0:
            continue
        numbers[0][start] = start
        waiting = [(0, start)]
        while waiting:
            side, i = waiting.pop()
            for j in sides[side][i]:
                if numbers[1 - side][j] < 0:
                    numbers[1 - side][j] = start
                    waiting.append((1 - side, j))
    return numbers


def _loose(
    lines: list[Rule], others: list[Rule], met: list[list[int]], numbers: tuple[list[int], list[int]], length: float
) -> set[int]:
    places = [other.at for other in others]
    found: set[int] = set()
    for i, rule in enumerate(lines):
        if not met[i]:
            continue
        before, after = others[met[i][0]].at, others[met[i][-1]].at
        beyond: list[range] = []
        if before - rule.low > length:
            beyond.append(range(bisect_left(places, rule.low - length)))
        if rule.high - after > length:
            beyond.append(range(bisect_right(places, rule.high + length), len(others)))
        mine = numbers[0][i]
        if any(numbers[1][j] == mine and others[j].low <= rule.at <= others[j].high for some in beyond for j in some):
            found.add(i)
    return found


def open_sides(rules: Rules, junctions: Junctions, tolerances: Tolerances, length: float) -> Rules:
    """The rules that a table open at one of its sides lacks: where the rules that run there end together.

    Tables are printed without a border at the left and right; those that a page cuts often lack the cut side's.
    """
    across, down = table_numbers(junctions)
    return Rules(
        _open(rules.vertical, rules.horizontal, (junctions.down, down), tolerances, length),
        _open(rules.horizontal, rules.vertical, (junctions.across, across), tolerances, length),
    )


def _open(
    lines: list[Rule],
    others: list[Rule],
    joined: tuple[list[list[int]], list[int]],
    tolerances: Tolerances,
    length: float,
) -> list[Rule]:
    met, tables = joined
    added: list[Rule] = []
    for first in (True, False):
        ends: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for i, rule in enumerate(lines):
            if met[i]:
                outermost = met[i][0 if first else -1]
                end = rule.low if first else rule.high
                if abs(others[outermost].at - end) > length:
                    ends[tables[i], round(end / (2 * tolerances.joint))].append(i)
        for (table, _), ending in ends.items():
            if len(ending) < 2:
                added += _prolonged(ending[0], first, lines, others, tables, tolerances)
                continue
            end = max(lines[i].low for i in ending) if first else min(lines[i].high for i in ending)
            mine = [i for i in range(ending[0], ending[-1] + 1) if tables[i] == table]
            added += [
                Rule(end, lines[group[0]].at, lines[group[-1]].at)
                for group in _side_by_side(ending, lines, end, mine)
                if len(group) >= 2
            ]
    return added


def _prolonged(
    i: int, first: bool, lines: list[Rule], others: list[Rule], tables: list[int], tolerances: Tolerances
) -> list[Rule]:
    """What a rule at a table's side lacks up to line `i`, which ends at the same level: the side of a cut cell."""
    end, joint = lines[i].low if first else lines[i].high, tolerances.joint
    near = next((k for k in (i - 1, i + 1) if 0 <= k < len(lines) and tables[k] == tables[i]), None)
    if near is None:
        return []
    place = lines[near].at
    reach = (rule for rule in others if abs(rule.at - end) <= joint)
    if not any(min(abs(rule.low - place), abs(rule.high - place)) <= joint for rule in reach):
        return []
    return [Rule(end, min(place, lines[i].at), max(place, lines[i].at))]


def _side_by_side(ending: list[int], lines: list[Rule], end: float, table: list[int]) -> list[list[int]]:
    """Lines that end together, in order of their places, parted where a line of their table runs on between them."""
    members = set(ending)
    groups: list[list[int]] = [[]]
    for i in table:
        if i in members:
            groups[-1].append(i)
        elif groups[-1] and lines[i].low < end < lines[i].high:
            groups.append([])
    return groups


def closing(junctions: Junctions) -> tuple[set[int], set[int]]:
    """Indices of the rules that can be the side of a cell: each meets two others that can.

    Rules that dangle are taken out until none is left.
    """
    across = [set(met) for met in junctions.across]
    down = [set(met) for met in junctions.down]
    waiting = [(0, i) for i, met in enumerate(across) if len(met) < 2]
    waiting += [(1, j) for j, met in enumerate(down) if len(met) < 2]
    sides = (across, down)
    gone: tuple[set[int], set[int]] = (set(), set())
    while waiting:
        side, i = waiting.pop()
        if i in gone[side]:
            continue
        gone[side].add(i)
        for j in sides[side][i]:
            other = sides[1 - side][j]
            other.discard(i)
            if len(other) < 2:
                waiting.append((1 - side, j))
    return set(range(len(across))) - gone[0], set(range(len(down))) - gone[1]
