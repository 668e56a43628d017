"""What stands under a map, besides its key: what a reader must know to read it right, and what it leaves out."""

from collections.abc import Iterable, Sequence

from geomap.render.scene import Picture, Scene
from geomap.render.story import Dimension
from geomap.render.words import Words

_NAMED = 16  # names that a note lists; past them it counts
_SHORT = 6  # distances that a note lists; the others it counts


def notes(scene: Scene, pictures: Iterable[Picture]) -> list[str]:
    """What the reader must know to read the map right: that legs are sketches, and whose borders these are."""
    words = scene.story.words
    rails = [line.on_rails for line in scene.story.lines]
    lines = [words.say("legend", "railway")] if any(rails) else []
    if any(line.spurs for line in scene.story.lines):
        lines.append(words.say("legend", "spur"))
    if not all(rails):
        lines.append(words.say("legend", "schematic_else" if any(rails) else "schematic"))
    panels = [panel for picture in pictures for panel in picture.panels]
    if scene.story.undrawn:
        key = "undrawn" if scene.story.undrawn > 1 else "undrawn_one"
        lines.append(words.say("map", key, count=scene.story.undrawn))
    if any(panel.bar is not None and panel.bar.varies for panel in panels):
        lines.append(words.say("legend", "scale_middle"))
    contested = dict.fromkeys(area for panel in panels for area in panel.outlines.contested)
    if contested:
        names = ", ".join(area.names.get(words.lang, area.names["en"]) for area in contested)
        lines.append(words.say("map", f"worldview_{scene.story.worldview}", areas=names))
    return lines


def picture_notes(scene: Scene, picture: Picture) -> list[str]:
    """What one picture shows without its name, or has no room to show."""
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
    traced = {rule.dimension for panel in picture.panels for rule in panel.rules}
    short = [dimension for dimension in scene.story.dimensions if dimension not in traced]
    return [*_too_short(words, short), *lines]


def _too_short(words: Words, short: Sequence[Dimension]) -> list[str]:
    """The distances whose two ends all but coincide on the paper; contradicted ones first, and said to be so."""
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
