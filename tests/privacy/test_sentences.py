"""Sentences by another hand: what is hidden of their personal data, and what else is. The figures at first sight stand in the set's README."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.privacy.finding import find_personal
from tests.samples import ROOT

PATH: Path = ROOT / "evals" / "datasets" / "privacy" / "sentences.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in PATH.read_text(encoding="utf-8").splitlines()]


def _covered(row: dict[str, Any], item: dict[str, Any]) -> bool:
    hidden = {at for found in find_personal(row["text"]) for at in range(found.start, found.end)}
    return set(range(item["start"], item["end"])) <= hidden


def test_the_set_is_large_enough_and_its_offsets_lie_inside() -> None:
    assert len(ROWS) >= 150
    for row in ROWS:
        for item in row["items"]:
            assert 0 <= item["start"] < item["end"] <= len(row["text"])


@pytest.mark.parametrize(("people", "share"), [(True, 0.91), (False, 0.98)])
def test_personal_data_is_hidden_whole(people: bool, share: float) -> None:
    items = [(row, item) for row in ROWS for item in row["items"] if (item["type"] == "person") is people]
    assert sum(_covered(row, item) for row, item in items) / len(items) >= share


def test_little_else_is_hidden() -> None:
    right = total = 0
    for row in ROWS:
        for found in find_personal(row["text"]):
            total += 1
            right += any(found.start < item["end"] and item["start"] < found.end for item in row["items"])
    assert right / total >= 0.98


def test_sentences_without_personal_data_are_left_alone() -> None:
    clean = [row for row in ROWS if not row["items"]]
    assert sum(not find_personal(row["text"]) for row in clean) >= len(clean) - 2
