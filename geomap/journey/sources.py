"""Who says that a movement took place: the narrator, a named source, or nobody in particular."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from geomap.actors.actor import Actor, ActorKind
from geomap.journey.clauses import STOPS, Sentence
from geomap.journey.factuality import Voice
from geomap.journey.words import Phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """An act of saying in a sentence: tokens `[scope_start, scope_end)` are what is said.

    `verb_start` to `verb_end` are the words of saying; a date right beside them is theirs.
    """

    name: str
    speaker: Actor | None
    supposing: bool
    confirming: bool
    unnamed: bool
    verb_start: int
    verb_end: int
    scope_start: int
    scope_end: int

    def voice(self, country: str) -> Voice:
        """Whose word it is when the traveller comes from `country` (ISO code, or empty)."""
        if self.unnamed:
            return Voice.UNNAMED
        own = self.speaker is not None and bool(country) and self.speaker.country == country
        return Voice.OFFICIAL if own or self.confirming else Voice.NAMED


def find_speeches(sentence: Sentence) -> tuple[Speech, ...]:
    """Every act of saying in a sentence, in order."""
    return (*_according(sentence), *_said(sentence))


def speech_over(speeches: tuple[Speech, ...], token: int) -> Speech | None:
    """The act of saying that covers a token: the narrowest one."""
    covering = [s for s in speeches if s.scope_start <= token < s.scope_end]
    return min(covering, key=lambda s: (s.unnamed, s.scope_end - s.scope_start, s.verb_start), default=None)


def _according(sentence: Sentence) -> Iterator[Speech]:
    words = sentence.words
    for i in range(len(sentence.tokens)):
        size = sentence.has(words.according, i)
        if not size:
            continue
        stop = i + size
        while stop < len(sentence.tokens) and sentence.tokens[stop].text not in STOPS | {",", "(", ")"}:
            if sentence.low(stop) in words.relatives:
                break
            stop += 1
        speaker = _actor_in(sentence, i + size, stop)
        name = _shown(speaker) if speaker else _phrase(sentence, i + size, stop)
        start, end = _between_strong_marks(sentence, i)
        if name:
            yield Speech(
                name=name,
                speaker=speaker,
                supposing=False,
                confirming=False,
                unnamed=speaker is None and _is_unnamed(sentence, i + size, stop),
                verb_start=i,
                verb_end=stop,
                scope_start=start,
                scope_end=end,
            )


def _said(sentence: Sentence) -> Iterator[Speech]:
    words = sentence.words
    kinds: Mapping[str, Phrases] = {
        "supposing": words.supposing,
        "confirming": words.confirming,
        "saying": words.saying,
    }
    done = -1
    for i in range(len(sentence.tokens)):
        kind, size = next(((k, sentence.has(f, i)) for k, f in kinds.items() if sentence.has(f, i)), ("", 0))
        if not size or i < done:
            continue
        done = i + size
        start, end = _between_strong_marks(sentence, i)
        inverted = _inverted(sentence, i + size, end)
        if inverted is not None:
            speaker, stop = inverted
            name = _shown(speaker) if speaker else _phrase(sentence, i + size, stop)
            unnamed = speaker is None and _is_unnamed(sentence, i + size, stop)
            scope = (start, i)
        else:
            left = _subject_start(sentence, i, start)
            speaker = _last_actor_in(sentence, left, i)
            name = _shown(speaker) if speaker else _phrase(sentence, left, i)
            unnamed = speaker is None and (not name or _is_unnamed(sentence, left, i))
            scope = (i + size, end)
        if speaker is None and not name and kind == "saying":
            continue
        yield Speech(
            name=name,
            speaker=speaker,
            supposing=kind == "supposing",
            confirming=kind == "confirming",
            unnamed=unnamed,
            verb_start=i,
            verb_end=i + size,
            scope_start=scope[0],
            scope_end=scope[1],
        )


def _between_strong_marks(sentence: Sentence, i: int) -> tuple[int, int]:
    start = next((j + 1 for j in range(i, -1, -1) if sentence.tokens[j].text in STOPS - {"–", "—"}), 0)
    end = next((j for j in range(i, len(sentence.tokens)) if sentence.tokens[j].text in STOPS - {"–", "—"}), None)
    # A clause of its own after a comma that another speaker opens ends the scope: "..., et l'agence X a dit".
    return start, len(sentence.tokens) if end is None else end


def _inverted(sentence: Sentence, after: int, end: int) -> tuple[Actor | None, int] | None:
    """The speaker that follows a verb of saying placed after what was said: ", affirme l'agence Kyodo"."""
    before = after - 1
    helping = sentence.words.past | sentence.words.pluperfect
    lead = before - 1
    while lead > 0 and sentence.low(lead) in helping:
        lead -= 1
    closing = after >= end or sentence.tokens[after].text in STOPS | {","}
    comma = lead >= 0 and (closing or sentence.tokens[lead].text in {",", "»", "”", "–"})
    following = sentence.low(after)
    if not comma or following in sentence.words.relatives:
        return None
    stop = next((j for j in range(after, end) if sentence.tokens[j].text in {",", "("}), end)
    actor = _actor_in(sentence, after, min(stop, after + 8))
    if actor is None and stop < len(sentence.tokens) - 1 and sentence.tokens[stop].text != ",":
        return None
    if actor is None and stop == after:
        # ", Russia's RIA agency reported": the speaker stands before, the verb closes the sentence.
        left = next((j + 1 for j in range(before, -1, -1) if sentence.tokens[j].text == ","), 0)
        found = _last_actor_in(sentence, left, before)
        return (found, stop) if found is not None else None
    return actor, stop


def _subject_start(sentence: Sentence, verb: int, start: int) -> int:
    """Where the subject of a verb of saying may begin: after the last relative, turn or strong mark."""
    for j in range(verb - 1, start - 1, -1):
        low = sentence.low(j)
        if low in sentence.words.relatives or low in sentence.words.turns:
            return j + 1
    return start


def _actor_in(sentence: Sentence, start: int, stop: int) -> Actor | None:
    for j in range(start, stop):
        actor = sentence.actors.get(j)
        if actor is not None and actor.kind is not ActorKind.VEHICLE:
            return actor
    return None


def _last_actor_in(sentence: Sentence, start: int, stop: int) -> Actor | None:
    found = [sentence.actors[j] for j in range(start, stop) if j in sentence.actors]
    return next((a for a in reversed(found) if a.kind is not ActorKind.VEHICLE), None)


def _shown(speaker: Actor) -> str:
    """A source as the article writes it, unless it goes by a better known name (KCNA)."""
    written = speaker.text.casefold().replace("-", " ")
    return speaker.text if written == speaker.name.casefold().replace("-", " ") else speaker.name


def _phrase(sentence: Sentence, start: int, stop: int) -> str:
    """The words of a speaker that has no name of its own, auxiliaries and adverbs cut off."""
    words = sentence.words
    cut = words.past | words.pluperfect | words.conditional | words.particles
    end = stop
    while end > start and (
        sentence.low(end - 1) in cut or not sentence.tokens[end - 1].is_word or sentence.has(words.sequence, end - 1)
    ):
        end -= 1
    while start < end and not sentence.tokens[start].is_word:
        start += 1
    dated = {
        j for d in sentence.dates for j in range(start, end) if d.span.start <= sentence.tokens[j].start < d.span.end
    }
    while start in dated:
        start += 1
    # "le Kremlin s’est borné à confirmer": only what stands before the first verb of saying's own helpers.
    helpers = cut | words.reflexives
    end = next(
        (j for j in range(start + 1, end) if sentence.low(j) in helpers or sentence.tokens[j].low in helpers), end
    )
    comma = next((j for j in range(end - 1, start, -1) if sentence.tokens[j].text == ","), None)
    start = comma + 1 if comma is not None else start
    if start >= end or end - start > 9:
        return ""
    text = sentence.article.text[sentence.tokens[start].start : sentence.tokens[end - 1].end]
    # "Certains médias russes" opens the sentence; quoted after "selon" it is "certains".
    opens = start == 0 and sentence.tokens[0].low in words.starters
    return text[:1].lower() + text[1:] if opens else text


def _is_unnamed(sentence: Sentence, start: int, stop: int) -> bool:
    return any(sentence.has(sentence.words.unnamed, j) for j in range(start, stop))
