"""What a page says of its own making, so that a desk can make the same map again a year later."""

import hashlib
import json

from geomap.render.text import clean
from geomap.report.report import Report


def metadata(report: Report, **options: str) -> tuple[tuple[str, str], ...]:
    """Names and contents of a page's meta elements: who made it, from which data, how, of which texts.

    `options` are those of the page itself, beside those of the analysis; an article is told by its
    name, language, day and the digest of its text in UTF-8.
    """
    made = report.provenance
    articles = [
        {
            "id": clean(article.id),
            "lang": article.lang,
            "published": article.published.isoformat() if article.published is not None else None,
            "sha256": hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest(),
        }
        for article in report.articles
    ]
    told = {clean(key): clean(value) for key, value in made.options} | {"worldview": made.worldview} | options
    found = [
        ("generator", f"geomap {made.geomap}"),
        ("geomap:gazetteer", made.gazetteer),
        ("geomap:model", made.model or ""),
        ("geomap:options", _json(dict(sorted(told.items())))),
        ("geomap:articles", _json(articles)),
    ]
    return tuple((name, clean(content)) for name, content in found if content)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
