import json
from pathlib import Path
from typing import Any

import pytest

from evals.grounding.dataset import DATA, INSERTED, DatasetError, brief_of, is_held_back, load

BRIEF = "evals/briefs/05-hotpot-food-poisoning.yml"
FAITHFUL: dict[str, Any] = {
    "id": "dev-1",
    "brief": BRIEF,
    "language": "zh-CN",
    "statement": None,
    "style": "微博短文",
    "text": "云浦店自7月19日0时20分起停业。",
}
INVENTION: dict[str, Any] = {
    "id": "inv-1",
    "brief": None,
    "language": "zh-CN",
    "kind": "cause",
    "sentence": "经查，系设备故障所致。",
}
CARELESS: dict[str, Any] = {
    "id": "careless-1",
    "brief": BRIEF,
    "language": "zh-CN",
    "text": "九人都已出院。热线400-000-7718。",
    "inventions": [{"text": "九人都已出院", "kind": "status"}],
}


def written(root: Path, name: str, *items: dict[str, Any]) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), "utf-8")
    return path


def test_loads_sets_by_name_and_keeps_the_held_back_ones_apart(tmp_path: Path) -> None:
    written(tmp_path, "faithful/dev.zh.jsonl", FAITHFUL)
    written(tmp_path, "faithful/held.zh.jsonl", FAITHFUL | {"id": "held-1", "statement": "faq"})
    written(tmp_path, "inventions/held.zh.jsonl", INVENTION, INVENTION | {"id": "inv-2", "kind": "status_raised"})
    written(tmp_path, "careless/held.jsonl", CARELESS, CARELESS | {"id": "careless-2", "inventions": []})
    data = load(tmp_path)
    assert [item.id for item in data.texts(held_back=False)] == ["dev-1"]
    assert [item.id for item in data.texts(held_back=True)] == ["held-1"]
    assert data.bank(held_back=False) == ()
    assert [item.inserted_as for item in data.bank(held_back=True)] == ["cause", "status_raised_added"]
    first = data.marked(held_back=True)[0]
    assert [first.text[start:end] for start, end in first.spans] == ["九人都已出院"]
    assert is_held_back("held.en")
    assert not is_held_back("dev.en")


def test_an_absent_folder_is_empty(tmp_path: Path) -> None:
    data = load(tmp_path / "none")
    assert (data.texts(held_back=False), data.bank(held_back=True), data.marked(held_back=True)) == ((), (), ())


@pytest.mark.parametrize(
    ("name", "item", "fault"),
    [
        ("faithful/a.jsonl", FAITHFUL | {"surprise": 1}, "surprise"),
        ("faithful/a.jsonl", {key: value for key, value in FAITHFUL.items() if key != "statement"}, "statement"),
        ("faithful/a.jsonl", FAITHFUL | {"language": "zh"}, "language"),
        ("faithful/a.jsonl", FAITHFUL | {"statement": "poem"}, "statement"),
        ("faithful/a.jsonl", FAITHFUL | {"text": "  "}, "text"),
        ("faithful/a.jsonl", FAITHFUL | {"brief": "evals/briefs/none.yml"}, "no such file"),
        ("faithful/a.jsonl", FAITHFUL | {"brief": "/etc/passwd"}, "brief"),
        ("inventions/a.jsonl", INVENTION | {"kind": "whatever"}, "kind"),
        ("inventions/a.jsonl", INVENTION | {"sentence": "一句。\n两句。"}, "one line"),
        ("careless/dev.jsonl", CARELESS | {"inventions": [{"text": "没有这句", "kind": "status"}]}, "exactly once"),
    ],
)
def test_a_wrong_line_is_named_with_file_and_line(tmp_path: Path, name: str, item: dict[str, Any], fault: str) -> None:
    good = {"faithful": FAITHFUL, "inventions": INVENTION, "careless": CARELESS}[name.split("/", maxsplit=1)[0]]
    path = written(tmp_path, name, good | {"id": "good"}, item)
    with pytest.raises(DatasetError) as caught:
        load(tmp_path)
    assert str(caught.value).startswith(f"{path}:2: ")
    assert fault in str(caught.value)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, "faithful/a.jsonl", FAITHFUL)
    path.write_text(path.read_text("utf-8") + "\n{\n", "utf-8")
    (tmp_path / "careless").mkdir()
    (tmp_path / "careless" / "dev.jsonl").write_bytes(b"\xff\n")
    with pytest.raises(DatasetError) as caught:
        load(tmp_path)
    message = str(caught.value)
    assert f"{path}:2: " in message
    assert f"{path}:3: " in message
    assert "not UTF-8" in message


def test_an_id_is_used_once_over_all_files(tmp_path: Path) -> None:
    written(tmp_path, "faithful/a.jsonl", FAITHFUL)
    written(tmp_path, "inventions/a.jsonl", INVENTION | {"id": FAITHFUL["id"]})
    with pytest.raises(DatasetError, match="dev-1 occurs twice"):
        load(tmp_path)


def test_the_data_of_the_project_loads_with_its_briefs() -> None:
    data = load(DATA)
    for held_back in (True, False):
        for item in data.texts(held_back=held_back):
            assert brief_of(item.brief).public_facts
        assert {entry.inserted_as for entry in data.bank(held_back=held_back)} <= set(INSERTED)
