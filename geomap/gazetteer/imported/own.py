"""The user's own places: a row of a CSV file, or a feature of a GeoJSON file, checked value by value."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from geomap.gazetteer.grid import DEGREE
from geomap.gazetteer.imported.entry import (
    FEATURE_CLASSES,
    Entry,
    Listed,
    RefusedError,
    checked_count,
    checked_country,
    checked_degrees,
    checked_number,
    checked_text,
)
from geomap.gazetteer.names import fold_once
from geomap.gazetteer.place import NameKind
from geomap.gazetteer.towns import town_radius_km

NEEDED = ("name", "lat", "lon")
COLUMNS = (
    *NEEDED,
    *("id", "country", "region", "feature_class", "feature_code", "radius_km", "population", "names", "lang", "url"),
)
SAME_AS = {"latitude": "lat", "longitude": "lon", "lng": "lon", "long": "lon"}
"""Other headings that people write."""

_SEPARATOR = "|"
_LANG = re.compile("[a-z]{2}")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,4}")
_URL = re.compile(r"https?://[^\s\x00-\x1f]+")
_WHOLE_ID = re.compile(r"[a-z]+(?:-[a-z0-9]+)*:\S+")
_DEFAULT_CODES = {"P": "PPL", "A": "ADMD", "L": "AREA"}
_AREA = ("L", "AREA")


def entry_of(values: Mapping[str, str], row: int, dataset: str) -> Entry:
    """The place of a row, its values by column; columns that are not there count as empty.

    An id with a colon is kept, so that `geonames:2988507` replaces that place; any other is put after
    the name of the data set. Without one the name makes it. Raises `RefusedError`.
    """
    lat = checked_degrees(values.get("lat", ""), "lat", 90)
    lon = checked_degrees(values.get("lon", ""), "lon", 180)
    return _entry(values, row, dataset, lat=lat, lon=lon)


def feature_of(feature: object, row: int, dataset: str) -> Entry:
    """The place of a GeoJSON feature, whose properties are named as the columns of a CSV file.

    An area gets a point inside it, the radius of a circle as large, and its farthest points to the north,
    east, south and west. Raises `RefusedError`.
    """
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        msg = f"a member of features must be an object of type 'Feature', got {_shown(feature)}"
        raise RefusedError(msg)
    members = cast("dict[str, Any]", feature)
    properties = members.get("properties") or {}
    if not isinstance(properties, dict):
        msg = f"properties must be an object, got {_shown(properties)}"
        raise RefusedError(msg)
    values = {
        SAME_AS.get(str(key).lower(), str(key).lower()): _text(value, str(key)) for key, value in properties.items()
    }
    if not values.get("id") and isinstance(members.get("id"), str | int) and not isinstance(members["id"], bool):
        values["id"] = str(members["id"])
    geometry = members.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "Point":
        lon, lat = _point(cast("dict[str, Any]", geometry).get("coordinates"))
        return _entry(values, row, dataset, lat=lat, lon=lon)
    if kind in {"Polygon", "MultiPolygon"}:
        return _area(values, cast("dict[str, Any]", geometry), row, dataset)
    msg = f"geometry must be a Point, Polygon or MultiPolygon, got {_shown(kind or geometry)}"
    raise RefusedError(msg)


def _entry(  # noqa: PLR0913 (what a geometry says of a place)
    values: Mapping[str, str],
    row: int,
    dataset: str,
    *,
    lat: int,
    lon: int,
    area_radius_km: float | None = None,
    extent: tuple[tuple[str, float, float], ...] = (),
) -> Entry:
    name = checked_text(values.get("name", ""), "name")
    lang = values.get("lang", "")
    if lang and not _LANG.fullmatch(lang):
        msg = f"lang must be two small letters or empty, got {lang!r}"
        raise RefusedError(msg)
    others = [checked_text(text, "names") for text in values.get("names", "").split(_SEPARATOR) if text.strip()]
    population = checked_count(values.get("population", ""), "population")
    feature_class, feature_code = _feature(values, area=area_radius_km is not None)
    url = values.get("url", "")
    if url and not _URL.fullmatch(url):
        msg = f"url must begin with http:// or https://, got {url!r}"
        raise RefusedError(msg)
    radius_km = _radius(values.get("radius_km", "")) or area_radius_km or town_radius_km(population)
    return Entry(
        row=row,
        id=_identifier(values.get("id", ""), name, dataset),
        name=name,
        lat=lat,
        lon=lon,
        radius_km=radius_km,
        country=checked_country(values.get("country", "")),
        region=checked_text(values["region"], "region") if values.get("region") else "",
        feature_class=feature_class,
        feature_code=feature_code,
        population=population,
        url=url,
        names=(
            Listed(name, lang, NameKind.OFFICIAL),
            *(Listed(text, lang, NameKind.EXONYM) for text in dict.fromkeys(others) if text != name),
        ),
        extent=extent,
        by_name=not values.get("id"),
    )


def _identifier(given: str, name: str, dataset: str) -> str:
    if given:
        text = checked_text(given, "id")
        if len(text.split()) > 1:
            msg = f"id must hold no space, got {given!r}"
            raise RefusedError(msg)
        return text if _WHOLE_ID.fullmatch(text) else f"{dataset}:{text}"
    return f"{dataset}:{fold_once(name).replace(' ', '-') or 'place'}"


def _feature(values: Mapping[str, str], *, area: bool) -> tuple[str, str]:
    feature_class, code = values.get("feature_class", ""), values.get("feature_code", "")
    if not feature_class and not code:
        return _AREA if area else ("P", "PPL")
    if feature_class not in FEATURE_CLASSES:
        msg = f"feature_class must be one of A H L P R S T U V, got {feature_class!r}"
        raise RefusedError(msg)
    code = code or _DEFAULT_CODES.get(feature_class, "")
    if not _CODE.fullmatch(code):
        msg = f"feature_code must be 2 to 5 capitals or digits of GeoNames', as PPL or AIRP, got {code!r}"
        raise RefusedError(msg)
    return feature_class, code


def _radius(value: str) -> float | None:
    if not value:
        return None
    try:
        radius_km = float(value)
    except ValueError:
        radius_km = math.nan
    if not 0 < radius_km < 20_040:
        msg = f"radius_km must be a number above 0 with a decimal point, got {value!r}"
        raise RefusedError(msg)
    return radius_km


def _point(coordinates: object) -> tuple[int, int]:
    numbers = coordinates if isinstance(coordinates, list) else []
    if len(numbers) < 2 or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers):
        msg = f"coordinates of a Point must be [longitude, latitude], got {_shown(coordinates)}"
        raise RefusedError(msg)
    return checked_number(numbers[0], "longitude", 180), checked_number(numbers[1], "latitude", 90)


def _area(values: Mapping[str, str], geometry: Mapping[str, Any], row: int, dataset: str) -> Entry:
    from geographiclib.geodesic import Geodesic  # noqa: PLC0415  (areas are rare)
    from shapely.geometry import MultiPolygon, Polygon  # noqa: PLC0415

    kind, nested = str(geometry["type"]), geometry.get("coordinates")
    rings = [nested] if kind == "Polygon" else nested
    try:
        pieces = [Polygon(piece[0], piece[1:]) for piece in cast("Sequence[Any]", rings)]
        outline = MultiPolygon(pieces).buffer(0)
    except Exception as error:  # shapely, GEOS and plain indexing fail in many ways
        msg = f"coordinates of a {kind} must be rings of [longitude, latitude]: {error}"
        raise RefusedError(msg) from error
    if outline.is_empty:
        raise RefusedError("an area must have an inside, and its rings enclose none")
    west, south, east, north = outline.bounds
    for value, what, limit in ((west, "longitude", 180), (east, "longitude", 180)):
        checked_number(value, what, limit)
    for value in (south, north):
        checked_number(value, "latitude", 90)
    parts = list(getattr(outline, "geoms", (outline,)))
    if any(piece.bounds[2] - piece.bounds[0] > 180 for piece in parts):
        raise RefusedError("an area over the antimeridian must be cut there in two (RFC 7946, section 3.1.9)")
    square_m = 0.0
    for part in parts:
        for sign, ring in ((1, part.exterior), *((-1, ring) for ring in part.interiors)):
            traced = Geodesic.WGS84.Polygon()
            for lon, lat, *_ in list(ring.coords)[:-1]:
                traced.AddPoint(lat, lon)
            square_m += sign * abs(traced.Compute()[2])
    largest = max(parts, key=lambda part: part.area)
    inside = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
    corners = [(lon, lat) for part in parts for lon, lat, *_ in part.exterior.coords]
    extent = tuple(
        (side, corner[1], corner[0])
        for side, corner in (
            ("N", max(corners, key=lambda c: (c[1], c[0]))),
            ("E", max(corners)),
            ("S", min(corners, key=lambda c: (c[1], c[0]))),
            ("W", min(corners)),
        )
    )
    return _entry(
        values,
        row,
        dataset,
        lat=round(inside.y * DEGREE),
        lon=round(inside.x * DEGREE),
        area_radius_km=max(0.1, round(math.sqrt(square_m / 1e6 / math.pi), 1)),
        extent=extent,
    )


def _text(value: object, what: str) -> str:
    """A property as a CSV file would write it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value) if value == int(value) else value) if math.isfinite(value) else str(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value) and what.lower() == "names":
        return _SEPARATOR.join(value)
    if what.lower() in COLUMNS:
        msg = f"property {what} must be a text or a number, got {_shown(value)}"
        raise RefusedError(msg)
    return ""


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
