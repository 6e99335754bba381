"""A brief edited piece by piece: nothing is lost, nothing else moves."""

import copy

import pytest

from service.briefs.loader import brief_from_data
from service.cases.commands import brief_data
from service.web.pages.brief_sections import (
    LISTED,
    SINGLE,
    Piece,
    field_of_problem,
    merge,
    offset_of,
    read_piece,
    without_piece,
    write_piece,
)
from tests.samples import COMPLETE, sample

HOTPOT = brief_data(sample("05-hotpot-food-poisoning"))


def _pieces(data: dict[str, object]) -> list[Piece]:
    found = [Piece(section) for section in SINGLE]
    for section in LISTED:
        items = data.get(section) or []
        assert isinstance(items, list)
        found += [Piece(section, item["id"] if section != "contacts" else str(at)) for at, item in enumerate(items)]
    return found


@pytest.mark.parametrize("name", COMPLETE)
def test_saving_every_piece_as_it_is_shown_changes_nothing(name: str) -> None:
    data = brief_data(sample(name))
    for piece in _pieces(data):
        shown = read_piece(data, piece)
        assert shown is not None
        assert write_piece(data, piece, shown) == data
    assert brief_data(brief_from_data(data)) == data


def test_what_no_field_shows_is_carried_along() -> None:
    data = copy.deepcopy(HOTPOT)
    data["facts"][0] |= {"as_of": "2026-07-19T02:00:30.250000+09:00", "later": "kept"}  # type: ignore[index]
    made = write_piece(data, Piece("facts", "F1"), {"text": "有10位顾客不适", "status": "reported"})
    assert made["facts"][0] == {**data["facts"][0], "text": "有10位顾客不适", "status": "reported"}  # type: ignore[index]
    assert made["facts"][1:] == data["facts"][1:]  # type: ignore[index]
    assert {name: made[name] for name in made if name != "facts"} == {name: data[name] for name in data if name != "facts"}


def test_a_blank_takes_the_value_out_and_a_translation_comes_and_goes() -> None:
    made = write_piece(HOTPOT, Piece("facts", "F2"), {"attribution": " ", "en": "Five are stable"})
    assert "attribution" not in made["facts"][1]
    assert made["facts"][1]["translations"] == {"en": "Five are stable"}
    assert write_piece(made, Piece("facts", "F2"), {"en": ""})["facts"][1]["translations"] == {}


@pytest.mark.parametrize(
    ("section", "typed", "path", "value"),
    [
        ("clock", {"next_update_at": "2026-07-19T10:30"}, ("next_update_at",), "2026-07-19T10:30:00+08:00"),
        ("clock", {"next_update_at": "soon"}, ("next_update_at",), "soon"),
        ("exposure", {"deaths": "2"}, ("exposure", "deaths"), 2),
        ("exposure", {"deaths": "two"}, ("exposure", "deaths"), "two"),
        ("exposure", {"recurrence": "true"}, ("exposure", "recurrence"), True),
        ("incident", {"occurred_at": "2026-07-18"}, ("incident", "occurred_at"), "2026-07-18"),
        ("incident", {"person": "罗既明 "}, ("issuer", "person"), "罗既明"),
        ("level", {"level": "I"}, ("level",), "I"),
    ],
)
def test_fields_are_read_as_the_brief_has_them(section: str, typed: dict[str, str], path: tuple[str, ...], value: object) -> None:
    found: object = write_piece(HOTPOT, Piece(section), typed)
    for name in path:
        assert isinstance(found, dict)
        found = found[name]
    assert found == value


class TestNewAndGone:
    def test_a_new_line_gets_an_id_nobody_ever_had(self) -> None:
        made = write_piece(HOTPOT, Piece("facts"), {"text": "x"}, taken={"F40", "C77"})
        assert made["facts"][-1] == {"id": "F41", "text": "x"}
        assert write_piece(HOTPOT, Piece("commitments"), {"text": "x"})["commitments"][-1]["id"] == "C3"
        assert write_piece({**HOTPOT, "contacts": []}, Piece("contacts"), {"label": "x"})["contacts"] == [{"label": "x"}]

    def test_a_line_is_taken_out_alone(self) -> None:
        made = without_piece(HOTPOT, Piece("facts", "F3"))
        assert [fact["id"] for fact in made["facts"]] == ["F1", "F2", "F4", "F5", "F6", "F7", "F8", "F9", "F10"]
        assert without_piece(HOTPOT, Piece("contacts", "0"))["contacts"] == []

    @pytest.mark.parametrize("piece", [Piece("facts", "F99"), Piece("contacts", "7"), Piece("contacts", "x")])
    def test_what_is_not_there_is_not_read(self, piece: Piece) -> None:
        assert read_piece(HOTPOT, piece) is None

    @pytest.mark.parametrize("piece", [Piece("schema"), Piece("brand"), Piece("level", "x"), Piece("")])
    def test_other_parts_of_a_brief_are_no_pieces(self, piece: Piece) -> None:
        assert not piece.is_known


def test_a_problem_is_told_at_its_field() -> None:
    assert field_of_problem(HOTPOT, Piece("facts", "F3"), "facts[2].status") == "status"
    assert field_of_problem(HOTPOT, Piece("facts", "F3"), "facts[1].status") is None
    assert field_of_problem(HOTPOT, Piece("incident"), "issuer.title") == "person_title"
    added = write_piece(HOTPOT, Piece("contacts"), {"label": "x"})
    assert field_of_problem(added, Piece("contacts"), "contacts[1].value") == "value"


def test_two_people_s_words_are_put_together_field_by_field() -> None:
    base = {"a": "1", "b": "1", "c": "1", "d": "1"}
    merged = merge(base, {"a": "2", "b": "1", "c": "2", "d": "5"}, {"a": "1", "b": "3", "c": "3", "d": "5"})
    assert merged.fields == {"a": "2", "b": "3", "c": "3", "d": "5"}
    assert merged.clashes == {"c": "2"}


def test_the_offset_is_the_brief_s() -> None:
    assert offset_of({"issued_at": "2026-07-19T02:45:00-03:30"}) == "-03:30"
    assert offset_of({"issued_at": "2026-07-19T02:45:00Z"}) == "+00:00"
