"""English grammar for facts: capitals, attribution, lists, and the grammar of each status."""

import re
from collections.abc import Sequence
from datetime import datetime

from service.briefs import Commitment, Fact, Language
from service.drafting.composer import times
from service.drafting.composer.marks import Line, joined
from service.drafting.composer.tables import english_words
from service.drafting.composer.topics import main_topic
from service.language import text_language
from service.patterns import lazy

_REPORTING = lazy(
    r"^(?:according to|(?:some |several |a number of )?(?:customers|users|people|passengers|residents|reports|posts|members|staff|guests|witnesses|"
    r"social media posts?|media reports?|employees|visitors|a customer|a user|one customer)[^,.]{0,30}\b(?:say|says|said|report|reports|reported|claim\w*|"
    r"allege\w*|suggest\w*|complain\w*)\b)",
    re.IGNORECASE,
)
_FINITE = lazy(
    r"\b(?:will|shall|can|may|is|are|was|were|has|have|had|do|does|did|would|receives?|gets?|remains?|covers?|applies|apply)\b",
    re.IGNORECASE,
)
_PREVENTIVE = lazy(
    r"\b(?:train\w*|retrain\w*|audit\w*|review\w*|inspect\w*|checks?|procedures?|polic\w+|controls?|safeguards?|process\w*|upgrade\w*|"
    r"install\w*|monitor\w*|prevent\w*)\b",
    re.IGNORECASE,
)
# What makes good is not what prevents, whatever is inspected for it.
_MAKES_GOOD = lazy(r"\b(?:refund\w*|reimburs\w*|compensat\w*|medical|treatment)\b", re.IGNORECASE)
_ANY_TIME = lazy(
    r"\b\d{1,2}:\d{2}\b|\b\d{1,2}\s?(?:a\.?m\.?|p\.?m\.?)(?!\w)|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December)\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}\b|"
    r"\bwithin\b|\btoday\b|\btomorrow\b",
    re.IGNORECASE,
)
_COUNTED = lazy(r"\b(?:received|total|so far|reports?|complaints?|affected)\b", re.IGNORECASE)
_HAS_FIGURE = lazy(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|hundred|thousand)\b", re.IGNORECASE
)
_NUMBER = lazy(r"\d+(?:[.,:]\d+)*")
_LONG_WORD = lazy(r"[a-z]{4,}")
_IN_EVERY_CLAUSE = frozenset(
    {"were", "have", "been", "with", "from", "that", "this", "they", "their", "also", "will", "after", "since"}
)
# Before a promise that is a noun: full refunds for all orders.
_WE_DO = "What we will do: "
_SHORT_CLAUSE = 12
_WHETHER = lazy(r"^(?:whether|how|what|when|where|which|who|why|if)\b", re.IGNORECASE)


def capital(text: str) -> str:
    """With a capital at its head."""
    return text[:1].upper() + text[1:]


def inside(text: str) -> str:
    """As it stands inside a sentence: an ordinary first word loses its capital, a name keeps it."""
    first = re.match(r"[A-Za-z']+", text)
    if first is not None and first.group().lower().rstrip("'") in english_words().lowered and first.group() != "I":
        return text[:1].lower() + text[1:]
    return text


def stop(text: str) -> str:
    """With its full stop."""
    return text if text[-1:] in ".!?…:" else text + "."


