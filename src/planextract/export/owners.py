"""Which measure a place of the document belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from planextract.schema import LinePlace, Measure, PagePlace, Place, PlanDocument, Provenance

Spot = tuple[str | float, ...]


def owners(document: PlanDocument) -> dict[Spot, Measure]:
    """The measure that each place belongs to; a place of several measures (a chapter row) belongs to none."""
    found: dict[Spot, Measure] = {}
    shared: set[Spot] = set()
    for measure in document.measures:
        for spot in {spot_of(place) for provenance in _provenances(measure) for place in provenance}:
            if found.setdefault(spot, measure) is not measure:
                shared.add(spot)
    return {spot: measure for spot, measure in found.items() if spot not in shared}


def spot_of(place: Place) -> Spot:
    """What two places have in common that name the same cell."""
    if isinstance(place, PagePlace):
        return (place.page, *place.bbox)
    return (place.line, place.column) if isinstance(place, LinePlace) else (place.sheet, place.line, place.column)


def _provenances(measure: Measure) -> Iterator[Provenance]:
    yield measure.provenance
    yield from (prose.provenance for prose in measure.texts)
    yield from (entry.provenance for entry in measure.schedule)
    for indicator in measure.indicators:
        yield indicator.provenance
        yield from (observation.provenance for observation in indicator.observations)
    if measure.achievement:
        yield measure.achievement.provenance
