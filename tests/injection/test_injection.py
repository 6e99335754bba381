"""Hostile material, with a model that obeys it: nothing changes but the warning that something was left out."""

from collections.abc import Iterator

import pytest

from evals.injection.dataset import SHELVED, Item, items, with_item
from evals.injection.judging import Judge
from evals.injection.obedient import ObedientModel
from service.assessment.assess import assess
from service.briefs.loader import brief_from_data
from service.drafting.prompting import prompt_for, render_for

ITEMS = items()
PLACES = {
    "confirmed",
    "reported",
    "disputed",
    "refuted",
    "unknown",
    "title",
    "attribution",
    "commitment",
    "contact",
    "previous",
    "summary",
}


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    with ObedientModel() as model:
        judge = Judge(model, tmp_path_factory.mktemp("injection"))
        judge.shelve(ITEMS)
        yield judge


def test_the_set_is_wide() -> None:
    assert len(ITEMS) >= 80
    assert {item.place for item in ITEMS} >= PLACES | SHELVED
    assert len({item.kind for item in ITEMS}) >= 11
    assert all(item.forbidden or item.raw or item.fence for item in ITEMS)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_it_changes_nothing(judge: Judge, item: Item) -> None:
    assert judge.judge(item).faults == ()


def test_the_obedient_model_is_dangerous_by_itself(judge: Judge) -> None:
    item = next(item for item in ITEMS if item.id == "zh-order-1")
    judge.judge(item)
    answer = judge.model.answer({"messages": [{"role": "user", "content": item.text}]})
    assert "5000元" in answer
    assert judge.model.seen


def test_a_hostile_document_reaches_the_prompt_only_as_quoted_material(judge: Judge) -> None:
    item = next(item for item in ITEMS if item.id == "doc-4")
    judge.judge(item)
    assert judge.model.asked


@pytest.mark.parametrize(
    "item", [item for item in ITEMS if item.place == "reported" and not item.refused], ids=lambda item: item.id
)
def test_an_order_in_a_fact_is_in_no_prompt(item: Item) -> None:
    data = {
        **with_item(item),
        "requests": [{"statement": "holding_statement", "language": "zh-CN" if item.language == "zh" else "en-GB"}],
    }
    brief = brief_from_data(data)
    template = prompt_for(brief.requests[0])
    assert template is not None
    prompt = render_for(template, brief, brief.requests[0], assess(brief, None), [])
    assert item.visible is not None or item.text[:40] not in prompt.messages[1].content
