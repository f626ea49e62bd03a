"""What a sheet says, item by item: a label with its values, by what the label means and what the values look like."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planextract.layout.blocks import STAGE
from planextract.layout.headings import VALUE_ROLES, Heading, HeadingReader
from planextract.layout.money import unit_of_row
from planextract.layout.options import options_of, ticked
from planextract.normalise.periods import FoundPeriod
from planextract.record import CostCell, Field, IndicatorRow, Judgement, Role, ValueCell
from planextract.table import Cell
from planextract.text import NOTHING, Text, joined

Item = Field | IndicatorRow | CostCell | Judgement | Text
"""One thing said; a Text alone was read but says nothing of the measure."""

FIGURE = re.compile("[0-9０-９]")
_NUMBERING = re.compile(r"\s*[(（]?[0-9０-９①-⑳]{1,2}[)）]?[.．、]?[\s　]+")
_JUDGING = re.compile(r"評価|判定|分析")
_INLINE = re.compile(r"(?<!\s)\s*+(?P<label>【[^【】]{2,12}】)\s*+(?P<value>\S.*)$", re.S)
_DATED = re.compile("期間|時期|年度")
_NO_FIELDS = frozenset({*VALUE_ROLES, Role.UNIT, Role.COST, Role.ASSESSMENT})
_LONGEST_JUDGEMENT = 40


class Statements:
    """The items of one table in order, the judgements that wait for a reason, and the indicator that waits for values.

    `above` are the headings in force: they may name the unit of money.
    """

    def __init__(self, reader: HeadingReader, above: Sequence[Text]) -> None:
        self.items: list[Item] = []
        self.above = [*above]
        self._reader = reader
        self._open: list[Judgement] = []
        self._series: tuple[Cell | None, IndicatorRow] | None = None

    def label(self, text: Text) -> Heading:
        """A heading without its numbering (３　経費); where only its first line is known, that one names it."""
        bare = _unnumbered(text)
        heading = self._reader.read(bare)
        if heading.role is None and "\n" in bare.string:
            first = self._reader.read(bare.slice(0, bare.string.index("\n")))
            heading = first if first.role is not None else heading
        return heading._replace(text=text)

    def keep(self, label: Heading, path: tuple[Text, ...], cells: Sequence[Cell]) -> None:
        """A label with its values; `path` are the labels around it, outermost first."""
        values = [cell.text for cell in cells if cell.text.string.strip()]
        if not values and any(cell.crossed_out for cell in cells):
            self.items += [*path, label.text]
        elif self._choose(label, path, values) or self._judge(label, path, values):
            return
        elif label.role is Role.REASON and self._open:
            self._give_reason(values)
            self.items += [*path, label.text]
        elif label.role is Role.COST and any(FIGURE.search(value.string) for value in values):
            self._costs(label, path, values)
        elif not self._observe(label, path, cells):
            self._field(label, path, values)

    # Indicators whose values stand beside labels or in rows of their kinds

    def observe_row(self, head: Cell | None, kind: Heading, unit: Text, values: Sequence[ValueCell]) -> None:
        """A row of 想定 or 実績: more values of the indicator named above, or of the one that `head` names."""
        if self._series is None or (head is not None and self._series[0] is not head):
            self._start(head, head.text if head else NOTHING, unit)
        assert self._series is not None
        self.items.append(kind.text)
        self._series[1].values += values

    def _observe(self, label: Heading, path: tuple[Text, ...], cells: Sequence[Cell]) -> bool:
        said = [cell for cell in cells if cell.text.string.strip()]
        if label.role is Role.INDICATOR and len(said) < 2:
            self._start(None, said[0].text if said else NOTHING, NOTHING)
        elif label.role is Role.UNIT and self._series is not None:
            self._series[1].unit = said[0].text if said else NOTHING
        elif label.role in VALUE_ROLES and self._series is not None and said and FIGURE.search(said[0].text.string):
            assert label.role is not None
            self._series[1].values += [
                ValueCell(label.role, label.found, label.text, cell.text, cell.crossed_out) for cell in said
            ]
        else:
            return False
        self.items += [*path, label.text]
        return True

    def _start(self, head: Cell | None, name: Text, unit: Text) -> None:
        self._series = head, IndicatorRow(name, unit)
        self.items.append(self._series[1])

    # Judgements

    def _choose(self, label: Heading, path: tuple[Text, ...], values: Sequence[Text]) -> bool:
        """A judgement by options of which some are ticked."""
        open_to = label.role in (None, Role.OTHER, Role.NEXT_ACTION) or _judges(label)
        options = options_of(values[0]) if values and open_to else []
        if not options:
            return False
        self.items += [text for option in options for text in (option.mark, option.words)]
        self._judged(Judgement((*path, label.text), ticked(options)), values[1:])
        return True

    def _judge(self, label: Heading, path: tuple[Text, ...], values: Sequence[Text]) -> bool:
        """A judgement in words: A.順調, 現状維持, ○; a direction is the next action, too."""
        # R7年度以降の事業の方向性: a dated direction is what comes next.
        direction = label.role is Role.NEXT_ACTION or (label.role is Role.POLICY and label.found is not None)
        if not values or not (_judges(label) or direction):
            return False
        string = values[0].string.strip()
        if len(string) > _LONGEST_JUDGEMENT or "。" in string:
            return False
        if direction:
            self.items.append(Field(Role.NEXT_ACTION, label.text, values[0]))
        self._judged(Judgement((*path, label.text), values[0]), values[1:])
        return True

    def _judged(self, judged: Judgement, more: Sequence[Text]) -> None:
        self.items.append(judged)
        if more:
            judged.reason = joined("\n", more)
        else:
            self._open.append(judged)

    def _give_reason(self, values: Sequence[Text]) -> None:
        """One reason stands below several judgements: it is that of all since the last reason."""
        for judged in self._open:
            judged.reason = joined("\n", values)
        self._open = []

    # Fields

    def _field(self, label: Heading, path: tuple[Text, ...], values: list[Text]) -> None:
        self.items += path
        role = label.role if label.role not in _NO_FIELDS and not _judges(label) else None
        if role is Role.TITLE and values and self._reader.read(values[0]).role is not None:
            self.items += [label.text, *values]  # 事業名 | 評価: the head of a list
        elif role is Role.TITLE and values:
            self._title(label, values)
        else:
            self.items.append(Field(role or Role.OTHER, label.text, joined(" ", values)))
        if role is not Role.REASON:
            self._open = []

    def _title(self, label: Heading, values: list[Text]) -> None:
        """A title; a field in the same cell (【実施期間】 …) stands for itself."""
        inline = _INLINE.search(values[0].string)
        inner = self._reader.read(values[0].slice(*inline.span("value"))) if inline else None
        dated = inline is not None and _DATED.search(inline["label"]) is not None
        if inline is None or inline.start() == 0 or not (dated or (inner is not None and inner.found is not None)):
            self.items.append(Field(Role.TITLE, label.text, values[0]))
        else:
            self.items.append(Field(Role.TITLE, label.text, values[0].slice(0, inline.start())))
            name, value = values[0].slice(*inline.span("label")), values[0].slice(*inline.span("value"))
            self.items.append(Field(Role.OTHER, name, value))
        self.items += [Field(Role.OTHER, NOTHING, more) for more in values[1:]]

    def _costs(self, label: Heading, path: tuple[Text, ...], values: Sequence[Text]) -> None:
        """予算案 | 663,000 under a group that names the year: costs without a table."""
        found = label.found or next((period for group in path[::-1] if (period := self._dated(group))), None)
        unit = unit_of_row([text.string for text in (*path, label.text)], (text.string for text in self.above))
        stage = label.text if STAGE.search(label.text.string) else NOTHING
        names = (*path, label.text)
        self.items += [CostCell(names, label.text, found, stage, unit, value) for value in values]

    def _dated(self, text: Text) -> FoundPeriod | None:
        return self._reader.period_in(_unnumbered(text))


def _unnumbered(text: Text) -> Text:
    match = _NUMBERING.match(text.string)
    return text.slice(match.end()) if match else text


def _judges(label: Heading) -> bool:
    """Whether a label asks for a judgement; 目標達成 and 進捗 have a field of their own."""
    judging = label.role is Role.ACHIEVEMENT and _JUDGING.search(label.text.string) is not None
    return judging or label.role is Role.ASSESSMENT
