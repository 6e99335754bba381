"""The gate on recorded answers: green as it stands, red when the verification lets inventions through."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals import gate
from evals.models.drafting import INVENTING
from evals.models.samples import samples
from evals.scorers.figures import figures_of
from evals.tasks import models as task
from service.__main__ import main
from service.drafting import writing
from service.drafting.verifying.judging import judged
from service.drafting.verifying.loop import Verified
from service.errors import ServiceError


def figures(**changes: float) -> dict[str, dict[str, float]]:
    values = {name: 1.0 if rule.higher_is_better else 0.0 for name, rule in gate.RULES.items()}
    return {"m": values | changes}


class TestFalls:
    def test_the_same_figures_pass(self) -> None:
        assert gate.falls(figures(), figures()) == []

    def test_better_is_no_fall(self) -> None:
        assert gate.falls(figures(kept=1.0, missing=0), figures(kept=0.5, missing=3)) == []

    @pytest.mark.parametrize("name", ["inventions", "planted", "leaks", "above_ceiling", "rule_errors", "missing"])
    def test_what_must_never_stand_has_no_tolerance(self, name: str) -> None:
        (fall,) = gate.falls(figures(**{name: 1.0}), figures())
        assert (fall.model, fall.figure, fall.was, fall.now) == ("m", name, 0.0, 1.0)

    def test_a_share_may_fall_a_little(self) -> None:
        assert gate.falls(figures(kept=0.975), figures()) == []
        assert [fall.figure for fall in gate.falls(figures(kept=0.95), figures())] == ["kept"]

    def test_a_model_that_is_gone_is_a_fall(self) -> None:
        assert {fall.now for fall in gate.falls({}, figures())} == {None}


def test_a_baseline_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "baseline.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ServiceError, match=r"baseline\.json"):
        gate.accepted(tmp_path / "baseline.json")


def test_no_figure_falls_below_the_baseline() -> None:
    assert gate.falls(gate.measure(), gate.accepted()) == []


def test_a_verification_that_lets_everything_through_turns_it_red(monkeypatch: pytest.MonkeyPatch) -> None:
    def trusting(task: Any, written: Any, *_: object) -> Verified:
        return Verified(written, judged(task, written), 0)

    monkeypatch.setattr(writing, "verify", trusting)
    monkeypatch.setattr(task, "samples", lambda: samples()[:2])
    now = figures_of([item.score for item in task.run([INVENTING])])
    accepted = gate.accepted()[INVENTING] | {"statements": 2}
    assert {"inventions", "planted"} <= {fall.figure for fall in gate.falls(now, {INVENTING: accepted})}


def test_the_command_gives_scores_and_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task, "samples", lambda: samples()[:2])
    page = tmp_path / "out.html"
    assert main(["eval", "models", "--model", "composer", "--json", "--report", str(page)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["figures"]["composer"]["inventions"] == 0
    assert {row["language"] for row in told["statements"]} == {"zh", "en"}
    assert "<svg" in page.read_text(encoding="utf-8")
    assert main(["eval", "models", "--model", "nobody"]) == 2
    assert "nobody" in capsys.readouterr().err
    assert main(["eval", "models", "--model", "composer", "--report", str(tmp_path / "no" / "out.html")]) == 2
