"""The tables of disguises, compiled and worked out anew."""

import shutil
from pathlib import Path

from service.compliance.tables import SOURCES, TABLES, read_tables, shipped_tables, write_tables
from service.resources import knowledge_dir

RULES = knowledge_dir() / "rules"


def test_the_compiled_tables_are_those_of_their_sources(tmp_path: Path) -> None:
    for name in SOURCES:
        shutil.copy(RULES / name, tmp_path / name)
    write_tables(tmp_path)
    assert (tmp_path / TABLES).read_bytes() == (RULES / TABLES).read_bytes()


def test_an_edited_source_counts_at_once(tmp_path: Path) -> None:
    for name in (*SOURCES, TABLES):
        shutil.copy(RULES / name, tmp_path / name)
    source = tmp_path / SOURCES[0]
    source.write_text(source.read_text(encoding="utf-8").replace("stand_ins:", "stand_ins:\n  召: 昭", 1), encoding="utf-8")
    assert read_tables(tmp_path).dressed["昭回"] == "召回"
    assert "昭回" not in shipped_tables().dressed


def test_a_familiar_character_of_the_same_sound_is_a_dress_unless_ordinary_text_has_it() -> None:
    dressed = shipped_tables().dressed
    assert dressed["禁研"] == "禁言"
    assert "找回" not in dressed
