"""Commitments nobody approved, however they are told."""

import pytest

from service.grounding import check
from tests.grounding.ledgers import grounds

EN = grounds(
    ("Cabin 7 was closed on 18 July", "confirmed"),
    commitments=[
        {"id": "C1", "text": "Families who leave early get back the fee for the unused days", "approved": True},
        {"id": "C2", "text": "Cabin 7 families get the whole session fee back", "approved": False},
        {"id": "C3", "text": "The county inspector re-certifies the boiler before next weekend", "approved": False},
    ],
)
ZH = grounds(
    ("3号梯11月12日起停用", "confirmed"),
    commitments=[
        {"id": "C1", "text": "停梯期间安排四个人帮住户上下楼", "approved": True},
        {"id": "C2", "text": "给每户住户发放500元停梯补贴", "approved": False},
    ],
)


@pytest.mark.parametrize(
    ("text", "language", "basis"),
    [
        ("Families in Cabin 7 will get the whole session fee back.", "en", "C2"),
        ("The county inspector has re-certified the boiler.", "en", "C3"),
        ("停梯补贴500元已经发放给每户住户。", "zh", "C2"),
    ],
)
def test_promised_or_told_as_done_it_is_an_error(text: str, language: str, basis: str) -> None:
    report = check(text, ZH if language == "zh" else EN, language=language)
    assert ("unapproved-promise", "error", basis) in [(item.rule, str(item.severity), item.basis) for item in report.findings]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Families who leave early get back the fee for the unused days.", "en"),
        ("Whether Cabin 7 families get the whole session fee back has not been decided.", "en"),
        ("停梯期间，我们安排四个人帮住户上下楼。", "zh"),
    ],
)
def test_what_is_approved_or_open_is_let_be(text: str, language: str) -> None:
    report = check(text, ZH if language == "zh" else EN, language=language)
    assert "unapproved-promise" not in [item.rule for item in report.findings]
