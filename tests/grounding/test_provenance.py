"""What each sentence rests on."""

import pytest

from service.drafting.grounds import grounds_for
from service.grounding import Grounds, check
from service.grounding.provenance import NamedTopic, basis_of, named_topics
from tests.grounding.ledgers import BATTERY, KETTLE, ledger

ZH, EN = grounds_for(BATTERY, None), grounds_for(KETTLE, None)


def basis(text: str, under: Grounds) -> dict[str, tuple[str, ...]]:
    return {text[item.start : item.end]: item.ids for item in check(text, under).sentences}


class TestOneSentence:
    @pytest.mark.parametrize(
        ("text", "ids"),
        [
            ("截至5月6日18时，收到14起电池鼓包的反馈。", ("F1",)),
            ("3名用户手部灼伤，其中1人住院。", ("F2",)),
            ("4月20日生产的D7型电池已经从门店撤下。", ("F3",)),
            ("有用户反映充电时电池冒烟，我们正在核实。", ("F4",)),
            ("网传岚山三个月前就知道电池有缺陷，不属实。", ("F6",)),
            ("电池鼓包的原因目前还不清楚。", ("F7",)),
            ("门店库存正在逐车排查。", ("F9",)),
            ("没有收到起火的反馈。", ("F10",)),
            ("D7型电池的用户可以免费更换电池。", ("C1",)),
            ("服务热线：400-880-1234。", ("contact:0",)),
            ("您也可以写信到 care@lanshan.example.com 。", ("contact:1",)),
            ("下一次说明在5月7日12时前发布。", ("next_update_at",)),
        ],
    )
    def test_rests_on_its_source_in_chinese(self, text: str, ids: tuple[str, ...]) -> None:
        assert list(basis(text, ZH).values()) == [ids]

    @pytest.mark.parametrize(
        ("text", "ids"),
        [
            ("By 6 p.m. on 6 May we had received 14 reports of loose handles.", ("F1",)),
            ("Three customers were scalded and one is in hospital.", ("F2",)),
            ("Kettles made in April have been withdrawn from shops.", ("F3",)),
            ("There are reports that the handle glue softens in hard water, which we are checking.", ("F4",)),
            ("It is not true that Fernhill knew of the fault in January.", ("F6",)),
            ("We are inspecting the stock in our warehouses.", ("F9",)),
            ("No one has reported an electric shock.", ("F10",)),
            ("We will replace every kettle made in April.", ("C1",)),
            ("Customer line: 0800 496 0123.", ("contact:0",)),
            ("The next update follows by noon on 7 May.", ("next_update_at",)),
        ],
    )
    def test_rests_on_its_source_in_english(self, text: str, ids: tuple[str, ...]) -> None:
        assert list(basis(text, EN).values()) == [ids]

    @pytest.mark.parametrize(
        "text", ["我们很抱歉。", "各位用户：", "让大家担心了，对不起。", "请先停止充电。", "如有不适，请尽快就医。"]
    )
    def test_greeting_regret_and_advice_rest_on_nothing(self, text: str) -> None:
        assert list(basis(text, ZH).values()) == [()]

    @pytest.mark.parametrize("text", ["We are sorry.", "Dear customers,", "If you feel unwell, please see a doctor."])
    def test_nor_do_they_in_english(self, text: str) -> None:
        assert list(basis(text, EN).values()) == [()]

    def test_a_question_rests_on_nothing_and_its_answer_does(self) -> None:
        assert basis("电池会起火吗？\n没有收到起火的反馈。", ZH) == {"电池会起火吗": (), "没有收到起火的反馈": ("F10",)} or basis(
            "电池会起火吗？\n没有收到起火的反馈。", ZH
        ) == {"电池会起火吗？": (), "没有收到起火的反馈。": ("F10",)}

    def test_an_invention_rests_on_nothing(self) -> None:
        assert list(basis("公司总部已迁往海外。", ZH).values()) == [()]
        assert list(basis("The head office has moved abroad.", EN).values()) == [()]


class TestSeveralSources:
    def test_a_sentence_of_two_facts_names_both(self) -> None:
        (ids,) = basis("4月20日生产的D7型电池已从门店下架，门店库存正在排查。", ZH).values()
        assert set(ids) == {"F3", "F9"}
        (ids,) = basis(
            "Kettles made in April were withdrawn from shops, and we are inspecting the stock in every warehouse.", EN
        ).values()
        assert set(ids) == {"F3", "F9"}

    def test_no_more_sources_are_named_than_are_needed(self) -> None:
        # F1 and F10 give the same hour; the sentence is F1's.
        assert list(basis("截至5月6日18时，收到14起电池鼓包的反馈。", ZH).values()) == [("F1",)]

    def test_a_signature_rests_on_all_that_give_its_values(self) -> None:
        (ids,) = basis("Fernhill, 6 May 2026", EN).values()
        assert set(ids) == {"issued_at", "issuer"}


class TestNear:
    def test_near_holds_at_least_the_basis(self) -> None:
        text = "截至5月6日18时，收到14起电池鼓包的反馈。3名用户手部灼伤，其中1人住院。服务热线：400-880-1234。"
        assert all(set(item.ids) <= set(item.near) for item in check(text, ZH).sentences)

    def test_nothing_hidden_is_ever_near(self) -> None:
        text = "电芯供应商在3月更换了隔膜材料，停产影响8600辆订单。"
        assert not {"F8", "F11", "C2"} & {ident for item in check(text, ZH).sentences for ident in item.near}

    def test_what_shares_nothing_is_not_near(self) -> None:
        (item,) = check("3名用户手部灼伤。", ZH).sentences
        assert "F9" not in item.near


class TestNamedTopics:
    BRIEF = ledger(
        ("电池价格涨了三成", "reported"), ("工厂排放超标", "refuted"), ("经销商降过价", "disputed"), ("电池鼓包", "confirmed")
    )

    def test_only_unproven_facts_with_names_have_topics(self) -> None:
        topics = named_topics(self.BRIEF, {"F1": ["价格"], "F2": ["排放"], "F4": ["鼓包"], "F9": ["没有"]})
        assert [topic.id for topic in topics] == ["F1", "F2"]
        assert isinstance(topics[0], NamedTopic)

    @pytest.mark.parametrize(
        ("text", "ids"),
        [
            ("关于价格的说法，我们正在核实。", ("F1",)),
            ("关于排放的传言不属实。", ("F2",)),
            ("关于物流的说法，我们正在核实。", ()),
            ("我们正在核实价格。", ()),
        ],
    )
    def test_a_sentence_may_rest_on_the_topic_it_names(self, text: str, ids: tuple[str, ...]) -> None:
        under = grounds_for(self.BRIEF, None)
        read = check(text, under)
        topics = named_topics(self.BRIEF, {"F1": ["价格"], "F2": ["排放"]})
        from service.grounding.checked import CheckedText

        body = CheckedText(text, under, None, "zh")
        (item,) = basis_of(body.spans(), body.said, read.claims, under.board, topics)
        assert item.ids == ids


class TestNothing:
    @pytest.mark.parametrize("text", ["", "\n\n", "   "])
    def test_a_text_without_sentences_has_no_basis(self, text: str) -> None:
        assert check(text, ZH).sentences == ()

    def test_an_empty_ledger_gives_no_basis(self) -> None:
        assert list(basis("收到14起反馈。", grounds_for(ledger(), None)).values()) == [()]
