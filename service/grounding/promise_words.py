"""The words of promises, compiled: what a company can promise, the marks of intent around it, and what widens it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache, reduce
from operator import or_

from ahocorasick_rs import AhoCorasick

from service.grounding import lexicon
from service.grounding.overlap import Gram, grams
from service.grounding.word_patterns import Listed, Register
from service.language import TextLanguage
from service.patterns import lazy

_LANGUAGES: tuple[TextLanguage, TextLanguage] = ("zh", "en")
_PLAIN = lazy(r"[a-z' -]+")
_BORDERED = ("(?:", "(")
_LONGEST_ACTION = {"zh": 5, "en": 14}
_DIGITS = lazy(r"\d{1,6}")
_REGISTER = Register()


@dataclass(frozen=True, slots=True)
class Words:
    """The patterns of one language; they read lower-cased text."""

    actions: Mapping[str, Listed]
    widths: Mapping[str, Listed]
    kinds: Mapping[str, Listed]
    proofs: Mapping[str, Listed]
    strong: Listed
    future: Listed
    done: Listed
    open: Listed
    mentioned: Listed
    reported: Listed
    offers: Listed
    aims: Listed
    principle: Listed
    ordinary: Listed
    benign: Listed
    others: Listed
    company: Listed
    requests: Listed
    mains: Listed
    update: Listed
    cooperate: Listed
    restraint: Listed
    results: Listed
    generic: Listed
    restrictors: Listed
    fractions: Listed
    joints: Listed
    leads: Listed


def words(language: TextLanguage) -> Words:
    """The patterns of one language."""
    return _both()[language]


@cache
def _both() -> dict[TextLanguage, Words]:
    # Together: a text is looked through once for the words of either.
    return {language: _words(language) for language in _LANGUAGES}


def _words(language: TextLanguage) -> Words:
    data = lexicon.promises()

    def one(given: lexicon.Bilingual) -> Listed:
        return _compile(given.in_(language), language)

    def each(given: Mapping[str, lexicon.Bilingual]) -> dict[str, Listed]:
        return {name: one(item) for name, item in given.items()}

    return Words(
        actions=each(data.actions),
        widths=each(data.widths),
        kinds=each(data.kinds),
        proofs=each(data.proofs),
        strong=one(data.strong_markers),
        future=one(data.future_markers),
        done=one(data.done),
        open=one(data.open),
        mentioned=one(data.mentioned),
        reported=one(data.reported),
        offers=one(data.offers),
        aims=one(data.aims),
        principle=one(data.principle),
        ordinary=one(data.ordinary),
        benign=one(data.benign),
        others=one(data.others),
        company=one(data.company),
        requests=one(data.requests),
        mains=one(data.mains),
        update=one(data.routine.update),
        cooperate=one(data.routine.cooperate),
        restraint=one(data.routine.restraint),
        results=one(data.results),
        generic=one(data.generic),
        restrictors=one(data.restrictors),
        fractions=one(data.fractions),
        joints=one(data.joints),
        leads=one(data.leads),
    )


def _compile(parts: tuple[str, ...], language: TextLanguage) -> Listed:
    return _REGISTER.add(parts, [_bordered(part) for part in parts] if language == "en" else parts)


def _bordered(part: str) -> str:
    if _PLAIN.fullmatch(part) and part[0] != "'":
        return rf"\b{part}\b"
    return rf"\b{part}" if part[0].isalpha() or (part.startswith(_BORDERED) and not part.startswith("(?<")) else part


@dataclass(frozen=True, slots=True)
class _Bits:
    """Masks over both languages."""

    promising: int
    actions: int
    kinds: int
    proofs: int
    widths: int


@cache
def _bits() -> _Bits:
    both = [words(language) for language in _LANGUAGES]

    def of(*groups: Iterable[Listed]) -> int:
        return reduce(or_, (item.bit for group in groups for item in group), 0)

    return _Bits(
        promising=of(*([item.strong, item.future, *(item.actions[name] for name in remedies())] for item in both)),
        actions=of(*(item.actions.values() for item in both)),
        kinds=of(*(item.kinds.values() for item in both)),
        proofs=of(*(item.proofs.values() for item in both)),
        widths=of(*(item.widths.values() for item in both)),
    )


@cache
def _finder() -> AhoCorasick:
    return _REGISTER.finder(_bits().promising)


def places_to_read(lowered: str) -> list[int]:
    """Where words stand without which nothing is promised, in order."""
    return sorted({start for _, start, _ in _finder().find_matches_as_indexes(lowered, overlapping=True)})


def may_widen(lowered: str) -> bool:
    """Whether a text may widen a promise beside it."""
    return bool(_REGISTER.mask(lowered) & _bits().widths)


def may_carry_on(lowered: str) -> bool:
    """Whether a text may say what more is promised: any action at all."""
    return bool(_REGISTER.mask(lowered) & _bits().actions)


@cache
def remedies() -> frozenset[str]:
    """The action classes that are promises without "will"."""
    return frozenset(name for name, action in lexicon.promises().actions.items() if action.remedy)


def lower(text: str) -> str:
    """Lower case at the same length."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


