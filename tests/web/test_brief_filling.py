"""A brief's text as the filled form, and back."""

from pathlib import Path

import pytest

from service.briefs.loader import brief_from_data, load_brief
from service.errors import InvalidInput
from service.web.pages.brief_filling import filled_form, form_text, problems_in
from service.web.pages.brief_form import brief_data, empty_form
from tests.samples import FOLDER

EXTRAS = """
schema: firstword.brief/1
brand: 晨禾乳业
issued_at: 2026-03-02T03:40:00+01:00
issuer: {organisation: 晨禾乳业, person: 李敏, title: 质量总监}
incident: {title: 异味, kind: food_safety, jurisdiction: CN, detected_at: "2026-03-02T09:10:30+08:00", occurred_at: 2026-03-01,
  translations: {en: odour}}
facts:
  - {id: X9, text: 收到6起反馈, status: confirmed, disclosure: public, as_of: "2026-03-02T09:00:00+08:00", translations: {en: Six reports were received}}
  - {id: F1, text: 已停售, status: confirmed, disclosure: public, source: 生产部}
commitments:
  - {id: C7, text: 全额退款, owner: 客户服务部, due: "2026-03-05T18:00:00+08:00", approved: true, translations: {en: full refunds}}
contacts: [{label: 热线, value: 0400-820-0000, translations: {en: Hotline}}]
exposure: {people_harmed: 0, minors_affected: false}
level: II
level_reason: 演练
requests:
  - {statement: update, language: zh-CN, previous: {text: "此前\\n两行", issued_at: "2026-03-02T09:20:00+08:00"}}
  - {statement: faq, language: zh-CN}
"""


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yml")), ids=lambda path: path.stem)
def test_every_sample_survives_the_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert brief_from_data(brief_data(filled_form(text))) == load_brief(text, "")


def test_what_the_form_does_not_show_is_carried() -> None:
    form = filled_form(EXTRAS)
    assert load_brief(form_text(form), "") == load_brief(EXTRAS, "")
    assert brief_data(form)["facts"][0]["translations"] == {"en": "Six reports were received"}


def test_a_row_that_was_emptied_takes_what_it_carried_along() -> None:
    form = filled_form(EXTRAS)
    emptied = type(form)({**form.values, "facts[0].text": "", "facts[2].text": "新的一条"}, form.rows)
    assert [(fact["id"], fact["text"]) for fact in brief_data(emptied)["facts"]] == [("F1", "已停售"), ("F2", "新的一条")]


def test_times_are_shown_in_the_offset_of_the_brief() -> None:
    form = filled_form(EXTRAS)
    assert form.get("offset") == "+08:00"
    # Another offset stays with its time.
    assert form.get("issued_at") == "2026-03-02T03:40:00+01:00"
    assert form.is_odd_time("issued_at")
    assert form.get("incident.detected_at") == "2026-03-02T09:10:30"
    assert form.get("incident.occurred_at") == "2026-03-01"


def test_a_time_no_browser_would_show_is_not_lost() -> None:
    form = filled_form("incident: {detected_at: 昨天下午}")
    assert form.is_odd_time("incident.detected_at")
    assert brief_data(form)["incident"] == {"detected_at": "昨天下午"}


def test_what_is_missing_is_told() -> None:
    found = {problem.field for problem in problems_in(filled_form("brand: 邻家\nincident: {title: 异味, kind: null}"))}
    assert found == {"incident.kind", "incident.jurisdiction", "incident.detected_at"}
    assert problems_in(filled_form(EXTRAS)) == ()


@pytest.mark.parametrize("text", ["facts: 3", "- 1", "facts: [1]", "brand: {a: 1}", "facts: [{text: [1]}]", "a: ["])
def test_what_no_form_could_show_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        filled_form(text)


def test_an_empty_form_is_no_text() -> None:
    assert form_text(empty_form()) == ""
