import textwrap
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.article import article_from_bytes, article_from_text
from geomap.mentions import MentionKind
from geomap.pipeline import analyse

LANGUAGES = ("de", "es", "ru")


@pytest.fixture(scope="module")
def places(gazetteer, recogniser):
    """The names of places in a text, as written, each with its country where that is asked for."""

    def find(text, lang, *, countries=False):
        article = article_from_text(text, id="story", lang=lang, others=LANGUAGES)
        return _places(analyse(article, gazetteer, recogniser=recogniser), countries=countries)

    return find


def _places(report, *, countries=False):
    found = [m.resolution for m in report.mentions if m.resolution.mention.kind is MentionKind.NAME]
    if countries:
        return [(r.mention.text, r.place.country if r.place else None) for r in found]
    return [r.mention.text for r in found]


CLEAN = [
    ("fr", "Le ministre s’est rendu à Saint-Étienne, puis à Nîmes.", ["Saint-Étienne", "Nîmes"]),
    ("fr", "En Côte d’Ivoire, deux personnes ont été tuées à Bouaké mardi.", ["Côte d’Ivoire", "Bouaké"]),
    ("fr", "Le navire a quitté Le Havre lundi pour rallier New York.", ["Le Havre", "New York"]),
    ("fr", "Les négociations entre l’Iran et les États-Unis ont lieu à Vienne.", ["Iran", "États-Unis", "Vienne"]),
    ("en", "Firefighters from Los Angeles were sent to Santa Barbara.", ["Los Angeles", "Santa Barbara"]),
    ("en", "A man was shot in Baton Rouge, Louisiana, on Monday.", ["Baton Rouge", "Louisiana"]),
    ("en", "The minister travelled to Saint-Étienne, then to Nîmes.", ["Saint-Étienne", "Nîmes"]),
    ("de", "In München und Köln haben Tausende gegen den Krieg demonstriert.", ["München", "Köln"]),
    ("es", "La ministra viajó a Bogotá y después a Perú.", ["Bogotá", "Perú"]),
]


@pytest.mark.parametrize(("lang", "text", "names"), CLEAN)
@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f", "\t", "  "], ids=ascii)
def test_space_of_any_kind_parts_words(places, lang, text, names, space):
    assert places(text.replace(" ", space), lang) == [name.replace(" ", space) for name in names]


# German writes Koeln rather than Koln.
@pytest.mark.parametrize(("lang", "text", "names"), [row for row in CLEAN if row[0] != "de"])
def test_accents_may_be_missing(places, lang, text, names):
    assert places(_bare(text), lang) == [_bare(name) for name in names]


def _bare(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


@pytest.mark.parametrize("mark", ["'", "`", "´", "\u2018", "\u2032", "’ "], ids=ascii)
def test_apostrophe_of_any_kind_parts_an_article_from_its_name(places, mark):
    text = "Le sommet entre l’Iran et l’Ukraine se tient près d’Izmir.".replace("’", mark)
    assert places(text, "fr") == ["Iran", "Ukraine", "Izmir"]


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011"], ids=ascii)
def test_hyphen_of_any_kind_joins_a_name(places, hyphen):
    text = "Il a quitté Aix-en-Provence pour Saint-Étienne.".replace("-", hyphen)
    assert places(text, "fr") == [f"Aix{hyphen}en{hyphen}Provence", f"Saint{hyphen}Étienne"]


@pytest.mark.parametrize(("lang", "text", "names"), CLEAN)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=ascii)
def test_wrapped_lines_lose_no_name(places, lang, text, names, end):
    opening = {"fr": "Selon les secours, ", "en": "The officials said: ", "de": "Wie es heißt: ", "es": "Según él, "}
    wrapped = textwrap.fill(3 * opening[lang] + text, 60, break_on_hyphens=False).replace("\n", end)
    assert [" ".join(name.split()) for name in places(wrapped, lang)] == names


