"""Text in, findings out: every rule's candidates, less those the language or the context excuses."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from service.compliance.advertising import Passages
from service.compliance.belief import Belief, Flags, traits
from service.compliance.cues import Probe, Ruleset
from service.compliance.disguise import lift
from service.compliance.grounds import basis_of
from service.compliance.kinds import conditional, existence, likened, missing
from service.compliance.kinds.candidates import Candidate, compiled
from service.compliance.likeness import Opinions, likeness
from service.compliance.marking import marked
from service.compliance.merging import Verdict, beside, settle
from service.compliance.pack import shipped
from service.compliance.reading import Reading, Span, close_up, read
from service.compliance.schemas import CheckContext, Grade, Misleading, Missing, Pair, Rule, Wording
from service.compliance.signals import SIGNALS, Place
from service.compliance.support import effect_of
from service.compliance.wordlikeness import english_likeness
from service.compliance.words import is_chance
from service.findings import Finding, Layer, Severity, sort_findings
from service.i18n import Localized
from service.language import TextLanguage, base_language, text_language

SEVERITY: dict[Grade, Severity] = {"block": Severity.ERROR, "legal": Severity.WARNING, "advise": Severity.SUGGESTION}
_LOWER: dict[Grade, Grade] = {"block": "legal", "legal": "advise", "advise": "advise"}
# What a statement's kind is called in rules where there is none.
_COPY = "copy"


@dataclass(frozen=True, slots=True)
class _Question:
    """One check: the text in its readings, and what is known around it."""

    readings: tuple[Reading, ...]
    context: CheckContext
    language: TextLanguage
    passages: Passages

    @property
    def kind(self) -> str:
        return self.context.statement or _COPY


def check(text: str, context: CheckContext, ruleset: Ruleset | None = None, *, is_bare: bool = False) -> list[Finding]:
    """The findings of every rule in `text`, by place; offsets are those of `text` as given.

    Args:
        text: as written; nothing is stripped.
        context: what is known around it.
        ruleset: other rules than the shipped ones.
        is_bare: spans are of the matches alone, as the rules' own tests give them, not of the passages they stand in.

    Raises:
        DataFault: a shipped rule is broken.
    """
    ruleset = shipped() if ruleset is None else ruleset
    question = _question(text, context, ruleset)
    active = np.array([_is_active(rule, question) for rule in ruleset.rules])
    verdicts: list[Verdict] = []
    liked: list[Verdict] = []
    for reading in question.readings:
        opinions = Opinions(likeness(), reading)
        belief = Belief(traits(ruleset, likeness()), active, opinions, reading, question.passages)
        for probe, windows in ruleset.cues.windows(reading, belief.wanted):
            rule = ruleset.rules[probe.rule]
            verdicts += _verdicts(rule, probe, reading, belief.within(rule, probe, windows), question)
        if "zh" in reading.scripts:
            liked += _liked(ruleset, active, opinions, question, "zh")
        if question.language == "en":
            liked += _liked(ruleset, active, Opinions(english_likeness(), reading), question, "en")
    settled = settle(beside(list(_firsts(verdicts)), liked))
    return sort_findings(_finding(verdict, question) for verdict in (settled if is_bare else marked(settled, likeness())))


def _question(text: str, context: CheckContext, ruleset: Ruleset) -> _Question:
    plain = read(text)
    closed = close_up(plain)
    lifted = lift(closed or plain, ruleset.lexicon)
    return _Question(
        readings=tuple(reading for reading in (plain, closed, lifted) if reading is not None),
        context=context,
        language=base_language(context.language) if context.language else text_language(text),
        passages=Passages(plain, context),
    )


def _is_active(rule: Rule, question: _Question) -> bool:
    jurisdiction, kind = question.context.jurisdiction, question.kind
    return not (
        (rule.languages and question.language not in rule.languages)
        or (rule.jurisdictions and jurisdiction is not None and jurisdiction not in rule.jurisdictions)
        or (rule.statements.only and kind not in rule.statements.only)
        or kind in rule.statements.off
    )


def _liked(ruleset: Ruleset, active: Flags, opinions: Opinions, question: _Question, language: TextLanguage) -> Iterator[Verdict]:
    for ident, candidate in likened.find(opinions.reading, opinions, opinions.model, language):
        place = ruleset.places.get(ident)
        if place is not None and active[place] and _is_meant(ruleset.rules[place], question.kind, language):
            verdict = _judge(ruleset.rules[place], candidate, question, language, None)
            if verdict is not None:
                yield replace(verdict, hint=verdict.hint or likened.HINT)


def _is_meant(rule: Rule, kind: str, language: TextLanguage) -> bool:
    """Whether a passage by itself can meet the rule, and no expression of it shuns this kind of statement."""
    if isinstance(rule.kind, Missing):
        return False
    ways = rule.kind.patterns.zh if language == "zh" else rule.kind.patterns.en
    return not any(kind in way.not_in for way in ways) and any(not way.only_in or kind in way.only_in for way in ways)


def _verdicts(rule: Rule, probe: Probe, reading: Reading, windows: list[Span], question: _Question) -> Iterator[Verdict]:
    way = probe.way
    if question.kind in way.not_in or (way.only_in and question.kind not in way.only_in):
        return
    if isinstance(way, Pair):
        found = conditional.find(way, reading, windows)
    else:
        found = existence.find(way, reading, windows, question.context)
    for candidate in found:
        if is_chance(reading.low, candidate.span) if reading.is_plain else not reading.is_changed(candidate.span):
            continue
        verdict = _judge(rule, candidate, question, probe.script, probe.says)
        if verdict is not None:
            yield verdict


def _judge(rule: Rule, found: Candidate, question: _Question, script: TextLanguage, says: Misleading | None) -> Verdict | None:
    place = Place(found.reading, found.core or found.span, question.context.statement)
    unless = rule.unless.zh if script == "zh" else rule.unless.en
    if unless is not None and compiled(unless).search(place.sentence().lower()):
        return None
    if any(SIGNALS[signal](place) for signal in rule.exempt if signal not in found.ignores):
        return None
    grade = rule.statements.severity.get(question.kind, found.severity or rule.severity)
    hint: Wording | None = None
    for support in rule.supports:
        if effect_of(support, found, place, question.context, script):
            if support.effect == "clear":
                return None
            grade, hint = _LOWER[found.severity or rule.severity], support.hint
    values = found.groups
    if isinstance(rule.kind, Missing) and says is None:
        parts = missing.missing_parts(rule.kind, found.reading, question.context)
        if not parts:
            return None
        values = {**values, "missing": missing.listed(parts, question.language)}
        found = missing.announcement(found)
    return Verdict(rule, found, found.reading.original(found.span), script, grade, hint, values=values, says=says)


def _firsts(verdicts: list[Verdict]) -> Iterator[Verdict]:
    """The verdicts, but of a rule about missing parts the first alone: the text lacks them once."""
    first: dict[str, Verdict] = {}
    for verdict in verdicts:
        if not isinstance(verdict.rule.kind, Missing) or verdict.says is not None:
            yield verdict
        elif verdict.rule.id not in first or verdict.span < first[verdict.rule.id].span:
            first[verdict.rule.id] = verdict
    yield from first.values()


def _finding(verdict: Verdict, question: _Question) -> Finding:
    rule, (start, end), language = verdict.rule, verdict.span, question.language
    says = verdict.says or rule
    reading = verdict.candidate.reading
    source = reading.source
    values = {**verdict.values, "text": source[slice(*reading.original(verdict.candidate.span))]}
    if verdict.hint is likened.HINT:
        model = likeness() if verdict.script == "zh" else english_likeness()
        values["example"] = likened.example(rule.id, verdict.candidate, model)
    own = verdict.candidate.own
    message = ((own and own.message) or says.message).fill(language, values)
    suggestion = (own and own.suggestion) or says.suggestion
    gap = Localized(zh="", en=" ").in_(language)
    if verdict.hint is not None:
        message += gap + verdict.hint.fill(language, values)
    if verdict.names:
        others = Localized("、", ", ").in_(language).join(f"{other.title.in_(language)} ({other.id})" for other in verdict.names)
        message += gap + Localized(f"同时涉及：{others}。", f"It also concerns: {others}.").in_(language)
    return Finding(
        rule=rule.id,
        severity=SEVERITY[verdict.grade],
        start=start,
        end=end,
        text=source[start:end],
        message=message,
        basis=basis_of(verdict, question.readings[0], question.context, question.passages, language),
        suggestion=suggestion.fill(language, values),
        layer=Layer.RULES,
    )
