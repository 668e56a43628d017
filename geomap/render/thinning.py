"""What a map leaves to the list under it where a story checks very many distances."""

from dataclasses import replace

from geomap.checks.check import Verdict
from geomap.render.story import Story

DRAWN = 12
"""Distances that one map can annotate; past them each more hides the others."""


def thin_distances(story: Story) -> Story:
    """The story with the distances worth drawing: contradicted ones first, then those between stops, as told.

    Landmarks that only the others were measured from or to go with them; `undrawn` counts what went.
    """
    if len(story.dimensions) <= DRAWN:
        return story
    stops = {stop.place.id for stop in story.stops}
    ranked = sorted(
        range(len(story.dimensions)),
        key=lambda i: (
            story.dimensions[i].check.distance_verdict is not Verdict.CONTRADICTED,
            -len({story.dimensions[i].start.id, story.dimensions[i].end.id} & stops),
            i,
        ),
    )
    kept = [story.dimensions[i] for i in sorted(ranked[:DRAWN])]
    shown = {place.id for d in kept for place in (d.start, d.end)}
    gone = {place.id for d in story.dimensions for place in (d.start, d.end)} - shown
    return replace(
        story,
        dimensions=tuple(kept),
        landmarks=tuple(m for m in story.landmarks if m.certainty is not None or m.place.id not in gone),
        undrawn=len(story.dimensions) - DRAWN,
    )
