"""Whether the statements of one result agree, with each other and with what was released before; and bases that are only declared."""

from pathlib import Path
from typing import Any

import pytest

from service.briefs import Channel, IncidentBrief
from service.config import Settings
from service.drafting.agreement import departures, disagreements
from service.drafting.assembly import Assembled
from service.drafting.checking import _undeclared
from service.drafting.grounds import grounds_for
from service.drafting.pipeline import DraftOptions, draft
from service.drafting.schemas import GenerationRecord, PromptRecord, Segment, Statement, statement_digest
from service.findings import Finding, Layer, Severity
from service.grounding import Grounds, check
from tests.grounding.ledgers import ledger
from tests.samples import NAMES, sample

BRIEF = ledger(
    {"text": "截至5月6日18时，收到14起电池鼓包的反馈", "translations": {"en": "By 6 p.m. on 6 May we had received 14 reports of swollen batteries"}},
    {"text": "3名用户手部灼伤", "translations": {"en": "Three customers burned their hands"}},
    {"text": "D7型电池已于5月6日从门店下架", "translations": {"en": "D7 batteries were withdrawn from shops on 6 May"}},
    {"text": "没有收到起火的反馈", "translations": {"en": "No one has reported a fire"}},
    {"text": "宏远在3月更换了隔膜材料", "disclosure": "internal"},
    commitments=[
        {
            "id": "C1",
            "text": "5月20日前免费更换D7型电池",
            "approved": True,
            "translations": {"en": "Replace every D7 battery free of charge by 20 May"},
        }
    ],
    contacts=[{"label": "热线", "value": "400-880-1234"}],
)  # fmt: skip
GROUNDS = grounds_for(BRIEF, None)


def statement(text: str, language: str = "zh-CN") -> Statement:
    return Statement.model_validate(
        {
            "statement": "holding_statement",
            "audience": "public",
            "channel": Channel.WEB,
            "language": language,
            "title": "说明",
            "text": text,
            "digest": statement_digest("说明", text),
            "segments": (),
            "blocked": False,
            "prompt": PromptRecord(id="drafting/holding_statement.zh", version=1, digest="sha256:0"),
            "generation": GenerationRecord(model="composer"),
        }
    )


def differing(*statements: Statement, under: Grounds = GROUNDS) -> list[tuple[str, str, str]]:
    texts = [item.text for item in statements]
    return [
        (item.kind, texts[item.a.statement][item.a.start : item.a.end], texts[item.b.statement][item.b.start : item.b.end])
        for item in disagreements(statements, under)
    ]


class TestStatementsOfOneResult:
    @pytest.mark.parametrize(
        ("chinese", "english", "expected"),
        [
            ("收到14起电池鼓包的反馈。", "We have received 41 reports of swollen batteries.", ("number", "14起", "41 reports")),
            ("3名用户手部灼伤。", "Four customers burned their hands.", ("number", "3名", "Four customers")),
            ("D7型电池已于5月6日从门店下架。", "D7 batteries were withdrawn from shops on 4 May.", ("time", "5月6日", "4 May")),
            (
                "我们将在5月20日前免费更换D7型电池。",
                "We will replace every D7 battery free of charge by 30 May.",
                ("promise", "5月20日", "30 May"),
            ),
            ("热线：400-880-1234。", "Call us on 400-880-4321.", ("contact", "400-880-1234", "400-880-4321")),
            ("没有收到起火的反馈。", "A fire has been reported.", ("polarity", "没有收到起火的反馈", "A fire has been reported")),
        ],
        ids=["number", "count of people", "time", "promise", "contact", "polarity"],
    )
    def test_a_chinese_and_an_english_one_that_contradict(
        self, chinese: str, english: str, expected: tuple[str, str, str]
    ) -> None:
        assert differing(statement(chinese), statement(english, "en-GB")) == [expected]

    @pytest.mark.parametrize(
        ("chinese", "english"),
        [
            ("收到14起电池鼓包的反馈。", "We have received 14 reports of swollen batteries."),
            ("3名用户手部灼伤。", "Three customers burned their hands."),
            ("D7型电池已于5月6日从门店下架。", "On 6 May, D7 batteries were withdrawn from shops."),
            ("我们将在5月20日前免费更换D7型电池。", "We will replace every D7 battery free of charge by 20 May."),
            ("热线：400-880-1234。", "Call us on 400-880-1234."),
            ("没有收到起火的反馈。", "No one has reported a fire."),
            ("是否起火还在核实。", "No one has reported a fire."),
        ],
    )
    def test_two_that_agree(self, chinese: str, english: str) -> None:
        assert differing(statement(chinese), statement(english, "en-US")) == []

    def test_places_are_told_by_the_number_of_their_statement(self) -> None:
        items = disagreements(
            [
                statement("我们很抱歉。"),
                statement("3名用户手部灼伤。"),
                statement("5名用户手部灼伤。"),
                statement("3名用户手部灼伤。"),
            ],
            GROUNDS,
        )
        assert [(item.a.statement, item.b.statement) for item in items] == [(1, 2), (2, 3)]

    def test_the_message_quotes_both_in_the_language_of_the_first(self) -> None:
        (item,) = disagreements(
            [statement("3名用户手部灼伤。"), statement("Four customers burned their hands.", "en-GB")], GROUNDS
        )
        assert item.message == "数字不一致：一处是“3名”，另一处是“Four customers”。"
        (item,) = disagreements(
            [statement("Four customers burned their hands.", "en-GB"), statement("3名用户手部灼伤。")], GROUNDS
        )
        assert item.message == "The number differs: “Four customers” here, “3名” there."

    @pytest.mark.parametrize("statements", [[], [statement("3名用户手部灼伤。")]], ids=["none", "one"])
    def test_fewer_than_two_never_disagree(self, statements: list[Statement]) -> None:
        assert disagreements(statements, GROUNDS) == ()

    def test_nothing_is_told_of_an_empty_ledger(self) -> None:
        assert differing(statement("3名用户灼伤。"), statement("5名用户灼伤。"), under=grounds_for(ledger(), None)) == []

    @pytest.mark.parametrize("name", NAMES)
    def test_the_sample_briefs_have_none(self, name: str, data_dir: Path) -> None:
        assert draft(sample(name), DraftOptions(offline=True), Settings(data_dir=data_dir)).consistency == ()


