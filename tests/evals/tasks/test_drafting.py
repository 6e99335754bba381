"""The scripted model through the whole of writing: a sample of what it invents; all of it by `firstword eval drafting`."""

import json
from dataclasses import replace

import pytest

from evals.drafting.answers import plants, truthful
from evals.drafting.inventing import inventing
from evals.drafting.running import Outcome, run_all
from evals.tasks import drafting
from service.errors import ServiceError


def test_of_answers_that_invent_nothing_invented_comes_through() -> None:
    cases = inventing(truthful(), plants())[::63]
    outcomes = run_all(cases, plants())
    assert [(item.id, item.reached) for item in outcomes if item.reached] == []
    assert all(item.repairs for item in outcomes if item.is_models)


def test_true_answers_stay_the_models() -> None:
    outcomes = run_all(truthful()[3::20])
    assert all(item.is_models for item in outcomes)
    assert sum(item.kept for item in outcomes) >= drafting.LEAST_KEPT * sum(item.sentences for item in outcomes)


@pytest.fixture(scope="module")
def whole() -> tuple[list[Outcome], list[Outcome]]:
    return drafting.evaluate(workers=2, every=4)


@pytest.mark.slow
def test_all_true_answers_meet_their_bounds(whole: tuple[list[Outcome], list[Outcome]]) -> None:
    _, kept, models = drafting.figures_of(*whole)
    assert (kept.met, models.met) == (True, True), (kept.value, models.value)


@pytest.mark.slow
def test_of_a_quarter_of_the_answers_that_invent_none_comes_through(whole: tuple[list[Outcome], list[Outcome]]) -> None:
    assert len([item.id for item in whole[0] if item.reached]) == 0


class TestFigures:
    GOOD = Outcome("a", is_models=True, sentences=10, kept=9, repairs=1)

    def test_bounds_are_met_or_missed(self) -> None:
        assert [item.met for item in drafting.figures_of([self.GOOD], [self.GOOD])] == [True, True, True]
        bad = replace(self.GOOD, is_models=False, kept=0, reached=("x",))
        assert [item.met for item in drafting.figures_of([bad], [self.GOOD, bad])] == [False, False, False]

    def test_a_report_says_what_was_missed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        bad = replace(self.GOOD, reached=("周启铭",))
        monkeypatch.setattr(drafting, "evaluate", lambda _workers: ([bad], [self.GOOD]))
        page, code = drafting.report(which="all", misses=True, as_json=False, workers=1, language="zh")
        assert code == 1
        assert "a  周启铭" in page
        told = json.loads(drafting.report(which="all", misses=False, as_json=True, workers=1, language="en")[0])
        assert [row["met"] for row in told["figures"]] == [False, True, True]

    def test_there_is_no_held_back_set(self) -> None:
        with pytest.raises(ServiceError):
            drafting.report(which="held", misses=False, as_json=False, workers=1, language="en")
