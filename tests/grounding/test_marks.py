"""How clauses speak, sentence by sentence in both languages, and the file the words stand in."""

import re
from pathlib import Path

import pytest

from service.datafiles import load_data
from service.errors import DataFault
from service.grounding.marks import (
    Mark,
    Marks,
    MarkWords,
    held_words,
    is_asked,
    marks_of,
    patterns,
    points_back,
    question_of,
    words,
)
from service.grounding.word_patterns import joined
from service.language import text_language
from service.resources import knowledge_dir

_OWN = knowledge_dir() / "grounding" / "marks.yml"


def marks(text: str) -> Marks:
    return marks_of(text, text_language(text))


class TestOpen:
    @pytest.mark.parametrize(
        "text",
        [
            "是否有人受伤", "起火原因尚不清楚", "具体数量还没有弄清", "原因有待查明", "这一点目前无法确认", "相关情况正在核实", "我们暂不能答复",
            "结果出来之前不作推测", "伤者人数不详", "真假尚待证实", "双方说法不一", "最终以检测报告为准", "能不能恢复，现在说不准", "有没有起火还要再看",
            "whether anyone was hurt", "The cause is not yet known", "We cannot confirm the number", "It remains unclear", "We are still checking the stock",
            "This is being looked into", "It is too early to say", "We do not know who did it", "The claim is disputed", "The matter is under investigation",
            "The results are pending", "We have not been able to verify this", "We won't guess at the reason", "We are trying to establish what happened",
        ],
    )  # fmt: skip
    def test_what_is_not_known_is_open(self, text: str) -> None:
        assert marks(text) & Mark.OPEN

    @pytest.mark.parametrize(
        "text",
        [
            "门店已停业", "样品不合格", "调查已经结束", "我们很抱歉", "原因是阀门老化", "核实了三件事",
            "The shop is closed", "The investigation has ended", "We are sorry", "The cause was a worn valve", "We looked everywhere",
        ],
    )  # fmt: skip
    def test_what_is_stated_is_not(self, text: str) -> None:
        assert not marks(text) & Mark.OPEN


class TestReported:
    @pytest.mark.parametrize(
        "text",
        [
            "据用户反映，门店起火", "有顾客称吃到异物", "网传门店起火", "多名家长表示孩子腹泻", "一位乘客告诉我们车门没关", "按照司机的说法，刹车失灵",
            "有人在群里发了视频", "疑似漏气", "有媒体报道了此事", "对方声称已付款",
            "According to residents, there was a smell", "Some customers say the handle broke", "A rider told us the bar was loose", "It is alleged that",
            "There are reports of smoke", "Posts online say the shop is closed", "We have heard of a second case", "Two guests described a bang",
            "The video circulating since noon", "Apparently a pipe broke",
        ],
    )  # fmt: skip
    def test_the_word_of_others_is_reported(self, text: str) -> None:
        assert marks(text) & Mark.REPORTED

    @pytest.mark.parametrize(
        "text",
        ["门店已停业", "据此，门店停业", "据实告知大家", "两名顾客住院", "The shop is closed", "Two guests are in hospital"],
    )
    def test_our_own_is_not(self, text: str) -> None:
        assert not marks(text) & Mark.REPORTED


class TestDenied:
    @pytest.mark.parametrize(
        "text",
        [
            "该说法不实", "这并不属实", "与事实不符", "此为谣言", "图片系伪造，纯属捏造", "没有这回事", "这种说法没有根据", "相关截图是假的", "请不要轻信",
            "网传的数字有误",
            "The claim is false", "That is not true", "This is simply wrong", "The post is misleading", "There is no truth in it", "It did not happen",
            "The figure is inaccurate", "The story is a hoax", "Those claims are baseless", "That is not the case",
        ],
    )  # fmt: skip
    def test_a_denial_is_one(self, text: str) -> None:
        assert marks(text) & Mark.DENIED

    @pytest.mark.parametrize(
        "text", ["情况属实", "门店已停业", "The claim is correct", "We were wrong about the time", "The shop is closed"]
    )
    def test_other_words_are_none(self, text: str) -> None:
        assert not marks(text) & Mark.DENIED


class TestVerified:
    @pytest.mark.parametrize(
        "text",
        [
            "情况属实", "我们已核实", "经核实属实", "该情况已被证实", "此事得到了警方证实", "确有此事", "网友说的是真的", "相关反映已查实",
            "This has been confirmed", "We have verified the report", "The report is true", "The claim turned out to be true", "It was in fact accurate",
        ],
    )  # fmt: skip
    def test_what_calls_a_thing_so_is_marked(self, text: str) -> None:
        assert marks(text) & Mark.VERIFIED

    @pytest.mark.parametrize(
        "text", ["未经证实", "正在核实", "该说法不属实", "是否属实", "not confirmed yet", "We are checking whether that is so"]
    )
    def test_what_does_not_is_not_or_stays_open_or_denied(self, text: str) -> None:
        found = marks(text)
        assert not found & Mark.VERIFIED or found & (Mark.OPEN | Mark.DENIED)


