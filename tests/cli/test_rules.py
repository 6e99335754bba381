"""`firstword rules`."""

import shutil
from pathlib import Path

import pytest

from service.cli import rules
from service.compliance.loader import load_folder
from service.resources import knowledge_dir
from tests.cli.running import Run

RULES = load_folder(knowledge_dir() / "rules")


def test_the_list_has_every_rule_with_severity_basis_and_state(run: Run) -> None:
    outcome = run("rules", "list")
    assert outcome.code == 0
    assert all(rule.id in outcome.out for rule in RULES)
    assert "已核" in outcome.out
    assert "未核" in outcome.out


def test_one_rule_is_shown_with_its_self_tests(run: Run) -> None:
    outcome = run("rules", "show", "conditional-apology")
    assert outcome.code == 0
    rule = next(rule for rule in RULES if rule.id == "conditional-apology")
    assert all(test.text in outcome.out for test in rule.tests.cases())


@pytest.mark.parametrize("arguments", [("show", "nope"), ("test", "nope")])
def test_an_unknown_rule_is_code_2(run: Run, arguments: tuple[str, str]) -> None:
    outcome = run("rules", *arguments)
    assert outcome.code == 2
    assert "nope" in outcome.err


def test_all_self_tests_hold_and_nothing_is_written_unless_asked(run: Run) -> None:
    before = (knowledge_dir() / "rules" / "pack.json").stat().st_mtime_ns
    outcome = run("rules", "test", "--no-write")
    assert outcome.code == 0
    assert f"{len(RULES)} 条规则" in outcome.out
    assert (knowledge_dir() / "rules" / "pack.json").stat().st_mtime_ns == before


def test_a_broken_rule_is_named_and_no_pack_is_made(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "rules"
    (folder / "crisis").mkdir(parents=True)
    for name in ("vocabulary.yml", "disguises.yml", "crisis/conditional-apology.yml"):
        shutil.copy(knowledge_dir() / "rules" / name, folder / name)
    path = folder / "crisis" / "conditional-apology.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("spans: [若引起误会]", "spans: [误会]"), encoding="utf-8")
    monkeypatch.setattr(rules, "knowledge_dir", lambda: tmp_path)
    outcome = run("rules", "test")
    assert outcome.code == 1
    assert "若引起误会" in outcome.out
    assert not (folder / "pack.json").exists()
    path.write_text(path.read_text(encoding="utf-8").replace("spans: [误会]", "spans: [若引起误会]"), encoding="utf-8")
    assert run("rules", "test").code == 0
    assert (folder / "pack.json").exists()
