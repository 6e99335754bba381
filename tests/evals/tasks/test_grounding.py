"""The task on a folder of a few texts, and the command from end to end. What is scored stands in the tests, not in the checker."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from evals.grounding.dataset import ROOT
from evals.grounding.mutations import KINDS
from evals.scorers.grounding import Flag, Grade
from evals.tasks import grounding as task
from evals.tasks.grounding import Sources, evaluate, result_of
from evals.tasks.grounding_figures import Share, figures_of
from evals.tasks.grounding_page import page
from evals.tasks.grounding_scores import CarelessScore, ComposedScore, InventionScore, Scores, TextScore
from service.__main__ import main
from service.cli import evaluate as command
from service.errors import ServiceError

BRIEF = "evals/briefs/05-hotpot-food-poisoning.yml"
FAITHFUL = {"id": "t-1", "brief": BRIEF, "language": "zh-CN", "statement": None, "style": "微博短文"}
FAITHFUL |= {"text": "云浦店自7月19日0时20分起停业。"}
# The brief knows of no such sum: the text is wrongly called faithful.
FALSE = FAITHFUL | {"id": "t-2", "text": "云浦店自7月19日0时20分起停业。我们已拿出83万元。"}
INVENTION = {"id": "i-1", "brief": None, "language": "zh-CN", "kind": "cause", "sentence": "经查，系制冷设备故障所致。"}
CARELESS: dict[str, Any] = {"id": "c-1", "brief": BRIEF, "language": "zh-CN", "text": "云浦店已停业。我们已拿出83万元。"}
CARELESS |= {"inventions": [{"text": "83万元", "kind": "sum"}]}
ENGLISH = "en_GB.UTF-8"


def _written(root: Path, files: Mapping[str, list[dict[str, Any]]]) -> Sources:
    for name, items in files.items():
        path = root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), "utf-8")
    (root / "briefs").mkdir()
    return Sources(root / "data", root / "briefs")


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return _written(
        tmp_path,
        {
            "faithful/dev.zh.jsonl": [FAITHFUL, FALSE],
            "faithful/held.zh.jsonl": [FALSE | {"id": "h-1"}],
            "inventions/dev.zh.jsonl": [INVENTION],
            "careless/held.jsonl": [CARELESS, CARELESS | {"id": "c-2", "text": "云浦店已停业。", "inventions": []}],
        },
    )


class TestEvaluate:
    def test_the_open_texts_are_scored_with_their_mutants(self, sources: Sources) -> None:
        scores = evaluate("dev", sources=sources)
        assert sorted(item.id for item in scores.faithful) == ["t-1", "t-2"]
        false = next(item for item in scores.faithful if item.id == "t-2")
        assert "83万元" in {flag.words for flag in false.errors}
        assert {"date", "cause"} <= {item.kind for item in scores.mutants}
        assert (scores.careless, scores.composed) == ((), ())

    def test_the_held_back_texts_bring_the_careless_ones_and_no_words(self, sources: Sources) -> None:
        scores = evaluate("held", sources=sources)
        assert [item.id for item in scores.faithful] == ["h-1"]
        # Its bank is the other half's, and empty.
        assert "cause" not in {item.kind for item in scores.mutants}
        assert all(flag.words is None for item in scores.faithful for flag in item.errors)
        assert {item.sentence for item in scores.mutants} == {None}
        assert [item.text.id for item in scores.careless] == ["c-1", "c-2"]
        (mark,) = scores.careless[0].inventions
        assert (mark.kind, mark.grade, mark.words) == ("sum", Grade.ERROR, None)
        told = json.dumps(result_of("held", scores, figures_of(scores)), ensure_ascii=False)
        assert "83万元" not in told
        assert "83万元" not in page("held", scores, figures_of(scores), "zh", misses=True)

    def test_all_is_both(self, sources: Sources) -> None:
        assert {item.id for item in evaluate("all", sources=sources).faithful} == {"t-1", "t-2", "h-1"}

    def test_workers_change_nothing(self, sources: Sources) -> None:
        assert evaluate("all", 2, sources) == evaluate("all", 1, sources)

    def test_the_composers_statements_are_scored_too(self, sources: Sources) -> None:
        sample = Path(BRIEF)
        (sources.briefs / sample.name).write_bytes((ROOT / sample).read_bytes())
        composed = evaluate("dev", sources=sources).composed
        assert [item.id.split(":")[0] for item in composed] == [sample.stem] * len(composed)
        assert sum(item.segments for item in composed) > 5

    def test_a_folder_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(ServiceError, match=f"no folder of evaluation data: {tmp_path / 'none'}"):
            evaluate("dev", sources=Sources(tmp_path / "none", tmp_path))

    def test_a_set_without_texts_is_refused(self, tmp_path: Path) -> None:
        sources = _written(tmp_path, {"faithful/dev.zh.jsonl": [FAITHFUL]})
        with pytest.raises(ServiceError, match="no texts of the set held"):
            evaluate("held", sources=sources)

    def test_a_wrong_line_is_named_with_its_place(self, tmp_path: Path) -> None:
        sources = _written(tmp_path, {"faithful/dev.zh.jsonl": [FAITHFUL, FAITHFUL | {"id": "x", "language": "zh"}]})
        with pytest.raises(ServiceError, match=r"dev\.zh\.jsonl:2: language"):
            evaluate("dev", sources=sources)


def _invention(kind: str, grade: Grade, language: Any = "zh") -> InventionScore:
    return InventionScore("t", kind, language, grade, (), "九", "六", "共九起。")


def _text(ident: str = "t", *, error: bool = False, warning: bool = False) -> TextScore:
    flag = Flag("rule", "error", 1, 2, "九", "共九起。")
    return TextScore(ident, "zh", (flag,) * error, (flag,) * warning)


class TestFigures:
    def test_counts_overall_by_kind_by_error_and_by_language(self) -> None:
        marks = [_invention("number", grade) for grade in Grade] + [_invention("date", Grade.ERROR, "en")]
        figures = figures_of(Scores(mutants=tuple(marks)))
        assert figures.mutants.caught == Share(3, 4)
        assert figures.mutants.by_error == Share(2, 4)
        assert figures.mutants.languages == {"zh": Share(2, 3), "en": Share(1, 1)}
        assert figures.kinds["number"].caught == Share(2, 3)
        assert list(figures.kinds) == list(KINDS)

    def test_a_warning_is_no_false_error(self) -> None:
        figures = figures_of(Scores(faithful=(_text(error=True, warning=True), _text(warning=True), _text())))
        assert (figures.faithful.errors, figures.faithful.warnings) == (Share(1, 3), Share(1, 3))

    @pytest.mark.parametrize(
        ("caught", "missed", "false", "clean", "met"),
        [
            (94, 6, 4, 96, True),
            (93, 7, 4, 96, False),
            (94, 6, 5, 95, False),
            (0, 0, 0, 10, False),
        ],
    )
    def test_targets_bind(self, caught: int, missed: int, false: int, clean: int, *, met: bool) -> None:
        marks = (_invention("number", Grade.WARNING),) * caught + (_invention("number", Grade.MISSED),) * missed
        scores = Scores(faithful=(_text(error=True),) * false + (_text(),) * clean, mutants=marks)
        assert figures_of(scores).missed_target is not met

    def test_one_weak_kind_misses_the_target_and_one_without_mutants_does_not(self) -> None:
        marks = (_invention("number", Grade.ERROR),) * 200 + tuple(_invention("date", grade) for grade in Grade)
        figures = figures_of(Scores(faithful=(_text(),), mutants=marks))
        assert [target.name for target in figures.targets if target.binding and not target.met] == ["worst_kind"]

    def test_careless_texts_give_a_confusion_and_stray_errors(self) -> None:
        flag = Flag("rule", "error", 1, 2, None, None)
        careless = (
            CarelessScore(
                _text("a", error=True), (_invention("sum", Grade.ERROR), _invention("date", Grade.MISSED)), (flag, flag)
            ),
            CarelessScore(_text("b", warning=True), (_invention("sum", Grade.WARNING),), ()),
            CarelessScore(_text("c", error=True), (), ()),
            CarelessScore(_text("d"), (), ()),
        )
        figures = figures_of(Scores(careless=careless)).careless
        assert figures is not None
        assert figures.inventions.caught == Share(2, 3)
        assert {kind: item.caught for kind, item in figures.kinds.items()} == {"date": Share(0, 1), "sum": Share(2, 2)}
        assert (figures.clean.errors, figures.with_stray, figures.stray) == (Share(1, 2), Share(1, 2), 2)
        assert figures.confusion == {
            "inventions": {"error": 1, "warning": 1, "none": 0},
            "faithful": {"error": 1, "warning": 0, "none": 1},
        }


class TestPage:
    SCORES = Scores(
        faithful=(_text("dev-7", error=True),),
        mutants=(_invention("number", Grade.MISSED),),
        careless=(CarelessScore(_text("c-1"), (_invention("sum", Grade.MISSED),), ()),),
        composed=(ComposedScore("sample:0:faq", "zh", (), 4, ()),),
    )

    def test_lists_misses_only_when_asked(self) -> None:
        figures = figures_of(self.SCORES)
        short = page("all", self.SCORES, figures, "zh")
        long = page("all", self.SCORES, figures, "zh", misses=True)
        assert "dev-7" not in short
        assert "dev-7  rule  [1, 2)  九\n    共九起。" in long
        assert "t  number  九 ← 六\n    共九起。" in long

    def test_speaks_both_languages(self) -> None:
        figures = figures_of(self.SCORES)
        assert "未达到" in page("all", self.SCORES, figures, "zh", misses=True)
        english = page("all", self.SCORES, figures, "en")
        assert "inventions caught" in english
        assert not any("\u4e00" <= char <= "\u9fff" for char in english)


@pytest.mark.usefixtures("project")
class TestCommand:
    @pytest.fixture
    def project(self, sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(task, "PROJECT", sources)
        monkeypatch.setenv("FIRSTWORD_LANG", ENGLISH)

    def test_prints_the_page_and_says_by_its_code_that_a_target_is_missed(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["eval", "grounding", "--misses"]) == 1
        out = capsys.readouterr().out
        assert out.startswith("Grounding, set dev: 2 faithful texts, ")
        assert "faithful texts with a false error" in out
        assert "83万元" in out

    def test_prints_the_whole_result(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["eval", "grounding", "--set", "all", "--json", "--workers", "2"]) == 1
        result = json.loads(capsys.readouterr().out)
        assert (result["schema"], result["set"], result["met"]) == (task.SCHEMA, "all", False)
        assert result["figures"]["faithful"]["errors"] == {"hits": 2, "n": 3, "share": 2 / 3}
        assert {item["id"] for item in result["scores"]["faithful"]} == {"t-1", "t-2", "h-1"}

    def test_meeting_every_target_gives_code_0(self, monkeypatch: pytest.MonkeyPatch) -> None:
        good = Scores(faithful=(_text(),), mutants=(_invention("number", Grade.ERROR),))
        monkeypatch.setattr(task, "evaluate", lambda *_: good)
        assert main(["eval", "grounding"]) == 0

    @pytest.mark.parametrize(
        ("lang", "words"), [(ENGLISH, "from a checkout of the project"), ("zh_CN.UTF-8", "只能在项目的源码目录")]
    )
    def test_an_installed_package_says_what_is_missing(
        self, lang: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("FIRSTWORD_LANG", lang)
        monkeypatch.setattr(command, "data_root", lambda: tmp_path)
        assert main(["eval", "grounding"]) == 3
        captured = capsys.readouterr()
        assert captured.out == ""
        assert words in captured.err

    def test_a_bad_folder_is_one_message(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(task, "PROJECT", Sources(tmp_path / "none", tmp_path))
        assert main(["eval", "grounding"]) == 2
        assert capsys.readouterr().err == f"firstword: no folder of evaluation data: {tmp_path / 'none'}\n"

    @pytest.mark.parametrize("arguments", [[], ["poetry"], ["grounding", "--set", "best"], ["grounding", "--workers", "0"]])
    def test_a_wrong_call_is_one_line_and_code_2(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["eval", *arguments]) == 2
        captured = capsys.readouterr()
        assert captured.err.startswith("firstword eval: ")
        assert len(captured.err.splitlines()) == 1
