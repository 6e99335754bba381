"""Dates and clock times in every way they are written, read on Monday 2 March 2026."""

from datetime import date

import pytest

from service.grounding.folding import fold
from service.grounding.moments import find_moments, year_near
from service.grounding.types import ClaimKind, Moment

TODAY = date(2026, 3, 2)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], str(m.value)) for m in find_moments(fold(text), TODAY)]


def other(text: str) -> str:
    value = find_moments(fold(text), TODAY)[0].value
    assert isinstance(value, Moment)
    return str(value.alternative)


class TestDates:
    @pytest.mark.parametrize(
        ("text", "normal"),
        [
            ("3 March", "2026-03-03"),
            ("3rd of March 2026", "2026-03-03"),
            ("March 3rd", "2026-03-03"),
            ("Mar. 3, 2026", "2026-03-03"),
            ("13/05/2026", "2026-05-13"),
            ("3/3/26", "2026-03-03"),
            ("03.03.2026", "2026-03-03"),
            ("2026.3.3", "2026-03-03"),
            ("2026/3/3", "2026-03-03"),
            ("2026-03-03", "2026-03-03"),
            ("2026 年 3 月 3 日", "2026-03-03"),
            ("二〇二六年三月三日", "2026-03-03"),
            ("去年12月3日", "2025-12-03"),
            ("本月5日", "2026-03-05"),
            ("前天", "2026-02-28"),
            ("昨晚", "2026-03-01"),
            ("yesterday evening", "2026-03-01"),
            ("last night", "2026-03-01"),
            ("this morning", "2026-03-02"),
            ("上周五", "2026-02-27"),
            ("本周三", "2026-03-04"),
            ("last Friday", "2026-02-27"),
            ("周五", "weekday 5"),
            ("Tuesday", "weekday 2"),
            ("上月底", "2026-02-??"),
            ("本月初", "2026-03-??"),
            ("去年", "2025-??-??"),
            ("March last year", "2025-03-??"),
            ("13月45日", "2026-13-45"),
            ("31 February", "2026-02-31"),
        ],
    )
    def test_a_date_has_one_form_and_its_whole_span(self, text: str, normal: str) -> None:
        assert found(text) == [(text, normal)]

    @pytest.mark.parametrize(
        ("text", "normals"),
        [
            ("3月2日至5日", ["2026-03-02", "2026-03-05"]),
            ("3月2-5日", ["2026-03-02", "2026-03-05"]),
            ("二月二十六日至二十八日", ["2026-02-26", "2026-02-28"]),
            ("2-4 March", ["2026-03-02", "2026-03-04"]),
            ("between 2 and 4 March", ["2026-03-02", "2026-03-04"]),
            ("March 2-4", ["2026-03-02", "2026-03-04"]),
            ("between March 2 and 4", ["2026-03-02", "2026-03-04"]),
            ("2月28日停用，次日恢复", ["2026-02-28", "2026-03-01"]),
        ],
    )
    def test_a_bare_day_takes_the_month_beside_it(self, text: str, normals: list[str]) -> None:
        assert [normal for _, normal in found(text)] == normals

    def test_no_month_is_carried_into_the_next_sentence(self) -> None:
        assert [normal for _, normal in found("2月28日停用。5日恢复。")] == ["2026-02-28", "??-??-05"]

    def test_a_date_with_two_readings_keeps_both(self) -> None:
        assert found("04/05/2026") == [("04/05/2026", "2026-04-05")]
        assert other("04/05/2026") == "2026-05-04"
        assert other("03/03/2026") == "None"
        assert other("13/05/2026") == "None"

    @pytest.mark.parametrize(
        "text",
        [
            "May we ask",
            "we march on",
            "周一至周五",
            "Monday to Friday",
            "Black Friday",
            "每周一",
            "3个月",
            "2号楼",
            "7号线",
            "上半年",
            "月薪",
            "2000 households",
        ],
    )
    def test_what_only_looks_like_a_date_is_none(self, text: str) -> None:
        assert found(text) == []

    @pytest.mark.parametrize(
        ("text", "year"), [("in 2019 we opened", "2019"), ("since 2024", "2024"), ("the 2025 report", "2025")]
    )
    def test_a_year_needs_words_that_make_it_one(self, text: str, year: str) -> None:
        assert found(text) == [(year, f"{year}-??-??")]

    def test_the_year_of_a_date_without_one_is_near(self) -> None:
        assert year_near(date(2026, 1, 3), 12, 28) == 2025
        assert year_near(TODAY, 13, 45) == 2026


