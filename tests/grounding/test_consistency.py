"""Two texts, or two facts, that cannot both be right."""

import pytest

from service.grounding import Conflict, Grounds, check, contradictions, grounds_of, read_statement
from tests.grounding.ledgers import BATTERY, KETTLE, Row, grounds, ledger

ZH, EN = grounds_of(BATTERY), grounds_of(KETTLE)
BOTH = grounds(
    {"text": "截至5月6日18时，收到14起电池鼓包的反馈", "translations": {"en": "By 6 p.m. on 6 May we had received 14 reports of swollen batteries"}},
    {"text": "3名用户手部灼伤", "translations": {"en": "Three customers burned their hands"}},
    {"text": "D7型电池已于5月6日从门店下架", "translations": {"en": "D7 batteries were withdrawn from shops on 6 May"}},
    {"text": "没有收到起火的反馈", "translations": {"en": "No one has reported a fire"}},
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


def between(first: str, second: str, under: Grounds) -> list[tuple[str, str, str]]:
    found = contradictions(read_statement(first, under), read_statement(second, under))
    return [(str(item.kind), first[item.a.start : item.a.end], second[item.b.start : item.b.end]) for item in found]


class TestContradictions:
    @pytest.mark.parametrize(
        ("first", "second", "expected"),
        [
            ("收到14起电池鼓包的反馈。", "收到41起电池鼓包的反馈。", ("number", "14起", "41起")),
            ("3名用户手部灼伤。", "共有5名用户手部灼伤。", ("number", "3名", "5名")),
            ("D7型电池已于5月6日从门店下架。", "D7型电池5月5日已从门店下架。", ("time", "5月6日", "5月5日")),
            (
                "我们将在5月20日前为D7型电池的用户免费更换电池。",
                "我们将在5月25日前为D7型电池的用户免费更换电池。",
                ("promise", "5月20日", "5月25日"),
            ),
            ("请拨打400-880-1234。", "请拨打400-880-1235。", ("contact", "400-880-1234", "400-880-1235")),
            (
                "请写信至care@lanshan.example.com。",
                "请写信至help@lanshan.example.com。",
                ("contact", "care@lanshan.example.com", "help@lanshan.example.com"),
            ),
            ("没有收到起火的反馈。", "收到了起火的反馈。", ("polarity", "没有收到起火的反馈", "收到了起火的反馈")),
            (
                "D7型电池已从门店下架。",
                "D7型电池还没有从门店下架。",
                ("polarity", "D7型电池已从门店下架", "D7型电池还没有从门店下架"),
            ),
        ],
    )
    def test_within_chinese(self, first: str, second: str, expected: tuple[str, str, str]) -> None:
        assert expected in between(first, second, ZH)

    @pytest.mark.parametrize(
        ("first", "second", "expected"),
        [
            (
                "We received 14 reports of handles coming loose.",
                "We received 41 reports of handles coming loose.",
                ("number", "14 reports", "41 reports"),
            ),
            ("Three customers were scalded.", "Five customers were scalded.", ("number", "Three customers", "Five customers")),
            (
                "Kettles made in April were withdrawn from shops on 6 May.",
                "Kettles made in April were withdrawn from shops on 5 May.",
                ("time", "6 May", "5 May"),
            ),
            (
                "We will replace every kettle made in April free of charge by 20 May.",
                "We will replace every kettle made in April free of charge by 25 May.",
                ("promise", "20 May", "25 May"),
            ),
            ("Call 0800 496 0123.", "Call 0800 496 0132.", ("contact", "0800 496 0123", "0800 496 0132")),
            (
                "Kettles made in April were withdrawn from shops.",
                "Kettles made in April were not withdrawn from shops.",
                (
                    "polarity",
                    "Kettles made in April were withdrawn from shops",
                    "Kettles made in April were not withdrawn from shops",
                ),
            ),
            (
                "No one has reported an electric shock.",
                "Customers have reported an electric shock.",
                ("polarity", "No one has reported an electric shock", "Customers have reported an electric shock"),
            ),
        ],
    )
    def test_within_english(self, first: str, second: str, expected: tuple[str, str, str]) -> None:
        assert expected in between(first, second, EN)

    @pytest.mark.parametrize(
        ("first", "second", "kind"),
        [
            ("收到14起电池鼓包的反馈。", "We have received 41 reports of swollen batteries.", "number"),
            ("3名用户手部灼伤。", "Four customers burned their hands.", "number"),
            ("D7型电池已于5月6日从门店下架。", "D7 batteries were withdrawn from shops on 4 May.", "time"),
            ("我们将在5月20日前免费更换D7型电池。", "We will replace every D7 battery free of charge by 30 May.", "promise"),
            ("没有收到起火的反馈。", "A fire has been reported.", "polarity"),
            ("D7型电池已从门店下架。", "D7 batteries were not withdrawn from shops.", "polarity"),
            ("热线：400-880-1234。", "Call us on 400-880-4321.", "contact"),
        ],
    )
    def test_across_languages_they_meet_on_the_ledgers_lines(self, first: str, second: str, kind: str) -> None:
        assert [found for found, _, _ in between(first, second, BOTH)] == [kind]
        assert [found for found, _, _ in between(second, first, BOTH)] == [kind]

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("收到14起电池鼓包的反馈。", "电池鼓包的反馈有十四起。"),
            ("收到14起电池鼓包的反馈。", "收到十余起电池鼓包的反馈。"),
            ("3名用户手部灼伤。", "没有收到起火的反馈。"),
            ("收到14起电池鼓包的反馈。", "3名用户手部灼伤。"),
            ("D7型电池已于5月6日从门店下架。", "5月6日，D7型电池从门店下架。"),
            ("有没有用户手部灼伤？", "3名用户手部灼伤。"),
            ("没有收到起火的反馈。", "是否收到起火的反馈，我们还在核实。"),
            ("网传岚山三个月前就知道电池有缺陷，不属实。", "岚山三个月前不知道电池有缺陷。"),
            ("请拨打400-880-1234。", "请写信至care@lanshan.example.com。"),
            ("我们很抱歉。", "让大家担心了。"),
            ("", "收到14起反馈。"),
        ],
    )
    def test_texts_that_agree_or_speak_of_other_things_have_none(self, first: str, second: str) -> None:
        assert between(first, second, ZH) == []
        assert between(second, first, ZH) == []

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("We received 14 reports of handles coming loose.", "Fourteen reports of loose handles have reached us."),
            ("We received 14 reports of handles coming loose.", "We received more than a dozen reports of handles coming loose."),
            ("Three customers were scalded.", "No one has reported an electric shock."),
            ("Kettles made in April were withdrawn on 6 May.", "On 6 May, kettles made in April were withdrawn from shops."),
            ("It is not true that Fernhill knew of the fault in January.", "Fernhill did not know of the fault in January."),
            ("Call 0800 496 0123.", "Call +44 800 496 0123."),
        ],
    )
    def test_nor_do_english_ones(self, first: str, second: str) -> None:
        assert between(first, second, EN) == []

    @pytest.mark.parametrize(("first", "second"), [("收到14起电池鼓包的反馈。", "We have received 14 reports of swollen batteries."), ("没有收到起火的反馈。", "No one has reported a fire."), ("D7型电池已于5月6日从门店下架。", "D7 batteries were withdrawn from shops on 6 May.")])  # fmt: skip
    def test_a_faithful_translation_has_none(self, first: str, second: str) -> None:
        assert between(first, second, BOTH) == []

    def test_a_text_agrees_with_itself(self) -> None:
        for brief, under in ((BATTERY, ZH), (KETTLE, EN)):
            text = "\n".join(f"{fact.text}." for fact in brief.public_facts)
            assert between(text, text, under) == []

    def test_a_pair_of_places_is_told_once(self) -> None:
        found = between("收到14起电池鼓包的反馈。", "收到41起电池鼓包的反馈。收到41起电池鼓包的反馈。", ZH)
        assert len(found) == len(set(found)) or len(found) == 2


