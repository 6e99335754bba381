"""What is told as done where the ledger has it planned, under way or open: asked about, in whatever words."""

import pytest

from service.grounding import check
from tests.grounding.ledgers import grounds

EN = grounds(
    ("Two independent laboratories are retesting the lot", "confirmed"),
    ("The inspector is due to visit the store on October 7", "confirmed"),
    ("The council has asked for a written account by 15 April", "confirmed"),
    ("why the premium was left out", "unknown"),
    commitments=[{"id": "C1", "text": "the full results of both laboratories will be published by July 20", "approved": True}],
)
ZH = grounds(
    ("抚水县的现场鉴定定于5月20日进行", "confirmed"),
    ("样品的检测结果尚未公布", "confirmed"),
    commitments=[{"id": "C1", "text": "19个离店家庭的余款全额退还", "approved": True}],
)


def told(text: str, language: str) -> list[str]:
    report = check(text, ZH if language == "zh" else EN, language=language)
    return [finding.rule for finding in report.findings]


@pytest.mark.parametrize(
    "text",
    [
        "Both laboratories have finished and the full results are in.",
        "The inspector has visited the store and left.",
        "The council has had our written account.",
    ],
)
def test_in_english(text: str) -> None:
    assert told(text, "en") != []


@pytest.mark.parametrize(
    "text", ["抚水县的现场鉴定已经做完了。", "样品的检测结果昨天就公布了。", "19个离店家庭的余款已经全部退清。"]
)
def test_in_chinese(text: str) -> None:
    assert told(text, "zh") != []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Two independent laboratories are retesting the lot.", "en"),
        ("The council has asked for a written account.", "en"),
        ("The premium was left out.", "en"),
        ("现场鉴定安排在5月20日。", "zh"),
        ("19个离店家庭的余款都给您退，这周办完。", "zh"),
    ],
)
def test_what_the_ledger_says_is_let_be(text: str, language: str) -> None:
    assert "modality-changed" not in told(text, language)
