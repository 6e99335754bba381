from decimal import Decimal

import pytest

from evals.grounding.numerals import parse, rewrite, step, write_zh


@pytest.mark.parametrize(
    ("token", "value"),
    [
        ("9", "9"),
        ("127,000", "127000"),
        ("12.7万", "127000"),
        ("十二万七千", "127000"),
        ("十", "10"),
        ("两百零三", "203"),
        ("二〇", "20"),
        ("三千五百", "3500"),
        ("seventy", "70"),
        ("Twenty-one", "21"),
        ("1.5 million", "1500000"),
        ("two hundred", "200"),
    ],
)
def test_reads_numbers_as_people_write_them(token: str, value: str) -> None:
    assert parse(token) == Decimal(value)


@pytest.mark.parametrize("token", ["万", "soon", ""])
def test_what_is_no_number_has_no_value(token: str) -> None:
    assert parse(token) is None


@pytest.mark.parametrize(
    ("token", "value", "written"),
    [
        ("9", "14", "14"),
        ("1,400", "770", "770"),
        ("1,912", "12000", "12,000"),
        ("12.7万", "134000", "13.4万"),
        ("五", "2", "两"),
        ("五", "12", "十二"),
        ("五", "105", "一百零五"),
        ("Four", "7", "Seven"),
        ("six", "45", "forty-five"),
        ("six", "300", "300"),
        ("5.20", "6.4", "6.40"),
    ],
)
def test_writes_a_value_in_the_dress_it_found(token: str, value: str, written: str) -> None:
    assert rewrite(token, Decimal(value)) == written


def test_a_dress_that_does_not_hold_a_value_is_refused() -> None:
    assert rewrite("12.7万", Decimal(127_001)) is None
    assert rewrite("五", Decimal(10_000)) is None
    assert step("12.7万") == 1000


@pytest.mark.parametrize("number", [*range(1, 130), 200, 310, 1001, 1010, 1100, 2222, 9999])
def test_chinese_numerals_come_back(number: int) -> None:
    assert parse(write_zh(number)) == number
