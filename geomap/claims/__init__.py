"""What an article claims about distances, found before places are resolved."""

from geomap.claims.claim import Claim, Mode, Relation
from geomap.claims.finding import find_claims

__all__ = ["Claim", "Mode", "Relation", "find_claims"]
