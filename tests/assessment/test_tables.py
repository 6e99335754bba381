"""The tables load, are whole, and refuse what would weaken them."""

import shutil
from pathlib import Path

import pytest

from service.assessment.signals import read_text
from service.assessment.tables import load_tables, read_tables
from service.brands import list_brands
from service.errors import DataFault
from service.resources import knowledge_dir

SIGNALS = load_tables().signals
HITS = [(rule.id, text) for rule in SIGNALS.signals for text in rule.hits]
MISSES = [(rule.id, text) for rule in SIGNALS.signals for text in rule.misses]


@pytest.mark.parametrize(("signal", "text"), HITS)
def test_a_signal_reads_what_it_is_meant_for(signal: str, text: str) -> None:
    assert read_text(text, SIGNALS).get(signal) == "stated"


@pytest.mark.parametrize(("signal", "text"), MISSES)
def test_a_signal_is_not_stated_where_it_is_denied_or_supposed(signal: str, text: str) -> None:
    assert read_text(text, SIGNALS).get(signal) != "stated"


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("2名工人遇难，另有3人住院治疗", {"death": "stated", "hospital": "stated"}),
        ("One person died, and three were hospitalised", {"death": "stated", "hospital": "stated"}),
        ("截至12时，无人员伤亡，无住院病例", {}),
        ("没有生命危险的2名住院患者情况稳定", {"hospital": "stated"}),
        ("市卫健委称有2人住院", {"hospital": "stated"}),
        ("网传有1名儿童死亡", {"death": "hearsay", "minor": "hearsay"}),
        ("1名顾客称其孩子食用后呕吐", {"injury": "hearsay", "minor": "hearsay"}),
        ("不排除有人员死亡", {"death": "hearsay"}),
        ("网传有人死亡；经核实，1人死亡", {"death": "stated"}),
        ("1人死亡；网传另有人死亡", {"death": "stated"}),
        ("目前有2人轻伤，无生命危险", {"injury": "stated"}),
        ("如有不适请及时就医", {}),
        ("目前所有患者均已出院", {"hospital": "stated"}),
        ("孩子已于3月1日出院", {"hospital": "stated", "minor": "stated"}),
        ("We are aware of reports that a customer has died", {"death": "hearsay"}),
        ("We cannot rule out that a guest has died", {"death": "hearsay"}),
        ("Fortunately nobody was killed, but four people were injured", {"injury": "stated"}),
        ("The Food Standards Agency is investigating", {"regulator": "stated"}),
        ("本次故障系机房空调故障引起", {"cause": "stated"}),
        ("网传视频系剪辑拼接", {}),
        ("The battery died", {}),
        ("", {}),
    ],
)
def test_a_text_is_read_clause_by_clause(text: str, readings: dict[str, str]) -> None:
    assert read_text(text, SIGNALS) == readings


@pytest.mark.parametrize("key", [None, "nobody-described-this", *(brand.key for brand in list_brands())])
def test_the_shipped_tables_load_for_every_brand(key: str | None) -> None:
    assert read_tables(knowledge_dir(), key).scoring == load_tables().scoring


def _copy(tmp_path: Path, file: str, old: str, new: str) -> Path:
    for folder in ("assessment", "brands"):
        shutil.copytree(knowledge_dir() / folder, tmp_path / folder)
    path = tmp_path / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path


