"""What a question is about, and what it asks for, by its words."""

import pytest

from service.briefs import IncidentKind
from service.retrieval.intents import kinds_in, wanted_collections


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("会员资料外传了怎么办", {IncidentKind.DATA_BREACH}),
        ("群主骂人", {IncidentKind.EMPLOYEE_MISCONDUCT}),
        ("the river is full of discharge", {IncidentKind.ENVIRONMENTAL}),
        ("今天天气不错", set()),
        ("the weather is fine", set()),
        ("", set()),
    ],
)
def test_kinds(query: str, kinds: set[IncidentKind]) -> None:
    assert kinds_in(query) == kinds


def test_at_most_two_kinds_are_guessed() -> None:
    assert len(kinds_in("召回 谣言 裁员 污水 宕机 抄袭 差评")) <= 2


@pytest.mark.parametrize(
    ("query", "collections"),
    [
        ("发生泄露必须通知谁", {"law"}),
        ("群管理员骂人怎么处理", {"playbooks"}),
        ("别家当时是什么情况", {"incidents"}),
        ("how did KFC apologise", {"incidents"}),
        ("is it illegal", {"law"}),
        ("flawless", set()),
        ("召回", set()),
    ],
)
def test_collections(query: str, collections: set[str]) -> None:
    assert wanted_collections(query) == collections
