import pytest

from evals.scorers import drafting as scorers
from evals.scorers.figures import figures_of
from service.findings import Finding, Layer, Severity


def found(rule: str, layer: Layer, severity: Severity) -> Finding:
    return Finding(rule=rule, severity=severity, start=0, end=1, text="x", message="m", basis="b", suggestion="s", layer=layer)


FINDINGS = [
    found("ungrounded-number", Layer.GROUNDING, Severity.ERROR),
    found("ungrounded-matter", Layer.GROUNDING, Severity.WARNING),
    found("missing-contact", Layer.ELEMENTS, Severity.WARNING),
    found("absolute-denial", Layer.ELEMENTS, Severity.ERROR),
    found("cliche", Layer.ELEMENTS, Severity.SUGGESTION),
    found("ad-absolute-superlative", Layer.RULES, Severity.ERROR),
    found("ad-other", Layer.RULES, Severity.WARNING),
]


def test_each_count_looks_at_its_own_findings() -> None:
    assert scorers.inventions(FINDINGS) == 1
    assert scorers.missing(FINDINGS) == 1
    assert scorers.forbidden(FINDINGS) == 1
    assert scorers.rule_errors(FINDINGS) == 1
    assert scorers.count(FINDINGS, "absolute-denial") == 1
    assert scorers.cliches(FINDINGS, "字" * 50) == pytest.approx(2.0)


def test_words_are_found_in_whatever_case() -> None:
    assert scorers.present(("Whitlock", "0.37"), "it was WHITLOCK") == 1
    assert scorers.present((), "anything") == 0


def test_a_sentence_is_kept_when_it_stands_word_for_word() -> None:
    assert scorers.kept(("甲。", "乙。"), "甲。丙。") == 0.5


def test_distance_goes_from_the_same_to_nothing_in_common() -> None:
    assert scorers.distance("我们道歉。", "我们道歉。", by_words=False) == 0
    assert scorers.distance("甲乙", "丙丁", by_words=False) == 1
    assert scorers.distance("we are sorry", "we were sorry", by_words=True) == pytest.approx(1 / 3)


def score_of(**changes: object) -> scorers.DraftScore:
    values: dict[str, object] = {
        "model": "m", "sample": "s", "language": "zh", "labelled": True, "raw_inventions": 2, "inventions": 0, "planted": 0,
        "leaks": 0, "missing": 0, "forbidden": 0, "above_ceiling": 0, "rule_errors": 0, "kept": 0.5, "models": 1.0,
        "length": 100, "cliches": 0.0, "distance": 0.2, "repairs": 1, "stale": False,
    }  # fmt: skip
    return scorers.DraftScore.model_validate(values | changes)


def test_counts_are_added_and_shares_averaged_by_model() -> None:
    figures = figures_of([score_of(), score_of(kept=None, models=0.0, inventions=1), score_of(model="other")])
    assert figures["m"]["statements"] == 2
    assert figures["m"]["raw_inventions"] == 4
    assert figures["m"]["inventions"] == 1
    assert figures["m"]["models"] == 0.5
    assert figures["m"]["kept"] == 0.5
    assert figures["other"]["statements"] == 1