CHANGES = [
    ("assessment/scoring.yml", "flags:", "flagz:"),
    ("assessment/scoring.yml", "{at_least: 5, points: 3}", "{at_least: 5, points: 1}"),
    ("assessment/scoring.yml", "{at_least: 5, points: 3}", "{at_least: 1, points: 3}"),
    ("assessment/scoring.yml", "local: 2, national: 5", "local: 6, national: 5"),
    ("assessment/scoring.yml", "none: 0, local: 2", "local: 2, none: 0"),
    ("assessment/scoring.yml", "  rumour: 0\n", ""),
    ("assessment/scoring.yml", ", listed_company: 1", ""),
    ("assessment/scoring.yml", "{I: 32, II: 13, III: 5}", "{I: 32, II: 13}"),
    ("assessment/scoring.yml", "{I: 32, II: 13, III: 5}", "{I: 32, II: 4, III: 5}"),
    ("assessment/scoring.yml", "{I: 32, II: 13, III: 5}", "{I: 32, II: 13, III: 0}"),
    ("assessment/floors.yml", "{deaths: 1}", "{deaths: -1}"),
    ("assessment/floors.yml", "{deaths: 1}", "{deaths: true}"),
    ("assessment/floors.yml", "{minors_affected: true}", "{minors_affected: false}"),
    ("assessment/floors.yml", "{media: national}", "{media: none}"),
    ("assessment/floors.yml", "{media: national}", "{media: everywhere}"),
    ("assessment/floors.yml", "{deaths: 1}", "{dead: 1}"),
    ("assessment/floors.yml", "{signals: [death]}", "{}"),
    ("assessment/floors.yml", "{signals: [death]}", "{signals: [deth]}"),
    ("assessment/signals.yml", "'召回'", "'召回('"),
    ("assessment/signals.yml", "'召回'", "7"),
    ("assessment/clusters.yml", "instructing, adjusting, rebuild", "adjusting, instructing, rebuild"),
    ("assessment/clusters.yml", "instructing, adjusting, rebuild", "instructing, adjusting, rebuild, deny"),
    ("assessment/clusters.yml", "order: [victim, accidental", "order: [victim, victim, accidental"),
    ("assessment/clusters.yml", "labour_dispute, ip_dispute", "labour_dispute"),
    ("assessment/ceiling.yml", "cause: {rung: factual_responsibility}", "cause: {rung: legal_fault}"),
    ("assessment/ceiling.yml", "  event: {zh", "  nothing2: {zh"),
    ("assessment/response.yml", "  IV: {first_hours", "  V: {first_hours"),
    ("assessment/response.yml", "needs_signal: recall", "needs_signal: recal"),
    ("brands/chenhe/assessment.yml", "thresholds: {III: 4}", "thresholds: {III: 6}"),
    ("brands/chenhe/assessment.yml", "thresholds: {III: 4}", "thresholds: {IV: 4}"),
    ("brands/chenhe/assessment.yml", "kinds: [food_safety], any", "signals: [nothing], any"),
]


@pytest.mark.parametrize(("file", "old", "new"), CHANGES)
def test_a_weakened_or_mistyped_table_is_refused_by_name(tmp_path: Path, file: str, old: str, new: str) -> None:
    folder = _copy(tmp_path, file, old, new)
    with pytest.raises(DataFault) as refusal:
        read_tables(folder, "chenhe")
    assert Path(file).name in refusal.value.message.en


def test_a_table_that_lacks_a_level_or_a_jurisdiction_is_refused(tmp_path: Path) -> None:
    folder = _copy(tmp_path, "assessment/ceiling.yml", "  conduct: {zh: 我方行为已确认, en: our own conduct is confirmed}\n", "")
    with pytest.raises(DataFault, match="every jurisdiction and every basis"):
        read_tables(folder)
    lacking = _copy(
        tmp_path / "again", "assessment/response.yml", "  IV: {first_hours: 24, next_hours: 72, sign_off: [pr]}\n", ""
    )
    with pytest.raises(DataFault, match="every level needs its response"):
        read_tables(lacking)


def test_a_table_tells_its_line(tmp_path: Path) -> None:
    folder = _copy(tmp_path, "assessment/response.yml", "first_hours: 1,", "first_hours: soon,")
    with pytest.raises(DataFault, match=r"response\.yml:3: levels\.I\.first_hours"):
        read_tables(folder)


def test_a_hostile_text_is_read_in_bounded_work() -> None:
    assert read_text("没有的死亡住院未" * 20_000, SIGNALS).get("cause") is None
