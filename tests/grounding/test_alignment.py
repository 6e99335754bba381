"""Which line of a ledger a clause speaks of."""

import pytest

from service.grounding.alignment import Board, Kind, board_of, item_of, value_keys
from service.grounding.clauses import read_sentences
from service.grounding.extract import read
from service.grounding.folding import Sentences
from tests.grounding.ledgers import BATTERY, KETTLE, NOW, ledger

ZH, EN = board_of(BATTERY), board_of(KETTLE)
TODAY = BATTERY.issued_at.date()


def keys_of(text: str) -> frozenset[str]:
    reading = read(text, TODAY)
    sentences = read_sentences(reading.folded, Sentences(reading.folded))
    words = frozenset(key for sentence in sentences for clause in sentence.clauses for key in clause.keys)
    return words | value_keys(reading.mentions, 0, len(text))


def best(board: Board, text: str) -> str | None:
    return next((match.item.id for match in board.align(keys_of(text))), None)


class TestAlign:
    @pytest.mark.parametrize(
        ("text", "ident"),
        [
            ("目前共收到14起鼓包反馈", "F1"),
            ("有3位用户的手被灼伤", "F2"),
            ("一名用户正在住院", "F2"),
            ("门店已停止销售4月20日产的D7电池", "F3"),
            ("充电的时候电池冒烟", "F4"),
            ("涉事电池被经销商改装过", "F5"),
            ("早在三个月前公司就知道电池有缺陷", "F6"),
            ("为什么会鼓包，原因待查", "F7"),
            ("库存正在逐一排查", "F9"),
            ("目前没有起火的反馈", "F10"),
            ("D7型电池可免费更换", "C1"),
            ("每位用户赔偿500元", "C2"),
            ("供应商三月换了隔膜", "F8"),
        ],
    )
    def test_a_chinese_paraphrase_finds_its_line(self, text: str, ident: str) -> None:
        assert best(ZH, text) == ident

    @pytest.mark.parametrize(
        ("text", "ident"),
        [
            ("We know of 14 cases in which the handle came loose", "F1"),
            ("One customer is in hospital after being scalded", "F2"),
            ("Shops took kettles made in April off sale", "F3"),
            ("Hard water is said to soften the glue", "F4"),
            ("The retailer is said to have kept the kettles outdoors", "F5"),
            ("Fernhill had known of the fault since January", "F6"),
            ("What caused the handles to come loose is not known", "F7"),
            ("Every warehouse is having its stock inspected", "F9"),
            ("There were no electric shocks", "F10"),
            ("April kettles will be replaced free of charge", "C1"),
            ("The adhesive supplier had changed the resin", "F8"),
        ],
    )
    def test_an_english_paraphrase_finds_its_line(self, text: str, ident: str) -> None:
        assert best(EN, text) == ident

    @pytest.mark.parametrize("text", ["我们很抱歉", "天气很好", "We are truly sorry", "Zebras graze", ""])
    def test_what_no_line_holds_finds_none_of_weight(self, text: str) -> None:
        board = EN if text.isascii() else ZH
        assert all(match.of_text < 0.5 for match in board.align(keys_of(text)))

    def test_a_rare_word_weighs_more_than_a_common_one(self) -> None:
        board = board_of(
            ledger(*[(f"门店{name}", "confirmed") for name in ("停业", "漏水", "断电", "起火")], ("仓库闲置", "confirmed"))
        )
        assert best(board, "门店漏水") == "F2"
        assert board.weight(keys_of("漏水")) > board.weight(keys_of("门店")) > 0

    def test_shares_lie_between_nothing_and_all_and_the_best_is_first(self) -> None:
        matches = ZH.align(keys_of("截至5月6日18时，收到14起电池鼓包的反馈，3名用户灼伤"))
        assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
        assert all(0 < match.of_text <= 1 and 0 < match.of_line <= 1 for match in matches)

    def test_a_fact_word_for_word_is_all_shared(self) -> None:
        for fact in BATTERY.facts:
            match = ZH.align(keys_of(fact.text))[0]
            assert match.item.id == fact.id
            assert match.of_line > 0.9

    def test_every_kind_is_among_the_matches_however_low_it_ranks(self) -> None:
        many = [(f"电池在第{number}号店充电时冒烟", "confirmed") for number in range(1, 12)]
        board = board_of(ledger(*many, ("电池冒烟是谣言所说", "refuted"), ("电池的内部编号", "confirmed", "internal")))
        found = board.align(keys_of("电池在第3号店充电时冒烟"))
        assert {Kind.FACT, Kind.SECRET} <= {match.item.kind for match in found}
        assert "refuted" in {match.item.status for match in found}

    def test_asking_twice_gives_the_same(self) -> None:
        board, keys = board_of(BATTERY), keys_of("3名用户灼伤")
        assert board.align(keys) is board.align(keys)

    def test_a_translation_speaks_for_its_fact(self) -> None:
        board = board_of(
            ledger({"text": "仓库屋顶漏水", "translations": {"en": "the warehouse roof is leaking"}}, ("门店停业", "confirmed"))
        )
        assert best(board, "The roof of the warehouse leaks") == "F1"

    def test_an_attribution_is_a_source_and_no_matter(self) -> None:
        board = board_of(ledger({"text": "现场没有人员伤亡", "attribution": "据应急管理局5月6日通报"}))
        lines = {line.is_source for line in board.lines if line.item.id == "F1"}
        assert lines == {False, True}
        assert board.items[0].attribution == "据应急管理局5月6日通报"


