"""What a rule is made of, as its YAML file gives it, and what is known around the text that is checked."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from service.i18n import Localized, UiLanguage
from service.patterns import lazy
from service.strict import Strict

Plan = Literal["full", "partial", "link"]
Grade = Literal["block", "legal", "advise"]
InvestigationStatus = Literal["pending", "concluded"]
Jurisdiction = Literal["CN", "HK", "US", "UK", "EU"]
# Language signals a rule may name as exemptions; `service.compliance.signals` says what each means.
Signal = Literal[
    "attributed", "completed", "conditional", "corrected", "ethos", "goal", "incident", "instruction", "named", "negated", "question",
    "quoted", "reported", "self_comparison",
]  # fmt: skip
_PLACEHOLDER = lazy(r"\{([a-z_]+)(?:\|([^{}]*))?\}")


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What the text alone cannot tell; None or empty means unknown, which counts as not approved and not proven.

    Attributes:
        language: zh, en or a language tag; None: detected.
        statement: a kind of statement; None: ordinary marketing copy.
        advertisement: answers the is-it-an-ad question; None: the checker decides.
        is_grounded: the text is held against a ledger as well, which reads its facts better than a pattern can.
    """

    language: str | None = None
    statement: str | None = None
    jurisdiction: str | None = None
    advertisement: bool | None = None
    investigation_status: InvestigationStatus | None = None
    evidence: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    listed: bool | None = None
    industry: str | None = None
    recall_plan: Plan | None = None
    notice_plan: Plan | None = None
    is_grounded: bool = False


class Wording(Strict):
    """One text in both languages; `{name}` and `{name|default}` are filled from the match, `{text}` is all of it."""

    zh: str
    en: str

    def in_(self, language: UiLanguage) -> str:
        """The wording in `language`."""
        return Localized(zh=self.zh, en=self.en).in_(language)

    def fill(self, language: UiLanguage, values: dict[str, str]) -> str:
        """The wording with its placeholders replaced; one without a value takes its default."""
        return _PLACEHOLDER.sub(lambda found: values.get(found[1]) or found[2] or "", self.in_(language))

    def placeholders(self) -> set[tuple[str, bool]]:
        """Every placeholder, and whether it has a default."""
        return {(found[1], found[2] is not None) for found in _PLACEHOLDER.finditer(self.zh + self.en)}


def _with_defaults(wording: Wording) -> Wording:
    for name, has_default in wording.placeholders():
        if name not in {"text", "missing"} and not has_default:
            raise ValueError(f"placeholder {{{name}}} needs a default: {{{name}|…}}")
    return wording


class Words(Strict):
    """A regular expression for each language, tried on the sentence; absent: never met."""

    zh: str | None = None
    en: str | None = None


class Reference(Strict):
    """An article a finding rests on.

    Attributes:
        verified: the number was compared with the text of the law.
        when: what the text around the match, or the industry, must speak of, for an article on one kind of goods or business; in a language it has no
            expression for, the article is given in any case.
    """

    instrument: Wording
    article: Wording
    effective: date | None = None
    verified: bool
    when: Words = Field(default_factory=Words)

    def shown(self, language: UiLanguage) -> str:
        """`《广告法》第九条第（三）项`, with a note where nobody has verified the number."""
        note = "" if self.verified else Localized(zh="（条号未核）", en=" (article unverified)").in_(language)
        article = self.article.in_(language)
        joint = "" if language == "zh" or not article else " "
        return self.instrument.in_(language) + joint + article + note


class Basis(Strict):
    """What the rule rests on.

    Attributes:
        not_advertisement: instead of `references` where the passage is no advertisement.
        by_jurisdiction: instead of both where the context names this jurisdiction.
    """

    references: Annotated[tuple[Reference, ...], Field(min_length=1)]
    not_advertisement: tuple[Reference, ...] = ()
    by_jurisdiction: dict[Jurisdiction, Annotated[tuple[Reference, ...], Field(min_length=1)]] = Field(default_factory=dict)


