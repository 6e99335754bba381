"""Owner and hour of a checklist step, changed on its page: kept in the chain, and never over somebody else's change."""

import json
import re
from html import unescape
from typing import Any

import pytest

from tests.web.sites import Browser, Filed


@pytest.fixture
def case(filed: Filed) -> str:
    """The address of the case."""
    return f"/cases/{filed.ids['case_id']}"


@pytest.fixture
def pr(filed: Filed) -> Browser:
    return filed.site.browse_again("pr")


def _form(page: str, step: str) -> dict[str, str]:
    form = page.partition(f'id="assign-{step}"')[2].partition("</form>")[0]
    return {name: unescape(value) for name, value in re.findall(r'name="(seen_\w+|owner|due_at)"[^>]*value="([^"]*)"', form)}


def _send(by: Browser, case: str, step: str, **fields: str) -> Any:
    return by.send(f"{case}/steps/{step}/assign", **{**_form(by.see(f"{case}/checklist"), step), **fields})


def test_are_changed_on_the_checklist_and_kept_in_the_chain(filed: Filed, pr: Browser, case: str) -> None:
    step = filed.ids["step_id"]
    before = _form(pr.see(f"{case}/checklist?lang=en"), step)
    answer = _send(pr, case, step, owner="  夜班  公关 ", due_at="2026-07-19T04:30")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{case}/checklist#step-{step}")
    page = pr.see(f"{case}/checklist?lang=en")
    assert _form(page, step) == {
        "seen_owner": "夜班 公关",
        "seen_due": "2026-07-19T04:30",
        "owner": "夜班 公关",
        "due_at": "2026-07-19T04:30",
    }
    assert "2026-07-19 04:30 +08:00" in page
    assert "step&#39;s owner or hour changed" in pr.see(f"{case}/history?lang=en")
    events = filed.site.act("pr").get(f"/api/v1{case}/timeline").json()
    (event,) = [row for row in events if row["action"] == "step.assigned"]
    assert event["detail"]["due_to"].startswith("2026-07-19T04:30")
    assert before["owner"] not in json.dumps(event["detail"], ensure_ascii=False)


def test_an_hour_is_taken_away_by_an_empty_field(filed: Filed, pr: Browser, case: str) -> None:
    assert _send(pr, case, filed.ids["step_id"], due_at="").status_code == 303
    assert _form(pr.see(f"{case}/checklist"), filed.ids["step_id"])["due_at"] == ""


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"owner": " "}, "say who does it, in at most 80 characters"),
        ({"owner": "<b>" + "x" * 90}, "say who does it, in at most 80 characters"),
        ({"due_at": "soon"}, "write a date and a time"),
    ],
)
def test_what_cannot_be_kept_comes_back(filed: Filed, pr: Browser, case: str, fields: dict[str, str], told: str) -> None:
    before = _form(pr.see(f"{case}/checklist"), filed.ids["step_id"])
    refused = _send(pr, case, filed.ids["step_id"], lang="en", **fields)
    assert refused.status_code == 422
    assert told in refused.text
    (name, value), *_ = fields.items()
    assert _form(refused.text, filed.ids["step_id"])[name] == value
    assert _form(pr.see(f"{case}/checklist"), filed.ids["step_id"]) == before


def test_of_two_people_at_once_the_second_sees_what_the_first_wrote(filed: Filed, pr: Browser, case: str) -> None:
    step = filed.ids["step_id"]
    seen = _form(pr.see(f"{case}/checklist"), step)
    assert _send(pr, case, step, owner="第一位").status_code == 303
    refused = pr.send(f"{case}/steps/{step}/assign", **{**seen, "owner": "第二位"})
    assert refused.status_code == 409
    assert _form(refused.text, step)["seen_owner"] == "第一位"
    assert _form(refused.text, step)["owner"] == "第二位"


def test_of_another_case_is_not_found(pr: Browser, case: str) -> None:
    assert pr.send(f"{case}/steps/nonsense/assign", owner="x").status_code == 404
