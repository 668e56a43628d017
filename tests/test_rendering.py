"""The founding map is drawn before a reader's own `import folium` would be through."""

import pytest

from benchmarks.rendering import DRAWINGS, run


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_first_drawing_takes_no_longer_than_importing_folium(name: str) -> None:
    # One of a few: what else the machine does may slow any one of them.
    assert any(run(name).ratio <= 1.0 for _ in range(3))
