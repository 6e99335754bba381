"""How a crisis statement must not speak: clichés, machine texture, tone by level, and the few sentences that never help.

Works on any text, with or without a brief. What the law or the compliance rules forbid is left to `compliance`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from service.briefs import IncidentBrief, Level, StatementType, Status
from service.elements.data import conduct_rules, fold
from service.elements.schemas import ConductRule
from service.elements.sentences import Sentence, is_question, is_quoted, shared, split_sentences
from service.findings import Finding, Layer, Severity, sort_findings
from service.language import TextLanguage, base_language

# A text with hundreds of faults of one kind has been told often enough; the bound keeps hostile input cheap.
_MOST = 300


@dataclass(frozen=True, slots=True)
class _Text:
    whole: str
    folded: str
    sentences: tuple[Sentence, ...]
    language: TextLanguage
    statement: str | None
    level: Level | None
    brief: IncidentBrief | None


def check_conduct(
    text: str,
    *,
    statement: str | None,
    level: Level | None,
    language: str,
    brief: IncidentBrief | None = None,
) -> list[Finding]:
    """Findings about how a text speaks.

    Args:
        text: any text.
        statement: its kind; None for a text of no kind.
        level: the crisis level; without one, tone is not judged.
        language: `zh`, `en` or one of the four tags.
        brief: where given, words a confirmed public fact uses are not held against the text, and a rebuttal without a refuted
            fact has no licence to deny.

    Returns:
        Findings of the layer `elements`.
    """
    lang = base_language(language)
    subject = _Text(text, fold(text), split_sentences(text), lang, statement, level, brief)
    return sort_findings(finding for rule in conduct_rules() for finding in _apply(rule, subject))


def nevers(statement: StatementType | str, level: Level, language: str) -> tuple[str, ...]:
    """What a statement of this kind and level must not have, one line each, for whoever writes it."""
    lang = base_language(language)
    held = (rule for rule in conduct_rules() if rule.applies_to(str(statement)) and rule.severity_at(level) is not None)
    return tuple(rule.never.of(lang) for rule in held)


def _apply(rule: ConductRule, subject: _Text) -> Iterator[Finding]:
    severity = rule.severity_at(subject.level)
    pattern = rule.patterns.of(subject.language)
    if severity is None or pattern is None or not _applies(rule, subject):
        return
    limit = len(subject.whole)
    if rule.before is not None and (others := rule.before.of(subject.language)) is not None:
        first = others.search(subject.folded)
        limit = first.start() if first is not None else limit
    spared = _spans(rule, subject)
    for found in islice(pattern.finditer(subject.folded), _MOST):
        start, end = found.span()
        sentence = _sentence_at(subject.sentences, start)
        if start >= limit or start == end or sentence is None:
            continue
        if any(a < end and start < b for a, b in spared) or _excused(rule, subject, sentence, (start, end)):
            continue
        yield _finding(rule, severity, subject, (start, end))


def _applies(rule: ConductRule, subject: _Text) -> bool:
    if rule.applies_to(subject.statement):
        return True
    # A rebuttal may deny flatly what the ledger refutes; with nothing refuted it is a denial like any other.
    rebuts = subject.statement == StatementType.RUMOUR_REBUTTAL and StatementType.RUMOUR_REBUTTAL in rule.not_statements
    return rule.ledger and rebuts and subject.brief is not None and not subject.brief.facts_with(Status.REFUTED)


def _spans(rule: ConductRule, subject: _Text) -> tuple[tuple[int, int], ...]:
    pattern = rule.unless.of(subject.language)
    return tuple(found.span() for found in pattern.finditer(subject.folded)) if pattern is not None else ()


def _sentence_at(sentences: tuple[Sentence, ...], at: int) -> Sentence | None:
    return next((sentence for sentence in sentences if sentence.start <= at < sentence.end), None)


def _excused(rule: ConductRule, subject: _Text, sentence: Sentence, place: tuple[int, int]) -> bool:
    if rule.unless_sentence.found(sentence.text, subject.language):
        return True
    if not rule.questions and is_question(sentence):
        return True
    if is_quoted(subject.whole, *place):
        return True
    return rule.ledger and subject.brief is not None and _is_confirmed(subject, sentence, place)


def _is_confirmed(subject: _Text, sentence: Sentence, place: tuple[int, int]) -> bool:
    """Whether a confirmed public fact uses these very words, in a sentence that tells it."""
    if subject.brief is None:
        return False
    words = subject.folded[slice(*place)]
    wordings = (fact.wording(subject.language) for fact in subject.brief.facts_with(Status.CONFIRMED))
    return any(words in fold(text) and shared(sentence.text, text, subject.language) >= 0.4 for text in wordings if text)


def _finding(rule: ConductRule, severity: Severity, subject: _Text, place: tuple[int, int]) -> Finding:
    start, end = place
    text = subject.whole[start:end]
    shown = re.sub(r"\s+", " ", text).strip()
    return Finding(
        rule=rule.id,
        severity=severity,
        start=start,
        end=end,
        text=text,
        message=rule.message.of(subject.language).replace("{text}", shown),
        suggestion=rule.suggestion.of(subject.language),
        layer=Layer.ELEMENTS,
    )
