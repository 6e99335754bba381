"""Times as people write them."""

from datetime import datetime, timedelta

import pytest

from service.elements.times import written_times
from service.language import TextLanguage

NOW = datetime.fromisoformat("2026-12-30T10:40:00+08:00")


def named(text: str, language: TextLanguage) -> list[str]:
    return [text[found.start : found.end].strip() for found in written_times(text, NOW, language)]


@pytest.mark.parametrize(
    ("text", "language", "moment"),
    [
        ("明早8点", "zh", "2026-12-31T08:00"),
        ("今晚9时", "zh", "2026-12-30T21:00"),
        ("后天中午", "zh", "2027-01-01T12:00"),
        ("1月2日上午10时30分", "zh", "2027-01-02T10:30"),
        ("2026年12月31日（周四）15:05", "zh", "2026-12-31T15:05"),
        ("十二小时内", "zh", "2026-12-30T22:40"),
        ("半小时后", "zh", "2026-12-30T11:10"),
        ("二十四小时内", "zh", "2026-12-31T10:40"),
        ("90分钟内", "zh", "2026-12-30T12:10"),
        ("3天内", "zh", "2027-01-02T10:40"),
        ("31日24时", "zh", "2026-12-31T00:00"),
        ("12 a.m. tomorrow", "en", "2026-12-31T00:00"),
        ("2:30 pm today", "en", "2026-12-30T14:30"),
        ("on 1 January at noon", "en", "2027-01-01T12:00"),
        ("within four hours", "en", "2026-12-30T14:40"),
        ("within 30 minutes", "en", "2026-12-30T11:10"),
        ("in the next 2 days", "en", "2027-01-01T10:40"),
        ("December 31st, 2026 at 9 am", "en", "2026-12-31T09:00"),
        ("midnight", "en", "2026-12-31T00:00"),
    ],
)
def test_reads_a_time(text: str, language: TextLanguage, moment: str) -> None:
    (found,) = written_times(text, NOW, language)
    wanted = datetime.fromisoformat(moment + "+08:00")
    assert found.means(wanted)
    assert not found.means(wanted + timedelta(hours=3))


@pytest.mark.parametrize("text", ["第3条", "共12起", "3月", "5个工作日内", "2月30日", "25时", "一切"])
def test_what_is_no_time_means_no_moment(text: str) -> None:
    assert all(found.day is None and found.clock is None for found in written_times(text, NOW, "zh"))


@pytest.mark.parametrize("text", ["12 reports", "31 February", "room 1400", "May we help"])
def test_what_is_no_english_time_means_no_moment(text: str) -> None:
    assert all(found.day is None and found.clock is None for found in written_times(text, NOW, "en"))


def test_each_time_of_a_sentence_is_read() -> None:
    assert named("今天14时和明天9时", "zh") == ["今天14时", "明天9时"]
    assert named("by 14:00 today and 9:00 tomorrow, or on 3 January", "en") == ["14:00", "9:00", "3 January"]


def test_a_leap_day_that_does_not_come_again_is_no_day() -> None:
    autumn = datetime.fromisoformat("2028-12-30T10:00:00+08:00")
    (found,) = written_times("2月29日14时", autumn, "zh")
    assert found.day is None
