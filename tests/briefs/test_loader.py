"""The brief's loader: every problem named with its place, nothing refused that a person may mean."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml

from service.briefs import IncidentBrief, Level, StatementType
from service.briefs.loader import brief_from_data, load_brief
from service.errors import InvalidInput, ServiceError, TooLarge
from tests.samples import MILK, milk

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(MILK, Loader=yaml.BaseLoader)
    data["commitments"] = [item | {"approved": item["approved"] == "true"} for item in data["commitments"]]
    return data


def _problems(raw: bytes | str, file: str = "b.yml") -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        load_brief(raw, file, NOW)
    return {problem.field: problem.code for problem in caught.value.problems}


class TestGoodBriefs:
    def test_yaml_and_json_give_the_same_brief(self) -> None:
        assert load_brief(json.dumps(_data()), "b.json") == milk()

    def test_json_without_a_json_name_is_read_as_json(self) -> None:
        assert load_brief(json.dumps(_data()), "stdin") == milk()

    def test_a_byte_order_mark_is_dropped(self) -> None:
        assert load_brief("\ufeff" + MILK.lstrip(), "b.yml") == milk()

    def test_windows_line_ends_are_read(self) -> None:
        assert load_brief(MILK.replace("\n", "\r\n"), "b.yml") == milk()

    def test_null_equals_absent(self) -> None:
        data = _data() | {"exposure": None, "level": None, "level_reason": None, "requests": None}
        data["incident"]["summary"] = None
        brief = brief_from_data(data)
        assert brief.requests == ()
        assert brief.exposure.deaths is None
        assert brief.incident.summary == ""

    def test_issue_time_defaults_to_the_clock_in_the_briefs_own_offset(self) -> None:
        data = _data()
        del data["issued_at"]
        assert brief_from_data(data, now=NOW).issued_at.isoformat() == "2026-03-02T10:00:00+08:00"

    def test_an_unquoted_phone_number_keeps_its_zeros(self) -> None:
        raw = MILK.replace("value: 400-820-0000", "value: 0012315")
        assert load_brief(raw, "b.yml").contacts[0].value == "0012315"

    def test_final_stops_go_and_abbreviations_stay(self) -> None:
        data = _data()
        data["facts"][0]["text"] = "收到6起反馈。"
        data["facts"][1]["text"] = "The shop closed at 5 p.m."
        brief = brief_from_data(data)
        assert brief.facts[0].text == "收到6起反馈"
        assert brief.facts[1].text == "The shop closed at 5 p.m."

    def test_invisible_characters_are_dropped(self) -> None:
        data = _data()
        data["facts"][0]["text"] = "收到\u200b6起\u00ad反馈"
        assert brief_from_data(data).facts[0].text == "收到6起反馈"

    def test_a_bare_date_of_the_event_stays_a_date(self) -> None:
        data = _data()
        data["incident"]["occurred_at"] = "2026-03-02"
        assert str(brief_from_data(data).incident.occurred_at) == "2026-03-02"

    def test_no_facts_at_all_is_a_brief(self) -> None:
        assert brief_from_data(_data() | {"facts": []}).facts == ()

    def test_two_thousand_facts_are_a_brief(self) -> None:
        fact = {"text": "收到反馈", "status": "confirmed", "disclosure": "public"}
        facts = [fact | {"id": f"F{number}"} for number in range(2000)]
        assert len(brief_from_data(_data() | {"facts": facts}).facts) == 2000

    def test_an_overdue_next_update_is_no_refusal(self) -> None:
        assert brief_from_data(_data() | {"next_update_at": "2026-03-01T00:00:00+08:00"}).next_update_at is not None


class TestRefusals:
    def test_every_problem_is_named_at_once_with_its_line(self) -> None:
        raw = MILK.replace("status: unknown", "status: maybe").replace("brand: 晨禾乳业", "brnad: 晨禾乳业")
        with pytest.raises(InvalidInput) as caught:
            load_brief(raw, "night.yml")
        lines = [problem.describe("zh") for problem in caught.value.problems]
        assert any(line.startswith("night.yml:2: brand") or "brand: 缺少这一项" in line for line in lines)
        assert any("night.yml:3: brnad: 没有这个键" in line for line in lines)
        assert any("facts[4].status" in line and "只能是" in line for line in lines)
        assert all("facts" not in line.describe("en") or "must be" in line.describe("en") for line in caught.value.problems)

    @pytest.mark.parametrize(
        ("raw", "code"),
        [
            (b"", "empty"),
            (b"  \n ", "empty"),
            (b"\xff\xfe\x00\x01", "encoding"),
            (b"a: &x [1]\nb: *x", "alias"),
            (b"[" * 100_000, "too-deep"),
            (b"{" * 100_000, "syntax"),
            (b"a: 1\na: 2", "duplicate-key"),
            (b"a: [1, 2", "syntax"),
            (b"? [a]\n: 1", "syntax"),
            (b"--- \na: 1\n---\nb: 2", "documents"),
            (b"- just\n- a list", "type"),
            (b"plain text", "type"),
        ],
    )
    def test_what_is_no_brief_is_refused_in_one_line(self, raw: bytes, code: str) -> None:
        assert list(_problems(raw).values()) == [code]

    @pytest.mark.parametrize(
        ("raw", "code"),
        [
            ('{"a": 1, "a": 2}', "duplicate-key"),
            ('{"a": NaN}', "syntax"),
            ('{"a": ' + "9" * 5000 + "}", "syntax"),
            ('{"a": ' * 100_000, "too-deep"),
            ("[" * 100_000, "too-deep"),
            ('{"a": "\ud800"}', "encoding"),
        ],
    )
    def test_broken_json_is_refused_in_one_line(self, raw: str, code: str) -> None:
        assert list(_problems(raw, "b.json").values()) == [code]

    def test_a_lone_surrogate_inside_json_is_refused_by_field(self) -> None:
        raw = json.dumps(_data() | {"brand": "x\ud800"})
        assert _problems(raw, "b.json")["brand"] == "control-character"

    def test_billion_laughs_costs_nothing(self) -> None:
        raw = "a: &a [x, x]\n" + "\n".join(f"b{n}: &b{n} [*a, *a]" for n in range(50))
        assert list(_problems(raw).values()) == ["alias"]

    def test_five_megabytes_are_too_large(self) -> None:
        with pytest.raises(TooLarge):
            load_brief(b"a" * 5_000_000, "b.yml")

    @pytest.mark.parametrize("bad", ["x\u202ey", "x\x07y", "x\u2066y", "x\x1by"])
    def test_controls_and_overrides_are_refused_by_field(self, bad: str) -> None:
        data = _data()
        data["facts"][2]["text"] = bad
        with pytest.raises(InvalidInput) as caught:
            brief_from_data(data)
        assert caught.value.problems[0].field == "facts[2].text"
        assert "U+" in caught.value.problems[0].message.zh

    def test_a_fact_of_a_hundred_thousand_characters_is_refused(self) -> None:
        data = _data()
        data["facts"][0]["text"] = "长" * 100_000
        with pytest.raises(InvalidInput) as caught:
            brief_from_data(data)
        assert caught.value.problems[0].field == "facts[0].text"

    @pytest.mark.parametrize(
        ("change", "field", "code"),
        [
            ({"issued_at": "2026-03-02T10:40:00"}, "issued_at", "naive-time"),
            ({"issued_at": "2026-02-30T10:40:00+08:00"}, "issued_at", "time"),
            ({"issued_at": "1026-02-03T10:40:00+08:00"}, "issued_at", "time-range"),
            ({"next_update_at": "tomorrow"}, "next_update_at", "time"),
            ({"level": "I"}, "level_reason", "level-reason"),
            ({"level": "V", "level_reason": "x"}, "level", "enum"),
            ({"requests": [{"statement": "update", "language": "zh-CN"}]}, "requests[0].previous", "previous"),
            ({"requests": [{"statement": "poem", "language": "zh-CN"}]}, "requests[0].statement", "enum"),
            ({"exposure": {"deaths": -1}}, "exposure.deaths", "greater-than-equal"),
            ({"exposure": {"minors_affected": "yes"}}, "exposure.minors_affected", "bool-type"),
            ({"facts": {}}, "facts", "tuple-type"),
            ({"schema": "firstword.brief/2"}, "schema", "literal-error"),
            ({"contacts": [{"label": " ", "value": "1"}]}, "contacts[0].label", "blank"),
            ({"incident": "fire"}, "incident", "model-type"),
        ],
    )
    def test_a_wrong_value_names_its_field(self, change: dict[str, Any], field: str, code: str) -> None:
        with pytest.raises(InvalidInput) as caught:
            brief_from_data(_data() | change)
        assert {problem.field: problem.code for problem in caught.value.problems}[field] == code

    def test_duplicate_ids_name_the_first_place_even_across_lists(self) -> None:
        data = _data()
        data["commitments"][0]["id"] = "F1"
        with pytest.raises(InvalidInput) as caught:
            brief_from_data(data)
        (problem,) = caught.value.problems
        assert (problem.field, problem.code) == ("commitments[0].id", "duplicate-id")
        assert "facts[0]" in problem.message.en

    def test_a_date_outside_the_calendar_is_refused(self) -> None:
        data = _data()
        data["incident"]["occurred_at"] = "2026-13-40"
        with pytest.raises(InvalidInput):
            brief_from_data(data)


class TestWording:
    def test_a_fact_in_another_language_has_no_wording_without_translation(self) -> None:
        fact = milk().facts[0]
        assert fact.wording("en") is None
        data = _data()
        data["facts"][0]["translations"] = {"en": "By 10:00 on 2 March we had received six reports"}
        assert str(brief_from_data(data).facts[0].wording("en")).startswith("By 10:00")


def test_a_refusal_is_a_service_error() -> None:
    with pytest.raises(ServiceError):
        load_brief("x: [", "b.yml")


def test_levels_and_kinds_are_the_contracts() -> None:
    assert [str(level) for level in Level] == ["I", "II", "III", "IV"]
    assert len(StatementType) == 11
    assert isinstance(milk(), IncidentBrief)
