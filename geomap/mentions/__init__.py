"""The words of an article that name or point to a place."""

from geomap.mentions.finding import find_mentions
from geomap.mentions.mention import Mention, MentionKind, Slot

__all__ = ["Mention", "MentionKind", "Slot", "find_mentions"]