@pytest.mark.parametrize(
    ("lang", "text", "names"),
    [
        ("fr", "Le train a quitté Paris.Il a rejoint Dijon.", ["Paris", "Dijon"]),
        ("fr", "Il a quitté Paris,puis Dijon(France)et Nice.", ["Paris", "Dijon", "France", "Nice"]),
        ("fr", "Il pleut à Lyon…Il neige à Metz…", ["Lyon", "Metz"]),
        ("en", "The ship left Rotterdam(Netherlands).It sank off Cork.", ["Rotterdam", "Netherlands", "Cork"]),
        ("en", "He flew to Rome—then to Milan--and to Turin.", ["Rome", "Milan", "Turin"]),
    ],
)
def test_space_may_be_missing_beside_punctuation(places, lang, text, names):
    assert places(text, lang) == names


@pytest.mark.parametrize(
    ("lang", "text", "names"),
    [
        ("fr", "SÉISME AU MAROC : AU MOINS 300 MORTS PRÈS DE MARRAKECH", ["MAROC", "MARRAKECH"]),
        ("fr", "SEISME AU MAROC : AU MOINS 300 MORTS PRES DE MARRAKECH", ["MAROC", "MARRAKECH"]),
        ("fr", "INCENDIE À SAINT-ÉTIENNE : L'AUTOROUTE A47 FERMÉE", ["SAINT-ÉTIENNE"]),
        ("fr", "INCENDIE A SAINT-ETIENNE : L'AUTOROUTE A47 FERMEE", ["SAINT-ETIENNE"]),
        ("fr", "ÉTATS-UNIS : UNE TORNADE RAVAGE LE KENTUCKY", ["ÉTATS-UNIS", "KENTUCKY"]),
        ("fr", "ETATS-UNIS : UNE TORNADE RAVAGE LE KENTUCKY", ["ETATS-UNIS", "KENTUCKY"]),
        ("fr", "GUERRE EN UKRAINE : KHARKIV SOUS LES BOMBES, MOSCOU DÉMENT", ["UKRAINE", "KHARKIV", "MOSCOU"]),
        ("fr", "COTE D'IVOIRE : DEUX MORTS A ABIDJAN", ["COTE D'IVOIRE", "ABIDJAN"]),
        ("fr", "L’ITALIE ET L’ESPAGNE CONTRE L’ALLEMAGNE", ["ITALIE", "ESPAGNE", "ALLEMAGNE"]),
        ("en", "FIRE DESTROYS WAREHOUSE IN SPRINGFIELD, ILLINOIS", ["SPRINGFIELD", "ILLINOIS"]),
        ("en", "NEW YORK MAYOR VISITS SAN JUAN AFTER HURRICANE", ["NEW YORK", "SAN JUAN"]),
        ("en", "WASHINGTON WEIGHS SANCTIONS ON TEHRAN", ["WASHINGTON", "TEHRAN"]),
        ("en", "POLICE SEARCH FOR MISSING TEENAGER IN READING", ["READING"]),
        ("de", "SCHWERES ERDBEBEN IN DER TÜRKEI: TOTE IN GAZIANTEP", ["TÜRKEI", "GAZIANTEP"]),
        ("es", "TERREMOTO EN MARRUECOS: MUERTOS CERCA DE MARRAKECH", ["MARRUECOS", "MARRAKECH"]),
    ],
)
def test_headline_in_capitals_is_read(places, lang, text, names):
    assert places(text, lang) == names