class Own(Strict):
    """What one pattern says instead of its rule: the article it falls under, why, what to write. Absent: the rule's."""

    basis: tuple[Reference, ...] = ()
    message: Wording | None = None
    suggestion: Wording | None = None

    @field_validator("message", "suggestion")
    @classmethod
    def _fillable(cls, wording: Wording | None) -> Wording | None:
        return wording and _with_defaults(wording)


class Pattern(Strict):
    """One way a text can meet the rule, in one language.

    Attributes:
        regex: over normalised text, lower case unless `cased`; `{name}` stands for a word list of vocabulary.yml. The group
            `span`, where given, is what is reported; other named groups fill messages.
        cue: one of these must stand in the sentence, else the pattern is not tried. It is tried on the sentences that have one.
        needs: must occur in the scope around the match.
        unless: must not occur there.
        scope: the clause, the sentence, 24 characters to each side, the paragraph or the whole text.
        only_in: kinds of statement the pattern is meant for; `copy` is marketing copy. Empty: all.
        not_in: kinds of statement it is not meant for.
        against: the pattern holds only where a known fact of the context matches this too, which it then contradicts.
        severity: instead of the rule's.
        ignores: exemptions of the rule that do not hold for this pattern.
        own: its own basis or wordings, where the rule's patterns fall under different articles.
    """

    regex: str
    cue: tuple[str, ...] = ()
    cased: bool = False
    scope: Literal["clause", "sentence", "near", "paragraph", "document"] = "sentence"
    needs: str | None = None
    unless: str | None = None
    only_in: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    against: str | None = None
    severity: Grade | None = None
    ignores: tuple[Signal, ...] = ()
    own: Own | None = None


class Patterns(Strict):
    """The patterns of both languages."""

    zh: tuple[Pattern, ...] = ()
    en: tuple[Pattern, ...] = ()


class Pair(Strict):
    """A trigger and the companion without which it means nothing, at most `reach` characters apart in one sentence.

    `between` must not occur between them; `unless` must not occur in the sentence.
    """

    trigger: str
    companion: str
    reach: int = Field(default=40, ge=1, le=120)
    between: str | None = None
    unless: str | None = None
    cue: Annotated[tuple[str, ...], Field(min_length=1)]
    only_in: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()


class Pairs(Strict):
    """The pairs of both languages."""

    zh: tuple[Pair, ...] = ()
    en: tuple[Pair, ...] = ()


class Existence(Strict):
    """The rule fires where a pattern matches."""

    name: Literal["existence"]
    patterns: Patterns


class Conditional(Strict):
    """The rule fires on a trigger that has its companion near it, or on a pattern that needs none."""

    name: Literal["conditional"]
    pairs: Pairs
    patterns: Patterns = Field(default_factory=Patterns)


class Part(Strict):
    """Something the text must say somewhere: what it is called, the article that asks for it, how it is recognised."""

    name: Wording
    article: Wording | None = None
    present: Words


class Misleading(Strict):
    """Wordings that are at fault themselves, whatever else the text says; they bring their own message."""

    patterns: Patterns
    message: Wording
    suggestion: Wording

    @field_validator("message", "suggestion")
    @classmethod
    def _fillable(cls, wording: Wording) -> Wording:
        return _with_defaults(wording)


class Missing(Strict):
    """The rule fires on the sentence that announces an event, where parts the law asks for stand nowhere in the text.

    Attributes:
        misleading: wordings of such a text that are reported for themselves.
        patterns: what announces the event; the first sentence that does is reported.
        parts: what the text must say.
        at_least: how many must be missing.
        plan: the key of the context that says whether the rest stands elsewhere (`full` or `link`: nothing is missing here).
        pointer: the text itself points to the full notice; then nothing is missing either.
    """

    name: Literal["missing"]
    patterns: Patterns
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    at_least: int = Field(default=1, ge=1)
    plan: Literal["recall_plan", "notice_plan"]
    pointer: Words = Field(default_factory=Words)
    misleading: Misleading | None = None


