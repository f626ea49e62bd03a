"""Page numbers and running heads: what a page repeats at its edges and what is no part of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from planextract.characters import squeeze
from planextract.detect.order import PageBlock, PageLine

_NUMBER = re.compile(
    r"(?:p\.?|page|第)?[-‐–—―−ー~〜～(（〔\[]*(?:[0-9]{1,4}|[ivx]{1,5})(?:[/／](?:[0-9]{1,4}))?[-‐–—―−ー~〜～)）〕\]]*(?:頁|ページ)?"
)
_PAGE_NUMBER = re.compile(
    r"\A[-(]?[0-9]+[-)]?|(?<!no)(?<!no\.)(?<!№)(?<!番号)(?<![0-9])[-(]?[0-9]++[-)]?\Z|(?<![0-9])[0-9]++/[0-9]+"
)
_EDGE = 0.12
_HEAD_LINES = 2  # a third line tells of what stands below


def without_furniture(pages: list[list[PageBlock]]) -> list[list[PageBlock]]:
    """The blocks of each page without page numbers, and without running heads but for the first of each.

    A page number stands in the outer eighth of its page; a running head is a line that the next page or the one after
    it (left and right pages have their own) has at the same height above or below everything else, but for a page
    number at its start or end. 第1章 and 第2章 above the same words are two headings.
    """
    repeated = _repeated(pages)
    seen: set[str] = set()
    result = []
    for blocks in pages:
        kept = []
        for i, block in enumerate(blocks):
            if isinstance(block, PageLine) and _at_edge(block):
                key = _key(block)
                if _NUMBER.fullmatch(squeeze(block.text.string).lower()):
                    continue
                if key in repeated and _outermost(blocks, i):
                    if key in seen:
                        continue
                    seen.add(key)
            kept.append(block)
        result.append(kept)
    return result


def _at_edge(line: PageLine) -> bool:
    place = line.box.middle[1] / max(line.page.height, 1.0)
    return place < _EDGE or place > 1 - _EDGE


def _key(line: PageLine) -> str:
    return _PAGE_NUMBER.sub("0", squeeze(line.text.string).lower()) + f"@{round(line.box.top / 4)}"


def _outermost(blocks: list[PageBlock], i: int) -> bool:
    """Whether the block is one of the first two lines of its page, before all else, or one of the last two."""
    first = i < _HEAD_LINES and all(isinstance(block, PageLine) for block in blocks[:i])
    return first or (i >= len(blocks) - _HEAD_LINES and all(isinstance(block, PageLine) for block in blocks[i:]))


def _repeated(pages: list[list[PageBlock]]) -> set[str]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, blocks in enumerate(pages):
        for block in blocks:
            if isinstance(block, PageLine) and _at_edge(block):
                found[_key(block)].append(number)
    return {key for key, numbers in found.items() if any(0 < b - a <= 2 for a, b in pairwise(numbers))}
