import pytest

from service.assessment.assess import assess
from service.briefs import Channel, Language, StatementRequest, StatementType
from service.drafting.grounds import grounds_for
from service.drafting.tasks import Task
from service.drafting.verifying.asides import asides, is_foreign
from service.drafting.verifying.preparing import prepared
from service.llm.schemas import Composition, Sentence
from tests.samples import milk


def task(statement: StatementType = StatementType.HOLDING_STATEMENT, language: Language = Language.ZH_CN) -> Task:
    brief = milk()
    assessment = assess(brief, None)
    request = StatementRequest(statement=statement, language=language, channel=Channel.WEB)
    return Task(brief, request, assessment, None, (), grounds_for(brief, None, assessment))


def of(*sentences: tuple[str, str, str], about: Task | None = None, title: str = "说明") -> Composition:
    rows = tuple(Sentence(text, element, ("F1",), before, "model") for text, element, before in sentences)
    return prepared(about or task(), Composition(title, rows))


def test_two_sentences_in_one_item_become_two_with_its_element_and_basis() -> None:
    found = of(("我们收到6起反馈。产品已下架。", "known", ""), ("客服热线：400-820-0000。", "contact", "\n\n")).sentences
    assert [(s.text, s.element, s.basis, s.before) for s in found[:2]] == [
        ("我们收到6起反馈。", "known", ("F1",), ""),
        ("产品已下架。", "known", ("F1",), ""),
    ]
    assert found[2].before == "\n\n"


def test_english_sentences_keep_their_space_and_a_signature_its_stops() -> None:
    found = of(
        ("We know. We are sorry.", "known", ""), ("Acme Ltd. London", "issuer", "\n\n"), about=task(language=Language.EN_GB)
    )
    assert [(s.text, s.before) for s in found.sentences] == [
        ("We know.", ""),
        ("We are sorry.", " "),
        ("Acme Ltd. London", "\n\n"),
    ]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("请拨打[contact:0]。", "请拨打400-820-0000。"),
        ("请拨打400-820-0000[contact:0]。", "请拨打400-820-0000。"),
        ("请拨打[contact:7]。", "请拨打。"),
    ],
)
def test_an_id_in_place_of_a_contact_becomes_the_contact(raw: str, clean: str) -> None:
    assert [item.text for item in of((raw, "contact", "")).sentences] == [clean]


def test_what_rests_on_nothing_is_said_once() -> None:
    texts = [f"We are sorry for any {harm} this may have caused to you and your family." for harm in ("trouble", "loss")]
    rows = tuple(Sentence(text, "apology", (), "", "model") for text in texts)
    found = prepared(task(language=Language.EN_GB), Composition("Sorry", rows)).sentences
    assert [item.text for item in found] == texts[:1]
    told = tuple(Sentence(f"The shop in {town} is closed today.", "known", ("F1",), "", "model") for town in ("Alton", "Bury"))
    assert len(prepared(task(language=Language.EN_GB), Composition("Closed", told)).sentences) == 2


def test_who_signs_stands_on_a_line_of_its_own() -> None:
    found = of(("客服热线：400-820-0000。", "contact", ""), ("晨禾乳业　2026年3月2日", "issuer", "")).sentences
    assert [(s.text, s.before) for s in found] == [("客服热线：400-820-0000。", ""), ("晨禾乳业　2026年3月2日", "\n\n")]


def test_a_sentence_about_who_speaks_is_no_signature() -> None:
    found = of(("产品已下架。", "known", ""), ("我们是晨禾乳业。", "issuer", "")).sentences
    assert [s.before for s in found] == ["", ""]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("我们收到6起反馈（F1）。", "我们收到6起反馈。"),
        ("我们收到6起反馈。[F1, C1]", "我们收到6起反馈。"),
        ("影片拍摄于后巷（可公开的来源：据网民留言）。", "影片拍摄于后巷（据网民留言）。"),
        ("全额退款；负责：客户服务部；期限：3月5日18时。", "全额退款。"),
        (
            "Dead fish were found (source that may be named: according to the agency).",
            "Dead fish were found (according to the agency).",
        ),
        ("We will refund you by June 27, owner: Customer Care; due: 5:00 p.m. on June 27.", "We will refund you by June 27."),
        ("The owner: a member of staff said so.", "The owner: a member of staff said so."),
        ("**我们**收到6起反馈。", "我们收到6起反馈。"),
        ("- 我们收到6起反馈。", "我们收到6起反馈。"),
        ("我们收到6起反馈（据用户）。", "我们收到6起反馈（据用户）。"),
    ],
)
def test_marks_of_the_models_own_making_go(raw: str, clean: str) -> None:
    assert [s.text for s in of((raw, "known", "")).sentences] == [clean]


def test_an_faq_is_put_in_blocks() -> None:
    about = task(StatementType.FAQ)
    found = of(
        ("还能喝吗？", "known", ""), ("请先不要饮用。", "", ""), ("可以退款。", "answer", ""), ("找谁？", "", ""), about=about
    )
    assert [(s.element, s.before) for s in found.sentences] == [
        ("question", ""),
        ("answer", "\n"),
        ("answer", ""),
        ("question", "\n\n"),
    ]


class TestAsides:
    @pytest.mark.parametrize(
        "text",
        [
            "作为一个人工智能助手，我无法提供帮助。",
            "以下是情况说明：",
            "根据台账，收到6起反馈。",
            "I'm sorry, but I cannot assist with that.",
            "As an AI language model, I have no view.",
            "Contact [Name] at [Phone Number].",
            "请联系____。",
            "受影响批次为XXXX。",
        ],
    )
    def test_talk_of_the_writer_and_blanks_are_found(self, text: str) -> None:
        assert list(asides(text, "zh" if any("\u3400" <= c <= "\u9fff" for c in text) else "en"))

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("我们无法答复这个问题。", "zh"),
            ("We cannot answer that yet.", "en"),
            ("下一次说明：[TO CONFIRM: time]", "zh"),
            ("Yaohua Q20 power bank 已停售。", "zh"),
            ("Carmen Tam, Tsuifan Holidays Limited 翠帆假期", "en"),
            ("我们很抱歉，真的很抱歉。", "zh"),
        ],
    )
    def test_ordinary_sentences_are_left_alone(self, text: str, language: str) -> None:
        assert list(asides(text, "zh" if language == "zh" else "en")) == []

    def test_a_sentence_in_the_other_language_is_foreign(self) -> None:
        assert is_foreign("We are very sorry about what has happened.", "zh")
        assert is_foreign("我们对发生的这件事感到十分抱歉。", "en")
        assert not is_foreign("晨禾乳业（Morning Grain Dairy）", "zh")


def test_an_answer_for_hong_kong_is_put_into_its_script_once() -> None:
    about = task(language=Language.ZH_HK)
    found = of(("截至3月2日10时，我们收到6起反馈。", "known", ""), about=about, title="关于异味的说明")
    assert found.title == "關於異味的說明"
    assert "我們收到" in found.sentences[0].text
    assert prepared(about, found) == found
