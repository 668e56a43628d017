"""Which language an article is written in."""

import math
import unicodedata
from collections.abc import Sequence

from geomap.errors import LanguageError

# The languages that news in the hands of a French or English desk may turn out to be written in.
# py3langid knows 97; left to itself it reads "PARIS (AFP) – Séisme" as Luxembourgish.
_CANDIDATES = (
    *("fr", "en", "de", "es", "it", "pt", "nl", "sv", "da", "fi", "pl", "cs", "hu", "ro", "tr", "el"),
    *("ru", "uk", "ar", "fa", "he", "ko", "ja", "zh", "hi", "vi"),
)
# A script without capitals shows no names to a recogniser that begins at them.
_CASELESS = frozenset({"ar", "fa", "he", "ko", "ja", "zh", "hi"})
NAMED = tuple(code for code in _CANDIDATES if code not in {"fr", "en", *_CASELESS})
"""Languages in which geomap finds names of places, and reads no more."""
_READ = 5_000
# Below this share of the probability a guess is no guess: names, numbers, one short headline.
_CONFIDENT = 0.6
_FEWEST_LETTERS = 3


def detect_language(text: str, known: Sequence[str] = ("fr", "en"), others: Sequence[str] = ()) -> str:
    """The ISO 639-1 code of the language of `text`, always one of `known` or `others`.

    Reads the first five thousand characters. A text too short or too mixed to tell is taken for
    the likeliest of `known`; one of `others` has to be plain. Raises `LanguageError` when the text is
    plainly in a language of neither.

    >>> detect_language("The train left Pyongyang on Sunday and crossed the border.")
    'en'
    """
    sample = text.strip()[:_READ]
    if sum(unicodedata.category(c).startswith("L") for c in sample) < _FEWEST_LETTERS:
        return known[0]
    from py3langid.langid import rank  # noqa: PLC0415 (numpy and a model: 0.4 s)

    scores: dict[str, float] = {lang: float(score) for lang, score in rank(sample) if lang in {*_CANDIDATES, *known}}
    best = max(scores, key=lambda lang: scores[lang])
    if best in known:
        return best
    # The model's scores are log-likelihoods of every n-gram, as if none overlapped; the root of the
    # length brings them back to probabilities that can be compared between short and long texts.
    scale = math.sqrt(len(sample.encode("utf-8", "replace")))
    shares = {lang: math.exp((score - scores[best]) / scale) for lang, score in scores.items()}
    if 1 / sum(shares.values()) < _CONFIDENT:
        return max(known, key=lambda lang: scores.get(lang, -math.inf))
    if best in others:
        return best
    msg = (
        f"this article looks {language_name(best)} ({best}); geomap reads {_listed(known, 'and')} so far: "
        f"pass {_options(known)} to read it as {'one of them' if len(known) > 1 else 'such'} anyway"
    )
    raise LanguageError(msg)


def check_language(lang: str, known: Sequence[str] = ("fr", "en")) -> str:
    """The primary code of a language given by the user ("fr-FR" → "fr").

    Raises `LanguageError` when geomap has no words for it.
    """
    code = lang.strip().replace("_", "-").split("-")[0].lower()
    if code in known:
        return code
    msg = f"geomap has no words for the language {lang!r}; it reads {_listed(known, 'and')}: pass {_options(known)}"
    raise LanguageError(msg)


def language_name(code: str) -> str:
    """The English name of a language: "de" → "German"."""
    from babel import Locale  # noqa: PLC0415 (not needed unless something is to be said)

    return str(Locale("en").languages.get(code, code))


def _listed(known: Sequence[str], conjunction: str) -> str:
    """Names in a sentence: "French and English"."""
    names = [language_name(code) for code in known]
    return f" {conjunction} ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _options(known: Sequence[str]) -> str:
    """How to choose one on the command line: "--lang fr or --lang en"."""
    return " or ".join(f"--lang {code}" for code in known)
