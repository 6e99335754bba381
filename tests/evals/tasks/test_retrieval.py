"""The judged queries: what the figures say, and the command on the shipped corpus."""

import json
from pathlib import Path

import pytest

from evals.tasks import retrieval as task
from evals.tasks.retrieval import Answer, Query, figures_of, load
from service.__main__ import main
from service.errors import ServiceError

ASKED = Query(id="q-1", query="顾客吃坏肚子", language="zh", relevant=("playbooks/food-safety", "law/food-safety-law"))
UNANSWERABLE = Query(id="q-2", query="今天天气怎么样", language="zh", relevant=())


class TestFigures:
    def test_the_first_five_documents_count(self) -> None:
        answer = Answer(ASKED, "hybrid", ("a", "playbooks/food-safety", "b", "c", "d", "law/food-safety-law"))
        assert (answer.recall, answer.found, answer.reciprocal_rank) == (0.5, 1.0, 0.5)
        assert 0 < answer.gain < 1

    def test_all_answers_in_order_are_a_full_gain(self) -> None:
        assert Answer(ASKED, "hybrid", ASKED.relevant).gain == 1.0
        assert Answer(ASKED, "hybrid", ()).gain == 0.0

    def test_silence_counts_only_where_nothing_answers(self) -> None:
        figures = figures_of([Answer(UNANSWERABLE, "hybrid", ()), Answer(ASKED, "hybrid", ())])
        assert figures["hybrid"]["silent"] == 1.0
        assert figures["hybrid"]["recall@5"] == 0.0
        assert figures["hybrid law"]["n"] == 1.0


def test_a_line_that_is_no_query_is_named(tmp_path: Path) -> None:
    (tmp_path / "dev.jsonl").write_text('{"id": "q-1", "colour": "red"}\n', encoding="utf-8")
    with pytest.raises(ServiceError, match=r"dev\.jsonl:1"):
        load(tmp_path)


def test_a_run_behind_the_baseline_or_behind_a_part_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right, wrong = ("playbooks/food-safety", "law/food-safety-law"), ("a", "b")
    figures = figures_of([Answer(ASKED, "hybrid", wrong), Answer(ASKED, "words", right), Answer(ASKED, "meaning", wrong)])
    monkeypatch.setattr(task, "BASELINE", tmp_path / "baseline.json")
    (tmp_path / "baseline.json").write_text('{"held": {"hybrid": {"mrr": 0.4}}}', encoding="utf-8")
    assert task.worse_than_baseline("dev", figures) == ["hybrid zh recall@5: 0.000 < 1.000"]
    assert task.worse_than_baseline("held", figures) == ["hybrid mrr: 0.000 < 0.400"]
    (tmp_path / "baseline.json").write_text("{", encoding="utf-8")
    with pytest.raises(ServiceError):
        task.worse_than_baseline("dev", figures)


def test_the_command_meets_its_targets_or_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    queries = [
        {"id": "q-1", "query": "食物中毒 食品安全事故 处置", "language": "zh", "relevant": ["playbooks/food-safety"]},
        {"id": "q-2", "query": "qqxx zzyy", "language": "en", "relevant": []},
    ]
    path = tmp_path / "dev.jsonl"
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in queries), encoding="utf-8")
    monkeypatch.setattr(task, "load", lambda: load(tmp_path))
    monkeypatch.setattr(task, "BASELINE", tmp_path / "baseline.json")
    (tmp_path / "baseline.json").write_text('{"dev": {"hybrid zh": {"recall@5": 1.0}}}', encoding="utf-8")
    assert main(["eval", "retrieval", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["figures"]["hybrid"]["recall@5"] == 1.0
    queries[0]["relevant"] = ["playbooks/no-such-document"]
    path.write_text(json.dumps(queries[0], ensure_ascii=False), encoding="utf-8")
    assert main(["eval", "retrieval", "--misses"]) == 1
    assert "no-such-document" in capsys.readouterr().out