@pytest.mark.parametrize(
    ("lang", "text", "names"),
    [
        ("en", "Two Dead After Tornado Hits Little Rock, Arkansas", ["Little Rock", "Arkansas"]),
        ("en", "Police in Oslo Arrest Man After Bus Attack Near Bergen", ["Oslo", "Bergen"]),
        ("en", "Best Buy Closes 12 Stores Across Ohio and Michigan", ["Ohio", "Michigan"]),
        ("fr", "Incendie À Marseille : Trois Immeubles Évacués", ["Marseille"]),
    ],
)
def test_headline_in_title_case_is_read(places, lang, text, names):
    assert places(text, lang) == names


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "STOCKS FALL AS OIL PRICES RISE"),
        ("en", "OK OR NOT OK? VOTERS DECIDE"),
        ("en", "ME TOO MOVEMENT: HELP ME, SAYS MA BAKER"),
        ("en", "Thank you so much everyone 🙏 #blessed"),
        ("fr", "LA GRÈVE DE LA FAIM"),
        ("fr", "ON NE SAIT PAS OÙ IL EST"),
    ],
)
def test_words_that_abbreviate_places_elsewhere_are_left_alone(places, lang, text):
    assert places(text, lang) == []


@pytest.mark.parametrize(
    ("lang", "text", "names"),
    [
        ("en", "Huge fire in #Chicago right now 🔥🔥 stay safe @CFDMedia", ["Chicago"]),
        ("en", "Flooding in #Lisbon 🇵🇹 now. Roads to Porto closed.", ["Lisbon", "Porto"]),
        ("en", "🇫🇷 Paris 🇩🇪 Berlin❄️ 🇮🇹 Rome☀️", ["Paris", "Berlin", "Rome"]),
        ("fr", "RT @AFP: Un incendie ravage un entrepôt à #Rouen https://t.co/abc", ["Rouen"]),
        ("fr", "#Ukraine : frappes russes sur #Kharkiv et #Odessa cette nuit", ["Ukraine", "Kharkiv", "Odessa"]),
        ("fr", "📍Marseille, France", ["Marseille", "France"]),
        ("de", "#Berlin: Großbrand in #Neukölln, Feuerwehr warnt Anwohner", ["Berlin", "Neukölln"]),
    ],
)
def test_tweet_is_read_through_its_marks(places, lang, text, names):
    assert places(text, lang) == names


@pytest.mark.parametrize(
    ("lang", "text", "names"),
    [
        ("fr", "PARIS (AFP) – Le gouvernement a annoncé un plan pour Mayotte.", ["PARIS", "Mayotte"]),
        ("fr", "Bruxelles, 12 mars 2024 (Belga) – La Commission a voté.", ["Bruxelles"]),
        ("fr", "MOSCOU/KIEV, 4 mai (Reuters) - Des missiles sont tombés sur Lviv.", ["MOSCOU", "KIEV", "Lviv"]),
        ("fr", "(Lille) Un homme a été interpellé mardi près de Roubaix.", ["Lille", "Roubaix"]),
        ("fr", "Abidjan, Côte d'Ivoire | AFP | 12/03/2024 - Des heurts.", ["Abidjan", "Côte d'Ivoire"]),
        ("en", "SPRINGFIELD, Ill. (AP) — The governor signed the bill.", ["SPRINGFIELD", "Ill."]),
        ("en", "KYIV, Ukraine — Russian drones struck Odesa overnight.", ["KYIV", "Ukraine", "Odesa"]),
        ("en", "RAMALLAH, West Bank (AP) — Soldiers raided Jenin.", ["RAMALLAH", "West Bank", "Jenin"]),
        ("de", "BERLIN (dpa) - Der Zug fuhr von Hamburg nach Bremen.", ["BERLIN", "Hamburg", "Bremen"]),
        ("es", "MADRID (EFE) - El tren salió de Sevilla hacia Cádiz.", ["MADRID", "Sevilla", "Cádiz"]),
        ("ru", "МОСКВА (ТАСС). Поезд прибыл в Казань.", ["МОСКВА", "Казань"]),
    ],
)
def test_dateline_of_any_agency_is_read(places, lang, text, names):
    assert places(text, lang) == names


