"""Dates as news gives them: a weekday, a month, a day; never more precise than the words.

The names of days and months come from CLDR through Babel; a weekday is the latest one not after the
article's date, as newspapers mean it, unless a word like "prochain" says otherwise. No date is read
from words that a number happens to stand near: spans are cut by the forms of the language first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import get_day_names, get_month_names

from geomap.journey.leg import StatedDate
from geomap.lang.pack import load_pack, plain
from geomap.span import Span

SPACE = r"[\s\u00a0\u202f]"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedSpan:
    """A date expression and what it comes to; `explicit_year` when the text gives the year itself.

    `ahead` is what a bare weekday means of something still to come, when that is another day.
    """

    span: Span
    date: StatedDate
    explicit_year: bool
    ahead: StatedDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forms:
    patterns: tuple[re.Pattern[str], ...]
    weekdays: dict[str, int]
    months: dict[str, int]
    relative: dict[str, int]
    relative_years: dict[str, int]
    periods: re.Pattern[str]


@lru_cache
def _forms(lang: str) -> _Forms:
    pack = load_pack(lang)
    weekdays = {
        name.lower().rstrip("."): index
        for width in ("wide", "abbreviated")
        for index, name in get_day_names(width, locale=lang).items()
        if len(name) > 3
    }
    months = {
        name.lower().rstrip("."): index
        for width in ("abbreviated", "wide")
        for index, name in get_month_names(width, locale=lang).items()
    }
    months |= {plain(word).lower(): int(str(month)) for word, month in pack.table("dates", "months").items()}
    relative = {plain(word).lower(): int(str(days)) for word, days in pack.table("dates", "relative").items()}
    years = {plain(word).lower(): int(str(n)) for word, n in pack.table("dates", "relative_years").items()}

    def some(words: list[str] | tuple[str, ...]) -> str:
        return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))

    fields = {
        "weekday": f"(?P<weekday>{some(list(weekdays))})",
        "month": rf"(?P<month>{some(list(months))})\.?",
        "part": f"(?:{some(pack.words('dates', 'parts'))})",
        "day": r"(?P<day>\d{1,2})",
        "year": r"(?P<year>(?:19|20)\d\d)",
    }
    patterns = []
    for row in pack.rows("dates", "forms"):
        form = plain(str(row["form"])).replace(" ", f"{SPACE}+").replace("’", "['’]")
        for key, value in fields.items():
            form = form.replace("{" + key + "}", value)
        patterns.append(re.compile(rf"(?<![\w-]){form}(?!\w)", re.IGNORECASE))
    patterns.append(
        re.compile(
            rf"(?<![\w-])(?P<relative>{some([*relative, *years]).replace('’', chr(91) + chr(39) + '’]')})(?!\w)",
            re.IGNORECASE,
        )
    )
    return _Forms(
        patterns=tuple(patterns),
        weekdays=weekdays,
        months=months,
        relative=relative,
        relative_years=years,
        periods=re.compile(rf"\d(?:er|st|nd|rd|th)?{SPACE}+(?:{some(pack.words('dates', 'periods'))}){SPACE}+$"),
    )


def find_dates(text: str, within: Span, published: date | None, lang: str) -> tuple[DatedSpan, ...]:
    """The dates in a span of `text`, in order, none overlapping; what cannot be resolved is left out.

    Without `published`, only dates that carry their own year come out.
    """
    forms = _forms(lang)
    found: list[DatedSpan] = []
    for match in sorted(_matches(text, within, forms), key=lambda m: (m.start(), -m.end())):
        if found and match.start() < found[-1].span.end:
            continue
        iso = _resolve(match.groupdict(), published, forms)
        closing = forms.periods.search(text, max(within.start, match.start() - 12), match.start())
        if iso and not closing:
            span = Span(start=match.start(), end=match.end())
            groups = match.groupdict()
            ahead = _ahead(groups, published, forms)
            found.append(
                DatedSpan(
                    span=span,
                    date=StatedDate(iso=iso, text=match.group()),
                    explicit_year=bool(groups.get("year")),
                    ahead=StatedDate(iso=ahead, text=match.group()) if ahead else None,
                )
            )
    return tuple(found)


def _ahead(groups: dict[str, str | None], published: date | None, forms: _Forms) -> str:
    """The day a bare weekday names when it is still to come, the article's own day included."""
    bare = groups.get("weekday") and not (groups.get("month") or groups.get("past") or groups.get("future"))
    if not bare or published is None:
        return ""
    weekday = forms.weekdays[(groups["weekday"] or "").lower()]
    return (published + timedelta(days=(weekday - published.weekday()) % 7)).isoformat()


def _matches(text: str, within: Span, forms: _Forms) -> Iterator[re.Match[str]]:
    for pattern in forms.patterns:
        yield from pattern.finditer(text, within.start, within.end)


def _resolve(groups: dict[str, str | None], published: date | None, forms: _Forms) -> str:
    """The ISO form of a match: a day, month or year; empty when it cannot be known."""
    written_year = groups.get("year")
    year = int(written_year) if written_year else None
    month = forms.months.get((groups.get("month") or "").lower())
    future = bool(groups.get("future"))
    if groups.get("relative"):
        word = plain(groups["relative"] or "").lower()
        if word in forms.relative_years:
            return f"{published.year + forms.relative_years[word]:04d}" if published else ""
        days = forms.relative[word]
        return (published + timedelta(days=days)).isoformat() if published else ""
    if month and groups.get("day"):
        return _day(year, month, int(groups["day"] or 0), published)
    if month:
        if year is None and published is not None:
            year = published.year - (month > published.month) + (future and month <= published.month)
        return f"{year:04d}-{month:02d}" if year else ""
    if groups.get("weekday") and published:
        weekday = forms.weekdays[(groups["weekday"] or "").lower()]
        back = (published.weekday() - weekday) % 7
        ahead = (weekday - published.weekday()) % 7 or 7
        days = ahead if future else -(back or (7 if groups.get("past") else 0))
        return (published + timedelta(days=days)).isoformat()
    return f"{year:04d}" if year and not groups.get("weekday") else ""


def _day(year: int | None, month: int, day: int, published: date | None) -> str:
    """A day and month in the given year, else in the year that brings it nearest the article's date."""
    if year is None and published is None:
        return ""
    years = [year] if year else [published.year - 1, published.year, published.year + 1] if published else []
    days = []
    for candidate in years:
        try:
            days.append(date(candidate, month, day))
        except ValueError:
            continue
    if not days:
        return ""
    return min(days, key=lambda d: abs((d - published).days) if published else 0).isoformat()
