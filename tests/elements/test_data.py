"""The data files are strict and whole."""

from pathlib import Path
from typing import get_args

import pytest

from service.briefs import Level, StatementType
from service.datafiles import load_data
from service.elements import further_elements, nevers, required_elements
from service.elements.data import conduct_rules, elements
from service.elements.schemas import ChannelFile, ConductFile, ElementFile, ElementName
from service.errors import DataFault


def test_every_element_is_described() -> None:
    assert set(elements()) == set(get_args(ElementName))


@pytest.mark.parametrize(
    ("model", "text", "what"),
    [
        (ElementFile, "elements:\n  known:\n    nmae: {zh: 名, en: name}\n", "name"),
        (
            ElementFile,
            "elements:\n  known:\n    name: {zh: 名, en: n}\n    description: {zh: 名, en: n}\n    sources: [confirmed]\n",
            "says in `absent`",
        ),
        (
            ChannelFile,
            "channels:\n  x: {max_characters: 2, advised_characters: 3, note: {zh: 名, en: n}}\n",
            "over max_characters",
        ),
        (ConductFile, "rules:\n  - id: a\n    severity: loud\n", "severity"),
    ],
)
def test_a_broken_file_is_refused(
    tmp_path: Path, model: type[ElementFile] | type[ChannelFile] | type[ConductFile], text: str, what: str
) -> None:
    path = tmp_path / "data.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFault, match=what) as refused:
        load_data(path, model)
    assert "data.yml:" in str(refused.value)


def test_every_pattern_of_the_shipped_data_compiles() -> None:
    sets = [group for element in elements().values() for group in (element.patterns, element.besides, element.unless)]
    sets += [group for rule in conduct_rules() for group in (rule.unless, rule.unless_sentence)]
    assert sets
    for group in sets:
        for language in ("zh", "en"):
            found = group.of(language)
            assert found is None or found.pattern


@pytest.mark.parametrize("kind", StatementType)
def test_a_writer_is_told_each_element_once(kind: StatementType) -> None:
    required = [demand.name for demand in required_elements(kind, Level.I, "zh")]
    further = [demand.name for demand in further_elements(kind, Level.I, "zh")]
    assert len({*required, *further}) == len(required) + len(further)
    assert all(demand.description for demand in further_elements(kind, Level.IV, "en"))


def test_what_a_statement_must_hold_only_when_grave_may_stand_in_a_light_one() -> None:
    assert "prevention" in {demand.name for demand in required_elements("apology", Level.II, "zh")}
    assert "prevention" in {demand.name for demand in further_elements("apology", Level.IV, "zh")}


def test_a_writer_is_told_what_the_check_would_find() -> None:
    grave, light = (nevers("apology", level, "zh") for level in (Level.I, Level.IV))
    assert "感叹号" in grave
    assert "感叹号" not in light
    assert set(nevers("rumour_rebuttal", Level.I, "en")) < set(nevers("apology", Level.I, "en"))