def sentence(text: str) -> str:
    """A clause as a sentence."""
    return stop(capital(text))


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; with commas inside items, semicolons part them."""
    if len(items) < 2:
        return "".join(items)
    comma = "; " if any("," in item for item in items) else ", "
    last = f"{comma.strip()} and " if comma == "; " else " and "
    return comma.join(items[:-1]) + last + items[-1]


def statement_of(fact: Fact, text: str, now: datetime, language: Language) -> Line:
    """A confirmed fact in the indicative, with its attribution and, for a bare count, its time.

    Both come after the clause, so that it keeps its own first word.
    """
    basis = (fact.id,)
    if fact.attribution is not None:
        source = fact.attribution
        if source.casefold() not in text.casefold() and not _REPORTING.match(text) and _english_only(source):
            lead = (
                source if re.match(r"(?:according to|as|in|per)\b", source, re.IGNORECASE) else f"according to {_article(source)}"
            )
            return Line(f"{text}, {lead[:1].lower()}{lead[1:]}", basis)
        return Line(text, basis)
    if fact.as_of is not None and not _ANY_TIME.search(text) and _COUNTED.search(text) and _HAS_FIGURE.search(text):
        text = f"{text}, as of {times.en_date_time(fact.as_of, now, language)}"
    return Line(text, basis)


def _english_only(attribution: str) -> bool:
    return text_language(attribution) == "en"


def _article(source: str) -> str:
    """`fire service` as `the fire service`; names and phrases with their own article stay."""
    return source if source[:1].isupper() or re.match(r"(?:the|a|an|our|its|their)\b", source) else f"the {source}"


def merged(lines: Sequence[Line]) -> list[Line]:
    """Two short neighbours that speak of the same thing share a sentence, joined by `and`."""
    result: list[Line] = []
    single = True
    for line in lines:
        last = result[-1] if result else None
        short = last is not None and single and len(last.text) + len(line.text) <= 110
        ordinary = line.text.split(" ", 1)[0].lower() in english_words().lowered
        if (
            short
            and ordinary
            and last is not None
            and goes_on(last.text, line.text)
            and not re.search(r"[,;]| and | but ", last.text + line.text)
        ):
            result[-1] = joined((last, Line(inside(line.text), line.basis)), ", and ")
            single = False
            continue
        result.append(line)
        single = True
    return result


def may_be_quoted(text: str, supported: str) -> bool:
    """Whether an unproven claim may stand in its own words: short, nothing grave, no figure and few words of its own.

    A claim about which of the known batches is concerned helps the reader; an accusation is only named by its topic.
    """
    topic = main_topic(text)
    figures = set(_NUMBER.findall(text))
    known = set(_NUMBER.findall(supported))
    words = len(text.split())
    spelled = _HAS_FIGURE.search(_NUMBER.sub("", text)) is not None
    return words <= 24 and not (topic and topic.grave) and figures <= known and not spelled and _shared(text, supported) >= 0.5


def _shared(text: str, supported: str) -> float:
    words = [word[:5] for word in _LONG_WORD.findall(text.lower())]
    known = _stems(supported)
    return sum(word in known for word in words) / max(1, len(words))


def goes_on(before: str, text: str) -> bool:
    """Whether a clause speaks of what the clause before it does."""
    return bool(_stems(before) & _stems(text))


def _stems(text: str) -> set[str]:
    """The beginnings of the words that say what a text speaks of."""
    return {word[:5] for word in _LONG_WORD.findall(text.lower())} - _IN_EVERY_CLAUSE


def reported(fact: Fact, text: str) -> Line:
    """A reported item as what others say."""
    if _REPORTING.match(text):
        return Line(f"{text}; we are still checking this", (fact.id,))
    return Line(f"{text}, according to reports we have received; we are still checking this", (fact.id,))


def in_question(names: Sequence[str], *, disputed: bool) -> str:
    """Unproven claims by their topics; without a topic there is nothing to name."""
    if disputed:
        return (
            f"accounts of {listed(names)} differ, and we are reviewing them"
            if names
            else "on some points accounts differ, and we are reviewing them"
        )
    said = f"what is being said about {listed(names)}" if names else "some of what is being said"
    return f"we are checking {said} and cannot confirm it yet"


def refuted_topics(names: Sequence[str]) -> str:
    """That some of what is said is wrong, by its topics: `some` keeps the denial to what was checked."""
    about = f" about {listed(names)}" if names else " being made"
    return f"some of the claims{about} are not true"


def partly_refuted(names: Sequence[str]) -> str:
    """That of what is said some is wrong and some is still being checked."""
    about = f" about {listed(names)}" if names else " being made"
    return f"some of the claims{about} are not true; others we are still checking and cannot confirm yet"


def unknowns(items: Sequence[tuple[Fact, str]], *, final: bool = False) -> list[Line]:
    """Open questions in one sentence, or two when there are many; `final` where no more will be said."""
    result = []
    for start in range(0, len(items), 3):
        part = items[start : start + 3]
        nouns = [_question(text) for _, text in part]
        verb = "we do not yet know" if start == 0 else "nor do we know yet"
        if final:
            verb = "we still do not know" if start == 0 else "nor do we know"
        joined_text = nouns[0] if len(nouns) == 1 else ", ".join(nouns[:-1]) + " or " + nouns[-1]
        result.append(Line(f"{verb} {joined_text}", tuple(fact.id for fact, _ in part)))
    return result


def _question(text: str) -> str:
    bare = inside(text).rstrip("?")
    if _WHETHER.match(bare) or re.match(r"(?:the|a|an|any|our|its|their|his|her)\b", bare) or bare[:1].isupper():
        return bare
    return (
        f"the {bare}"
        if re.match(r"(?:cause|reason|number|extent|source|scope|origin|identity|condition|size|date|time|age)\b", bare)
        else bare
    )


def promise(item: Commitment, text: str, now: datetime, language: Language, *, owner: bool) -> Line:
    """An approved commitment as a promise, whole, with its due time and, where asked, its owner."""
    first = re.match(r"[A-Za-z]+", text)
    word = first.group().lower() if first else ""
    if re.match(r"(?:we|our)\b", text, re.IGNORECASE):
        body = capital(text)
    elif word in english_words().base_verbs:
        body = f"We will {text[:1].lower()}{text[1:]}"
    elif _FINITE.search(text):
        body = capital(text)
    else:
        body = f"{_WE_DO}{inside(text)}"
    if item.due is not None and not _ANY_TIME.search(text):
        # In a short clause the time belongs to the verb; in a long one it stands apart.
        pause = "," if "," in body or len(body.split()) > _SHORT_CLAUSE else ""
        body += f"{pause} by {times.en_date_time(item.due, now, language)}"
    if owner and item.owner and item.owner.casefold() not in body.casefold() and re.match(r"[A-Za-z]", item.owner):
        who = re.sub(r"^(?:the|our) ", "", item.owner, flags=re.IGNORECASE)
        body += f". Responsible: {who}"
    return Line(body, (item.id,))


def promises(lines: Sequence[Line]) -> list[Line]:
    """Promises that are mere nouns share one opening."""
    result: list[Line] = []
    for line in lines:
        if result and line.text.startswith(_WE_DO) and result[-1].text.startswith(_WE_DO):
            result[-1] = joined((result[-1], Line(line.text.removeprefix(_WE_DO), line.basis)), "; ")
            continue
        result.append(line)
    return result


def is_preventive(text: str) -> bool:
    """Whether a commitment is about preventing a repetition."""
    return _PREVENTIVE.search(text) is not None and _MAKES_GOOD.search(text) is None
