"""The shapes of `knowledge/elements/*.yml` (strict), and what the package hands out."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from service.briefs import Channel, Jurisdiction, Level, StatementType
from service.findings import Severity
from service.language import TextLanguage
from service.strict import Strict

ElementName = Literal[
    "heading", "greeting", "acknowledgement", "known", "unknown", "concern", "apology", "responsibility", "cause",
    "actions", "instruction", "remedy", "prevention", "oversight", "next_update", "contact", "issuer", "question",
    "answer", "correction", "new", "withdrawn", "rumour", "facts", "spokesperson",
    "recall", "product", "batch", "quantity", "sold", "hazard", "incidents", "authority", "data_types", "consequences",
]  # fmt: skip
# What in a brief can fill an element.
LedgerSource = Literal["confirmed", "open", "refuted", "commitments", "contacts", "issuer", "next_update"]


# A regular expression. It is compiled when it is first tried: the tests compile them all, a start-up would pay for each.
Pattern = str


class Words(Strict):
    """One wording per language of the service."""

    zh: str
    en: str

    def of(self, language: TextLanguage) -> str:
        """The wording in `language`."""
        return self.zh if language == "zh" else self.en


class PatternSet(Strict):
    """Patterns per language; `both` holds for either. Case is ignored."""

    zh: tuple[Pattern, ...] = ()
    en: tuple[Pattern, ...] = ()
    both: tuple[Pattern, ...] = ()

    @cached_property
    def _chinese(self) -> re.Pattern[str] | None:
        return _joined((*self.zh, *self.both))

    @cached_property
    def _english(self) -> re.Pattern[str] | None:
        return _joined((*self.en, *self.both))

    def of(self, language: TextLanguage) -> re.Pattern[str] | None:
        """All patterns for `language` as one; None where there are none."""
        return self._chinese if language == "zh" else self._english

    def found(self, text: str, language: TextLanguage) -> bool:
        """Whether any pattern occurs in `text`."""
        pattern = self.of(language)
        return pattern is not None and pattern.search(text) is not None


def _joined(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{text})" for text in patterns), re.IGNORECASE) if patterns else None


class Element(Strict):
    """One element of a statement: how it is recognised in a text, and what in a brief can fill it.

    Attributes:
        patterns: a sentence that matches carries the element.
        besides: what must stand in the same sentence too.
        unless: matches of these are blotted out before `patterns` are tried.
        timed: the sentence must also name a time or a span of time.
        sources: ledger items that can fill it; none means fixed words do.
        matching: only ledger items that themselves match `patterns` can fill it.
        absent: what to add to the brief when nothing in it can fill the element.
    """

    name: Words
    description: Words
    patterns: PatternSet = Field(default_factory=PatternSet)
    besides: PatternSet = Field(default_factory=PatternSet)
    unless: PatternSet = Field(default_factory=PatternSet)
    timed: bool = False
    sources: tuple[LedgerSource, ...] = ()
    matching: bool = False
    absent: Words | None = None

    @model_validator(mode="after")
    def _says_what_to_add(self) -> Self:
        if self.sources and self.absent is None:
            raise ValueError("an element filled from the ledger says in `absent` what to add")
        return self


class ElementFile(Strict):
    """`elements.yml`."""

    elements: dict[ElementName, Element]


class Demand(Strict):
    """One required element.

    Attributes:
        element: its name; also the rule's id, `missing-<element>`.
        alternatives: elements that serve as well.
        from_level: required at this level and above (`IV`: always).
        when: `fillable` asks for it only where the ledger can fill it.
        severity: of the finding.
        only_in: asked for where one of these laws applies; empty: everywhere.
        law: what asks for it, by jurisdiction; printed as the finding's basis.
    """

    element: ElementName
    alternatives: tuple[ElementName, ...] = ()
    from_level: Level = Level.IV
    when: Literal["always", "fillable"] = "always"
    severity: Severity = Severity.WARNING
    only_in: tuple[Jurisdiction, ...] = ()
    law: dict[Jurisdiction, Words] = Field(default_factory=dict)

    def asked_in(self, jurisdiction: Jurisdiction) -> bool:
        """Whether the element is asked for under this law."""
        return not self.only_in or jurisdiction in self.only_in


class Advice(Strict):
    """An advised length: Han characters or English words; beyond `tolerance` times it, a suggestion."""

    zh: int = Field(gt=0)
    en: int = Field(gt=0)
    tolerance: float = Field(ge=1)


class StatementForm(Strict):
    """What one kind of statement must hold, and (`also`) what else belongs into it where the ledger has it.

    `dated`: the issuer's line carries a day, or a day and a time.
    """

    demands: tuple[Demand, ...]
    also: tuple[ElementName, ...] = ()
    dated: Literal["no", "day", "time"] = "no"
    advised_length: Advice | None = None


class RequiredFile(Strict):
    """`required.yml`."""

    statements: dict[StatementType, StatementForm]


class ChannelForm(Strict):
    """What fits a channel.

    Attributes:
        max_characters: the platform's limit; over it is a warning.
        advised_characters: what is still read; over it is a suggestion.
        weighted: Han characters and emoji count two (X).
        links, hashtags, markdown, line_breaks: whether the channel shows and wants them.
        note: one line for a writer.
    """

    max_characters: int = Field(gt=0)
    advised_characters: int = Field(gt=0)
    weighted: bool = False
    links: bool = True
    hashtags: bool = False
    markdown: bool = False
    line_breaks: bool = True
    note: Words

    @model_validator(mode="after")
    def _advice_within_limit(self) -> Self:
        if self.advised_characters > self.max_characters:
            raise ValueError("advised_characters is over max_characters")
        return self


class ChannelFile(Strict):
    """`channels.yml`."""

    channels: dict[Channel, ChannelForm]


class FoldingFile(Strict):
    """`traditional.yml`: pairs of a traditional and its simplified character, separated by spaces."""

    pairs: str


class SelfTests(Strict):
    """Texts a rule must find and must leave alone."""

    hits: dict[TextLanguage, tuple[str, ...]]
    misses: dict[TextLanguage, tuple[str, ...]]


class ConductRule(Strict):
    """One way a statement must not speak.

    Attributes:
        severity: one for all levels, or one per level; a level left out is not checked.
        statements, not_statements: kinds it applies to (empty: all, also texts of no kind) and does not.
        patterns: what it finds.
        before: with this, only matches that stand before the first match of `before` count (order of persons).
        unless: a match that overlaps a match of these is left alone.
        unless_sentence: a match in a sentence that matches these is left alone.
        ledger: with a brief, words that a confirmed public fact uses are left alone.
        questions: whether FAQ questions are checked too.
        never: the same, as a line in a list of what a statement must not have.
        sample: kind and level the self-tests are run with.
    """

    id: str
    severity: Severity | dict[Level, Severity]
    statements: tuple[str, ...] = ()
    not_statements: tuple[str, ...] = ()
    patterns: PatternSet
    before: PatternSet | None = None
    unless: PatternSet = Field(default_factory=PatternSet)
    unless_sentence: PatternSet = Field(default_factory=PatternSet)
    ledger: bool = False
    questions: bool = True
    sample_statement: str | None = None
    sample_level: Level | None = None
    never: Words
    message: Words
    suggestion: Words
    tests: SelfTests

    def severity_at(self, level: Level | None) -> Severity | None:
        """The severity at `level`; None where the rule does not apply."""
        if isinstance(self.severity, Severity):
            return self.severity
        return None if level is None else self.severity.get(level)

    def applies_to(self, statement: str | None) -> bool:
        """Whether texts of this kind are checked."""
        return statement not in self.not_statements and (not self.statements or statement in self.statements)


class ConductFile(Strict):
    """`conduct_*.yml`."""

    rules: tuple[ConductRule, ...]


@dataclass(frozen=True, slots=True)
class ElementDemand:
    """One element a writer has to supply: its name, what it says, and what may stand in its place."""

    name: str
    description: str
    alternatives: tuple[str, ...] = ()
