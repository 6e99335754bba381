"""The scores of a grounding run, item by item, and the run over one faithful, careless or composed text."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from evals.grounding.dataset import Careless, Faithful, Invention, brief_of
from evals.grounding.mutations import mutants
from evals.scorers.grounding import Change, Difference, Flag, Grade, Verdict, difference, flags, stray, verdict
from service.brands import find_brand
from service.config import Settings
from service.drafting.grounds import grounds_for, released_before
from service.drafting.pipeline import DraftOptions, draft
from service.drafting.schemas import Statement
from service.findings import Finding, Severity
from service.grounding import Grounds, check
from service.language import TextLanguage, base_language


@dataclass(frozen=True, slots=True)
class TextScore:
    """A faithful text and what was said against it."""

    id: str
    language: TextLanguage
    errors: tuple[Flag, ...]
    warnings: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class InventionScore:
    """One mutant, or one invention of a careless text; the words are None where they are kept back."""

    id: str
    kind: str
    language: TextLanguage
    grade: Grade
    rules: tuple[str, ...]
    words: str | None
    instead_of: str | None
    sentence: str | None


@dataclass(frozen=True, slots=True)
class CarelessScore:
    """A careless text: what of its inventions was caught, and errors at none of them."""

    text: TextScore
    inventions: tuple[InventionScore, ...]
    stray: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class ComposedScore:
    """A statement by the built-in composer, which invents nothing and says what each sentence rests on."""

    id: str
    language: TextLanguage
    findings: tuple[Flag, ...]
    segments: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything a run found."""

    faithful: tuple[TextScore, ...] = ()
    mutants: tuple[InventionScore, ...] = ()
    careless: tuple[CarelessScore, ...] = ()
    composed: tuple[ComposedScore, ...] = ()

    def __add__(self, other: "Scores") -> "Scores":
        return Scores(
            self.faithful + other.faithful,
            self.mutants + other.mutants,
            self.careless + other.careless,
            self.composed + other.composed,
        )


@cache
def grounds_at(path: str) -> Grounds:
    """The grounds of the brief at a path from the project's root, as drafting makes them."""
    brief = brief_of(path)
    return grounds_for(brief, find_brand(brief.brand))


def score_faithful(item: Faithful, bank: Sequence[Invention], *, secret: bool) -> Scores:
    """A faithful text and all its mutants; `secret` keeps the words out of the scores."""
    grounds, language = grounds_at(item.brief), base_language(item.language)
    earlier = check(item.text, grounds, language=item.language).findings
    found = []
    for mutant in mutants(item, grounds.brief, bank):
        change = Change(mutant.text, mutant.start, mutant.end, item.text)
        findings = check(mutant.text, grounds, language=item.language).findings
        result = verdict(change, findings, earlier)
        found.append(_invention(item.id, mutant.kind, language, change, result, mutant.original))
    text = _text(item, earlier)
    return Scores(faithful=(_without_words(text) if secret else text,), mutants=tuple(map(_wordless, found) if secret else found))


def score_careless(item: Careless, *, secret: bool = False) -> Scores:
    """A careless text; without its words when it is kept back."""
    language = base_language(item.language)
    findings = check(item.text, grounds_at(item.brief), language=item.language).findings
    found = []
    for mark, (start, end) in zip(item.inventions, item.spans, strict=True):
        change = Change(item.text, start, end)
        found.append(_invention(item.id, mark.kind, language, change, verdict(change, findings)))
    text = _text(item, findings)
    lost = stray(item.text, findings, item.spans) if item.inventions else ()
    told = CarelessScore(text, tuple(found), tuple(lost))
    if secret:
        told = CarelessScore(_without_words(text), tuple(map(_wordless, found)), tuple(map(_hidden, lost)))
    return Scores(careless=(told,))


def score_composed(path: str) -> Scores:
    """The statements the composer writes for the brief at a path from the project's root."""
    brief = brief_of(path)
    with tempfile.TemporaryDirectory() as folder:
        result = draft(brief, DraftOptions(offline=True), Settings(data_dir=Path(folder), model="", chroma_url=""))
    previous = [released_before(request) for request in brief.requests]
    previous += [None] * (len(result.statements) - len(previous))
    name = Path(path).stem
    return Scores(
        composed=tuple(
            _composed(f"{name}:{number}:{statement.statement}", statement, before, grounds_at(path))
            for number, (statement, before) in enumerate(zip(result.statements, previous, strict=True))
        )
    )


def _composed(ident: str, statement: Statement, previous: str | None, grounds: Grounds) -> ComposedScore:
    tag = str(statement.language)
    report = check(statement.text, grounds, language=tag, previous=previous, title=statement.title)
    compared = [
        difference(statement.text, (segment.start, segment.end), segment.basis, report.sentences)
        for segment in statement.segments
    ]
    return ComposedScore(
        id=ident,
        language=base_language(tag),
        findings=tuple(flag for severity in Severity for flag in flags(statement.text, report.findings, severity)),
        segments=len(compared),
        differences=tuple(item for item in compared if item is not None),
    )


def _text(item: Faithful | Careless, findings: Sequence[Finding]) -> TextScore:
    errors, warnings = (flags(item.text, findings, severity) for severity in (Severity.ERROR, Severity.WARNING))
    return TextScore(item.id, base_language(item.language), errors, warnings)


def _invention(
    ident: str, kind: str, language: TextLanguage, change: Change, result: Verdict, instead_of: str | None = None
) -> InventionScore:
    return InventionScore(ident, kind, language, result.grade, result.rules, change.words, instead_of, change.sentence)


def _hidden(flag: Flag) -> Flag:
    return replace(flag, words=None, sentence=None)


def _without_words(score: TextScore) -> TextScore:
    return replace(score, errors=tuple(map(_hidden, score.errors)), warnings=tuple(map(_hidden, score.warnings)))


def _wordless(score: InventionScore) -> InventionScore:
    return replace(score, words=None, instead_of=None, sentence=None)
