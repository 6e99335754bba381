"""Values and names that may well be the ledger's: asked about, no errors."""

import pytest

from service.findings import Severity
from service.grounding import check
from tests.grounding.ledgers import grounds

EN = grounds(
    ("131 passengers were on the three buses", "confirmed"),
    ("17 passengers have left with relatives", "confirmed"),
    ("The buses were stuck on Interstate 80 from 9:40 p.m. on February 18", "confirmed"),
    ("The UK Health Security Agency and the Federal Aviation Administration have been informed", "confirmed"),
    ("Three dogs are at Garrow Veterinary Hospital", "confirmed"),
    ("Bottled water is handed out at Oldmoor Leisure Centre", "confirmed"),
    issued_at="2026-02-19T11:00:00+00:00",
)
ZH = grounds(
    ("湖滨店有7名新生儿不适，其中5名住院", "confirmed"),
    ("25公里站缺水35分钟，30公里站缺水50分钟", "confirmed"),
    ("区住房和城乡建设局参加调查，江湾区应急管理局通报了情况", "confirmed"),
    ("报告预计8月14日出具，样品已送检", "confirmed"),
)


def rules(text: str, language: str, severity: Severity) -> list[str]:
    report = check(text, ZH if language == "zh" else EN, language=language)
    return [finding.rule for finding in report.findings if finding.severity is severity]


@pytest.mark.parametrize(
    "text",
    [
        "So plan on no more than 114 there.",
        "Westbound I-80 is closed.",
        "UKHSA was informed.",
        "The FAA was informed.",
        "Three are at Garrow Vets.",
        "Water is handed out at Oldmoor Leisure Ctr.",
        "They were stuck from 940 on.",
        "They have been stuck since the 18th.",
    ],
)
def test_no_error_in_english(text: str) -> None:
    assert rules(text, "en", Severity.ERROR) == []


@pytest.mark.parametrize(
    "text",
    [
        "生病的新生儿7名，其中超过一半住院。",
        "我中心湖滨店有7名新生儿不适。",
        "缺水的时间加起来85分钟。",
        "江湾区住房和城乡建设局参加调查。",
        "报告预计8月14日出具。",
    ],
)
def test_no_error_in_chinese(text: str) -> None:
    assert rules(text, "zh", Severity.ERROR) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("So plan on no more than 123 there.", "en"),
        ("Westbound I-90 is closed.", "en"),
        ("They were stuck from February 16 on.", "en"),
        ("湖滨店有9名新生儿不适。", "zh"),
        ("缺水的时间加起来95分钟。", "zh"),
        ("沙洲区住房和城乡建设局参加调查。", "zh"),
        ("报告预计8月19日出具。", "zh"),
    ],
)
def test_others_are(text: str, language: str) -> None:
    assert rules(text, language, Severity.ERROR) != []
