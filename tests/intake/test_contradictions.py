"""Pairs that cannot both be right."""

from datetime import date

import pytest

from service.intake.contradictions import Told, find_contradictions

DAY = date(2026, 3, 2)


def kinds(a: str, b: str, *, same_turn: bool = False) -> list[str]:
    told = [Told("F1", a, 1), Told("F2", b, 1 if same_turn else 2)]
    return [item.kind for item in find_contradictions(told, DAY, "zh")]


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("目前一共6起", "现在是8起异味反馈了", "number"),
        ("县医院收了14名呕吐学生", "有11名学生呕吐送医", "number"),
        ("About 40 guests were ill", "Kitchen says 25 guests fell ill", "number"),
        ("9点10分封存了后厨", "10点20分才封存后厨", "time"),
        ("the valve was closed at 19:50", "site log: valve closed 20:15", "time"),
        ("事发在石鼓路店，顾客摔倒", "顾客是在南湖路店摔倒的", "place"),
        ("没有人受伤", "有一人受伤", "polarity"),
    ],
)
def test_a_contradiction_is_shown(a: str, b: str, kind: str) -> None:
    assert kinds(a, b) == [kind]
    assert kinds(b, a) == [kind]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("截至9点收到6起异味反馈", "收到异味反馈6起"),
        ("视频播放量10万", "评论3000条"),
        ("一名员工受伤", "明火已于2时05分扑灭"),
        ("学生 13:30 开始呕吐", "生病的孩子16点都回家了"),
        ("今天中午给三年级送的是番茄炒蛋", "12月2日三年级改送面条"),
        ("现在有17个孩子不舒服，6个住院", "3个孩子的看病钱我们全出"),
        ("3月2日9点封存后厨", "3月5日18点前重新封存后厨"),
        ("顾客在石鼓路店摔倒", "石鼓路店的地面当时在清洗，顾客摔倒"),
    ],
)
def test_what_agrees_or_speaks_of_something_else_is_not(a: str, b: str) -> None:
    assert kinds(a, b) == []


def test_one_breath_does_not_contradict_itself() -> None:
    assert kinds("目前一共6起", "现在是8起异味反馈了", same_turn=True) == []


def test_the_message_quotes_both() -> None:
    (item,) = find_contradictions([Told("F1", "目前一共6起", 1), Told("F2", "现在是8起异味反馈了", 2)], DAY, "en")
    assert "“6起”" in item.message
    assert "“8起”" in item.message


def test_a_day_told_relatively_is_the_note_s_own() -> None:
    same, other = "今天封存了后厨", "3月2日封存了后厨"
    assert not find_contradictions([Told("F1", same, 1, date(2026, 3, 2)), Told("F2", other, 2)], date(2026, 3, 9), "zh")
    found = find_contradictions([Told("F1", same, 1, date(2026, 3, 1)), Told("F2", other, 2)], date(2026, 3, 9), "zh")
    assert [item.kind for item in found] == ["time"]
