from pathlib import Path

import pytest

from service.errors import DataFault
from service.prompting.library import find_prompt, list_prompts, read_lock, unlocked_prompts, write_lock
from tests.prompting.test_template import BODY, HEADER


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("notes", "composer"):
        (tmp_path / folder).mkdir()
    (tmp_path / "README.md").write_text("not a prompt")
    (tmp_path / "composer" / "page.md").write_text("not a prompt")
    (tmp_path / "notes" / "_dear.md").write_text("Dear {{ name }}")
    (tmp_path / "notes" / "hello.md").write_text(HEADER + BODY + '{% include "notes/_dear.md" %}')
    return tmp_path


def test_a_prompt_is_found_by_its_id(root: Path) -> None:
    found = find_prompt("notes/hello", root)
    assert found is not None
    assert found.header.purpose == "says hello"
    assert find_prompt("notes/_dear", root) is None


def test_partials_readme_and_composer_templates_are_no_prompts(root: Path) -> None:
    assert [prompt.id for prompt in list_prompts(root)] == ["notes/hello"]


def test_a_new_prompt_is_unlocked_until_the_lock_is_written(root: Path) -> None:
    assert [line.id for line in unlocked_prompts(root)] == ["notes/hello"]
    write_lock(root)
    assert unlocked_prompts(root) == ()


@pytest.mark.parametrize("name", ["hello.md", "_dear.md"])
def test_a_change_of_the_prompt_or_its_partial_unlocks_it(root: Path, name: str) -> None:
    write_lock(root)
    file = root / "notes" / name
    file.write_text(file.read_text() + "\nMore.")
    assert [line.id for line in unlocked_prompts(root)] == ["notes/hello"]


def test_the_lock_keeps_the_lines_of_earlier_versions(root: Path) -> None:
    write_lock(root)
    (first,) = read_lock(root)
    file = root / "notes" / "hello.md"
    file.write_text(file.read_text().replace("version: 1", "version: 2"))
    write_lock(root)
    assert [line.version for line in read_lock(root)] == [1, 2]
    assert first in read_lock(root)


def test_line_ends_do_not_change_the_digest(root: Path) -> None:
    write_lock(root)
    file = root / "notes" / "hello.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert unlocked_prompts(root) == ()


def test_a_broken_lock_line_is_refused_with_its_number(root: Path) -> None:
    (root / "versions.lock").write_text("\nnotes/hello one sha256:0\n")
    with pytest.raises(DataFault, match=r"versions\.lock:2"):
        read_lock(root)
