from geomap.render.text import clean, text_width, web_address, wrap


def test_control_and_bidi_characters_go():
    assert clean("a\u202eb\u2066c\u0000d\ufeffe\u200ff\ud800g") == "abcdefg"
    assert clean("un\n\tdeux  trois\u2028quatre") == "un deux trois quatre"
    assert clean("12\u00a0km") == "12\u00a0km"


def test_only_web_addresses_are_linked():
    assert web_address("https://journal.example/a?b=1") == "https://journal.example/a?b=1"
    for bad in ("javascript:alert(1)", "data:text/html,x", "//x", "https:", "https://a b", 'https://a"b', "", None):
        assert web_address(bad) is None


def test_wrapping_loses_nothing():
    text = "Komsomolsk-sur-l’Amour et son usine aéronautique"
    for width in (5, 10, 15, 24, 60):
        lines = wrap(text, width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_wider_text_is_wider():
    assert text_width("mmm", 10) > text_width("iii", 10)
    assert text_width("日本", 10) == 20
    assert text_width("a", 10, bold=True) > text_width("a", 10)