class TestBoard:
    def test_kinds_follow_disclosure_and_approval(self) -> None:
        kinds = {item.id: item.kind for item in ZH.items}
        assert (kinds["F1"], kinds["F8"], kinds["F11"]) == (Kind.FACT, Kind.SECRET, Kind.SECRET)
        assert (kinds["C1"], kinds["C2"], kinds["incident"]) == (Kind.PROMISE, Kind.WISH, Kind.TITLE)

    def test_passages_are_law(self) -> None:
        board = board_of(BATTERY, ["生产者应当召回缺陷产品"])
        assert [item.kind for item in board.items if item.id == "passage:0"] == [Kind.LAW]

    def test_only_confirmed_public_facts_are_certain(self) -> None:
        assert {item.id for item in ZH.items if item.is_certain} == {"F1", "F2", "F3", "F9", "F10"}
        assert {item.id for item in ZH.items if not item.is_public} == {"F8", "F11", "C2"}

    @pytest.mark.parametrize(
        ("key", "certain", "public"),
        [("#withdraw", True, True), ("#smoke", False, True), ("隔膜", False, False), ("没有", False, False)],
    )
    def test_it_knows_which_keys_are_certain_and_public(self, key: str, certain: bool, public: bool) -> None:
        assert (ZH.is_certain(key), ZH.is_public(key)) == (certain, public)

    def test_matter_adds_up_the_lines_of_an_item_and_leaves_secrets_out(self) -> None:
        matters = ZH.matter(keys_of("3名用户手部灼伤，其中1人住院"))
        assert matters[0].item.id == "F2"
        assert not any(matter.item.kind is Kind.SECRET for matter in ZH.matter(keys_of("供应商更换隔膜材料")))

    def test_matter_takes_no_values(self) -> None:
        assert ZH.matter(frozenset({"=14", "@宏远"})) == ()

    @pytest.mark.parametrize(
        ("fact", "text", "held"),
        [
            ("所有门店已停业", "门店", True),
            ("样品已全部送检", "样品", True),
            ("部分门店已停业", "门店", False),
            ("Every shop is closed", "shop", True),
            ("Some shops are closed", "shop", False),
        ],
    )
    def test_it_knows_of_what_a_line_says_all(self, fact: str, text: str, held: bool) -> None:
        assert board_of(ledger((fact, "confirmed"))).holds_all(keys_of(text)) is held

    def test_an_empty_ledger_aligns_with_nothing(self) -> None:
        board = Board([])
        assert board.align(keys_of("门店停业")) == ()
        assert board.matter(keys_of("门店停业")) == ()
        assert board.doubtful is None

    def test_a_doubtful_item_and_a_verified_line_are_known(self) -> None:
        assert ZH.doubtful is not None
        assert not ZH.verified
        assert board_of(ledger(("经核实，情况属实", "confirmed"))).verified


class TestItemOf:
    @pytest.mark.parametrize(
        ("text", "all_"),
        [("所有门店已停业", True), ("门店均已停业", True), ("部分门店停业", False), ("All shops are shut", True)],
    )
    def test_it_knows_whether_it_speaks_of_all(self, text: str, all_: bool) -> None:
        assert item_of("F1", Kind.FACT, text, TODAY).has_universal is all_

    def test_names_and_values_are_keys(self) -> None:
        keys = item_of("F1", Kind.FACT, "截至5月6日，6人受伤", TODAY).keys
        assert {"=6", "=5-6", "#injury"} <= keys


def test_the_ledger_is_of_the_sixth_of_may() -> None:
    assert NOW.startswith(TODAY.isoformat())
