"""The coverage list: for every clause of the rule catalogue a sentence that shows it enforced, or the reason why it is not."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import ConfigDict, Field, RootModel, model_validator

from service.compliance.schemas import Grade, TestContext
from service.datafiles import load_data
from service.strict import Strict

Text = Annotated[str, Field(min_length=1)]
COVERAGE = "coverage.yml"


class Sentence(Strict):
    """A clause of the catalogue as a text.

    Attributes:
        clause: in the catalogue's words.
        context: over that of the entry.
        by: the rule that answers for the clause, where it is not the entry's.
        span: the match that a finding must report, without the rest of the passage it marks.
        basis: what must stand in its legal basis.
        says: what must stand in its message.
        not_enforced: why the checker does not do what the clause asks; it is then tested that it does not.
    """

    clause: Text
    text: Text
    context: TestContext = Field(default_factory=TestContext)
    by: str | None = None
    span: Text | None = None
    severity: Grade | None = None
    basis: Text | None = None
    says: Text | None = None
    not_enforced: Text | None = None


class Unchecked(Strict):
    """A clause that no sentence can show."""

    clause: Text
    not_enforced: Text


class Entry(Strict):
    """A rule of the catalogue, or a section of it that holds for all rules.

    Attributes:
        module: the files that enforce the section.
        severity: of the rule, as the catalogue gives it.
        context: of every sentence.
        kinds: kinds of statement each sentence is tried in; `copy` is marketing copy. Empty: that of the context.
        hits: what must give a finding.
        excused, traps: what must give none of this rule; in a section, of no rule unless one is named.
    """

    rule: str | None = None
    section: str | None = None
    title: str | None = None
    module: tuple[str, ...] = ()
    severity: Grade | None = None
    context: TestContext = Field(default_factory=TestContext)
    kinds: tuple[str, ...] = ()
    hits: tuple[Sentence, ...] = ()
    excused: tuple[Sentence, ...] = ()
    traps: tuple[Sentence, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.rule is None) == (self.section is None):
            raise ValueError("an entry is about one rule or one section")
        if self.rule is not None and (self.severity is None or not self.hits):
            raise ValueError("a rule needs its severity and hits")
        if self.rule is None and any(sentence.by is None for sentence in self.hits):
            raise ValueError("a hit of a section names its rule with `by`")
        return self

    @property
    def name(self) -> str:
        """The rule's id, or the section's number."""
        return self.rule or f"section {self.section}"

    def contexts(self, sentence: Sentence) -> tuple[TestContext, ...]:
        """The contexts a sentence is tried in: the entry's with what the sentence sets itself, once for each kind of statement."""
        context = self.context.model_copy(update=sentence.context.model_dump(exclude_unset=True))
        if not self.kinds:
            return (context,)
        return tuple(context.model_copy(update={"statement": None if kind == "copy" else kind}) for kind in self.kinds)


class _Coverage(RootModel[tuple[Entry, ...]]):
    model_config = ConfigDict(frozen=True)


def load_coverage(folder: Path) -> tuple[Entry, ...]:
    """The coverage list of a folder of rulesets.

    Raises:
        DataFault: it is missing or broken, or has an unknown key; names file and line.
    """
    return load_data(folder / COVERAGE, _Coverage).root
