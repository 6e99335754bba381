"""The grounds of the last few briefs are held, each under the brief's value."""

from pathlib import Path

from service.briefs import IncidentBrief
from service.briefs.loader import load_brief
from service.drafting.grounds import grounds_for

BRIEFS = Path(__file__).parents[2] / "evals" / "briefs"


def _brief(name: str = "05-hotpot-food-poisoning.yml") -> IncidentBrief:
    return load_brief((BRIEFS / name).read_bytes(), name)


def test_an_equal_brief_has_the_same_grounds() -> None:
    assert grounds_for(_brief(), None) is grounds_for(_brief(), None)


def test_a_changed_fact_makes_other_grounds() -> None:
    brief = _brief()
    fact = brief.facts[0].model_copy(update={"text": "门店共有37张餐桌"})
    changed = grounds_for(brief.with_changes(facts=(fact, *brief.facts[1:])), None)
    assert changed is not grounds_for(brief, None)
    assert any(source.text == "门店共有37张餐桌" for source in changed.ledger.sources)


def test_the_brief_asked_for_longest_ago_is_let_go() -> None:
    first = grounds_for(_brief(), None)
    for path in sorted(BRIEFS.glob("*.yml"))[-9:]:
        grounds_for(_brief(path.name), None)
    assert grounds_for(_brief(), None) is not first
