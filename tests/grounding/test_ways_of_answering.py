"""Short answers, who says so, who bears which title, and what has not happened yet."""

import pytest

from service.grounding import check
from tests.grounding.compared import rules
from tests.grounding.ledgers import grounds

SCHOOL = grounds(
    ("留样已交望川县疾控中心检验", "confirmed"),
    ("四年级共168名学生参加活动", "confirmed"),
    {"text": "食材不新鲜", "status": "reported", "attribution": "据部分家长反映"},
    ("公司负责人失联", "refuted"),
    ("当天受伤17人，其中老师2人", "confirmed"),
    ("当天参加活动的共189人，包括老师12人", "confirmed"),
    brand="童穗配餐",
    issuer={"organisation": "望川童穗配餐服务有限公司", "person": "钟岚", "title": "总经理"},
)


class TestShortAnswers:
    @pytest.mark.parametrize(
        "text", ["公司负责人是不是失联了？\n——是。", "外面传公司负责人失联，是这样。", "说法：公司负责人失联。\n实情：是。"]
    )
    def test_a_yes_to_what_is_refuted_is_found(self, text: str) -> None:
        assert any(rule == "refuted-repeated" for rule, _ in rules(text, SCHOOL))

    @pytest.mark.parametrize(
        "text", ["公司负责人是不是失联了？\n——不是。", "外面传公司负责人失联，不是这样。", "说法：公司负责人失联。\n实情：不是。"]
    )
    def test_a_no_is_not(self, text: str) -> None:
        assert rules(text, SCHOOL) == []


class TestWhoSaysSo:
    def test_some_are_not_all(self) -> None:
        assert ("scope-widened", "F3") in rules("所有家长都说食材不新鲜，我们在核实。", SCHOOL)

    def test_some_are_some(self) -> None:
        assert rules("部分家长说食材不新鲜，我们在核实。", SCHOOL) == []


class TestTitles:
    @pytest.mark.parametrize("text", ["副总裁 钟岚", "新闻发言人钟岚", "首席运营官 钟岚"])
    def test_a_title_nobody_has_is_found(self, text: str) -> None:
        assert [f.text for f in check(text, SCHOOL).findings] == [text.removesuffix("钟岚").strip()]

    @pytest.mark.parametrize("text", ["总经理 钟岚", "望川童穗配餐服务有限公司 总经理 钟岚"])
    def test_her_own_is_hers(self, text: str) -> None:
        assert rules(text, SCHOOL) == []


class TestWhatIsNotYetDone:
    def test_it_is_found_where_the_ledger_has_it_done(self) -> None:
        assert ("polarity-turned", "F1") in rules("留样尚未送到望川县疾控中心检验。", SCHOOL)

    def test_it_is_not_where_it_is_done(self) -> None:
        assert rules("留样已经送到望川县疾控中心检验。", SCHOOL) == []


class TestGradesAndParts:
    def test_another_grade_is_found(self) -> None:
        assert rules("三年级共168名学生参加活动。", SCHOOL)

    def test_the_same_is_not(self) -> None:
        assert rules("4年级共168名学生参加活动。", SCHOOL) == []

    def test_parts_of_different_wholes_do_not_contradict(self) -> None:
        assert SCHOOL.conflicts == ()
