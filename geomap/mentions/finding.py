"""Finding the words that name or point to a place.

Reading order: `find_mentions`, then one `_names`, `_demonyms`, `_nominals` per kind. A name is taken
when the curated gazetteer knows it, or when a town bears it and something beside it (a preposition of
place, a feature noun, a container after a comma) says that a place is meant.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from geomap.actors.actor import Actor, ActorKind
from geomap.article.article import Article
from geomap.article.tokens import Token, tokenise
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.gazetteer.place import Candidate, NameKind
from geomap.lang.pack import load_pack, months, plain, weekdays
from geomap.mentions.mention import Mention, MentionKind, Slot
from geomap.span import Cover, Span

MOST_WORDS = 7
"""Longest place name tried, in tokens: "République démocratique du Congo" has four, some have more."""

KNOWN_TOWN = 100_000
"""A town of this population is taken for a place without any cue beside its name; one of a twentieth
after a preposition of place; one of three times that where a sentence begins, for any word may. Tried
on the founding articles only; a trained recogniser will replace the rule."""


AT_HOME = 20
"""How many times as known as elsewhere a town is in an article that names its region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    starters: frozenset[str]
    linkers: frozenset[str]
    prepositions: frozenset[str]
    never_alone: frozenset[str]
    district_cues: frozenset[str]
    districts_of: frozenset[str]
    measures: frozenset[str]
    units: frozenset[str]
    features: Mapping[tuple[str, ...], frozenset[str]]
    feature_firsts: frozenset[str]
    longest_feature: int
    joiners: frozenset[str]
    definite: frozenset[str]
    demonstrative: frozenset[str]
    feature_follows: bool
    indefinite: frozenset[str]
    inside: frozenset[str]
    demonyms: Mapping[str, str]
    longest_demonym: int
    prefixes: Mapping[str, str]
    bylines: tuple[str, ...]
    dates: frozenset[str]


@lru_cache
def _words(lang: str) -> _Words:
    pack = load_pack(lang)
    features = {
        tuple(noun.split()): frozenset(map(str, codes))
        for noun, codes in pack.table("features", "features").items()
        if isinstance(codes, list)
    }
    demonyms = {
        plain(str(form)).lower(): code
        for code, forms in pack.table("demonyms", "demonyms").items()
        if isinstance(forms, list)
        for form in forms
    }
    return _Words(
        starters=frozenset(pack.words("tokens", "starters")),
        linkers=frozenset(pack.words("tokens", "linkers")),
        prepositions=frozenset(pack.words("tokens", "town_prepositions")),
        never_alone=frozenset(pack.words("tokens", "never_alone")),
        district_cues=frozenset(pack.words("tokens", "district_cues")),
        districts_of=frozenset(pack.words("tokens", "districts_of")),
        measures=frozenset(
            plain(str(form)).lower()
            for table in (pack.table("claims", "directions"), pack.table("lengths", "units"))
            for forms in table.values()
            if isinstance(forms, list)
            for form in forms
        ),
        units=frozenset(
            plain(str(form)).lower()
            for forms in pack.table("lengths", "units").values()
            if isinstance(forms, list)
            for form in forms
        ),
        features=features,
        feature_firsts=frozenset(noun[0] for noun in features),
        longest_feature=max(map(len, features)),
        joiners=frozenset(pack.words("features", "joiners")),
        definite=frozenset(pack.words("features", "determiners", "definite")),
        demonstrative=frozenset(pack.words("features", "determiners", "demonstrative")),
        feature_follows=pack.flag("features", "feature_follows"),
        indefinite=frozenset(pack.words("features", "determiners", "indefinite")),
        inside=frozenset(pack.words("features", "determiners", "inside")),
        demonyms=demonyms,
        longest_demonym=max(len(form.split()) for form in demonyms),
        prefixes={prefix: str(code) for prefix, code in pack.table("demonyms", "prefixes").items()},
        bylines=pack.words("readings", "bylines"),
        dates=weekdays(lang) | months(lang),
    )