class TestTimes:
    @pytest.mark.parametrize(
        ("text", "normal"),
        [
            ("22时20分许", "22:20"),
            ("晚10点", "22:00"),
            ("夜里11点半", "23:30"),
            ("晚上10点20分", "22:20"),
            ("10点一刻", "10:15"),
            ("十点二十", "10:20"),
            ("25时", "25:00"),
            ("9.30pm", "21:30"),
            ("9:30 p.m.", "21:30"),
            ("0930 hrs", "09:30"),
            ("21:00 GMT", "21:00"),
            ("half past nine", "09:30"),
            ("quarter to ten", "09:45"),
            ("ten past three", "03:10"),
            ("half past 9 in the evening", "21:30"),
            ("nine o'clock", "09:00"),
            ("noon", "12:00"),
            ("midnight", "00:00"),
        ],
    )
    def test_a_time_has_one_form(self, text: str, normal: str) -> None:
        assert [value for _, value in found(text)] == [normal]

    @pytest.mark.parametrize(
        ("text", "normals"),
        [
            ("下午2点至5点", ["14:00", "17:00"]),
            ("9至18时", ["09:00", "18:00"]),
            ("9-11 a.m.", ["09:00", "11:00"]),
            ("11am-1pm", ["11:00", "13:00"]),
            ("10:00-16:00", ["10:00", "16:00"]),
        ],
    )
    def test_both_ends_are_of_the_same_half_of_the_day(self, text: str, normals: list[str]) -> None:
        assert [value for _, value in found(text)] == normals

    def test_an_hour_that_may_be_of_either_half_keeps_both(self) -> None:
        assert (other("half past nine"), other("since 8:35"), other("at half past nine in the evening")) == (
            "21:30",
            "20:35",
            "None",
        )

    @pytest.mark.parametrize(
        "text",
        ["两点建议", "3点说明", "十分钟爱", "24:99", "from ten to twelve people", "within 48 hours", "by close of business"],
    )
    def test_what_only_looks_like_a_time_is_none(self, text: str) -> None:
        assert found(text) == []


class TestDateWithTime:
    @pytest.mark.parametrize(
        ("text", "normal"),
        [
            ("3月2日10时", "2026-03-02T10:00"),
            ("3月2日（周一）10时", "2026-03-02T10:00"),
            ("2026-03-02T10:40:00+08:00", "2026-03-02T10:40"),
            ("10:20 p.m. on 2 March", "2026-03-02T22:20"),
            ("10:20 on the evening of 2 March", "2026-03-02T22:20"),
            ("last night at 10:20", "2026-03-01T22:20"),
            ("last night around 11", "2026-03-01T23:00"),
            ("昨晚10时许", "2026-03-01T22:00"),
            ("9pm yesterday", "2026-03-01T21:00"),
            ("6 p.m. on Thursday, 5 March", "2026-03-05T18:00"),
            ("31 February, 25:30", "2026-02-31T25:30"),
        ],
    )
    def test_they_are_one_mention(self, text: str, normal: str) -> None:
        mentions = find_moments(fold(text), TODAY)
        assert [(m.kind, m.start, m.end, str(m.value)) for m in mentions] == [(ClaimKind.DATETIME, 0, len(text), normal)]

    def test_a_wrong_weekday_stays_a_claim_of_its_own(self) -> None:
        assert "weekday 5" in [value for _, value in found("6 p.m. on Friday, 5 March")]
