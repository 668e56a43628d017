import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.span import Span

spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda p: Span(start=min(p), end=max(p)))


def test_span_slices_its_text_by_code_points():
    assert Span(start=3, end=8).of("Où🚂 Lyon") == " Lyon"


def test_length_is_that_of_the_words():
    assert len(Span(start=3, end=8)) == 5
    assert len(Span(start=3, end=3)) == 0


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_reversed_or_negative_span_is_refused(start, end):
    with pytest.raises(ValueError, match="0 <= start <= end"):
        Span(start=start, end=end)


def test_touching_spans_do_not_overlap():
    assert not Span(start=0, end=3).overlaps(Span(start=3, end=5))
    assert Span(start=0, end=4).overlaps(Span(start=3, end=5))


@given(spans, spans)
def test_overlap_is_symmetric_and_follows_from_shared_code_points(a, b):
    shared = set(range(a.start, a.end)) & set(range(b.start, b.end))
    if len(a) and len(b):
        assert a.overlaps(b) == bool(shared) == b.overlaps(a)


@given(spans, spans)
def test_contained_span_lies_inside(a, b):
    assert a.contains(b) == (a.start <= b.start and b.end <= a.end)


@given(spans, spans)
def test_spans_sort_by_where_they_start(a, b):
    assert (a < b) == ((a.start, a.end) < (b.start, b.end))