def departing(text: str, previous: str, language: str = "zh-CN") -> list[Finding]:
    return list(departures(text, previous, GROUNDS, language))


class TestDepartures:
    @pytest.mark.parametrize(
        ("text", "previous", "kind", "quote"),
        [
            ("收到14起电池鼓包的反馈。", "收到9起电池鼓包的反馈。", "number", "14起"),
            ("D7型电池已于5月6日从门店下架。", "D7型电池已于5月5日从门店下架。", "time", "5月6日"),
            ("我们将在5月25日前免费更换D7型电池。", "我们将在5月20日前免费更换D7型电池。", "promise", "5月25日"),
            ("热线：400-880-1234。", "热线：400-880-9999。", "contact", "400-880-1234"),
            ("收到了起火的反馈。", "没有收到起火的反馈。", "polarity", "收到了起火的反馈"),
        ],
    )
    def test_what_was_said_otherwise_is_a_warning(self, text: str, previous: str, kind: str, quote: str) -> None:
        (item,) = departing(text, previous)
        assert (item.rule, item.text, item.basis) == (f"differs-from-previous-{kind}", quote, "previous")
        assert (item.severity, item.layer) == (Severity.WARNING, Layer.CONSISTENCY)
        assert item.suggestion == "说明这里有变化，或改回此前的说法。"

    def test_it_is_one_in_english_too(self) -> None:
        (item,) = departing("Three customers burned their hands.", "Two customers burned their hands.", "en-GB")
        assert item.message == "The number differs: “Three customers” here, “Two customers” there."
        assert item.suggestion == "Say that this has changed, or keep to what was said."

    @pytest.mark.parametrize(
        "text",
        [
            "截至5月6日18时，收到14起电池鼓包的反馈。",
            "收到的电池鼓包反馈已增至14起。",
            "更正：收到14起电池鼓包的反馈。",
            "收到14起电池鼓包的反馈，此前说的是9起。",
            "最新统计：收到14起电池鼓包的反馈。",
        ],
    )
    def test_a_sentence_that_says_it_changed_is_excused(self, text: str) -> None:
        assert departing(text, "收到9起电池鼓包的反馈。") == []

    @pytest.mark.parametrize(
        "text",
        [
            "By 6 p.m. on 6 May we had received 14 reports of swollen batteries.",
            "As of 6 May we had received 14 reports of swollen batteries.",
            "Correction: we received 14 reports of swollen batteries.",
            "We have now received 14 reports of swollen batteries.",
            "Now we have received 14 reports of swollen batteries.",
        ],
    )
    def test_so_it_is_in_english(self, text: str) -> None:
        assert departing(text, "We have received 9 reports of swollen batteries.", "en-GB") == []

    def test_an_excuse_holds_for_its_own_sentence_only(self) -> None:
        assert departing("我们更正一点。3名用户手部灼伤。", "5名用户手部灼伤。")

    @pytest.mark.parametrize(
        ("text", "previous"),
        [
            ("3名用户手部灼伤。", "3名用户手部灼伤。"),
            ("3名用户手部灼伤。", "我们正在核实。"),
            ("3名用户手部灼伤。", "Three customers burned their hands."),
            ("", "3名用户手部灼伤。"),
        ],
    )
    def test_a_text_that_keeps_to_what_was_said_has_none(self, text: str, previous: str) -> None:
        assert departing(text, previous) == []


