"""The compiled pack: made of tested rules, refused when the rules are others."""

import shutil
from pathlib import Path

import pytest

from service.compliance.checker import check
from service.compliance.pack import digest, read_pack, write_pack
from service.compliance.rulefiles import load_folder
from service.compliance.schemas import CheckContext
from service.errors import DataFault
from service.resources import knowledge_dir

RULES = knowledge_dir() / "rules"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "rules"
    (copy / "crisis").mkdir(parents=True)
    for name in ("vocabulary.yml", "disguises.yml", "crisis/conditional-apology.yml"):
        shutil.copy(RULES / name, copy / name)
    return copy


def test_a_pack_gives_the_rules_it_was_made_of(folder: Path) -> None:
    write_pack(folder)
    (tested,) = load_folder(folder, compile_all=True)
    (packed,) = read_pack(folder).rules
    assert packed.model_dump() == tested.model_dump(exclude={"tests"})


@pytest.mark.parametrize("name", ["vocabulary.yml", "disguises.yml", "crisis/conditional-apology.yml"])
def test_a_pack_of_other_sources_is_refused(folder: Path, name: str) -> None:
    write_pack(folder)
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    with pytest.raises(DataFault, match="rules test"):
        read_pack(folder)


def test_a_rule_that_came_or_went_is_refused(folder: Path) -> None:
    write_pack(folder)
    (folder / "crisis" / "conditional-apology.yml").unlink()
    with pytest.raises(DataFault, match="differ"):
        read_pack(folder)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"digest": "sha256:0"}', "no json", '{"digest": 7, "rules": []}'])
def test_a_pack_that_is_missing_or_damaged_is_refused(folder: Path, content: str) -> None:
    if content:
        (folder / "pack.json").write_text(content, encoding="utf-8")
    with pytest.raises(DataFault, match="rules test"):
        read_pack(folder)


def test_the_digest_names_its_method_and_depends_on_the_files_names(folder: Path) -> None:
    before = digest(folder)
    assert before.startswith("sha256:")
    assert digest(folder) == before
    (folder / "crisis" / "conditional-apology.yml").rename(folder / "crisis" / "another.yml")
    assert digest(folder) != before


def test_the_shipped_pack_is_that_of_the_rule_files() -> None:
    assert read_pack(RULES)
    assert any(
        finding.rule == "conditional-apology" for finding in check("如有冒犯，我们道歉。", CheckContext(statement="apology"))
    )
