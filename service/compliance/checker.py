"""Text in, findings out: every rule's candidates, less those the language or the context excuses."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from service.compliance.advertising import is_advertisement
from service.compliance.kinds import conditional, existence
from service.compliance.kinds.candidates import Candidate, compiled
from service.compliance.reading import Reading, close_up, read
from service.compliance.rulefiles import load_rules
from service.compliance.schemas import CheckContext, Conditional, Grade, Reference, Rule, Wording
from service.compliance.signals import SIGNALS, Place
from service.compliance.support import effect_of
from service.findings import Finding, Layer, Severity, sort_findings
from service.i18n import Localized
from service.language import TextLanguage, base_language, text_language

_SEVERITY: dict[Grade, Severity] = {"block": Severity.ERROR, "legal": Severity.WARNING, "advise": Severity.SUGGESTION}
_LOWER: dict[Grade, Grade] = {"block": "legal", "legal": "advise", "advise": "advise"}
_MAINLAND = {None, "CN"}


@dataclass(frozen=True, slots=True)
class _Question:
    """One check: the text in its readings, and what is known around it."""

    readings: tuple[Reading, ...]
    context: CheckContext
    language: TextLanguage
    scripts: tuple[TextLanguage, ...]
    advertisement: bool


@dataclass(frozen=True, slots=True)
class _Verdict:
    candidate: Candidate
    grade: Grade
    hint: Wording | None


def check(text: str, context: CheckContext, rules: tuple[Rule, ...] | None = None) -> list[Finding]:
    """The findings of every rule in `text`, by place; offsets are those of `text` as given.

    Args:
        text: as written; nothing is stripped.
        context: what is known around it.
        rules: other rules than the shipped ones.

    Raises:
        DataFault: a shipped rule is broken.
    """
    question = _question(text, context)
    return sort_findings(finding for rule in (load_rules() if rules is None else rules) for finding in _findings(rule, question))


def _question(text: str, context: CheckContext) -> _Question:
    reading = read(text)
    closed = close_up(reading)
    language = base_language(context.language) if context.language else text_language(text)
    return _Question(
        readings=(reading,) if closed is None else (reading, closed),
        context=context,
        language=language,
        scripts=_scripts(reading),
        advertisement=is_advertisement(reading, context),
    )


def _scripts(reading: Reading) -> tuple[TextLanguage, ...]:
    """The languages whose patterns can match: a Chinese text may hold an English slogan, and the other way round."""
    han = any("\u3400" <= char <= "\u9fff" for char in reading.text)
    latin = any("a" <= char <= "z" for char in reading.low)
    # Figures alone (a telephone number) are read by both.
    return ("zh", "en") if han == latin else ("zh",) if han else ("en",)


def _findings(rule: Rule, question: _Question) -> Iterator[Finding]:
    if question.context.statement in rule.statements.off:
        return
    kept: list[_Verdict] = []
    for number, reading in enumerate(question.readings):
        for script in question.scripts:
            if number and script != "zh":
                continue
            for found in _candidates(rule, reading, script, question.context.statement):
                if number and not reading.has_closed(found.span):
                    continue
                verdict = _judge(rule, found, question, script)
                if verdict is not None:
                    kept.append(verdict)
    spans = _widest([verdict.candidate.reading.original(verdict.candidate.span) for verdict in kept])
    for verdict, span in zip(kept, [verdict.candidate.reading.original(verdict.candidate.span) for verdict in kept], strict=True):
        if span in spans:
            spans.discard(span)
            yield _finding(rule, verdict, span, question)


def _widest(spans: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Of spans that overlap, the widest one stands for all."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if kept and start < kept[-1][1]:
            if end - start > kept[-1][1] - kept[-1][0]:
                kept[-1] = (start, end)
            continue
        kept.append((start, end))
    return set(kept)


def _candidates(rule: Rule, reading: Reading, script: TextLanguage, statement: str | None) -> Iterator[Candidate]:
    kind = rule.kind
    patterns = kind.patterns.zh if script == "zh" else kind.patterns.en
    yield from existence.find(patterns, reading, statement)
    if isinstance(kind, Conditional):
        yield from conditional.find(kind.pairs.zh if script == "zh" else kind.pairs.en, reading)


def _judge(rule: Rule, found: Candidate, question: _Question, script: TextLanguage) -> _Verdict | None:
    place = Place(found.reading, found.span, question.context.statement)
    unless = rule.unless.zh if script == "zh" else rule.unless.en
    if unless is not None and compiled(unless).search(place.sentence().lower()):
        return None
    if any(SIGNALS[signal](place) for signal in rule.exempt if signal not in found.ignores):
        return None
    grade = rule.statements.severity.get(question.context.statement or "", rule.severity)
    hint: Wording | None = None
    for support in rule.supports:
        if effect_of(support, found, place, question.context, script):
            if support.effect == "clear":
                return None
            grade, hint = _LOWER[rule.severity], support.hint
    return _Verdict(found, grade, hint)


def _finding(rule: Rule, verdict: _Verdict, span: tuple[int, int], question: _Question) -> Finding:
    start, end = span
    source = verdict.candidate.reading.source
    values = {**verdict.candidate.groups, "text": source[start:end]}
    message = rule.message.fill(question.language, values)
    if verdict.hint is not None:
        message += Localized(zh="", en=" ").in_(question.language) + verdict.hint.fill(question.language, values)
    return Finding(
        rule=rule.id,
        severity=_SEVERITY[verdict.grade],
        start=start,
        end=end,
        text=source[start:end],
        message=message,
        basis=_basis(rule, question.advertisement, question.language, question.context.jurisdiction),
        suggestion=rule.suggestion.fill(question.language, values),
        layer=Layer.RULES,
    )


@cache
def _shown(references: tuple[Reference, ...], language: TextLanguage) -> str:
    return Localized(zh="；", en="; ").in_(language).join(reference.shown(language) for reference in references)


def _basis(rule: Rule, advertisement: bool, language: TextLanguage, jurisdiction: str | None) -> str:  # noqa: FBT001 - a fact of the text
    basis = rule.basis
    shown = _shown(basis.references if advertisement or not basis.not_advertisement else basis.not_advertisement, language)
    if jurisdiction in _MAINLAND:
        return shown
    return shown + Localized(zh="（中国内地法，供参照）", en=" (law of mainland China, for reference)").in_(language)
