"""Passages as an experienced officer would word a brief: nothing added, little of the ledger's own wording left. None holds an error."""

import json
from functools import cache
from pathlib import Path

import pytest

from service.assessment.assess import assess
from service.brands import find_brand
from service.drafting.grounds import grounds_for
from service.findings import Severity
from service.grounding import Grounds, check
from tests.samples import sample

ROWS = [json.loads(line) for line in Path(__file__).with_name("paraphrases.jsonl").read_text(encoding="utf-8").splitlines()]


@cache
def _grounds(name: str) -> Grounds:
    brief = sample(name)
    brand = find_brand(brief.brand)
    return grounds_for(brief, brand, assess(brief, brand))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['brief'][:2]}-{row['text'][:12]}")
def test_a_passage_in_other_words_holds_no_error(row: dict[str, str]) -> None:
    found = check(row["text"], _grounds(row["brief"]), language=row["language"]).findings
    assert [(item.rule, item.text) for item in found if item.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("06-school-meal-children", "孩子的医药费，家长一分钱都不用出。"),
        ("06-school-meal-children", "一百句解释，不如一句实话。"),
        ("18-uk-park-ride-death", "We owe you a hundred answers and have only a few."),
        ("18-uk-park-ride-death", "Half the questions you ask us we cannot answer yet."),
    ],
)
def test_a_number_in_a_turn_of_phrase_counts_nothing(name: str, text: str) -> None:
    found = check(text, _grounds(name)).findings
    assert [(item.rule, item.text) for item in found if item.severity is Severity.ERROR] == []
