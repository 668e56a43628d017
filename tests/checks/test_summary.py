import pytest

from geomap.checks import summary
from geomap.checks.pairing import check_pair
from geomap.checks.pairs import read_pair
from geomap.rail import RailNetwork

NB, NARROW = "\u00a0", "\u202f"


@pytest.fixture(scope="module")
def sentence(gazetteer):
    railways = RailNetwork.open()

    def run(lang, **cells):
        return check_pair(read_pair(cells), gazetteer, railways, lang).summary.replace(NB, "_")

    return run


USSURI = {"subject": "Ussuriysk", "anchor": "Vladivostok"}
RHONE = {"subject": "Lyon", "anchor": "Marseille"}


@pytest.mark.parametrize(
    ("lang", "cells", "expected"),
    [
        ("fr", {**RHONE, "value_km": 280},
         ("Lyon – Marseille_: 276_km à vol d’oiseau, ce qui s’accorde "
         "avec le chiffre annoncé (280_km).")),
        ("en", {**RHONE, "value_km": 280},
         "Lyon to Marseille: 276_km in a straight line, in keeping with what was reported (280_km)."),
        ("fr", {**RHONE, "value_km": 12.5, "hedge": "at_least"},
         "Lyon – Marseille_: 276_km à vol d’oiseau, loin du chiffre annoncé (plus de 12,5_km)."),
        ("en", {**RHONE, "value_km": 12.5, "hedge": "at_least"},
         "Lyon to Marseille: 276_km in a straight line, while more than 12.5_km was reported."),
        ("fr", {**RHONE, "value_km": 100, "hedge": "at_most"},
         "Lyon – Marseille_: 276_km à vol d’oiseau, au lieu du chiffre annoncé (moins de 100_km)."),
        ("fr", {**RHONE, "value_km": 105, "hedge": "range", "low_km": 100, "high_km": 110},
         "Lyon – Marseille_: 276_km à vol d’oiseau, au lieu du chiffre annoncé (100 à 110_km)."),
        ("en", {**RHONE, "value_km": 1609.344, "unit": "mi"},
         "Lyon to Marseille: 171_miles (276_km) in a straight line, not 1,000_miles (1,609_km)."),
        ("en", {**RHONE, "value_km": 450.6, "unit": "mi"},
         ("Lyon to Marseille: 171_miles (276_km) in a straight line, not 280_miles (451_km); "
         "perhaps 280_km are meant.")),
        ("fr", {**USSURI, "value_km": 110, "mode": "rail"},
         ("Ussuriysk – Vladivostok_: 111_km par le rail, ce qui s’accorde "
         "avec le chiffre annoncé (110_km).")),
        ("fr", {**USSURI, "value_km": 60, "mode": "rail"},
         ("Ussuriysk – Vladivostok_: 111_km par le rail, et non 60_; 78_km à vol d’oiseau_; "
         "environ 49_km de bord à bord_; "
         "peut-être s’agit-il de 60_milles (97_km).")),
        ("en", {**USSURI, "value_km": 105},
         ("Ussuriysk to Vladivostok: 78_km in a straight line, not 105; "
         "the figure is about that of the way by rail (111_km); "
         "perhaps the distance by road (an estimated 86 to 120_km).")),
        ("en", {**USSURI, "value_km": 60, "direction": "E", "mode": "straight"},
         ("Ussuriysk to Vladivostok: 78_km in a straight line, not 60; about 49_km from edge to edge; "
         "the direction is north rather than east.")),
        ("fr", {"subject": "Xyzzyx", "anchor": "Lyon", "value_km": 161, "unit": "mi"},
         ("Xyzzyx – Lyon_: le chiffre annoncé (100_milles, soit 161_km) n’a pas pu être vérifié "
            "(lieu inconnu_: Xyzzyx).")),
    ],
)  # fmt: skip
def test_the_sentence(sentence, lang, cells, expected):
    assert sentence(lang, **cells) == expected


def test_numbers_follow_the_language():
    assert summary.km_words(1405.2, "fr") == f"1{NARROW}405{NB}km"
    assert summary.km_words(7.94, "fr") == f"7,9{NB}km"