def find_mentions(article: Article, actors: Sequence[Actor], gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Every mention of a place, in text order; a nominal mention may hold the name that locates it."""
    words = _words(article.lang)
    pack = load_pack(article.lang)
    taken = Cover(actor.span for actor in actors)
    nobody = frozenset(a.text for a in actors if a.kind is not ActorKind.VEHICLE)
    scans = [
        _Scan(
            article=article,
            tokens=tokenise(article.text, sentence, pack),
            words=words,
            gazetteer=gazetteer,
            taken=taken,
            nobody=nobody,
            slot=_slot(article, sentence, words),
        )
        for sentence in article.sentences
    ]
    named = [list(_names(scan)) for scan in scans]
    # What is a place in one sentence is one in all: the second time, its name needs no cue.
    seen = frozenset(m.text for names in named for m in names)
    regions = _regions_among(seen, gazetteer)
    found: list[Mention] = []
    for index, (scan, sentence, first) in enumerate(zip(scans, article.sentences, named, strict=True)):
        again = regions or any(text in sentence.of(article.text) for text in seen.difference(m.text for m in first))
        names = list(_names(replace(scan, seen=seen, regions=regions))) if again else first
        if index < 3:
            names = _mark_dateline(article, sentence, names)
        found += names
        found += _demonyms(scan)
        found += _nominals(scan, names)
    return tuple(sorted(found, key=lambda m: (m.span.start, m.span.end)))


def _regions_among(names: Iterable[str], gazetteer: Gazetteer) -> frozenset[tuple[str, str]]:
    """Country and code of the first-level regions among names; a region of no fame is no evidence."""
    return frozenset(
        (c.place.country, c.place.region)
        for name in names
        for c in gazetteer.candidates(name)
        if c.place.is_region and c.place.region and c.place.population >= KNOWN_TOWN
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scan:
    article: Article
    tokens: tuple[Token, ...]
    words: _Words
    gazetteer: Gazetteer
    taken: Cover
    nobody: frozenset[str]
    slot: Slot
    seen: frozenset[str] = frozenset()
    regions: frozenset[tuple[str, str]] = frozenset()

    def mention(self, start: int, end: int, kind: MentionKind, *, stop: bool = False, **more: object) -> Mention:
        """The mention made of the tokens from `start` to `end`, with the full `stop` of an abbreviation."""
        span = Span(start=self.tokens[start].start, end=self.tokens[end - 1].end + stop)
        text = span.of(self.article.text)
        return Mention(article=self.article.id, span=span, text=text, kind=kind, slot=self.slot, **more)  # type: ignore[arg-type]

    def text(self, start: int, end: int) -> str:
        """The article's words from token `start` to `end`, as written."""
        return self.article.text[self.tokens[start].start : self.tokens[end - 1].end]


def _slot(article: Article, sentence: Span, words: _Words) -> Slot:
    """Whether a sentence credits reporters: such lines name where they sat, not where things happened."""
    text = plain(sentence.of(article.text)).lstrip("(_ ")
    opening, closing = text[:200], text[-80:]
    if any(opening.startswith(form) or form in closing for form in words.bylines):
        return Slot.BYLINE
    return Slot.STORY


_DASH = re.compile(r"\s*(?:\([^)]{2,40}\)\s*)?(?:[-–—]+)\s")


def _mark_dateline(article: Article, sentence: Span, names: list[Mention]) -> list[Mention]:
    """`SEOUL, Corée du Sud – ...`: names that open the sentence in front of a dash are a dateline."""
    marked: list[Mention] = []
    end = sentence.start
    for mention in names:
        between = article.text[end : mention.span.start]
        if re.fullmatch(r"[\s(,]*", between):
            marked.append(mention)
            end = mention.span.end
    if marked and marked[0].text.split("-")[0].isupper() and _DASH.match(article.text, end):
        dateline = {m.span for m in marked}
        return [replace(m, slot=Slot.DATELINE) if m.span in dateline else m for m in names]
    return names


def _names(scan: _Scan) -> Iterator[Mention]:
    tokens, i = scan.tokens, 0
    while i < len(tokens):
        end = _name_end(scan, i)
        if not end:
            i += 1
            continue
        if _is_abbreviated(scan, i, end):
            yield scan.mention(i, end, MentionKind.NAME, stop=True)
            i = end
            continue
        head, codes = _head_before(scan, i)
        if not head and scan.words.feature_follows:
            head, codes = _head_after(scan, end)
        yield scan.mention(i, end, MentionKind.NAME, head=head, features=codes)
        i = end


def _is_abbreviated(scan: _Scan, start: int, end: int) -> bool:
    """Whether a name is an abbreviation whose full stop belongs to it: "Ky.", "Ont."."""
    return _full_stop_follows(scan, end) and bool(scan.gazetteer.place_ids(f"{scan.text(start, end)}."))


def _name_end(scan: _Scan, start: int) -> int:
    """Where the longest acceptable place name that starts at a token ends, or 0."""
    tokens, first = scan.tokens, scan.tokens[start]
    if not (first.is_capitalised or first.low in scan.words.feature_firsts):
        return 0
    for end in range(min(len(tokens), start + MOST_WORDS), start, -1):
        if not tokens[end - 1].is_word or not _one_name(scan, start, end):
            continue
        text = scan.text(start, end)
        span = Span(start=first.start, end=tokens[end - 1].end)
        if scan.taken.meets(span) or text in scan.nobody:
            continue
        if _starts_well(scan, start, end) and _is_curated_name(scan, start, end, text):
            return end
        if first.is_capitalised and _is_town(scan, start, end, text):
            return end
    return 0


def _starts_well(scan: _Scan, start: int, end: int) -> bool:
    """A name starts with a capital, or with the noun of its feature when nothing inside is a name of its own.

    So "péninsule coréenne" is a name, and of "la rivière Razdolnaya" only the last word is.
    """
    first = scan.tokens[start]
    if first.is_capitalised:
        # "La Haye" has an article in its name; "La Corée du Nord" only begins a sentence with one.
        return first.low not in scan.words.definite or any(
            c.name.text.lower().startswith(first.low) for c in scan.gazetteer.curated_candidates(scan.text(start, end))
        )
    noun = any(
        (first.low, *rest) in scan.words.features for rest in ((), *((t.low,) for t in scan.tokens[start + 1 : end]))
    )
    if not noun or end - start < 2:
        return False
    return not any(
        scan.tokens[i].is_capitalised and scan.gazetteer.curated_candidates(scan.text(i, end))
        for i in range(start + 1, end)
    )


def _one_name(scan: _Scan, start: int, end: int) -> bool:
    """Whether tokens could be one name: some word is capitalised, the others are small words of names."""
    words = [t for t in scan.tokens[start:end] if t.is_word]
    if any(t.text in {",", ".", ";", ":", "(", ")", "«", "»", "–"} for t in scan.tokens[start:end]):
        return False
    if end - start == 1 and words[0].low in scan.words.starters and (start == 0 or not words[0].text.isupper()):
        return False
    return words[0].is_capitalised or words[0].low not in scan.words.definite | scan.words.indefinite


def _is_town(scan: _Scan, start: int, end: int, text: str) -> bool:
    """Whether words unknown to the curated gazetteer are a town's name used as one."""
    inner = scan.tokens[start:end]
    if any(t.is_word and not t.is_capitalised and t.low not in scan.words.linkers for t in inner):
        return False
    after_comma = start > 0 and scan.tokens[start - 1].text == ","
    if len(text) < 3 and not (after_comma and _full_stop_follows(scan, end)):  # "Richmond, Va."
        return False
    if not inner[-1].is_capitalised or (start == 0 and end == 1 and inner[0].low in scan.words.starters):
        return False
    if end - start == 1 and inner[0].low in scan.words.dates:
        return False
    after, before = scan.tokens[end : end + 2], scan.tokens[max(0, start - 1) : start]
    if _touches_a_name(scan, start, end):
        return False
    head, _ = _head_before(scan, start)
    contained = len(after) == 2 and after[0].text == "," and bool(scan.gazetteer.curated_candidates(after[1].text))
    candidates = scan.gazetteer.candidates(text)
    if inner[0].low in scan.words.definite:
        candidates = tuple(c for c in candidates if c.name.text.lower().startswith(inner[0].low))
    if not candidates:
        return False
    alone = end - start == 1 and inner[0].low in scan.words.never_alone
    if head or contained or (text in scan.seen and not alone) or _is_measured_from(scan, start):
        return True
    if not (after_comma or _full_stop_follows(scan, end)):
        # "Man." and "Ind." are Manitoba and Indiana; "Man" is not.
        candidates = tuple(c for c in candidates if c.name.kind is not NameKind.ABBREVIATION)
    worded = any("ADM2" in scan.words.features.get((t.low,), ()) for t in inner)
    bare = scan.words.districts_of if _is_led_as_a_district(scan, start) else frozenset()
    known = (_renown(c, scan.regions, worded=worded or c.place.country in bare) for c in candidates)
    population = max(known, default=0)
    if before and before[0].low in scan.words.prepositions:
        return population >= KNOWN_TOWN // 20
    if alone:
        return False
    opens = start == 0 and end == 1
    if opens and _is_measured(scan, end):
        return population >= KNOWN_TOWN // 20
    return population >= (KNOWN_TOWN * 3 if opens else KNOWN_TOWN)


def _is_curated_name(scan: _Scan, start: int, end: int, text: str) -> bool:
    """Whether somebody chose the name for the gazetteer; a river's, beside another name, is a person's or a firm's."""
    candidates = scan.gazetteer.curated_candidates(text)
    if end - start == 1 and candidates and all(c.place.feature_class in {"H", "T"} for c in candidates):
        return bool(_head_before(scan, start)[0]) or not _touches_a_name(scan, start, end)
    return bool(candidates)


def _touches_a_name(scan: _Scan, start: int, end: int) -> bool:
    """Whether a capitalised word stands right beside: "Thames Water", "Don Trump", "Mr. Elbe"."""
    last, after = scan.tokens[end - 1], scan.tokens[end : end + 1]
    if (
        after
        and after[0].is_capitalised
        and after[0].is_word
        and after[0].start - last.end == 1
        and after[0].low not in scan.words.dates
    ):
        return True
    if not start:
        return False
    before = scan.tokens[start - 1]
    titled = len(before.text) <= 3 and _full_stop_follows(scan, start)
    return before.is_capitalised and before.is_word and (start > 1 or titled)


def _full_stop_follows(scan: _Scan, end: int) -> bool:
    return scan.article.text[scan.tokens[end - 1].end :][:1] == "."


def _is_led_as_a_district(scan: _Scan, start: int) -> bool:
    """Whether the words before are those with which bare names of districts are written: "dans le Var", "en Isère"."""
    at = start - 1
    if at > 0 and scan.tokens[at].low in scan.words.definite:
        at -= 1
    return at >= 0 and scan.tokens[at].low in scan.words.district_cues


def _renown(candidate: Candidate, regions: Collection[tuple[str, str]], *, worded: bool) -> int:
    """How known a place is by a name, in people: a town more so where its region is named.

    A district's bare name is seldom written; with its own word ("Anderson County") it needs no other cue.
    """
    place = candidate.place
    if place.feature_code == "ADM2":
        return KNOWN_TOWN * 3 if worded else 0
    at_home = place.feature_class == "P" and (place.country, place.region) in regions
    return place.population * (AT_HOME if at_home else 1)


def _is_measured_from(scan: _Scan, start: int) -> bool:
    """Whether a length or a compass point leads to the token: "à 12 km de", "au nord de"."""
    before = [t.low for t in scan.tokens[max(0, start - 3) : start]]
    linked = bool(before) and before[-1] in scan.words.prepositions
    return linked and any(low in scan.words.measures for low in before[:-1])


def _is_measured(scan: _Scan, end: int) -> bool:
    """Whether the words after a name say how far it lies: "Lille est à 225 km"."""
    near = scan.tokens[end : end + 7]
    return any(n.text[0].isdigit() and unit.low in scan.words.units for n, unit in pairwise(near))


def _head_before(scan: _Scan, start: int) -> tuple[str, frozenset[str]]:
    """The feature noun that introduces the name at a token ("port spatial de"), with its codes."""
    tokens, words = scan.tokens, scan.words
    for gap in range(5):
        stop = start - gap
        between = " ".join(t.low for t in tokens[stop:start]).replace("’ ", "’")
        if stop < 1 or (gap and not _is_joiner(between, words)):
            continue
        for size in range(min(words.longest_feature, stop), 0, -1):
            noun = tuple(t.low for t in tokens[stop - size : stop])
            if noun in words.features:
                return " ".join(noun), words.features[noun]
    return "", frozenset()


def _head_after(scan: _Scan, end: int) -> tuple[str, frozenset[str]]:
    """The feature noun right after a name, where the language puts it there ("the Vostochny cosmodrome")."""
    words = scan.words
    for size in range(min(words.longest_feature, len(scan.tokens) - end), 0, -1):
        noun = tuple(t.low for t in scan.tokens[end : end + size])
        if noun in words.features:
            return " ".join(noun), words.features[noun]
    return "", frozenset()


def _is_joiner(between: str, words: _Words) -> bool:
    """Articles, "de", and at most one demonym: "la région russe du Littoral"."""
    kept = " ".join(w for w in between.split() if w not in words.demonyms)
    return kept in words.joiners


def _demonyms(scan: _Scan) -> Iterator[Mention]:
    tokens, words = scan.tokens, scan.words
    i = 0
    while i < len(tokens):
        for size in range(min(words.longest_demonym, len(tokens) - i), 0, -1):
            low = " ".join(t.low for t in tokens[i : i + size])
            code = words.demonyms.get(low) or (_compound(low, words) if size == 1 else "")
            span = Span(start=tokens[i].start, end=tokens[i + size - 1].end)
            if code and not scan.taken.meets(span):
                yield scan.mention(i, i + size, MentionKind.DEMONYM, country=code)
                i += size
                break
        else:
            i += 1


def _compound(low: str, words: _Words) -> str:
    """The first country of "russo-ukrainien", or nothing."""
    prefix, dash, rest = low.partition("-")
    return words.prefixes.get(prefix, "") if dash and rest in words.demonyms else ""


def _nominals(scan: _Scan, names: Sequence[Mention]) -> Iterator[Mention]:
    """Find “la base de lancement”, “cette ville”, “une usine de cette ville” (which holds its locator)."""
    tokens, words = scan.tokens, scan.words
    named = Cover(m.span for m in names)
    definite: dict[int, Mention] = {}
    phrases = [
        (start, end, noun)
        for start, end, noun in _noun_phrases(scan)
        if not any(_introduces(scan, end, end + gap, names) for gap in range(4))
        and not named.meets(Span(start=tokens[start].start, end=tokens[end - 1].end))
    ]
    for start, end, noun in phrases:
        located = end < len(tokens) and tokens[end].low in words.inside
        if tokens[start].low in words.indefinite or (located and tokens[start].low not in words.demonstrative):
            continue
        mention = scan.mention(start, end, MentionKind.NOMINAL, head=" ".join(noun), features=words.features[noun])
        definite[start] = mention
        yield mention
    for start, end, noun in phrases:
        anchor = definite.get(end + 1)
        if anchor is None or tokens[start].low not in words.indefinite or tokens[end].low not in words.inside:
            continue
        stop = next(i for i in range(end, len(tokens)) if tokens[i].end == anchor.span.end) + 1
        yield scan.mention(
            start, stop, MentionKind.NOMINAL, head=" ".join(noun), features=words.features[noun], anchor=anchor.span
        )


def _noun_phrases(scan: _Scan) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """A determiner and the longest noun of a feature after it: first token, end, the noun's words."""
    tokens, words = scan.tokens, scan.words
    for i, token in enumerate(tokens):
        if token.low not in words.definite | words.indefinite:
            continue
        for size in range(min(words.longest_feature, len(tokens) - i - 1), 0, -1):
            noun = tuple(t.low for t in tokens[i + 1 : i + 1 + size])
            if noun in words.features:
                yield i, i + 1 + size, noun
                break


def _introduces(scan: _Scan, start: int, stop: int, names: Sequence[Mention]) -> bool:
    """Whether a feature noun ending at `start` leads to a name at `stop`: then the name is the mention."""
    if stop >= len(scan.tokens) or not any(m.span.start == scan.tokens[stop].start for m in names):
        return False
    between = " ".join(t.low for t in scan.tokens[start:stop]).replace("’ ", "’")
    return _is_joiner(between, scan.words)
