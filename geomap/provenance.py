"""Where data comes from, and what made a result."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publisher of data: `attribution` is the credit its licence asks for, shown on maps.

    `licence` is an SPDX identifier; `url` a page that a reader can open.
    """

    id: str
    publisher: str
    url: str
    licence: str
    attribution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a desk needs to make the same result again: version, data and options."""

    geomap: str
    gazetteer: str
    options: tuple[tuple[str, str], ...] = ()
    model: str | None = None
    worldview: str = "un"
