import pytest

from geomap.places import Status


@pytest.fixture
def place(read):
    def run(text, name, lang="fr"):
        found = next(m.resolution for m in read(text, lang=lang).mentions if m.resolution.mention.text == name)
        return found.place

    return run


def test_the_head_noun_decides_between_namesakes(place):
    spaceport = place("Il se dirige vers le port spatial de Vostotchny.", "Vostotchny")
    harbour = place("Le cargo entre dans le port de Vostotchny.", "Vostotchny")
    assert (spaceport.feature_code, harbour.feature_code) == ("CTRS", "PRT")


def test_a_region_is_not_a_coast(place):
    assert place("Le train roule dans la région russe du Littoral.", "Littoral").feature_code == "ADM1"


def test_a_river_is_not_the_town_of_the_same_name(place):
    assert place("Il a traversé la rivière Razdolnaya.", "Razdolnaya").feature_class == "H"


def test_khasan_is_the_border_station_in_a_russian_story(place):
    found = place("Le train russe s’est arrêté à Khasan, en Russie.", "Khasan")
    assert (found.country, round(found.position.lat), round(found.position.lon)) == ("RU", 42, 131)


def test_a_capital_beats_its_namesakes(place):
    assert place("Il est arrivé à Washington.", "Washington").region.startswith("D")


def test_the_container_after_the_comma_is_heeded(place):
    assert place("Le concert a eu lieu à Valence, en Espagne.", "Valence").country == "ES"


def test_a_noun_points_back_to_the_nearest_place_of_its_kind(read):
    report = read("Il va de Lyon au cosmodrome de Vostotchny. La base de lancement est prête. Cette ville dort.")
    nouns = {
        m.resolution.mention.text: m.resolution.place for m in report.mentions if m.resolution.mention.kind == "nominal"
    }
    assert nouns["La base de lancement"].feature_code == "CTRS"
    assert nouns["Cette ville"].name == "Lyon"


def test_a_plant_in_a_town_is_the_only_one_known_there(read):
    report = read("À Komsomolsk-sur-l’Amour, il doit visiter une usine de cette ville.")
    plant = next(m.resolution for m in report.mentions if m.resolution.mention.text.startswith("une usine"))
    assert plant.place.feature_code == "MFG"
    assert "the only one known in Komsomolsk-on-Amur" in plant.because


def test_reasons_and_confidence_come_with_every_place(french):
    for mapped in french.mentions:
        resolution = mapped.resolution
        assert resolution.status in {Status.RESOLVED, Status.UNKNOWN}
        assert resolution.because
        assert 0 <= resolution.confidence <= 1


def test_each_literal_place_of_our_articles_is_right(french, english):
    expected = {
        "Khasan": (42.4281, 130.6453),
        "Vladivostok": (43.1056, 131.8735),
        "Razdolnaya": (43.634, 131.930),
        "Razdolnaya River": (43.634, 131.930),
        "Oussouriïsk": (43.8047, 131.9573),
        "Ussuriysk": (43.8047, 131.9573),
        "Vostotchny": (51.8844, 128.3334),
        "Vostochny cosmodrome": (51.8844, 128.3334),
        "Komsomolsk-sur-l’Amour": (50.5503, 137.0100),
        "Komsomolsk-on-Amur": (50.5503, 137.0100),
        "Khabarovsk": (48.48, 135.08),
        "Pyongyang": (39.0339, 125.7543),
    }
    for report in (french, english):
        seen = set()
        for mapped in report.mentions:
            resolution = mapped.resolution
            if resolution.mention.text in expected:
                seen.add(resolution.mention.text)
                assert resolution.place.position.latlon == pytest.approx(expected[resolution.mention.text], abs=0.045)
        assert len(seen) >= 7


def test_nothing_but_places_is_mapped_in_our_articles(french, english):
    names = {
        m.resolution.mention.text for r in (french, english) for m in r.mentions if m.resolution.mention.kind == "name"
    }
    assert not names & {
        "Kim",
        "Poutine",
        "Putin",
        "Soukhoï",
        "Sukhoi",
        "Yonhap",
        "Kyodo",
        "KCNA",
        "Peskov",
        "Air Koryo",
    }


def test_a_demonym_says_which_capital_is_meant(place):
    text = "Elle a quitté Lisbonne pour Madrid, à 500 km de la capitale portugaise."
    assert place(text, "la capitale").name == "Lisbon"


@pytest.mark.parametrize(
    ("text", "lang", "name", "country", "region"),
    [
        ("A storm closed schools in Paris, Texas, on Monday.", "en", "Paris", "US", "TX"),
        ("Police in Toronto, Ontario, closed a bridge.", "en", "Toronto", "CA", "08"),
        ("A judge in Springfield, Ill., heard the case.", "en", "Springfield", "US", "IL"),
        ("Un incendie a touché London (Ontario) mardi.", "fr", "London", "CA", "08"),
    ],
)
def test_a_town_lies_in_the_area_named_right_after_it(read, text, lang, name, country, region):
    place = next(
        m.resolution.place for m in read(text, lang=lang).mentions if m.resolution.mention.text.startswith(name)
    )
    assert (place.country, place.region, place.feature_class) == (country, region, "P")


def test_a_region_is_chosen_before_a_country_of_its_name_where_its_towns_are_named(read):
    american = read("Officials in Georgia said that Atlanta was spared. Ohio and Michigan sent help.", lang="en")
    assert next(m.resolution.place for m in american.mentions).region == "GA"
    caucasian = read("Officials in Georgia said that Tbilisi was spared. Armenia sent help.", lang="en")
    assert next(m.resolution.place for m in caucasian.mentions).is_country


def test_a_vast_region_is_not_taken_for_a_province_that_bears_its_name(read):
    (sahel,) = read("La sécheresse gagne le Sahel.").mentions
    assert sahel.resolution.place.id == "geomap:sahel"


@pytest.mark.parametrize("text", ["Union leaders met on Monday.", "Central banks met on Monday."])
def test_a_common_word_is_no_district(read, text):
    assert read(text, lang="en").mentions == ()


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Protests spread to London, Canada and Germany.", "London", "GB"),
        ("Envoys from Tripoli, Greece and Libya arrived.", "Tripoli", "LY"),
        ("Leaders from Athens, Georgia and Armenia came.", "Athens", "GR"),
    ],
)
def test_a_list_of_places_is_no_container(place, text, name, country):
    assert place(text, name, lang="en").country == country


def test_a_seat_of_government_is_not_a_town_of_its_name(place):
    assert place("The White House said that it would wait.", "White House", lang="en").feature_code != "PPL"


@pytest.mark.parametrize("town", ["Orléans", "Brest"])
def test_a_town_that_nothing_else_tells_apart_is_the_readers_own(place, town):
    assert place(f"Le ministre est allé à {town} mardi.", town).country == "FR"


def test_the_readers_own_town_does_not_beat_a_metropolis(place):
    assert place("Il est arrivé à Athènes mardi.", "Athènes").country == "GR"


def test_a_plant_is_not_the_town_that_it_is_called_after(read):
    text = "La centrale nucléaire de Zaporijia se trouve à 50 km au sud-ouest de Zaporijia."
    plant, town = (m.resolution.place for m in read(text).mentions)
    assert (plant.feature_code, town.feature_class) == ("PSN", "P")
    english = read("The Zaporizhzhia nuclear plant is far from Zaporizhzhia.", lang="en").mentions
    assert english[0].resolution.place.feature_code == "PSN"