@pytest.mark.parametrize(
    ("lang", "text", "names"),
    [
        ("fr", "Le train a quitté Moscou (Москва) pour Kiev (Київ).", ["Moscou", "Москва", "Kiev", "Київ"]),
        ("fr", "Le maire a dit : “We will rebuild Aleppo” avant de quitter Le Caire.", ["Aleppo", "Le Caire"]),
        ("en", "The minister said « nous irons à Marseille » before flying to Algiers.", ["Marseille", "Algiers"]),
        ("en", "Das Treffen in Genf endete ohne Ergebnis. The talks in Geneva ended.", ["Genf", "Geneva"]),
        (
            "en",
            "A fire broke out in Munich.\n\nUn incendie à Munich.\n\nFeuer in München.",
            ["Munich", "Munich", "München"],
        ),
    ],
)
def test_languages_may_be_mixed(places, lang, text, names):
    assert places(text, lang) == names


@pytest.mark.parametrize(
    ("lang", "text", "names"),
    [
        ("fr", "| Ville | Pays | Morts |\n|---|---|---|\n| Izmir | Turquie | 12 |", ["Izmir", "Turquie"]),
        ("fr", "• Italie : 12 morts\n• Espagne : 3 morts\n• Portugal : 1 mort", ["Italie", "Espagne", "Portugal"]),
        ("fr", "Marseille, Toulouse, Nice, Nantes : la même colère.", ["Marseille", "Toulouse", "Nice", "Nantes"]),
        ("fr", "À Strasbourg (67), Metz (57) et Nancy (54).", ["Strasbourg", "Metz", "Nancy"]),
        ("fr", "12:30 – Paris: le train part. 13:45 – Dijon: arrivée.", ["Paris", "Dijon"]),
        ("en", "Izmir\tTurkey\t12\nAthens\tGreece\t3", ["Izmir", "Turkey", "Athens", "Greece"]),
        ("en", "IZMIR ............ 12\nATHENS ........... 3", ["IZMIR", "ATHENS"]),
        ("en", "1. Tokyo, Japan (37 million)\n2. Delhi, India (32 million)", ["Tokyo", "Japan", "Delhi", "India"]),
        ("en", "12 May: Glasgow\n14 May: Leeds\n16 May: Bristol", ["Glasgow", "Leeds", "Bristol"]),
        ("en", "Weather: London 12C, New York 8C, Sydney 24C.", ["London", "New York", "Sydney"]),
        ("en", "The countries are: Chad, Jordan, Georgia and Turkey.", ["Chad", "Jordan", "Georgia", "Turkey"]),
    ],
)
def test_list_or_table_pasted_as_text_is_read(places, lang, text, names):
    assert places(text, lang) == names


@pytest.mark.parametrize(
    ("lang", "text", "names"),
    [
        ("fr", "«Rome» et ‹Milan› et „Turin“", ["Rome", "Milan", "Turin"]),
        ("fr", "Il va de Dijon [Côte-d’Or] à Vannes (Morbihan).", ["Dijon", "Côte-d’Or", "Vannes", "Morbihan"]),
        ("en", "“London,” she said. ‘Leeds’, he said.", ["London", "Leeds"]),
        ("en", '"Where is Rome?" he asked. "In Italy."', ["Rome", "Italy"]),
        ("en", "(Paris) — (Lyon)", ["Paris", "Lyon"]),
        ("en", "{Paris} London/Paris/Berlin", ["Paris", "London", "Paris", "Berlin"]),
    ],
)
def test_brackets_and_quotation_marks_are_no_part_of_a_name(places, lang, text, names):
    assert places(text, lang) == names


