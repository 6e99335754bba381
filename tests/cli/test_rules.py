"""`firstword rules`."""

import shutil
from pathlib import Path

import pytest

from service.cli import rules
from service.compliance.rulefiles import rule_files, rules_in
from service.resources import knowledge_dir
from tests.cli.running import Run

SHIPPED = knowledge_dir() / "rules"
FEW = ("conditional-apology", "victim-blaming", "suppress-comments")


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three rules; that the self-tests of all of them hold is tests/compliance/test_rules.py's to say."""
    folder = tmp_path / "rules"
    (folder / "crisis").mkdir(parents=True)
    for name in ("vocabulary.yml", "disguises.yml", *(f"crisis/{rule}.yml" for rule in FEW)):
        shutil.copy(SHIPPED / name, folder / name)
    monkeypatch.setattr(rules, "knowledge_dir", lambda: tmp_path)
    return folder


def test_the_list_has_every_rule_with_severity_basis_and_state(run: Run) -> None:
    outcome = run("rules", "list")
    assert outcome.code == 0
    assert all(path.stem in outcome.out for path in rule_files(SHIPPED))
    assert "已核" in outcome.out
    assert "未核" in outcome.out


def test_one_rule_is_shown_with_its_self_tests(run: Run) -> None:
    outcome = run("rules", "show", "conditional-apology")
    assert outcome.code == 0
    ((_, rule),) = rules_in([SHIPPED / "crisis" / "conditional-apology.yml"], SHIPPED)
    assert all(test.text in outcome.out for test in rule.tests.cases())


@pytest.mark.parametrize("arguments", [("show", "nope"), ("test", "nope")])
def test_an_unknown_rule_is_code_2(run: Run, arguments: tuple[str, str]) -> None:
    outcome = run("rules", *arguments)
    assert outcome.code == 2
    assert "nope" in outcome.err


def test_all_self_tests_hold_and_nothing_is_written_unless_asked(run: Run, few: Path) -> None:
    outcome = run("rules", "test", "--no-write")
    assert outcome.code == 0
    assert f"{len(FEW)} 条规则" in outcome.out
    assert not (few / "pack.json").exists()


def test_only_the_rules_that_are_named_are_tested(run: Run, few: Path) -> None:
    outcome = run("rules", "test", FEW[0])
    assert outcome.code == 0
    assert "1 条规则" in outcome.out
    assert not (few / "pack.json").exists()


def test_a_broken_rule_is_named_and_no_pack_is_made(run: Run, few: Path) -> None:
    path = few / "crisis" / "conditional-apology.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("spans: [若引起误会]", "spans: [误会]"), encoding="utf-8")
    outcome = run("rules", "test")
    assert outcome.code == 1
    assert "若引起误会" in outcome.out
    assert not (few / "pack.json").exists()
    path.write_text(path.read_text(encoding="utf-8").replace("spans: [误会]", "spans: [若引起误会]"), encoding="utf-8")
    assert run("rules", "test").code == 0
    assert (few / "pack.json").exists()