def undeclared(text: str, *basis: str, language: str = "zh-CN", brief: IncidentBrief = BRIEF, **more: Any) -> list[Finding]:
    segment = Segment(start=0, end=len(text), element=more.get("element", "known_facts"), basis=basis)
    assembled = Assembled("说明", text, (segment,), ())
    return list(_undeclared(assembled, check(text, grounds_for(brief, None)).sentences, brief, language))


class TestDeclaredBasis:
    @pytest.mark.parametrize(
        ("text", "basis"),
        [
            ("收到14起电池鼓包的反馈。", "F1"),
            ("有用户的手被灼伤。", "F2"),
            ("D7型电池已从门店下架。", "F3"),
            ("没有收到起火的反馈。", "F4"),
            ("D7型电池可以免费更换。", "C1"),
            ("Three customers burned their hands.", "F2"),
            ("D7 batteries have been withdrawn.", "F3"),
        ],
    )
    def test_a_sentence_that_has_something_of_it_may_declare_it(self, text: str, basis: str) -> None:
        assert undeclared(text, basis) == []

    @pytest.mark.parametrize(
        ("text", "basis"),
        [
            ("我们很抱歉。", "F2"),
            ("感谢大家的理解。", "C1"),
            ("3名用户手部灼伤。", "F3"),
            ("总部已经搬到海外。", "F1"),
            ("We are sorry.", "F1"),
            ("Three customers burned their hands.", "F3"),
        ],
    )
    def test_one_that_has_nothing_of_it_may_not(self, text: str, basis: str) -> None:
        (item,) = undeclared(text, basis)
        assert (item.rule, item.severity, item.basis, item.text) == ("basis-unrelated", Severity.WARNING, basis, text)
        assert basis in item.message

    def test_a_hidden_fact_is_never_a_basis(self) -> None:
        (item,) = undeclared("宏远更换了隔膜材料。", "F5")
        assert item.basis == "F5"

    def test_all_unrelated_ids_are_named_at_once_and_the_related_left_out(self) -> None:
        (item,) = undeclared("3名用户手部灼伤。", "F2", "F3", "F4")
        assert item.message == "这一句声明的依据 F3、F4 与句子内容无关。"
        (item,) = undeclared("Three customers burned their hands.", "F3", language="en-GB")
        assert item.message == "The basis declared for this sentence, F3, has nothing to do with it."

    @pytest.mark.parametrize("basis", ["contact:0", "incident", "issued_at", "issuer", "next_update_at", "passage:9", "F99"])
    def test_only_facts_and_commitments_are_looked_at(self, basis: str) -> None:
        assert undeclared("我们很抱歉。", basis) == []

    @pytest.mark.parametrize("text", ["热线：【待确认：联系方式】。", "Call us on [TO CONFIRM: contact]."])
    def test_a_sentence_with_a_gap_may_declare_what_it_waits_for(self, text: str) -> None:
        assert undeclared(text, "F2") == []

    def test_without_a_basis_there_is_nothing_to_tell(self) -> None:
        assert undeclared("我们很抱歉。") == []

    def test_each_segment_is_held_against_its_own_sentences(self) -> None:
        text = "3名用户手部灼伤。D7型电池已从门店下架。"
        cut = text.index("D7")
        segments = (
            Segment(start=0, end=cut, element="known_facts", basis=("F3",)),
            Segment(start=cut, end=len(text), element="known_facts", basis=("F3",)),
        )
        found = list(_undeclared(Assembled("", text, segments, ()), check(text, GROUNDS).sentences, BRIEF, "zh-CN"))
        assert [(item.start, item.end) for item in found] == [(0, cut)]