@pytest.mark.parametrize(
    ("lang", "text", "names"),
    [
        ("en", "He moved to St. Petersburg. He left.", [("St. Petersburg", "RU")]),
        ("en", "He was born in the U.S. Police said so.", [("U.S.", "US")]),
        ("en", "The U.S.A. and the U.K. signed.", [("U.S.A.", "US"), ("U.K.", "GB")]),
        ("en", "He is from Buffalo, N.Y. Smith is from Newark, N.J.", [("N.Y.", "US"), ("N.J.", "US")]),
        ("en", "At 9 a.m. Paris time the train left Rome.", [("Paris", "FR"), ("Rome", "IT")]),
        ("en", "Mr. Smith of Leeds met Mrs. Jones of Cardiff.", [("Leeds", "GB"), ("Cardiff", "GB")]),
        ("en", "No. 5 Chanel was made in Grasse. No. 10 is in London.", [("Grasse", "FR"), ("London", "GB")]),
        ("en", "Wait... Paris? Yes… London!", [("Paris", "FR"), ("London", "GB")]),
        ("en", "Mt. Everest and Ft. Lauderdale.", [("Mt. Everest", ""), ("Ft. Lauderdale", "US")]),
        (
            "en",
            "Sault Ste. Marie, Ont., and Scranton, Pa.",
            [("Sault Ste. Marie", "CA"), ("Ont.", "CA"), ("Pa.", "US")],
        ),
        ("fr", "M. Valls est né à Barcelone. Mme. Royal à Dakar.", [("Barcelone", "ES"), ("Dakar", "SN")]),
        ("fr", "Il a fait 5,6 km jusqu’à Pau, puis 12 km vers Tarbes.", [("Pau", "FR"), ("Tarbes", "FR")]),
        (
            "fr",
            "Il vit aux U.S.A. Elle vit à Brest, etc. Rien à Metz.",
            [("U.S.A.", "US"), ("Brest", "FR"), ("Metz", "FR")],
        ),
        (
            "fr",
            "Il vit à St-Malo, à St Malo et à Ste-Maxime.",
            [("St-Malo", "FR"), ("St Malo", "FR"), ("Ste-Maxime", "FR")],
        ),
    ],
)
def test_full_stop_inside_a_sentence_hides_no_name(places, lang, text, names):
    found = places(text, lang, countries=True)
    assert [name for name in found if name in names] == names


MENU = """<div class="cookie-consent"><p>Our partners in Dublin use cookies.</p></div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/g">Genoa</a></li><li><a href="/a">Athens</a></li></ul></nav>"""
REST = """<aside class="related"><h3>More on this</h3><ul><li><a href="/x">Floods in Libya: what we know</a></li>
<li><a href="/y">Fire in Nairobi</a></li></ul></aside>
<section id="comments" class="comments"><div class="comment"><p>tom: same thing in Oslo last year!</p></div></section>
<footer><p>© The Post, 12 Harbour Street, Copenhagen</p></footer><script>track("Lima", "<p>Cuzco</p>")</script>"""
TRAIN = """<p>At least 14 people were killed when a passenger train derailed near the western city of Pune on
Sunday, officials said.</p><p>The train was on its way from Mumbai to Hyderabad when six coaches left the tracks
shortly after 5 a.m. Rescue teams from Nashik joined the search.</p>"""
FEU = """<p>Plus de 200 pompiers luttent contre un incendie &agrave; Rouen, dans un
entrep&ocirc;t de 12&nbsp;000 m².</p><p>Les renforts sont venus d&rsquo;&Eacute;vreux et de Dieppe.
&laquo;&nbsp;Tout va bien&nbsp;&raquo;, a dit le maire.</p>"""
UNFALL = """<p>Bei einem Un&shy;fall zwi&shy;schen Nürn&shy;berg und Mün&shy;chen sind am Diens&shy;tag drei
Men&shy;schen ver&shy;letzt worden. Das teilte die Po&shy;li&shy;zei in In&shy;gol&shy;stadt mit.</p>"""
LIVE = """<section><h2><time>10:42 a.m. ET</time> Power out</h2><p>More than one million customers are without power
from Tallahassee to Valdosta, Georgia, according to data compiled on Friday morning.</p></section>
<section><h2><time>9:15 a.m. ET</time> Stay off the roads</h2><p>The governor told residents of Perry and Cedar Key
to stay off the roads. &ldquo;We are not out of the woods,&rdquo; he said in Tampa.</p></section>"""
VOTE = """<p>La participation a atteint 52 % à Rennes et 48 % à Quimper, selon le ministère.</p>
<table><tr><th>Ville</th><th>Voix</th></tr><tr><td>Saint-Malo</td><td>51,0 %</td></tr></table>
<p>À Vannes, l’écart n’est que de 12 voix. Les nouveaux maires se réuniront le 15 mars à Angers.</p>"""


