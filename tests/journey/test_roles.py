from geomap.journey import Role


def roles(report):
    return {(m.resolution.mention.text, str(m.resolution.mention.slot)): m.role for m in report.mentions}


def test_datelines_bylines_and_governments_are_not_drawn(french):
    found = roles(french)
    assert found["VLADIVOSTOK", "dateline"] is Role.NONE
    assert found["Tokyo", "byline"] is Role.NONE
    assert found["Washington", "story"] is Role.NONE


def test_places_of_legs_are_the_route(french):
    found = roles(french)
    assert {found[name, "story"] for name in ("Razdolnaya", "Vostotchny", "Komsomolsk-sur-l’Amour")} == {Role.ROUTE}


def test_a_country_where_the_journey_never_goes_is_not_drawn(french):
    assert roles(french)["Ukraine", "story"] is Role.NONE


def test_what_a_distance_is_measured_from_is_context(english):
    anchors = [c.claim.anchor.span for c in english.checks]
    assert {m.role for m in english.mentions if m.resolution.mention.span in anchors} == {Role.CONTEXT}
