"""ClaimReview for search engines, which an editor signs: schema.org JSON-LD, one review a claim.

Only what was measured is reviewed; a claim that could not be verified has nothing to be rated. The ratings are
those that schema.org asks for, a number on a scale and a word: 5 consistent, 3 plausible, 1 contradicted.
"""

import json
from collections.abc import Sequence

from geomap.checks.check import Check, Verdict
from geomap.lang.pack import load_pack
from geomap.report.report import Report

RATINGS = {Verdict.CONSISTENT: 5, Verdict.PLAUSIBLE: 3, Verdict.CONTRADICTED: 1}


def claim_reviews(report: Report, *, author: str, url: str) -> list[dict[str, object]]:
    """A review of each claim with a verdict, signed by `author` and published at `url`."""
    reviewed = [check for check in report.checks if check.verdict in RATINGS]
    return [_review(report, check, author, url) for check in reviewed]


def _review(report: Report, check: Check, author: str, url: str) -> dict[str, object]:
    article = report.article(check.claim.article)
    claim: dict[str, object] = {"@type": "Claim"}
    if article.url:
        claim["appearance"] = {"@type": "CreativeWork", "url": article.url}
    if article.published is not None:
        claim["datePublished"] = article.published.isoformat()
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": url,
        "inLanguage": report.lang,
        "author": {"@type": "Organization", "name": author},
        "claimReviewed": " ".join(check.claim.evidence.sentence.of(article.text).split()),
        "reviewBody": check.summary,
        "itemReviewed": claim,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": RATINGS[check.verdict],
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": str(load_pack(report.lang).value("verdicts", "verdicts", check.verdict)).capitalize(),
        },
    }


def as_script(reviews: Sequence[dict[str, object]]) -> str:
    """The reviews as the content of a script element: no character in it can end the element."""
    text = json.dumps(list(reviews), ensure_ascii=True, allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
