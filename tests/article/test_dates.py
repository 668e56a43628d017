from datetime import date

import pytest

from geomap.article.dates import parse_published
from geomap.errors import DateError


@pytest.mark.parametrize(
    "text",
    [
        "2023-09-13",
        " 2023-09-13\n",
        "20230913",
        "2023-09-13T08:30",
        "2023-09-13T08:30:00Z",
        "2023-09-13 23:59:59+09:00",
    ],
)
def test_iso_date_or_time_is_its_day(text):
    assert parse_published(text) == date(2023, 9, 13)


@pytest.mark.parametrize("text", ["", "13/09/2023", "mercredi", "2023-13-01", "2023-02-29", "2023", "x" * 10_000])
def test_anything_else_is_refused_with_the_form_expected(text):
    with pytest.raises(DateError, match="must be written like 2023-09-13") as caught:
        parse_published(text)
    assert len(str(caught.value)) < 200
