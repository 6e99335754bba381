"""Two sides of one thing: either may be told as that side's, none as what is so."""

import pytest

from service.findings import Finding, Severity
from service.grounding import check
from tests.grounding.ledgers import grounds

EN = grounds(
    ("Nine pallets were damp on arrival, as the buyer says, where the haulier's log has six", "disputed"),
    ("The buyer's manager turned two pallets away", "reported"),
    ("The load left Wenlow at 04:10 on 3 May", "confirmed"),
    issued_at="2026-05-04T10:00:00+01:00",
)
ZH = grounds(
    ("货到时受潮，收货方槐荫商贸说是九托，承运方运单上记的是六托", "disputed"),
    ("滤网超期没换，检查人员说登记缺页，维保单位清泷水务说没有超期", "disputed"),
    ("冷库门没关严，夜班都知道", "reported"),
    ("公司没有执业许可", "refuted"),
    ("除已核对的12托外，还有没有别的货受潮", "unknown"),
)


def errors(text: str, language: str) -> list[Finding]:
    report = check(text, ZH if language == "zh" else EN, language=language)
    return [item for item in report.findings if item.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("维保单位清泷水务说没有超期。", "zh"),
        ("清泷水务告诉我们，滤网没有超期，检查人员则认为登记缺页。", "zh"),
        ("收货方槐荫商贸说受潮的是九托，运单上记的是六托。", "zh"),
        ("已核对的有12托。", "zh"),
        ("The buyer says nine pallets were damp on arrival; the haulier's log has six.", "en"),
        ("The buyer puts at nine the pallets that were damp on arrival.", "en"),
    ],
)
def test_a_side_may_be_told_as_its_own(text: str, language: str) -> None:
    assert errors(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "rule"),
    [
        ("滤网超期没换，检查登记缺页。", "zh", "status-overstated"),
        ("冷库门确实没有关严，夜班员工都知道。", "zh", "status-overstated"),
        ("公司没有取得执业许可，我们深表歉意。", "zh", "refuted-repeated"),
        ("Nine pallets were damp on arrival.", "en", "status-overstated"),
    ],
)
def test_told_as_so_it_is_an_error(text: str, language: str, rule: str) -> None:
    assert rule in [item.rule for item in errors(text, language)]


def test_lines_of_a_denied_list_repeat_nothing() -> None:
    text = "网上有两条说法，都不是真的。\n\n一条说公司没有执业许可。另一条说我们换了招牌。"
    assert "refuted-repeated" not in [item.rule for item in errors(text, "zh")]
