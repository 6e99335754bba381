"""Values in every dress they come in, reduced to one form."""

from collections.abc import Callable

import pytest

from service.grounding import ClaimKind, GroundingReport

Check = Callable[..., GroundingReport]


@pytest.mark.parametrize(
    ("text", "kind", "normal"),
    [
        ("三分之一的订单", ClaimKind.PERCENT, "33.3%"),
        ("two thirds of orders", ClaimKind.PERCENT, "66.7%"),
        ("half of the orders", ClaimKind.PERCENT, "50%"),
        ("一半的订单", ClaimKind.PERCENT, "50%"),
        ("百分之百的订单", ClaimKind.PERCENT, "100%"),
        ("第二批产品", ClaimKind.NUMBER, "2 ordinal"),
        ("二十三万五千六百名用户", ClaimKind.QUANTITY, "235600 people"),
        ("一亿两千万名用户", ClaimKind.QUANTITY, "120000000 people"),
        ("twenty-three thousand four hundred users", ClaimKind.QUANTITY, "23400 people"),
        ("3.5 million users", ClaimKind.QUANTITY, "3500000 people"),
        ("two dozen users", ClaimKind.QUANTITY, "24 people"),
        ("hundreds of users", ClaimKind.QUANTITY, "200..999 people"),
        ("十几名用户", ClaimKind.QUANTITY, "11..19 people"),
        ("上百名用户", ClaimKind.QUANTITY, "100..199 people"),
        ("三千余名用户", ClaimKind.QUANTITY, "3001..3999 people"),
        ("超过20名用户", ClaimKind.QUANTITY, ">20 people"),
        ("20名以上用户", ClaimKind.QUANTITY, ">20 people"),
        ("半小时后", ClaimKind.DURATION, "1800 seconds"),
        ("三天内", ClaimKind.DURATION, "259200 seconds"),
        ("一周内", ClaimKind.DURATION, "604800 seconds"),
        ("within 2 weeks", ClaimKind.DURATION, "1209600 seconds"),
        ("十年来", ClaimKind.DURATION, "120 months"),
        ("two quarters and 6 months", ClaimKind.DURATION, "6 months"),
        ("within 5 working days", ClaimKind.DURATION, "5 working days"),
        ("双倍退还", ClaimKind.QUANTITY, "2 times"),
        ("HK$300", ClaimKind.MONEY, "300 HKD"),
        ("300英镑", ClaimKind.MONEY, "300 GBP"),
        ("下午两点一刻", ClaimKind.TIME, "14:15"),
        ("深夜11点半", ClaimKind.TIME, "23:30"),
        ("凌晨12点", ClaimKind.TIME, "00:00"),
        ("中午1点", ClaimKind.TIME, "13:00"),
        ("at noon", ClaimKind.TIME, "12:00"),
        ("at 12 a.m.", ClaimKind.TIME, "00:00"),
        ("at 9:15 in the evening", ClaimKind.TIME, "21:15"),
        ("晚上9:15", ClaimKind.TIME, "21:15"),
        ("星期五", ClaimKind.DATE, "weekday 5"),
        ("on Friday", ClaimKind.DATE, "weekday 5"),
        ("去年", ClaimKind.DATE, "2025-??-??"),
        ("上个月", ClaimKind.DATE, "2026-02-??"),
        ("二〇二五年十二月", ClaimKind.DATE, "2025-12-??"),
        ("in January 2026", ClaimKind.DATE, "2026-01-??"),
        ("since 2019", ClaimKind.DATE, "2019-??-??"),
        ("12月30日", ClaimKind.DATE, "2025-12-30"),
        ("20260227", ClaimKind.DATE, "2026-02-27"),
        ("03/02", ClaimKind.DATE, "2026-03-02"),
        ("今晚8点", ClaimKind.DATETIME, "2026-03-02T20:00"),
        ("明早8点", ClaimKind.DATETIME, "2026-03-03T08:00"),
        ("+86 138 0000 0000", ClaimKind.CONTACT, "13800000000"),
        ("微信号：yunshan_kf", ClaimKind.CONTACT, "yunshan_kf"),
        ("第十二条", ClaimKind.IDENTIFIER, "第十二条"),
        ("订单号 202602270001234", ClaimKind.IDENTIFIER, "202602270001234"),
    ],
)
def test_a_value_has_one_form(on_milk: Check, text: str, kind: ClaimKind, normal: str) -> None:
    assert (kind, normal) in {(claim.kind, claim.normal) for claim in on_milk(text).claims}


@pytest.mark.parametrize(
    ("text", "normals"),
    [
        ("2月27日至28日", ["2026-02-27", "2026-02-28"]),
        ("3至5个工作日", ["3 working days", "5 working days"]),
        ("10:00-16:00", ["10:00", "16:00"]),
        ("10-12名用户", ["10 people", "12 people"]),
    ],
)
def test_both_ends_of_a_range_are_claims(on_milk: Check, text: str, normals: list[str]) -> None:
    assert [claim.normal for claim in on_milk(text).claims] == normals


@pytest.mark.parametrize("text", ["十分钟爱", "两点建议", "3点说明", "一时情急", "第1点", "多年来", "几天前", "24:99"])
def test_a_numeral_inside_a_word_is_no_time(on_milk: Check, text: str) -> None:
    assert [claim for claim in on_milk(text).claims if claim.kind in (ClaimKind.TIME, ClaimKind.DATETIME)] == []
