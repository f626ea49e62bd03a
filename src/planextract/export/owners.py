"""Which measure a place of the document belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planextract.schema import LinePlace, Measure, PagePlace, Place, PlanDocument, Provenance

Spot = tuple[str | float, ...]


def owners(document: PlanDocument) -> dict[Spot, Measure]:
    """The measure that each spot belongs to; a spot of several measures (a chapter row) belongs to none."""
    found: dict[Spot, Measure] = {}
    shared: set[Spot] = set()
    for measure in document.measures:
        for spot in _spots(place for provenance in _provenances(measure) for place in provenance):
            if found.setdefault(spot, measure) is not measure:
                shared.add(spot)
    return {spot: measure for spot, measure in found.items() if spot not in shared}


def owner(found: dict[Spot, Measure], provenance: Provenance) -> Measure | None:
    """The measure that has the first place, or at least its line, to itself."""
    return next((found[spot] for place in provenance[:1] for spot in spots_of(place) if spot in found), None)


def spots_of(place: Place) -> tuple[Spot, ...]:
    """What two places have in common that name the same cell; in texts and sheets, then, the same line."""
    if isinstance(place, PagePlace):
        return ((place.page, *place.bbox),)
    line: Spot = (place.line,) if isinstance(place, LinePlace) else (place.sheet, place.line)
    return (*line, place.column), line


def _spots(places: Iterable[Place]) -> set[Spot]:
    return {spot for place in places for spot in spots_of(place)}


def _provenances(measure: Measure) -> Iterator[Provenance]:
    yield measure.provenance
    yield from (prose.provenance for prose in measure.texts)
    yield from (entry.provenance for entry in measure.schedule)
    for indicator in measure.indicators:
        yield indicator.provenance
        yield from (observation.provenance for observation in indicator.observations)
    yield from (cost.provenance for cost in measure.costs)
    yield from (judged.provenance for judged in measure.assessments)
    if measure.achievement:
        yield measure.achievement.provenance
