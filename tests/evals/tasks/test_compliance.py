"""How texts are scored against their labels, and the command on texts of its own."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from evals.compliance import dataset
from evals.compliance.dataset import DatasetError, Labelled, load
from evals.scorers.compliance import TextScore, score
from evals.tasks import compliance as task
from service.__main__ import main
from service.errors import ServiceError

DIRTY: dict[str, Any] = {
    "id": "t-1",
    "text": "我们是全国第一的火锅品牌。门店7月19日停业。",
    "language": "zh",
    "statement": "marketing",
    "labels": [{"rule": "ad-absolute-superlative", "text": "全国第一"}],
}
CLEAN: dict[str, Any] = {"id": "t-2", "text": "门店7月19日停业。", "language": "zh", "labels": []}


def scored(**changes: Any) -> TextScore:
    return score(Labelled.model_validate_json(json.dumps(DIRTY | changes, ensure_ascii=False)))


def texts(places: Sequence[Any]) -> list[str]:
    return [place.text for place in places]


class TestScore:
    def test_a_finding_that_shares_a_character_answers_a_label(self) -> None:
        result = scored()
        assert (texts(result.found), result.missed, result.false) == (["全国第一"], (), ())
        assert result.is_dirty
        assert result.is_flagged
        assert result.is_alarmed

    def test_a_finding_elsewhere_is_false_and_the_label_missed(self) -> None:
        result = scored(labels=[{"rule": "ad-absolute-superlative", "text": "7月19日"}])
        assert texts(result.missed) == ["7月19日"]
        assert [place.rule for place in result.false] == ["ad-absolute-superlative"]

    def test_another_rule_answers_only_where_the_label_allows_it(self) -> None:
        label = {"rule": "ad-public-morals", "text": "全国第一"}
        assert texts(scored(labels=[label]).missed) == ["全国第一"]
        assert texts(scored(labels=[label | {"may": ["ad-absolute-superlative"]}]).found) == ["全国第一"]

    def test_what_is_tolerated_is_neither_asked_for_nor_false(self) -> None:
        result = scored(labels=[], tolerated=DIRTY["labels"])
        assert (result.found, result.missed, result.false) == ((), (), ())
        assert not result.is_dirty
        assert not result.is_flagged

    def test_what_nobody_expected_flags_a_clean_text(self) -> None:
        result = scored(labels=[])
        assert "第一" in result.false[0].text
        assert result.is_alarmed

    def test_the_nth_place_is_meant(self) -> None:
        text = "门店第一时间停业，我们是全国第一。"
        label = {"rule": "ad-absolute-superlative", "text": "第一", "nth": 2}
        assert [place.start for place in scored(text=text, labels=[label]).found] == [text.rindex("第一")]


class TestRates:
    def test_documents_count_once_however_many_findings_they_have(self) -> None:
        rates = task.documents([scored(), scored(labels=[])], "zh")
        assert (rates.right, rates.missed, rates.false) == (1, 0, 1)

    def test_nothing_measured_is_no_figure(self) -> None:
        assert task.documents([], "en").f1 is None
        assert all(target.value is None and target.met for target in task.targets_of([]))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, items in {"dev.a": [DIRTY, CLEAN], "held": [DIRTY | {"id": "h-1"}]}.items():
        lines = (json.dumps(item, ensure_ascii=False) + "\n" for item in items)
        (tmp_path / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    monkeypatch.setattr(task, "DATA", tmp_path)
    return tmp_path


class TestTask:
    def test_held_back_texts_are_scored_apart(self, data: Path) -> None:
        del data
        assert [item.id for item in task.evaluate("dev")] == ["t-1", "t-2"]
        assert [item.id for item in task.evaluate("held")] == ["h-1"]

    def test_the_command_prints_the_figures_and_fails_only_below_a_target(
        self, data: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["eval", "compliance", "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["set"] == "dev"
        assert {item["name"]: item["value"] for item in told["figures"]}["Chinese documents, F1"] == 1.0
        wrong = CLEAN | {"labels": [{"rule": "ad-absolute-superlative", "text": "停业"}]}
        (data / "dev.b.jsonl").write_text(json.dumps(wrong | {"id": "t-3"}, ensure_ascii=False) + "\n", encoding="utf-8")
        assert main(["eval", "compliance", "--misses"]) == 1
        assert "停业" in capsys.readouterr().out

    def test_the_words_of_held_back_texts_are_not_printed(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (data / "held.jsonl").write_text(
            json.dumps(CLEAN | {"labels": [{"rule": "ad-absolute-superlative", "text": "停业"}]}, ensure_ascii=False), "utf-8"
        )
        main(["eval", "compliance", "--set", "held", "--misses"])
        assert "停业" not in capsys.readouterr().out

    @pytest.mark.parametrize(
        "line",
        ["no json", json.dumps(CLEAN | {"colour": "red"}), json.dumps(CLEAN | {"labels": [{"rule": "x", "text": "没有"}]})],
        ids=["no-json", "unknown-key", "label-not-in-text"],
    )
    def test_a_line_that_is_no_text_is_named(self, data: Path, line: str) -> None:
        (data / "dev.a.jsonl").write_text(line + "\n", encoding="utf-8")
        with pytest.raises(DatasetError, match=r"dev\.a\.jsonl:1"):
            load(data)
        with pytest.raises(ServiceError, match="dev"):
            task.evaluate("dev")

    def test_the_projects_own_data_is_valid(self) -> None:
        assert {"dev.a", "held"} <= load(dataset.DATA).keys()
