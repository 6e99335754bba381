"""Bodies called like the issuer, titles nobody holds, and names that begin within a word."""

import pytest

from service.findings import Severity
from service.grounding import check
from tests.grounding.ledgers import grounds

SCHOOL = grounds(
    ("自3月2日起，河湾、南坪两家校区暂停线下授课", "confirmed"),
    ("3名学员因呛水送往潭州县人民医院检查，其中1名是儿童", "confirmed"),
    ("样品已送往潭州农业大学水产学院检验", "confirmed"),
    ("潭州县消防救援大队到场", "confirmed"),
    ("截至3月2日18时，收到退费申请64笔，其中21笔已经原路退款", "confirmed"),
    brand="浪里少儿游泳",
    issuer={"organisation": "潭州浪里体育发展有限公司", "person": "温以宁", "title": "总经理"},
)
CLINIC = grounds(
    ("On 4 May a nurse at our Ashby site gave the wrong vaccine to a child", "confirmed"),
    ("Rothshire Ambulance Service took the child to hospital", "confirmed"),
    brand="Fennick Clinics",
    issuer={"organisation": "Fennick Clinics Ltd", "person": "Dr. Priya Raman", "title": "Medical Director"},
)


def found(text: str, held: object = SCHOOL) -> list[tuple[str, str]]:
    return [(f.rule, f.text) for f in check(text, held).findings]  # type: ignore[arg-type]


class TestNamesakes:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("星禾游泳自3月2日起暂停线下授课。", "星禾游泳"),
            ("您好，这里是恒岳游泳，请问有什么可以帮您？", "恒岳游泳"),
            ("给大家添麻烦了。\n瑞禾少儿游泳", "瑞禾少儿游泳"),
            ("给大家添麻烦了。\n蜀燕体育发展有限公司总经理 温以宁", "蜀燕体育发展有限公司"),
        ],
    )
    def test_another_head_on_the_issuers_kind_is_another_body(self, text: str, name: str) -> None:
        assert ("ungrounded-name", name) in found(text)

    @pytest.mark.parametrize(
        "text",
        ["浪里少儿游泳向大家致歉。", "孩子们学游泳的事，我们放在心上。", "其他游泳课照常。", "室内游泳馆照常开放。"],
    )
    def test_the_issuer_and_the_plain_word_are_none(self, text: str) -> None:
        assert [rule for rule, _ in found(text) if rule == "ungrounded-name"] == []

    def test_who_signs_as_himself_is_sure(self) -> None:
        findings = check("您好，这里是恒岳游泳。", SCHOOL).findings
        assert [f.severity for f in findings if f.rule == "ungrounded-name"] == [Severity.ERROR]


class TestBorders:
    @pytest.mark.parametrize(
        "text",
        [
            "巡逻队和县消防救援大队都到了现场。",
            "64笔申请里，21笔原路退款。",
            "样品送到潭州农大水产学院去了。",
            "您可以致电前台咨询。",
        ],
    )
    def test_no_name_begins_within_a_word(self, text: str) -> None:
        assert [item for item in found(text) if item[0] in ("ungrounded-name", "ungrounded-cause")] == []

    @pytest.mark.parametrize("text", ["3人到县中心医院检查。", "3人送往儿童医院检查。", "3人送往县第二人民医院。"])
    def test_another_public_hospital_is_doubted(self, text: str) -> None:
        assert any(rule == "ungrounded-name" and "医院" in words for rule, words in found(text))

    @pytest.mark.parametrize("text", ["3人到县人民医院检查。", "如有不适，请到我市人民医院就诊。"])
    def test_the_named_hospital_may_be_shortened(self, text: str) -> None:
        assert [item for item in found(text) if item[0] == "ungrounded-name"] == []

    def test_a_dateline_is_no_part_of_a_name(self) -> None:
        assert [rule for rule, _ in found("ASHBY, May 4 – Fennick Clinics Ltd has told the family.", CLINIC)] == []


class TestWhoIsMeant:
    @pytest.mark.parametrize("text", ["我们和县医院保持着联系。", "总经理温以宁会亲自打电话。"])
    def test_a_word_of_the_sentence_is_no_part_of_a_name(self, text: str) -> None:
        assert [item for item in found(text) if item[0] == "ungrounded-name"] == []

    @pytest.mark.parametrize(
        ("text", "held"), [("学员张先生您好，您的申请收到了。", SCHOOL), ("Dear Ms. Alvarez, we are sorry.", CLINIC)]
    )
    def test_who_is_written_to_is_no_error(self, text: str, held: object) -> None:
        findings = check(text, held).findings  # type: ignore[arg-type]
        assert [f.severity for f in findings if f.rule == "ungrounded-name"] == [Severity.WARNING]


class TestTitles:
    @pytest.mark.parametrize("text", ["作为首席运营官，我向大家道歉。", "潭州浪里体育发展有限公司首席运营官 温以宁"])
    def test_a_title_of_nobody_is_told(self, text: str) -> None:
        assert ("ungrounded-name", "首席运营官") in found(text)

    def test_the_signers_own_title_is_not(self) -> None:
        assert found("作为总经理，我向大家道歉。") == []

    @pytest.mark.parametrize(
        "text",
        ["I am Priya Raman, the Regional Director of Fennick.", "As Regional Director, I am sorry."],
    )
    def test_an_english_title_of_nobody_is_doubted(self, text: str) -> None:
        assert ("ungrounded-name", "Regional Director") in found(text, CLINIC)

    @pytest.mark.parametrize("text", ["I am Priya Raman, the Medical Director.", "As Medical Director, I am sorry."])
    def test_the_english_signers_own_is_not(self, text: str) -> None:
        assert found(text, CLINIC) == []

    def test_another_ambulance_service_is_another(self) -> None:
        assert ("ungrounded-name", "Colmshire Ambulance Service") in found("Colmshire Ambulance Service came at noon.", CLINIC)