class Support(Strict):
    """Something that makes a hit harmless or less grave.

    Attributes:
        by: `evidence`, `approved` or `facts` of the context, a `concluded` investigation, the `industry`, `unlisted` (the company is
            known not to be listed); `documented` and `sourced` look at the sentence itself (body, number, date); `text`: the
            condition `text` alone.
        matching: what the item of the context must say; absent: it must speak of the same thing as the hit.
        text: what the sentence must say besides.
    """

    by: Literal["approved", "concluded", "documented", "evidence", "facts", "industry", "sourced", "text", "unlisted"]
    effect: Literal["clear", "downgrade"] = "clear"
    matching: str | None = None
    text: Words | None = None
    hint: Wording | None = None


class Statements(Strict):
    """How the rule changes with the kind of statement; `copy` stands for marketing copy.

    `only`: the kinds it is meant for, empty: all; `off`: those it is not meant for.
    """

    only: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    severity: dict[str, Grade] = Field(default_factory=dict)


class TestContext(Strict):
    """The context of one self-test, in the contract's words."""

    language: str | None = None
    statement: str | None = None
    jurisdiction: str | None = None
    advertisement: bool | None = None
    investigation_status: InvestigationStatus | None = None
    evidence: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    listed: bool | None = None
    industry: str | None = None
    recall_plan: Plan | None = None
    notice_plan: Plan | None = None

    def context(self) -> CheckContext:
        """The same as the checker takes it."""
        return CheckContext(**self.model_dump())


class Hit(Strict):
    """A text the rule must meet, with exactly these fragments in order, and with this severity where one is given."""

    text: str
    spans: Annotated[tuple[str, ...], Field(min_length=1)]
    severity: Grade | None = None
    context: TestContext = Field(default_factory=TestContext)


class Miss(Strict):
    """A text the rule must leave alone."""

    text: str
    context: TestContext = Field(default_factory=TestContext)

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: object) -> object:
        return {"text": data} if isinstance(data, str) else data


class SelfTests(Strict):
    """What the rule must and must not meet."""

    hits: Annotated[tuple[Hit, ...], Field(min_length=8)]
    misses: Annotated[tuple[Miss, ...], Field(min_length=8)]

    def cases(self) -> tuple[Hit | Miss, ...]:
        """All of them, hits first."""
        return (*self.hits, *self.misses)


class Rule(Strict):
    """One rule of the catalogue.

    Attributes:
        languages: of the texts it reads; empty: any.
        jurisdictions: where it is law; a context that names none is any. Empty: any.
        yields_to: more specific rules; where one of them reports an overlapping place, it alone is shown and names this one.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)+$")
    title: Wording
    group: Literal["A", "B", "C", "D", "E", "brand"]
    severity: Grade
    basis: Basis
    message: Wording
    suggestion: Wording
    kind: Annotated[Existence | Conditional | Missing, Field(discriminator="name")]
    languages: tuple[Literal["zh", "en"], ...] = ()
    jurisdictions: tuple[Jurisdiction, ...] = ()
    yields_to: tuple[str, ...] = ()
    exempt: tuple[Signal, ...] = ()
    unless: Words = Field(default_factory=Words)
    supports: tuple[Support, ...] = ()
    statements: Statements = Field(default_factory=Statements)

    @field_validator("message", "suggestion")
    @classmethod
    def _fillable(cls, wording: Wording) -> Wording:
        return _with_defaults(wording)


class SourceRule(Rule):
    """A rule as its file gives it, with its self-tests."""

    tests: SelfTests


class Vocabulary(Strict):
    """Word lists the patterns share: name to regular expression."""

    words: dict[str, str]
