"""What the ledger's facts say that bears on the assessment, clause by clause. The texts are data; none of them is repeated."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from service.assessment.conditions import Pattern
from service.assessment.tables import Guards, SignalRule, Signals
from service.briefs import Disclosure, Fact, Status
from service.patterns import lazy

Reading = Literal["stated", "hearsay"]

# Bounds that no honest clause meets and a hostile one cannot get round, so that reading stays linear.
_MAX_TEXT, _MAX_TERMS, _REACH = 4000, 12, 80

# What an inquiry found belongs to the words that say so: "经查，…" stays one clause.
_HARD_STOP = lazy(
    r"[。；！？;!?\n]|\.(?=\s|$)|(?<!经查)(?<!调查)(?<!核查)(?<!检查)(?<!发现)，|\b(?:but|however|while|although|though)\b|但是?",
    re.IGNORECASE,
)
# After an English comma a new clause has its own verb or number; "no deaths, injuries or burns" stays one clause.
_NEW_CLAUSE = lazy(
    r",(?!\s*(?:or|nor|was|were|been|being)\b)"
    r"(?=[^,;.]*?(?:\d|\b(?:was|were|is|are|has|have|had|died|went|became|one|two|three|four|five|six)\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LedgerSignals:
    """Signals by how firmly the ledger holds them; each with the facts that say so.

    Attributes:
        confirmed: stated by a confirmed public or internal fact.
        public: stated by a confirmed public fact.
        unproven: only reported, disputed, or told as hearsay.
    """

    confirmed: Mapping[str, tuple[Fact, ...]]
    public: Mapping[str, tuple[Fact, ...]]
    unproven: Mapping[str, tuple[Fact, ...]]


def read_ledger(facts: Iterable[Fact], table: Signals) -> LedgerSignals:
    """The signals of all facts that are not privileged: counsel's knowledge must not show through a level."""
    confirmed: dict[str, list[Fact]] = {}
    public: dict[str, list[Fact]] = {}
    unproven: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.disclosure is Disclosure.PRIVILEGED or fact.status in (Status.REFUTED, Status.UNKNOWN):
            continue
        for signal, reading in read_text(fact.text, table).items():
            if fact.status is not Status.CONFIRMED or reading == "hearsay":
                unproven.setdefault(signal, []).append(fact)
                continue
            confirmed.setdefault(signal, []).append(fact)
            if fact.is_public:
                public.setdefault(signal, []).append(fact)
    return LedgerSignals(*({key: tuple(found) for key, found in part.items()} for part in (confirmed, public, unproven)))


def read_text(text: str, table: Signals) -> dict[str, Reading]:
    """The signals in `text`, and whether it states them or passes them on; of a long text the beginning."""
    found: dict[str, Reading] = {}
    alone: dict[str, Reading] = {}
    for clause in _clauses(text[:_MAX_TEXT]):
        for rule in table.signals:
            reading = _read_clause(clause, rule, table.guards)
            if reading is None:
                continue
            whole = not rule.together or _affirms(rule.together, clause, table.guards)
            kept = found if whole else alone
            if kept.get(rule.id) != "stated":
                kept[rule.id] = reading
    # "A girl of three fell, and was taken to hospital": what belongs together may stand in two clauses.
    for rule in table.signals:
        if rule.id in alone and rule.id not in found and any(found.get(signal) == "stated" for signal in rule.with_signals):
            found[rule.id] = alone[rule.id]
    return found


def _clauses(text: str) -> Iterator[str]:
    for part in _HARD_STOP.split(text):
        yield from (clause.strip() for clause in _NEW_CLAUSE.split(part) if clause.strip())


def _read_clause(clause: str, rule: SignalRule, guards: Guards) -> Reading | None:
    if not _affirms(rule.patterns, clause, guards):
        return None
    if _any(rule.unless, clause) or _any(guards.conditional, clause):
        return None
    return "hearsay" if _any(guards.hearsay, clause) and not _any(guards.proven, clause) else "stated"


def _affirms(patterns: Iterable[Pattern], clause: str, guards: Guards) -> bool:
    return any(not _denied(clause, term, guards) for pattern in patterns for term in islice(pattern.finditer(clause), _MAX_TERMS))


def _denied(clause: str, term: re.Match[str], guards: Guards) -> bool:
    before = clause[max(0, term.start() - _REACH) : term.start()]
    return _any(guards.denied_before, before) or _any(guards.denied_after, clause[term.end() : term.end() + _REACH])


def _any(patterns: Iterable[Pattern], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)
