"""Reading the date of publication that a user gives."""

from datetime import date, datetime

from geomap.errors import DateError


def parse_published(text: str) -> date:
    """The day meant by an ISO 8601 date or date and time; a time zone does not move it.

    Raises `DateError` for anything else: 12/09/2023 is two different days on two sides of an ocean.

    >>> parse_published("2023-09-13")
    datetime.date(2023, 9, 13)
    >>> parse_published("2023-09-13T23:30:00+09:00")
    datetime.date(2023, 9, 13)
    """
    written = text.strip()
    try:
        return date.fromisoformat(written)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(written).date()
    except ValueError:
        msg = f"the date of publication must be written like 2023-09-13 (year-month-day), got {text[:40]!r}"
        raise DateError(msg) from None
