import pytest

from geomap.gazetteer.imported.entry import RefusedError, keys_of, rank_of
from geomap.gazetteer.imported.geonames import further_of, place_of
from geomap.gazetteer.place import NameKind


def test_a_place_has_its_own_name_first_and_no_codes(lines):
    entry = place_of(lines["good"][1])
    assert (entry.row, entry.names) == (2990999, ("Nancy", "Nanceium", "Nanzig"))
    assert (entry.lat, entry.lon, entry.country, entry.region) == (486843900, 61849600, "FR", "44")
    assert (entry.population, entry.radius_km) == (105058, 5.0)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda c: c[:-1], "a place has 19 columns, got 18"),
        (lambda c: [*c, ""], "a place has 19 columns, got 20"),
        (lambda c: ["12a", *c[1:]], "identifier must be a whole number above 0, got '12a'"),
        (lambda c: ["²", *c[1:]], "identifier must be a whole number above 0, got '²'"),
        (lambda c: ["0", *c[1:]], "identifier must be a whole number above 0, got '0'"),
        (lambda c: [c[0], " ", *c[2:]], "name must not be empty"),
        (lambda c: [c[0], "Nan\x00cy", *c[2:]], "NUL byte"),
        (lambda c: [c[0], "Nan\x07cy", *c[2:]], r"control characters, got '\\x07'"),
        (lambda c: [*c[:4], "90.5", *c[5:]], r"latitude must lie in \[-90, 90\], got 90.5"),
        (lambda c: [*c[:5], "-181", *c[6:]], r"longitude must lie in \[-180, 180\], got -181.0"),
        (lambda c: [*c[:5], "nan", *c[6:]], r"longitude must lie in \[-180, 180\], got nan"),
        (lambda c: [*c[:4], "north", *c[5:]], "latitude must be a number of degrees, got 'north'"),
        (lambda c: [*c[:6], "Q", *c[7:]], "feature class must be one of A H L P R S T U V, got 'Q'"),
        (lambda c: [*c[:8], "France", *c[9:]], "country must be two capital letters or empty, got 'France'"),
        (lambda c: [*c[:14], "-5", *c[15:]], "population must be a whole number, 0 or more, got '-5'"),
    ],
)
def test_a_line_that_breaks_a_rule_says_which(lines, change, reason):
    with pytest.raises(RefusedError, match=reason):
        place_of("\t".join(change(lines["good"][1].split("\t"))))


@pytest.mark.parametrize(
    ("lang", "text", "flags", "period", "made"),
    [
        ("fr", "Oussouriïsk", "p", ("", ""), ("Oussouriïsk", "fr", NameKind.OFFICIAL)),
        ("fr", "Oussouriïsk", "", ("", ""), ("Oussouriïsk", "fr", NameKind.EXONYM)),
        ("en", "Voroshilov", "h", ("", ""), ("Voroshilov", "en", NameKind.HISTORICAL)),
        ("ru", "Ворошилов", "", ("1935", "1957"), ("Ворошилов", "ru", NameKind.HISTORICAL)),
        ("en", "Frisco", "c", ("", ""), ("Frisco", "en", NameKind.SHORT)),
        ("fr_1793", "Franciade", "", ("", ""), ("Franciade", "fr", NameKind.HISTORICAL)),
        ("iata", "ENC", "", ("", ""), ("ENC", "", NameKind.ABBREVIATION)),
        ("zh-Latn", "Shuangchengzi", "", ("", ""), ("Shuangchengzi", "zh", NameKind.EXONYM)),
        ("nds", "Nanzig", "", ("", ""), ("Nanzig", "", NameKind.EXONYM)),
    ],
)
def test_a_further_name_keeps_what_geonames_says_of_it(lines, lang, text, flags, period, made):
    found = further_of(lines["name"](1, 2014006, lang, text, flags=flags, period=period))
    assert (found.row, tuple(found.name)) == (2014006, made)


@pytest.mark.parametrize("lang", ["link", "wkdt", "post", "unlc", "phon", "icao"])
def test_links_and_codes_are_no_names(lines, lang):
    assert further_of(lines["name"](1, 2014006, lang, "RUUSK")) is None


def test_scripts_that_geomap_does_not_read_are_left_out(lines):
    assert further_of(lines["name"](1, 2014006, "zh", "双城子")) is None


def test_the_older_dump_of_names_has_eight_columns(lines):
    line = "\t".join(lines["name"](1, 2014006, "de", "Ussurijsk").split("\t")[:8])
    assert further_of(line).name.text == "Ussurijsk"
    with pytest.raises(RefusedError, match="8 or 10 columns, got 9"):
        further_of(line + "\t")


def test_the_better_known_rank_first():
    ranks = [rank_of("A", "PCLI", 0), rank_of("P", "PPLC", 10**7), rank_of("P", "PPL", 900), rank_of("S", "FRM", 0)]
    assert ranks == sorted(ranks)
    assert rank_of("A", "ADM1", 0) < rank_of("P", "PPL", 10**6)


def test_romanisations_are_looked_up_only_where_names_are_romanised():
    assert len(keys_of("Ussuriysk", "RU")) == 2
    assert keys_of("Ussuriysk", "FR") == ["ussuriysk"]
