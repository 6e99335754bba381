"""The day a note says it is from."""

from datetime import date

import pytest

from service.intake.dating import day_of
from service.intake.schemas import Note

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11月30日晚 家长群\n李老师: 今天有孩子肚子疼", date(2026, 11, 30)),
        ("\n\n2025年3月2日 值班记录\n09:10 收到反馈", date(2025, 3, 2)),
        ("12月24日 值班\n今天一切正常", date(2025, 12, 24)),
        ("Notes of 30 November 2026\ntoday two guests fell ill", date(2026, 11, 30)),
        ("今天有孩子肚子疼", None),
        ("李老师 16:20: 有孩子肚子疼", None),
        ("11月29日到11月30日的记录\n今天", None),
        ("", None),
    ],
)
def test_it_stands_at_the_head(text: str, day: date | None) -> None:
    assert day_of(Note(name="a", text=text), TODAY) == day