# Statements of one incident say many clauses alike, an FAQ some of them ten times.
@lru_cache(maxsize=8192)
def named(text: str, language: TextLanguage) -> frozenset[str]:
    """The action classes a lower-cased clause names in its own language."""
    actions = words(language).actions
    mask = _REGISTER.mask(text)
    return frozenset(name for name, item in actions.items() if item.bit & mask and item.pattern.search(text))


def classes_in(text: str) -> frozenset[str]:
    """The action classes a folded clause names, in either language."""
    lowered = lower(text)
    return frozenset(name for language in _LANGUAGES for name in named(lowered, language))


def kinds_in(text: str) -> frozenset[str]:
    """The kinds of cost or fee a lower-cased text names."""
    return _either(text, _bits().kinds, lambda of: of.kinds)


def proofs_in(text: str) -> frozenset[str]:
    """The kinds of proof a lower-cased text names."""
    return _either(text, _bits().proofs, lambda of: of.proofs)


def widths_in(text: str) -> frozenset[str]:
    """The widening words a lower-cased text holds."""
    return _either(text, _bits().widths, lambda of: of.widths)


def has_fraction(text: str) -> bool:
    """Whether a lower-cased text limits an amount to a part."""
    return any(words(language).fractions.search(text) for language in _LANGUAGES)


def _either(text: str, bits: int, lists: Callable[[Words], Mapping[str, Listed]]) -> frozenset[str]:
    if not _REGISTER.mask(text) & bits:
        return frozenset()
    return frozenset(name for language in _LANGUAGES for name, item in lists(words(language)).items() if item.search(text))


@lru_cache(maxsize=8192)
def objects_of(text: str, language: TextLanguage) -> frozenset[Gram]:
    """What a lower-cased clause acts on: its content without the action words and words every object may have."""
    return frozenset(grams(_without_actions(text, language)))


def is_vague(text: str, language: TextLanguage) -> bool:
    """Whether a lower-cased clause names nothing that it acts on: "we will keep improving"."""
    return not any(grams(_without_actions(text, language)))


def _without_actions(text: str, language: TextLanguage) -> str:
    patterns = words(language)
    longest = _LONGEST_ACTION[language]
    mask = _REGISTER.mask(text)
    for item in patterns.actions.values():
        if not item.bit & mask:
            continue
        # 结果会向大家说明 is one action and holds its object.
        text = item.pattern.sub(lambda match: " " if len(match.group()) <= longest else match.group(), text)
    return patterns.generic.pattern.sub(" ", text)


def multiples_in(text: str) -> frozenset[int]:
    """How many times over a lower-cased text promises: 双倍, tenfold. 0: it does not say."""
    found: set[int] = set()
    times = lexicon.promises().times
    for language in _LANGUAGES:
        for match in words(language).widths["multiple"].finditer(text):
            digits = _DIGITS.search(match.group())
            word = next((word for word in times if word in match.group()), None)
            found.add(int(digits.group()) if digits else times[word] if word else 0)
    return frozenset(found)


def names_next_update(text: str, update: datetime | None) -> bool:
    """Whether a time as written can be that of the next update."""
    if update is None:
        return False
    said = {int(digits.group()) for digits in _DIGITS.finditer(text)}
    said |= {hour for word, hour in lexicon.promises().hours.items() if word in text}
    return not said.isdisjoint({update.hour, update.hour % 12 or 12})