@pytest.mark.current  # older trafilaturas keep more of a page
@pytest.mark.parametrize(
    ("lang", "body", "names"),
    [
        ("en", f"<main><article><h1>Train derails</h1>{TRAIN}</article>{REST}</main>", "Pune Mumbai Hyderabad Nashik"),
        ("en", f'<div class="story"><h1>Train derails</h1>{TRAIN}</div>{REST}', "Pune Mumbai Hyderabad Nashik"),
        ("fr", f"<main><article><h1>Incendie</h1>{FEU}</article>{REST}</main>", "Rouen Évreux Dieppe"),
        ("de", f"<article><h1>Un&shy;fall</h1>{UNFALL}</article>{REST}", "Nürnberg München Ingolstadt"),
        (
            "en",
            f"<main><article>{LIVE}</article></main>{REST}",
            "Tallahassee Valdosta Georgia Perry Cedar\u00a0Key Tampa",
        ),
        ("fr", f'<div class="body"><h1>Résultats</h1>{VOTE}</div>{REST}', "Rennes Quimper Saint-Malo Vannes Angers"),
    ],
)
def test_page_gives_the_places_of_its_article_alone(gazetteer, recogniser, lang, body, names):
    page = f"<!doctype html><html lang={lang}><head><title>News</title></head><body>{MENU}{body}</body></html>"
    article = article_from_bytes(page.encode(), id="page", html=True, others=LANGUAGES)
    assert article.lang == lang
    found = _places(analyse(article, gazetteer, recogniser=recogniser))
    assert found == [name.replace("\u00a0", " ") for name in names.split(" ")]


NOISE = (
    *("Paris", "Lyon", "New York", "LA", "U.S.", "St.", "M.", "à", "de la", "l’", "Москва", "北京", "القاهرة"),
    *("\n", "\r\n", "\u00a0", "\u202f", "\u00ad", "\u200b", "\u200d", "\u0301", "\ufeff", "\u202e", "🇫🇷", "🔥"),
    *("«", "»", "(", "]", "-", "–", "...", "¬", "|", "•", "#", "@", "ß", "İ", "ﬁ", "Ⅳ"),
    *("https://t.co/x", "5,6 km", "1."),
)


@given(
    st.lists(st.sampled_from(NOISE), min_size=1, max_size=30),
    st.sampled_from(["", " "]),
    st.sampled_from(["fr", "en", "de", "ru"]),
)
def test_whatever_the_noise_every_place_is_quoted_as_written(gazetteer, recogniser, words, joint, lang):
    article = article_from_text("x " + joint.join(words), id="story", lang=lang, others=LANGUAGES)
    for mapped in analyse(article, gazetteer, recogniser=recogniser).mentions:
        mention = mapped.resolution.mention
        assert mention.span.of(article.text) == mention.text
        assert mention.text.strip() == mention.text


@pytest.mark.parametrize(
    "piece", ["PARIS ", "Paris\n", "#", "l’", "A. ", "P\u200b", "(", "Saint-", "🔥", "le maire de "]
)
def test_a_long_text_of_anything_takes_a_moment(places, piece):
    started = time.perf_counter()
    places(piece * (50_000 // len(piece)) + "Paris", "fr")
    assert time.perf_counter() - started < 10