class TestOtherMarks:
    @pytest.mark.parametrize(
        ("text", "mark"),
        [
            ("请拨打热线", Mark.REQUEST),
            ("您可以到门店退货", Mark.REQUEST),
            ("Please keep the receipt", Mark.REQUEST),
            ("Do not use the charger", Mark.REQUEST),
            ("You can call us", Mark.REQUEST),
            ("如果您买了该批次", Mark.CONDITION),
            ("一旦查实", Mark.CONDITION),
            ("倘若再次发生", Mark.CONDITION),
            ("If you bought the kettle", Mark.CONDITION),
            ("Unless the police object", Mark.CONDITION),
            ("Anyone who bought one", Mark.CONDITION),
            ("有人受伤吗？", Mark.QUESTION),
            ("Was anyone hurt?", Mark.QUESTION),
            ("上述批次停售", Mark.REFERENCE),
            ("that batch", Mark.REFERENCE),
        ],
    )
    def test_they_are_found(self, text: str, mark: Marks) -> None:
        assert marks(text) & mark

    @pytest.mark.parametrize(
        ("text", "mark"),
        [
            ("申请已受理", Mark.REQUEST),
            ("请假的员工已返岗", Mark.REQUEST),
            ("可能漏气", Mark.REQUEST),
            ("We call it a day", Mark.REQUEST),
            ("若干门店停业", Mark.CONDITION),
            ("应该市要求", Mark.CONDITION),
            ("The lift is shut", Mark.CONDITION),
            ("门店停业。", Mark.QUESTION),
        ],
    )
    def test_look_alikes_are_not(self, text: str, mark: Marks) -> None:
        assert not marks(text) & mark

    @pytest.mark.parametrize(
        ("text", "mark"),
        [
            ("已下架", Mark.DONE),
            ("门锁换了，", Mark.DONE),
            ("曾发生漏水", Mark.DONE),
            ("正在排查", Mark.ONGOING),
            ("陆续返还", Mark.ONGOING),
            ("将于明天公布", Mark.FUTURE),
            ("拟停产", Mark.FUTURE),
            ("可能延误", Mark.POSSIBLE),
            ("或因线路老化", Mark.POSSIBLE),
            ("It has been withdrawn", Mark.DONE),
            ("They were sent home", Mark.DONE),
            ("Repairs are under way", Mark.ONGOING),
            ("We are inspecting the stock", Mark.ONGOING),
            ("We'll publish it", Mark.FUTURE),
            ("We plan to reopen", Mark.FUTURE),
            ("It might be late", Mark.POSSIBLE),
        ],
    )
    def test_tenses(self, text: str, mark: Marks) -> None:
        assert marks(text) & mark

    @pytest.mark.parametrize(
        ("text", "mark"),
        [
            ("将近十人", Mark.FUTURE),
            ("会议开始", Mark.FUTURE),
            ("会员信息", Mark.FUTURE),
            ("on 3 May 2026", Mark.POSSIBLE),
            ("willing people", Mark.FUTURE),
        ],
    )
    def test_words_that_only_look_like_a_tense(self, text: str, mark: Marks) -> None:
        assert not marks(text) & mark


class TestWidth:
    @pytest.mark.parametrize("text", ["全部", "所有", "均", "都", "每家", "每一台", "任何", "全国", "一律", "全体", "无一"])
    def test_chinese_words_for_all(self, text: str) -> None:
        assert patterns("zh").universal.pattern.search(text)

    @pytest.mark.parametrize("text", ["全部款项", "成都市", "都市", "人民", "每人每天"])
    def test_chinese_words_that_are_none(self, text: str) -> None:
        assert not patterns("zh").universal.pattern.fullmatch(text)

    @pytest.mark.parametrize(
        "text", ["all", "every", "Each", "entirely", "nationwide", "everyone", "None of", "without exception"]
    )
    def test_english_words_for_all(self, text: str) -> None:
        assert patterns("en").universal.pattern.fullmatch(text)

    @pytest.mark.parametrize("text", ["small", "tally", "beach", "allow", "recall", "totality", "overall"])
    def test_english_words_that_are_none(self, text: str) -> None:
        assert not patterns("en").universal.pattern.search(text)

    @pytest.mark.parametrize(
        ("text", "language"), [("部分", "zh"), ("个别", "zh"), ("其中", "zh"), ("some", "en"), ("a few", "en"), ("most", "en")]
    )
    def test_words_for_some(self, text: str, language: str) -> None:
        assert patterns("zh" if language == "zh" else "en").partial.pattern.fullmatch(text)


class TestQuestionOf:
    @pytest.mark.parametrize("text", ["有吗？", "有吗?", "“有吗？”", "Really? ", "Is it so?'\n"])
    def test_it_is_the_stop_that_asks(self, text: str) -> None:
        assert question_of(text) == Mark.QUESTION

    @pytest.mark.parametrize("text", ["", "有吗", "有？没有。", "Why? Because."])
    def test_one_in_the_middle_does_not(self, text: str) -> None:
        assert question_of(text) == Mark.NONE


