"""Kinds of authority: how texts name them, which are foreign to a ledger, and the file they stand in."""

from pathlib import Path

import pytest

from service.datafiles import load_data
from service.errors import DataFault
from service.grounding.authorities import Kinds, foreign, kinds_in
from service.grounding.folding import fold
from service.resources import knowledge_dir
from tests.grounding.compared import around, rules, said_in

RULE = "ungrounded-authority"
NAMED = [
    ("police", "当地警方"),
    ("police", "民警到场"),
    ("police", "Thames Valley Police"),
    ("fire", "消防救援大队"),
    ("fire", "the fire brigade"),
    ("fire", "two firefighters"),
    ("market", "区市场监督管理局"),
    ("market", "市監局"),
    ("market", "trading standards"),
    ("health", "市卫健委"),
    ("health", "the county health department"),
    ("disease_control", "疾控中心"),
    ("disease_control", "the CDC"),
    ("food", "食環署"),
    ("food", "the Food Standards Agency"),
    ("food", "the FDA"),
    ("emergency", "应急管理局"),
    ("environment", "生态环境局"),
    ("environment", "the Environment Agency"),
    ("transport", "交通运输局"),
    ("labour", "人社局"),
    ("workplace_safety", "the HSE"),
    ("cyberspace", "网信办"),
    ("cyberspace", "the Information Commissioner's Office"),
    ("customs", "海关"),
    ("tax", "税务部门"),
    ("tax", "HMRC"),
    ("education", "区教育局"),
    ("education", "Ofsted"),
    ("housing", "住建局"),
    ("consumer", "消委会"),
    ("court", "人民法院"),
    ("court", "a judge"),
    ("prosecutor", "检察院"),
    ("securities", "证监局"),
    ("securities", "the Securities and Exchange Commission"),
    ("aviation", "民航局"),
    ("water_authority", "水务局"),
]
NONE = [
    "消防栓旁",
    "检查消防通道",
    "公司客服",
    "质量部",
    "第三方检测机构",
    "let us know",
    "secure the site",
    "policy",
    "the ico file format is fine",
    "customer care",
    "courtesy",
    "",
]


class TestKindsIn:
    @pytest.mark.parametrize(("kind", "text"), NAMED)
    def test_a_kind_is_known_by_its_names(self, kind: str, text: str) -> None:
        assert kind in kinds_in([fold(text)])

    @pytest.mark.parametrize("text", NONE)
    def test_other_words_name_none(self, text: str) -> None:
        assert kinds_in([fold(text)]) == frozenset()

    @pytest.mark.parametrize(("text", "kind"), [("The Police", "police"), ("THE FDA", "food"), ("Fire Brigade", "fire")])
    def test_capitals_at_the_start_make_no_difference(self, text: str, kind: str) -> None:
        assert kinds_in([text]) == {kind}

    def test_several_texts_add_up(self) -> None:
        assert kinds_in(["警方到场", "消防救援大队到场"]) == {"police", "fire"}


class TestForeign:
    @pytest.mark.parametrize(
        ("fact", "text", "word"),
        [
            ("警方已到场", "警方和应急管理局的人员已到场。", "应急管理"),
            ("消防救援大队已到场", "生态环境部门已到场取样。", "生态环境部门"),
            ("市场监督管理局已抽样", "疾控中心已抽样。", "疾控"),
            ("The police are at the scene", "The police and the fire brigade are at the scene.", "fire brigade"),
            ("The council inspected the kitchen", "The FDA inspected the kitchen.", "FDA"),
        ],
    )
    def test_one_the_ledger_does_not_know_is_found(self, fact: str, text: str, word: str) -> None:
        said = said_in(text, (fact, "confirmed"))
        found = list(foreign(said, kinds_in([fold(fact)])))
        assert [fold(text)[item.span.start : item.span.end] for item in found] == [word]

    @pytest.mark.parametrize(
        ("fact", "text"),
        [
            ("警方已到场", "公安机关已到场。"),
            ("警方已到场", "派出所民警已到场。"),
            ("The police are at the scene", "Officers of the Kent constabulary are at the scene."),
            ("The Environment Agency has taken samples", "The environment agency has taken samples."),
        ],
    )
    def test_another_name_of_a_known_kind_is_not(self, fact: str, text: str) -> None:
        assert list(foreign(said_in(text, (fact, "confirmed")), kinds_in([fold(fact)]))) == []

    @pytest.mark.parametrize(
        "text",
        [
            "如有疑问，请向消协投诉。",
            "您可以拨打12315或联系消委会。",
            "是否通知了疾控中心？",
            "If you smell gas, call the fire brigade.",
            "Was the FDA told?",
        ],
    )
    def test_whom_readers_may_turn_to_is_no_matter_of_fact(self, text: str) -> None:
        assert list(foreign(said_in(text, ("门店已停业", "confirmed")), frozenset())) == []

    def test_a_text_of_no_clauses_has_none(self) -> None:
        assert list(foreign([], frozenset())) == []


class TestTheFinding:
    def test_it_names_the_words_of_the_text(self) -> None:
        held = around(("门店已停业", "confirmed"))
        assert (RULE, None) in rules("生态环境局已到门店检查。", held)

    @pytest.mark.parametrize("text", ["警方已拿到监控录像。", "市场监管部门已约谈公司。"])
    def test_those_of_the_ledger_are_fine(self, text: str) -> None:
        assert rules(text, around(("门店已停业", "confirmed")), RULE) == []

    def test_an_attribution_names_one_too(self) -> None:
        fact = {"text": "现场没有人员伤亡", "attribution": "据应急管理局5月6日通报"}
        assert rules("据应急管理局通报，现场没有人员伤亡。", around(fact), RULE) == []

    def test_one_that_only_a_hidden_fact_names_is_foreign(self) -> None:
        held = around(("门店已停业", "confirmed"), ("税务部门上月来查过账", "confirmed", "internal"))
        assert (RULE, None) in rules("税务部门来过门店。", held)


class TestTheFile:
    def test_it_loads_and_every_kind_has_both_languages(self) -> None:
        kinds = load_data(knowledge_dir() / "grounding" / "authorities.yml", Kinds).kinds
        assert kinds
        assert all(words.zh and words.en for words in kinds.values())

    def test_an_unknown_key_is_refused_with_its_line(self, tmp_path: Path) -> None:
        path = tmp_path / "authorities.yml"
        path.write_text("kinds:\n  police: {zh: [警方], en: [police]}\nnames:\n  - 警方\n", encoding="utf-8")
        with pytest.raises(DataFault, match=r"authorities\.yml:3.*names"):
            load_data(path, Kinds)

    @pytest.mark.parametrize(
        "text", ["kinds:\n  police: 警方\n", "kinds: [police]\n", "{}\n", "kinds:\n  police: {zh: 警方, en: [police]}\n"]
    )
    def test_another_shape_is_refused(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "authorities.yml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DataFault, match="authorities"):
            load_data(path, Kinds)

    def test_a_kind_named_twice_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "authorities.yml"
        path.write_text("kinds:\n  police: {zh: [警方], en: [police]}\n  police: {zh: [公安], en: [sheriff]}\n", encoding="utf-8")
        with pytest.raises(DataFault):
            load_data(path, Kinds)
