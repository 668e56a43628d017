"""What stands under a map, besides its key: what a reader must know to read it right, and what it leaves out."""

from collections.abc import Iterable, Iterator, Sequence

from geomap.journey.railways import TRAIN
from geomap.render.scene import Panel, Picture, Scene
from geomap.render.story import Dimension, Story
from geomap.render.words import Words

_NAMED = 16  # names that a note lists; past them it counts
_SHORT = 6  # distances that a note lists; the others it counts


def notes(scene: Scene, pictures: Iterable[Picture]) -> list[str]:
    """What the reader must know to read the map right: that legs are sketches, and whose borders these are."""
    words = scene.story.words
    lines = how_drawn(scene.story)
    if any(line.spurs for line in scene.story.lines):
        lines.append(words.say("legend", "spur"))
    panels = [panel for picture in pictures for panel in picture.panels]
    if scene.story.undrawn:
        key = "undrawn" if scene.story.undrawn > 1 else "undrawn_one"
        lines.append(words.say("map", key, count=scene.story.undrawn))
    if any(panel.bar is not None and panel.bar.varies for panel in panels):
        lines.append(words.say("legend", "scale_middle"))
    return [*lines, *_borders(scene.story, panels)]


def _borders(story: Story, panels: Sequence[Panel]) -> Iterator[str]:
    """Whose view of disputed borders a map shows, and what is disputed in it."""
    words = story.words
    contested = dict.fromkeys(area for panel in panels for area in panel.outlines.contested)
    if contested or any(panel.outlines.disputed for panel in panels):
        told = [words.say("map", f"worldview_{story.worldview}")]
        if contested:
            names = ", ".join(area.names.get(words.lang, area.names["en"]) for area in contested)
            told.append(words.say("map", "contested", areas=names))
        yield " ".join(told)


def how_drawn(story: Story) -> list[str]:
    """Which legs follow a railway and which are sketches: many a railway is not in geomap's data."""
    words, legs = story.words, [line for line in story.lines if line.end]
    rails = [line for line in legs if line.on_rails]
    trains = [line for line in legs if line.on_rails or line.leg.mode == TRAIN]
    if not rails:
        return [words.say("legend", "schematic")] if legs else []
    key = "railway" if rails == trains else "railway_one_of" if len(rails) == 1 else "railway_some_of"
    told = [words.say("legend", key, count=len(rails), all=len(trains))]
    if len(rails) < len(legs):
        told.append(words.say("legend", "schematic_else" if rails == trains else "schematic_else_train"))
    return told


def describe(story: Story) -> str:
    """The map in words, for those who do not see it: how it is drawn, and the places in order."""
    words, journey = story.words, bool(story.stops)
    named = [f"{s.number}. {s.name}" for s in story.stops] or [m.label for m in story.landmarks]
    return " ".join(
        [
            words.say("map", "description" if journey else "description_places"),
            *how_drawn(story),
            words.say("map", "stops" if journey else "places", places=", ".join(named)),
        ]
    )


def picture_notes(scene: Scene, picture: Picture) -> list[str]:
    """What one picture shows without its name or number."""
    words, names, lines = scene.story.words, picture.unlabelled, []
    dots = {s.number for p in picture.panels for m in p.markers if not m.text for s in m.stops}
    dots -= {s.number for p in picture.panels for m in p.markers if m.text for s in m.stops}
    if dots:
        lines.append(words.say("map", "unnumbered" if len(dots) > 1 else "unnumbered_one", count=len(dots)))
    if len(names) > _NAMED + 1:
        shown = ", ".join(names[:_NAMED])
        lines.append(words.say("map", "unlabelled_more", places=shown, count=len(names) - _NAMED))
    elif names:
        lines.append(words.say("map", "unlabelled", places=", ".join(names)))
    return lines


def too_short(scene: Scene, picture: Picture) -> list[str]:
    """The distances whose two ends all but coincide on a picture; contradicted ones first, and said to be so."""
    words = scene.story.words
    traced = {rule.dimension for panel in picture.panels for rule in panel.rules}
    short = [dimension for dimension in scene.story.dimensions if dimension not in traced]
    if not short:
        return []
    ranked = sorted(short, key=lambda d: not d.tone)
    told = [_in_words(words, dimension) for dimension in ranked[:_SHORT]]
    key = "too_short_one" if len(short) == 1 else "too_short" if len(short) <= _SHORT else "too_short_more"
    return [words.say("map", key, count=len(short), distances=" · ".join(told))]


def _in_words(words: Words, dimension: Dimension) -> str:
    """A distance as one would write it without a line: "Paris – Versailles, 60 km annoncés, 17 km mesurés"."""
    told = f"{' – '.join(dimension.names)}, {' '.join(text for text in dimension.text if text)}"
    return f"{told} ({words.say('legend', 'contradicted')})" if dimension.tone else told
