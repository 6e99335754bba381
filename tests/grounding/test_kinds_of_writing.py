"""Ways of writing that fresh writers showed: each is the ledger's own matter, and no error."""

import pytest

from service.findings import Severity
from service.grounding import check
from tests.grounding.ledgers import grounds

EN = grounds(
    ("All 11 campers and both counselors got out of Cabin 7", "confirmed"),
    ("We closed the tower from 1:10 to 4:35 p.m. on Saturday, October 10", "confirmed"),
    ("Access was found at 9:40 a.m. Central on June 15 and cut off at 10:25 a.m. Central on June 15", "confirmed"),
    ("212 results were filed under the wrong patient", "confirmed"),
    ("418 copies of the three prints have been sold since May 2025", "confirmed"),
    ("the dish room was hotter than 95 degrees Fahrenheit", "confirmed"),
    ("Payment details, home addresses and passwords were not kept in the folder", "confirmed"),
    ("Debit cards are working with a temporary limit of $400 per member per day", "confirmed"),
    ("Hold times on the help line went to 55 minutes", "confirmed", "internal"),
    ("A driver was warned in May for leaving a stop early", "confirmed", "internal"),
    issued_at="2026-10-10T18:00:00-04:00",
    contacts=[{"label": "Lock help line", "value": "888-555-0143"}],
    commitments=[{"id": "C1", "text": "The co-op refigures all 417 tickets by October 20", "approved": True}],
)
ZH = grounds(
    ("演出于晚上9时20分中止", "confirmed"),
    ("5月24日及25日两场演唱会取消", "confirmed"),
    ("三袋纸张是2019年至2021年87件公证事项的复印件", "confirmed"),
    ("线路养护单位说3月刚检修过，工会代表说检修单上没人签字", "disputed"),
    ("1月19日有3个外部地址下载过配送单，涉及2846位老人", "confirmed"),
    commitments=[{"id": "C1", "text": "超时费全部免收，已经扣的5月24日18时前原路退回", "approved": True}],
)


def errors(text: str, language: str) -> list[tuple[str, str]]:
    report = check(text, ZH if language == "zh" else EN, language=language)
    return [(item.rule, item.text) for item in report.findings if item.severity is Severity.ERROR]


@pytest.mark.parametrize(
    "text",
    [
        "The cabin's 11 campers and two counselors got out.",
        "Today at 1:10 p.m. we closed the tower.",
        "We cut off access 45 minutes after finding it.",
        "We found 212 blood test results filed under the wrong patient.",
        "Since May 2025 we have sold 418 copies of the three prints.",
        "The dish room was hotter than 95 degrees.",
        "No payment details, home addresses, or passwords were kept in it.",
        "Your debit card works, up to $400 per member per day for now.",
        "The help line is 888-555-0143.",
        "Did the coach leave early?",
        "We have committed to refiguring all 417 tickets by October 20.",
        "You are entitled to expect better of us.",
    ],
)
def test_in_english(text: str) -> None:
    assert errors(text, "en") == []


@pytest.mark.parametrize(
    "text",
    [
        "演出于9时20分中止。",
        "24日及25日两场已经取消。",
        "这些是2019至2021年间87件公证事项的复印件。",
        "检修情况，线路养护单位与工会代表讲法不一。",
        "日志显示，1月19日有3个外部地址下载过配送单，涉及2846位老人。",
        "已扣的5月24日18时前原路退回。",
        "谢谢您告诉我们。",
        "两边陈述不一，尚在核对。",
    ],
)
def test_in_chinese(text: str) -> None:
    assert errors(text, "zh") == []


@pytest.mark.parametrize(
    ("text", "language", "rule"),
    [
        ("The cabin's 31 campers and both counselors got out.", "en", "ungrounded-number"),
        ("Today at 2:10 p.m. we closed the tower.", "en", "ungrounded-time"),
        ("The dish room was hotter than 105 degrees.", "en", "ungrounded-number"),
        ("5月24日及25日两场演唱会将照常举行。", "zh", "polarity-turned"),
        ("这些是2016至2021年间87件公证事项的复印件。", "zh", "ungrounded-date"),
        ("退回超时费一事已经办完：已经扣的，5月24日18时前已全部原路退回。", "zh", "modality-changed"),
    ],
)
def test_what_differs_is_still_told(text: str, language: str, rule: str) -> None:
    report = check(text, ZH if language == "zh" else EN, language=language)
    assert rule in [item.rule for item in report.findings]