class TestFactConflicts:
    @pytest.mark.parametrize(
        ("rows", "kind"),
        [
            ((("收到14起反馈", "confirmed"), ("收到41起反馈", "confirmed")), Conflict.NUMBER),
            ((("3名用户手部灼伤", "confirmed"), ("5名用户手部灼伤", "confirmed")), Conflict.NUMBER),
            ((("电池已从门店下架", "confirmed"), ("电池没有从门店下架", "confirmed")), Conflict.POLARITY),
            ((("有用户受伤", "confirmed"), ("没有用户受伤", "confirmed")), Conflict.POLARITY),
            ((("We have received 14 reports", "confirmed"), ("We have received 41 reports", "confirmed")), Conflict.NUMBER),
            (
                (("Three customers burned their hands", "confirmed"), ("Five customers burned their hands", "confirmed")),
                Conflict.NUMBER,
            ),
            (
                (
                    ("The kettles were withdrawn from shops", "confirmed"),
                    ("The kettles were not withdrawn from shops", "confirmed"),
                ),
                Conflict.POLARITY,
            ),
        ],
    )
    def test_two_certain_facts_that_cannot_both_be_right(self, rows: tuple[Row, ...], kind: Conflict) -> None:
        (found,) = grounds(*rows).conflicts
        assert ({found.first, found.second}, found.kind) == ({"F1", "F2"}, kind)

    @pytest.mark.parametrize(
        "rows",
        [
            (("3名用户手部灼伤", "confirmed"), ("5名用户手部灼伤", "reported")),
            (("3名用户手部灼伤", "confirmed"), ("5名用户手部灼伤", "confirmed", "internal")),
            (("截至5月5日，收到9起鼓包反馈", "confirmed"), ("截至5月6日，收到14起鼓包反馈", "confirmed")),
            (("By 5 May we had received 9 reports", "confirmed"), ("By 6 May we had received 14 reports", "confirmed")),
            (("门店下架D7型电池14块", "confirmed"), ("门店下架D9型电池20块", "confirmed")),
            (("一号仓封存14箱", "confirmed"), ("二号仓封存20箱", "confirmed")),
            (("收到14起反馈", "confirmed"), ("又收到3起反馈", "confirmed")),
            (("3名用户灼伤，其中1人住院", "confirmed"), ("两人住院", "confirmed")),
            (("3名用户手部灼伤", "confirmed"), ("三名用户手部灼伤", "confirmed")),
            (("电池已从门店下架", "confirmed"), ("没有收到起火的反馈", "confirmed")),
        ],
    )
    def test_facts_that_can_stand_together(self, rows: tuple[Row, ...]) -> None:
        assert grounds(*rows).conflicts == ()

    def test_what_was_on_another_day_is_no_conflict(self) -> None:
        rows = (
            ("Two trains an hour are running between Hallow and Pendry Junction on 17 and 18 February", "confirmed"),
            ("The other passengers reached Pendry Junction by train at 00:35 on 17 February", "confirmed"),
        )
        assert grounds(*rows).conflicts == ()

    @pytest.mark.parametrize(
        ("rows", "text"),
        [
            ((("3名用户手部灼伤", "confirmed"), ("5名用户手部灼伤", "confirmed")), "{}名用户手部灼伤。"),
            (
                (("3 customers burned their hands", "confirmed"), ("5 customers burned their hands", "confirmed")),
                "{} customers burned their hands.",
            ),
        ],
    )
    def test_both_are_accepted_and_the_conflict_is_told_where_one_is_used(self, rows: tuple[Row, ...], text: str) -> None:
        under = grounds(*rows)
        for number in "35":
            report = check(text.format(number), under)
            assert [(finding.rule, str(finding.severity)) for finding in report.findings] == [("facts-contradict", "warning")]
            assert number in report.findings[0].text

    def test_a_text_that_uses_neither_is_told_without_a_place(self) -> None:
        (finding,) = check("我们很抱歉。", grounds(("收到14起反馈", "confirmed"), ("收到41起反馈", "confirmed"))).findings
        assert (finding.rule, finding.start, finding.end) == ("facts-contradict", 0, 0)

    def test_an_empty_ledger_has_none(self) -> None:
        assert grounds_of(ledger()).conflicts == ()
