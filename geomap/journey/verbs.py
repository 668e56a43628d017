"""Which verb of movement stands at a token, and what its form and the words around it assert."""

from geomap.gazetteer.place import Place
from geomap.journey.clauses import STOPS, Sentence
from geomap.journey.factuality import Factuality
from geomap.journey.sources import Speech
from geomap.journey.words import Act, Form, Verb

REACH = 12
"""How many tokens before a verb the word that denies it may stand."""

NEAR = 40
"""How many tokens from a verb the “if” may stand that it depends on."""

_PARTICIPLE = {"conditional": Factuality.REPORTED, "future": Factuality.PLANNED}
"""What the auxiliary before a participle asserts, where it is not a plain past."""


def verb_at(sentence: Sentence, i: int) -> Verb | None:
    """The verb of movement whose form stands at a token, if the words beside it agree."""
    candidates = sentence.words.verbs.get(sentence.tokens[i].low)
    if not candidates:
        return None
    fitting = [verb for verb in candidates if _agrees(sentence, i, verb)]
    return max(fitting, key=lambda v: (bool(v.then), v.reflexive, _rank(sentence, i, v)), default=None)


def _rank(sentence: Sentence, i: int, verb: Verb) -> int:
    """Among readings of one form, a participle after an auxiliary, else the finite verb."""
    helped = auxiliary_of(sentence, i) is not None
    return int((verb.form is Form.PARTICIPLE) == helped)


def _agrees(sentence: Sentence, i: int, verb: Verb) -> bool:
    words = sentence.words
    if verb.reflexive and not any(sentence.tokens[j].low in words.reflexives for j in range(max(0, i - 4), i)):
        return False
    following = tuple(t.low for t in sentence.tokens[i + 1 : i + 4])
    if verb.then and not any(following[: len(then)] == then for then in verb.then):
        return False
    marker = sentence.tokens[i - 1] if i else None
    a_noun = marker is not None and (sentence.low(i - 1) in words.noun_markers or marker.low in words.clitics)
    bare = verb.form in {Form.PRESENT, Form.INFINITIVE, Form.PAST} or auxiliary_of(sentence, i) is None
    return not (bare and i > 0 and a_noun)


def auxiliary_of(sentence: Sentence, i: int) -> str | None:
    """Which auxiliary governs the participle at a token: "past", "pluperfect", "conditional", "future", or None.

    Of two in a row the first is finite and decides: "will have reached", "aurait été conduit".
    """
    words = sentence.words
    kinds = (
        ("conditional", words.conditional),
        ("future", words.future),
        ("pluperfect", words.pluperfect),
        ("past", words.past),
    )
    for j in range(i - 1, max(-1, i - 6), -1):
        low = sentence.low(j)
        for kind, forms in kinds:
            if low in forms:
                finite = sentence.low(j - 1)
                return next((k for k, f in kinds if finite in f), kind) if kind == "past" else kind
        if sentence.tokens[j].text in STOPS | {","} or j in sentence.places:
            return None
    return None


def factuality_of(sentence: Sentence, i: int, verb: Verb) -> Factuality | None:
    """What the words do with the movement of the verb at a token; None where it asserts nothing.

    That is a bare infinitive, a condition or a question. What is planned on a condition is only supposed:
    “if the talks succeed, she will go to Geneva”.
    """
    if _in_condition(sentence, i) or _is_asked(sentence, i):
        return None
    if is_negated(sentence, i):
        return Factuality.NEGATED
    told = _told(sentence, i, verb)
    if told is Factuality.PLANNED:
        near = range(max(0, i - NEAR), min(len(sentence.tokens), i + NEAR))
        return Factuality.HEDGED if any(_opens_condition(sentence, j) for j in near) else told
    return told


def _in_condition(sentence: Sentence, i: int) -> bool:
    """Whether a token stands in a condition or an open question: after “if”, before any comma or strong mark."""
    for j in range(i, max(-1, i - NEAR), -1):
        if _opens_condition(sentence, j):
            return True
        if sentence.tokens[j].text in STOPS | {","}:
            return False
    return False


