"""Values of one sentence that cannot stand together, and counts of what the sentence lists."""

import pytest

from service.grounding import check
from tests.grounding.ledgers import grounds

COURSE = grounds(
    ("截至3月2日18时，收到退费申请640份，其中210份已完成退费", "confirmed"),
    ("演出日期仍为4月24日和25日", "confirmed"),
    ("5月3日至9日，原定有27只宠物接受手术", "confirmed"),
    ("4名游客受凉，其中1名是儿童", "confirmed"),
    ("当天当班的一名医生和一名助理停止接诊", "confirmed"),
    ("三家停课校区的学员可以转入线上班，或到其余五家校区上课", "confirmed"),
    commitments=[{"id": "C1", "text": "重新开售前至少提前48小时公告", "approved": True}],
)
BANK = grounds(
    ("On 3 April 18,400 bill payments were taken twice", "confirmed"),
    ("15,100 of the duplicate payments were returned by 17:00", "confirmed"),
    ("A customer's mortgage was paid three times", "disputed"),
    ("Staff gave the child's pen at 12:25 and called 999 at 12:26", "confirmed"),
)
VALUES = ("ungrounded-number", "ungrounded-time", "ungrounded-date", "values-swapped", "unit-changed")


def rules(text: str, held: object = COURSE) -> list[str]:
    return [f.rule for f in check(text, held).findings if f.rule in VALUES]  # type: ignore[arg-type]


class TestPairs:
    @pytest.mark.parametrize(
        "text",
        [
            "210份申请里有640份已经退完。",
            "1名游客（含4名儿童）受凉。",
            "一共来了210份退费单子，办好了640份。",
            "演出日期没变，仍是4月25日和25日。",
            "5月4日至9日原定有27只宠物接受手术。",
        ],
    )
    def test_a_pair_that_cannot_be_is_told(self, text: str) -> None:
        assert "values-swapped" in rules(text)

    @pytest.mark.parametrize(
        "text",
        [
            "640份申请里有210份已经退完。",
            "4名游客（含1名儿童）受凉送医。",
            "已退完210份，一共收到640份。",
            "演出日期没变，仍是4月24日和25日。",
            "5月3日到9日原定有27只宠物接受手术。",
        ],
    )
    def test_the_ledgers_own_pairs_are_not(self, text: str) -> None:
        assert rules(text) == []

    def test_a_part_out_of_a_smaller_whole(self) -> None:
        assert "values-swapped" in rules("18,400 of the 15,100 payments were returned.", BANK)


class TestLists:
    @pytest.mark.parametrize(
        "text",
        [
            "孩子有两条路可以继续学：一是转到线上班，二是去其余五家校区上课。",
            "两名当班人员——一名医生和一名助理——停止接诊。",
        ],
    )
    def test_a_count_of_what_is_listed_is_no_claim(self, text: str) -> None:
        assert rules(text) == []

    @pytest.mark.parametrize(
        "text",
        [
            "孩子有十四条路可以继续学：一是转到线上班，二是去其余五家校区上课。",
            "超过两名当班人员——一名医生和一名助理——停止接诊。",
        ],
    )
    def test_another_count_is(self, text: str) -> None:
        assert rules(text) != []


class TestFigures:
    @pytest.mark.parametrize(
        ("text", "held"),
        [
            ("会至少提前48小时公告。", COURSE),
            ("This morning thousands of bills were taken twice.", BANK),
            ("Staff gave the pen and rang 999 a minute later.", BANK),
            ("One customer says a mortgage was paid three times.", BANK),
        ],
    )
    def test_plain_wordings_hold(self, text: str, held: object) -> None:
        assert rules(text, held) == []

    @pytest.mark.parametrize(
        ("text", "held"),
        [
            ("会至少提前48分钟公告。", COURSE),
            ("收到退费申请640箱。", COURSE),
            ("超过210份申请已经退完。", COURSE),
            ("In all 18,402 payments were taken.", BANK),
            ("Two customers say a mortgage was paid three times.", BANK),
        ],
    )
    def test_other_figures_do_not(self, text: str, held: object) -> None:
        assert rules(text, held) != []
