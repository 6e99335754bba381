"""Which statements models are compared on: one request of one brief each, in both languages, with the answers written by hand for them."""

from dataclasses import dataclass

from evals.drafting.answers import Case, plants, truthful
from evals.drafting.inventing import inventing
from service.briefs import IncidentBrief, StatementRequest

# Eight of the hundred that have an answer by hand; short prompts first, for a small model reads them slowly.
NAMES = (
    "20-bilingual-illustration-ip.holding_statement.zh-CN",
    "20-bilingual-illustration-ip.holding_statement.en-GB",
    "07-hk-rumour-frozen-chicken.rumour_rebuttal.zh-CN",
    "15-uk-cafe-review.apology.en-GB",
    "06-school-meal-children.holding_statement.zh-CN",
    "17-us-meal-kit-supplier-incomplete.apology.en-US",
    "01-group-admin-insult.holding_statement.zh-CN",
    "16-uk-river-spill.holding_statement.en-GB",
)
# Of the answers with planted inventions: the one with four of them.
_VARIANT = 2


@dataclass(frozen=True, slots=True)
class Sample:
    """One statement to be drafted. `id`: brief, statement and language."""

    id: str
    brief: IncidentBrief
    request: StatementRequest


@dataclass(frozen=True, slots=True)
class Written:
    """An answer by hand, as a model would send it. `markers`: words of what was invented in it, which no statement may hold."""

    answer: str
    markers: tuple[str, ...] = ()


def samples() -> list[Sample]:
    """The samples, in the order they are drafted in."""
    cases = {_name(case): case for case in truthful()}
    return [Sample(name, cases[name].brief, cases[name].request) for name in NAMES]


def by_hand(*, inventing_too: bool) -> dict[str, Written]:
    """Answers by sample: true ones in free words, or the same with inventions planted in them."""
    cases = {_name(case): case for case in truthful()}
    chosen = [cases[name] for name in NAMES]
    if not inventing_too:
        return {_name(case): Written(case.answer) for case in chosen}
    planted = [case for case in inventing(chosen, plants()) if case.id.endswith(f"-{_VARIANT}")]
    return {_name(case): Written(case.answer, case.markers) for case in planted}


def _name(case: Case) -> str:
    # A case's id is its number, the brief's file and the statement, a variant's number behind.
    stem = case.id.split("-", 1)[1].partition(f"-{case.request.statement}")[0]
    return f"{stem}.{case.request.statement}.{case.request.language}"