def _is_asked(sentence: Sentence, i: int) -> bool:
    """Whether the first strong mark after a token is a question mark."""
    marks = (t.text for t in sentence.tokens[i : i + NEAR] if t.text in STOPS)
    return next(marks, "") == "?"


def _opens_condition(sentence: Sentence, i: int) -> bool:
    words = sentence.words
    size = sentence.has(words.conditions, i)
    if not size:
        return _is_inverted_condition(sentence, i)
    return (
        sentence.low(i - 1) not in words.unconditional_before
        and sentence.low(i + size) not in words.unconditional_after
    )


def _is_inverted_condition(sentence: Sentence, i: int) -> bool:
    """Whether an auxiliary opens its clause before the subject: “Had she gone”."""
    words = sentence.words
    if sentence.low(i) not in words.inverted_conditions:
        return False
    opens = i == 0 or sentence.tokens[i - 1].text == "," or not sentence.tokens[i - 1].is_word
    return opens and (sentence.low(i + 1) in words.pronouns | words.articles or i + 1 in sentence.actors)


def _told(sentence: Sentence, i: int, verb: Verb) -> Factuality | None:
    """What tense, planning and hedging words make of the movement of the verb at a token."""
    start = max(sentence.clause_start(i), i - 7)
    planned = any(sentence.has(sentence.words.planning, j) for j in range(start, i))
    hedged = any(sentence.has(sentence.words.hedges, j) for j in range(max(start, i - 5), i))
    if verb.form is Form.INFINITIVE or (verb.form is Form.PRESENT and sentence.low(i - 1) in sentence.words.infinitive):
        if hedged:
            return Factuality.HEDGED
        if planned:
            return Factuality.PLANNED
        return (
            None
            if sentence.low(i - 1) in sentence.words.infinitive or verb.form is Form.INFINITIVE
            else Factuality.ASSERTED
        )
    if hedged:
        return Factuality.HEDGED
    if verb.form is Form.PARTICIPLE:
        return _PARTICIPLE.get(auxiliary_of(sentence, i) or "", Factuality.ASSERTED)
    if verb.form is Form.CONDITIONAL:
        return Factuality.HEDGED
    if verb.form is Form.FUTURE:
        return Factuality.PLANNED
    if verb.form is Form.GERUND and planned:
        return Factuality.PLANNED
    return Factuality.ASSERTED


def is_negated(sentence: Sentence, i: int) -> bool:
    """Whether the movement at a token is denied: “ne … pas” around it, “sans”, “not”, “denied that” before it."""
    words = sentence.words
    for j in range(i - 1, max(sentence.clause_start(i), i - REACH) - 1, -1):
        if sentence.tokens[j].text == ",":
            break
        if sentence.low(j) in words.denying:
            return True
    window = range(max(sentence.clause_start(i), i - 6), i)
    particle = next((j for j in window if sentence.low(j) in words.particles), None)
    if particle is not None and any(
        sentence.low(j) in words.completions and sentence.low(j + 1) not in words.only
        for j in range(particle, min(i + 4, len(sentence.tokens)))
    ):
        return True
    return any(
        sentence.has(words.negations, j) > sentence.has(words.hedges, j)  # "sans" denies, "sans doute" supposes
        and sentence.low(j + 1) not in words.only
        for j in range(max(sentence.clause_start(i), i - 4), i)
    )


def weaken(factuality: Factuality, act: Act, destination: Place | None, speech: Speech | None) -> Factuality:
    """What is only supposed stays supposed; heading somewhere is not arriving there."""
    if factuality is Factuality.NEGATED:
        return factuality
    if speech is not None and speech.supposing:
        return Factuality.HEDGED
    if act is Act.HEAD and destination is not None and factuality is Factuality.ASSERTED:
        return Factuality.PLANNED
    return factuality
