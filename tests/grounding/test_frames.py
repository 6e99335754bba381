"""Frames around a clause that keep it from being an error: who only reports, lists what is open, asks, or says what goes on as before."""

import pytest

from service.findings import Severity
from service.grounding import check
from tests.grounding.ledgers import grounds

EN = grounds(
    ("A child died in the crush", "refuted"),
    ("A rider ran a red light because his brake did not work", "reported"),
    ("All other exams this week go ahead", "confirmed"),
    ("The gate was opened at 6:58 p.m.", "confirmed"),
    ("When the results will be out", "unknown"),
    commitments=[{"id": "C1", "text": "scooters sent to us will be repaired within 10 business days", "approved": True}],
)
ZH = grounds(("二号厅关闭，其他展厅照常开放", "confirmed"), ("水质检测结果何时出具", "unknown"), ("异味的原因", "unknown"))


def errors(text: str, language: str) -> list[str]:
    report = check(text, ZH if language == "zh" else EN, language=language)
    return [finding.rule for finding in report.findings if finding.severity is Severity.ERROR]


@pytest.mark.parametrize(
    "text",
    [
        "The first is that a child was killed. That is not true.",
        "Local news tells of a rider whose brake failed.",
        "The rest of this week's exams take place as planned.",
        "The gate was opened all the way at 6:58 p.m.",
        "We will repair it within 10 business days after your scooter has reached us.",
    ],
)
def test_english_frames_are_no_errors(text: str) -> None:
    assert errors(text, "en") == []


@pytest.mark.parametrize("text", ["其他展厅照常欢迎大家。", "目前还不清楚的：异味的原因；检测结果哪天出。"])
def test_chinese_frames_are_no_errors(text: str) -> None:
    assert errors(text, "zh") == []


@pytest.mark.parametrize("text", ["A child died in the crush.", "A rider ran a red light because his brake did not work."])
def test_without_the_frame_they_are(text: str) -> None:
    assert errors(text, "en")
