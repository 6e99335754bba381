"""A brand's rules add and tighten, and never make a shipped rule milder."""

import shutil
from pathlib import Path

import pytest

from service.compliance.brand_rules import rules_for, with_brand
from service.compliance.checker import check
from service.compliance.loader import run_self_tests
from service.compliance.pack import shipped
from service.compliance.rulefiles import rules_in
from service.compliance.schemas import CheckContext
from service.errors import DataFault
from service.findings import Severity
from service.resources import knowledge_dir

FOLDERS = sorted((knowledge_dir() / "brands").glob("*/rules"))
CHENHE = knowledge_dir() / "brands" / "chenhe" / "rules"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CHENHE, tmp_path / "rules"))


@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.parent.name)
def test_the_self_tests_of_a_brands_rules_hold(path: Path) -> None:
    files = [file for file in sorted(path.glob("*.yml")) if file.name != "tighten.yml"]
    assert run_self_tests(rule for _, rule in rules_in(files, knowledge_dir() / "rules", compile_all=True)) == []


def test_a_brand_without_rules_has_the_shipped_ones() -> None:
    assert rules_for(None) is shipped()
    assert rules_for("nobody") is shipped()


def test_a_brand_adds_and_tightens() -> None:
    (milder,) = check("如有冒犯，我们道歉。", CheckContext(statement="apology"))
    (graver,) = check("如有冒犯，我们道歉。", CheckContext(statement="apology"), rules_for("chenhe"))
    assert (milder.severity, graver.severity) == (Severity.SUGGESTION, Severity.WARNING)
    assert len(rules_for("chenhe").rules) == len(shipped().rules) + 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("victim-blaming: advise\n", "milder"),
        ("no-such-rule: block\n", "no shipped rule"),
        ("victim-blaming: deadly\n", "victim-blaming"),
    ],
)
def test_a_tightening_that_weakens_or_names_nothing_is_refused(folder: Path, content: str, told: str) -> None:
    (folder / "tighten.yml").write_text(content, encoding="utf-8")
    with pytest.raises(DataFault, match=told):
        with_brand(shipped(), folder)


def test_a_rule_with_a_shipped_id_is_refused(folder: Path) -> None:
    text = (folder / "chenhe-folk-medicine.yml").read_text(encoding="utf-8")
    (folder / "victim-blaming.yml").write_text(text.replace("id: chenhe-folk-medicine", "id: victim-blaming"), encoding="utf-8")
    with pytest.raises(DataFault, match="shipped rule"):
        with_brand(shipped(), folder)
