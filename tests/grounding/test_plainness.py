"""What is not said outright differs from the ledger without contradicting it: a person is asked, a sign-off is not stopped."""

import pytest

from service.findings import Finding, Severity
from service.grounding import check
from service.grounding.folding import Span
from service.grounding.plainness import is_outright
from tests.grounding.ledgers import grounds

EN = grounds(
    ("Customers were warned before the shutdown", "confirmed"),
    ("The label machine printed labels one order late", "disputed"),
    ("Rosalind Keane has asked for an explanation; our reply has not been sent yet", "confirmed"),
    ("Customers who cannot come in will have tablets delivered to their home", "confirmed"),
    ("A passenger was left behind", "refuted"),
    ("The video has been deleted", "confirmed"),
)
ZH = grounds(
    ("门店已停止营业", "confirmed"),
    ("泳池水质检测合格", "confirmed"),
    ("检查结论尚未作出", "confirmed"),
    ("选手在赛道上猝死", "refuted"),
)


def found(text: str, language: str) -> list[Finding]:
    return list(check(text, ZH if language == "zh" else EN, language=language).findings)


def errors(text: str, language: str) -> list[str]:
    return [finding.rule for finding in found(text, language) if finding.severity is Severity.ERROR]


@pytest.mark.parametrize(
    "text",
    [
        "It would be wrong to say that the video has not been deleted.",
        "We cannot say that the video has not been deleted.",
        "It would be wrong to say that customers were not warned before the shutdown.",
        "We cannot explain why customers were not warned before the shutdown.",
        "If customers were not warned before the shutdown, we want to hear from them.",
        "Rosalind Keane has asked us for an explanation, and she hasn't yet had our reply.",
        "You ask whether customers were not warned before the shutdown.",
        "Known to be wrong: a passenger left behind.",
        "Passenger: \u201cCustomers were not warned before the shutdown.\u201d",
    ],
)
def test_what_english_frames_take_back_is_no_error(text: str) -> None:
    assert errors(text, "en") == []


@pytest.mark.parametrize(
    "text",
    [
        "在检查结论作出之前，我们不推断原因。",
        "我们不能因为水质检测合格，就说与泳池无关。",
        "网上有人说门店没有停止营业。",
        "已被否定的：选手在赛道上猝死。",
        "记者：门店没有停止营业吗？",
        "“门店没有停止营业”不实。",
    ],
)
def test_what_chinese_frames_take_back_is_no_error(text: str) -> None:
    assert errors(text, "zh") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The video has not been deleted.", "en"),
        ("A passenger was left behind.", "en"),
        ("门店没有停止营业。", "zh"),
        ("选手在赛道上猝死。", "zh"),
    ],
)
def test_the_same_told_outright_is_one(text: str, language: str) -> None:
    assert errors(text, language) != []


@pytest.mark.parametrize(
    ("sentence", "is_promise", "expected"),
    [
        ("如果您不舒服，我们赔偿一万元", False, False),
        ("如果您不舒服，我们赔偿一万元", True, True),
        ("我们不敢说会赔偿一万元", True, False),
        ("If you were there, we will pay 1,000 pounds", True, True),
        ("We have never said that we will pay 1,000 pounds", True, False),
    ],
)
def test_a_promise_binds_in_a_limited_case_too(sentence: str, is_promise: bool, expected: bool) -> None:
    whole = Span(0, len(sentence))
    assert is_outright(sentence, whole, Span(len(sentence) - 4, len(sentence)), is_promise=is_promise) is expected


@pytest.mark.parametrize("text", ["We neither confirm nor reject that at this point.", "I just don't have that."])
def test_what_denies_nothing_is_not_asked_about(text: str) -> None:
    assert [finding.rule for finding in found(text, "en") if finding.rule == "ungrounded-denial"] == []