class TestPointsBack:
    @pytest.mark.parametrize(
        "text",
        ["这一说法不实。", "对此我们正在核实。", "上述内容不实。", "该情况未经证实。", "但此说法没有根据。", "该图片不实。", "我们正在核实。",
         "This is not true.", "That claim is being checked.", "But this is false.", "They are being examined.", "No, it is not.", "We are still checking."],
    )  # fmt: skip
    def test_a_sentence_that_speaks_of_the_one_before(self, text: str) -> None:
        assert points_back(text)

    @pytest.mark.parametrize(
        "text",
        [
            "门店停业。",
            "关于原因，正在核实。",
            "The shop is closed.",
            "Customers told us.",
            "Nobody was hurt.",
            "No. 3 lift is shut.",
            "",
        ],
    )
    def test_one_that_starts_anew(self, text: str) -> None:
        assert not points_back(text)


class TestIsAsked:
    @pytest.mark.parametrize(
        ("text", "asked"),
        [
            ("我买的鲜奶能退吗", True),
            ("问：我的订单还发货吗", True),
            ("My kettle leaks, what now", True),
            ("I bought one yesterday", True),
            ("我们已停售", False),
            ("我司已停售", False),
            ("Income fell", False),
            ("The shop is closed", False),
        ],
    )
    def test_a_line_in_the_readers_own_words_is_a_question(self, text: str, asked: bool) -> None:
        assert is_asked(text, 0, len(text)) is asked

    def test_the_same_words_within_a_paragraph_are_not(self) -> None:
        text = "我们很抱歉。我向大家道歉。请谅解。"
        assert not is_asked(text, text.index("我向"), text.index("请"))


class TestTheFile:
    @pytest.fixture(scope="class")
    @staticmethod
    def own() -> str:
        return _OWN.read_text(encoding="utf-8")

    def test_it_loads_and_every_part_compiles(self) -> None:
        assert load_data(_OWN, MarkWords) == words()
        assert patterns("zh").marks
        assert patterns("en").marks

    def test_an_unknown_mark_is_refused_with_its_line(self, tmp_path: Path, own: str) -> None:
        path = tmp_path / "marks.yml"
        path.write_text(own + "whispered:\n  zh: [悄悄]\n  en: [whisper]\n", encoding="utf-8")
        with pytest.raises(DataFault, match=rf"marks\.yml:{own.count(chr(10)) + 1}.*whispered"):
            load_data(path, MarkWords)

    def test_an_unknown_language_is_refused(self, tmp_path: Path, own: str) -> None:
        path = tmp_path / "marks.yml"
        path.write_text(own.replace("open:\n  zh:", "open:\n  fr: [inconnu]\n  zh:", 1), encoding="utf-8")
        with pytest.raises(DataFault, match=r"marks\.yml.*fr"):
            load_data(path, MarkWords)

    def test_a_missing_mark_is_refused(self, tmp_path: Path, own: str) -> None:
        path = tmp_path / "marks.yml"
        path.write_text(own.replace("\nuniversal:", "\npartial_too:", 1), encoding="utf-8")
        with pytest.raises(DataFault, match="universal"):
            load_data(path, MarkWords)

    def test_a_word_that_is_no_text_is_refused(self, tmp_path: Path, own: str) -> None:
        path = tmp_path / "marks.yml"
        path.write_text(own.replace("  en:\n", "  en:\n    - 12\n", 1), encoding="utf-8")
        with pytest.raises(DataFault, match="marks"):
            load_data(path, MarkWords)

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_no_mark_matches_nothing_at_all(self, language: str) -> None:
        held = patterns("zh" if language == "zh" else "en")
        assert not any(listed.pattern.fullmatch("") for _, listed in held.marks)
        assert not any(listed.pattern.fullmatch("") for listed in (held.universal, held.partial, held.negators))


class TestWordsOfMarks:
    @pytest.mark.parametrize(
        "text",
        ["We are NOT sure Whether it was.", "还没有查清，能不能退要看结果。", "All of them had already gone.", "样品均已送检"],
    )
    def test_no_mark_is_missed_for_want_of_its_words(self, text: str) -> None:
        held = held_words(text)
        for language in ("zh", "en"):
            of = patterns("zh" if language == "zh" else "en")
            listed = [*(item for _, item in of.marks), of.universal, of.partial, of.negators]
            assert all(item.bit & held for item in listed if item.pattern.search(text))

    def test_what_begins_alike_is_one_alternative_and_finds_the_same(self) -> None:
        sources = [r"\bno\b", r"\bnot (?:yet|all)\b", "n't", r"\bnone|nil\b", r"\bnever\b"]
        plain = re.compile("|".join(f"(?:{source})" for source in sources))
        text = "no, not yet; none or vanil isn't nil: never not all"
        assert joined(sources).startswith(r"\b(?:(?:no\b)|(?:not")
        assert [m.span() for m in re.finditer(joined(sources), text)] == [m.span() for m in plain.finditer(text)]
