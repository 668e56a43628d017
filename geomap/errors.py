"""Every error geomap raises on purpose, in one tree.

A message says what was being done, the value, what was expected and what to do next, in one line.
Each child also inherits the standard error it resembles, so that callers who never heard of geomap
catch the right thing. Only the command line catches `GeomapError`.
"""


class GeomapError(Exception):
    """Anything that geomap refuses, with one line a person can act on."""


class ArticleError(GeomapError, ValueError):
    """An article cannot be read as text."""


class ArticleNotFoundError(ArticleError, FileNotFoundError):
    """The article's file is not there."""


class LanguageError(GeomapError, LookupError):
    """The article is in a language geomap has no words for."""


class WordsError(GeomapError, ValueError):
    """A file of a language's words breaks a rule: names the file and the item."""


class PositionError(GeomapError, ValueError):
    """A latitude or longitude lies outside the Earth."""


class QuantityError(GeomapError, ValueError):
    """A reported length is negative, not a number, or its bounds are reversed."""


class GazetteerError(GeomapError, ValueError):
    """A gazetteer file breaks a rule: names the file, line, column and value."""


class CacheError(GazetteerError, OSError):
    """The compiled name index cannot be kept where it belongs: the folder is read-only or full."""


class UnknownPlaceError(GeomapError, LookupError):
    """No place has this identifier."""


class WorldError(GeomapError, ValueError):
    """The committed outlines of land and borders are missing or damaged."""


class DateError(GeomapError, ValueError):
    """A date given by the user cannot be read."""


class RenderError(GeomapError, ValueError):
    """There is nothing to draw, or the output's format is unknown."""


class OutputError(GeomapError, OSError):
    """A result cannot be written where it was asked to go."""


class BatchError(GeomapError, ValueError):
    """A batch's input is not made of one JSON object a line."""


class PairsError(GeomapError, ValueError):
    """A table of claims cannot be read, or one of its rows is no claim: says what the row lacks."""


class ThemeError(RenderError):
    """A newsroom's style has an unknown key, a bad value or colours too close to each other."""


class StopsError(GeomapError, ValueError):
    """A table of stops cannot be read, or one of its rows is no stop: says what it lacks."""


class ModelError(GeomapError, ValueError):
    """The recogniser's weights are missing or damaged."""


class CorpusError(GeomapError, ValueError):
    """A corpus's marks or labels break a rule: names the file, line and what is wrong."""
