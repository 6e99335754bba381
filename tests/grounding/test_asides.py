"""Sentences a colleague adds by hand in the middle of a statement: what nobody approved or knows is found, what the ledger says is not.

Half of them promise, announce, comfort or apologise beyond their brief; half say in other words what it holds.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from service.assessment.assess import assess
from service.brands import find_brand
from service.briefs import StatementRequest
from service.config import Settings
from service.drafting.grounds import grounds_for
from service.drafting.pipeline import DraftOptions, draft
from service.findings import Finding, Severity
from service.grounding import Grounds, check
from tests.samples import sample

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("asides.jsonl").read_text(encoding="utf-8").splitlines()
]
INVENTED = [row for row in ROWS if row["invented"]]
FAITHFUL = [row for row in ROWS if not row["invented"]]


@pytest.fixture(scope="module")
def settings(data_dir: Path) -> Settings:
    return Settings(data_dir=data_dir)


@cache
def _grounds(name: str) -> Grounds:
    brief = sample(name)
    brand = find_brand(brief.brand)
    return grounds_for(brief, brand, assess(brief, brand))


@cache
def _composed(name: str, language: str, settings: Settings) -> str:
    request = StatementRequest.model_validate({"statement": "holding_statement", "language": language})
    return draft(sample(name).with_changes(requests=(request,)), DraftOptions(offline=True), settings).statements[0].text


def _found(row: dict[str, Any], settings: Settings) -> list[Finding]:
    """The findings on the sentence, in the middle of the composed statement."""
    is_chinese = row["language"].startswith("zh")
    paragraphs = _composed(row["brief"], row["language"], settings).split("\n\n")
    middle = max(1, len(paragraphs) // 2)
    paragraphs[middle] += ("" if is_chinese else " ") + row["sentence"] + ("。" if is_chinese else ".")
    text = "\n\n".join(paragraphs)
    start = text.index(row["sentence"])
    end = start + len(row["sentence"])
    report = check(text, _grounds(row["brief"]), language=row["language"])
    return [item for item in report.findings if item.start < end and start < item.end]


def _id(row: dict[str, Any]) -> str:
    return str(row["id"])


def test_nine_in_ten_inventions_are_found_and_most_stop_a_sign_off(settings: Settings) -> None:
    missed = [row["sentence"] for row in INVENTED if not _found(row, settings)]
    assert len(missed) <= len(INVENTED) // 10, missed
    # An apology above the ceiling is a lawyer's to weigh: a warning. Of the rest most are errors.
    plain = [row for row in INVENTED if row["kind"] != "apology"]
    stopped = [row for row in plain if any(item.severity is Severity.ERROR for item in _found(row, settings))]
    assert len(stopped) >= 0.8 * len(plain)


@pytest.mark.parametrize("row", FAITHFUL, ids=_id)
def test_what_the_ledger_says_in_other_words_is_no_error(row: dict[str, Any], settings: Settings) -> None:
    assert [item.text for item in _found(row, settings) if item.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("name", "sentence", "rule", "severity"),
    [
        ("06-school-meal-children", "我们会派专人陪同", "ungrounded-promise", Severity.ERROR),
        ("06-school-meal-children", "检测结果将于今天下午公布", "ungrounded-promise", Severity.ERROR),
        ("06-school-meal-children", "目前住院的6名学生情况稳定", "ungrounded-harm", Severity.ERROR),
        ("06-school-meal-children", "对此深表歉意", "admission-above-ceiling", Severity.WARNING),
    ],
)
def test_each_kind_is_named(name: str, sentence: str, rule: str, severity: Severity, settings: Settings) -> None:
    found = _found({"brief": name, "language": "zh-CN", "sentence": sentence}, settings)
    assert (rule, severity) in {(item.rule, item.severity) for item in found}


@pytest.mark.parametrize(
    "sentence",
    [
        "检测结果何时公布，目前还不清楚",
        "检测结果公布后，我们会立即告诉大家",
        "如果检测结果明天公布，我们会转告大家",
        "我们会在今晚9点公布结果",
        "愿住院的孩子早日出院、平安回家",
        "给孩子和家长带来的担心，我们深表歉意",
    ],
)
def test_what_is_open_wished_or_at_the_next_update_is_not_taken_for_news(sentence: str, settings: Settings) -> None:
    found = _found({"brief": "06-school-meal-children", "language": "zh-CN", "sentence": sentence}, settings)
    assert [item.rule for item in found if item.severity is not Severity.SUGGESTION] == []
