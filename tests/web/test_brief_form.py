"""The form as plain data of a brief."""

from service.briefs.loader import brief_from_data
from service.web.pages.brief_form import anchor, anchor_of_problem, brief_data, empty_form, form_of


def row(group: str, index: int, **columns: str) -> dict[str, str]:
    return {f"{group}[{index}].{name}": value for name, value in columns.items()}


BASE = {
    "brand": "晨禾",
    "incident.title": "异味",
    "incident.kind": "food_safety",
    "incident.jurisdiction": "CN",
    "incident.detected_at": "2026-03-02T09:10",
    "offset": "+08:00",
}


class TestFormOf:
    def test_blank_rows_are_closed_up_so_that_rows_and_items_agree(self) -> None:
        form = form_of(row("facts", 0, text=" ") | row("facts", 3, text="甲") | row("facts", 7, text="乙", status="confirmed"))
        assert [form.get(f"facts[{index}].text") for index in range(3)] == ["甲", "乙", ""]
        assert form.get("facts[1].status") == "confirmed"
        assert form.rows["facts"] == 5

    def test_a_row_with_defaults_alone_is_blank(self) -> None:
        form = form_of(row("requests", 0, statement="", audience="public") | row("facts", 0, status="confirmed"))
        assert {"requests", "facts"} & set(brief_data(form)) == set()

    def test_no_number_of_rows_is_too_many(self) -> None:
        fields: dict[str, str] = {}
        for index in range(1000):
            fields |= row("facts", index, text="x")
        assert len(brief_data(form_of(fields))["facts"]) == 200


class TestBriefData:
    def test_an_empty_form_is_the_schema_alone(self) -> None:
        assert brief_data(empty_form()) == {"schema": "firstword.brief/1"}

    def test_local_times_get_the_forms_offset_and_others_stay_as_typed(self) -> None:
        fields = BASE | {
            "offset": "-05:00",
            "incident.occurred_at": "2026-03-02",
            "issued_at": "2026-03-02 9:10",
            "next_update_at": "2026-03-02T14:00:00+00:00",
        }
        data = brief_data(form_of(fields))
        assert data["incident"]["detected_at"] == "2026-03-02T09:10:00-05:00"
        assert data["incident"]["occurred_at"] == "2026-03-02"
        assert data["issued_at"] == "2026-03-02T09:10:00-05:00"
        assert data["next_update_at"] == "2026-03-02T14:00:00+00:00"

    def test_seconds_are_kept_and_a_missing_offset_is_chinas(self) -> None:
        data = brief_data(form_of({"issued_at": "2026-03-02T09:10:05", "offset": " "}))
        assert data["issued_at"] == "2026-03-02T09:10:05+08:00"

    def test_without_an_offset_times_are_those_of_the_jurisdiction_on_that_day(self) -> None:
        fields = {"issued_at": "2026-01-02T09:10", "next_update_at": "2026-07-02T09:10", "offset": ""}
        told = {
            place: [
                brief_data(form_of(fields | {"incident.jurisdiction": place}))[name] for name in ("issued_at", "next_update_at")
            ]
            for place in ("CN", "HK", "UK", "EU", "US")
        }
        assert told == {
            "CN": ["2026-01-02T09:10:00+08:00", "2026-07-02T09:10:00+08:00"],
            "HK": ["2026-01-02T09:10:00+08:00", "2026-07-02T09:10:00+08:00"],
            "UK": ["2026-01-02T09:10:00+00:00", "2026-07-02T09:10:00+01:00"],
            "EU": ["2026-01-02T09:10:00+01:00", "2026-07-02T09:10:00+02:00"],
            # Several offsets: the loader asks for it.
            "US": ["2026-01-02T09:10:00", "2026-07-02T09:10:00"],
        }

    def test_a_fact_typed_over_two_lines_is_one_clause(self) -> None:
        rows = row("facts", 0, text="收到6起\n异味反馈") | row("facts", 1, text="six reports\nof odour")
        assert [fact["text"] for fact in brief_data(form_of(rows))["facts"]] == ["收到6起异味反馈", "six reports of odour"]

    def test_a_commitment_is_approved_only_by_its_tick(self) -> None:
        form = form_of(
            row("commitments", 0, text="退款", approved="true") | row("commitments", 1, text="换货", due="2026-03-05T18:00")
        )
        assert brief_data(form)["commitments"] == [
            {"id": "C1", "text": "退款", "approved": True},
            {"id": "C2", "text": "换货", "due": "2026-03-05T18:00:00+08:00", "approved": False},
        ]

    def test_exposure_left_blank_is_unknown_and_never_zero(self) -> None:
        fields = {"exposure.deaths": "0", "exposure.people_harmed": "", "exposure.media": "local", "exposure.recurrence": "false"}
        data = brief_data(form_of(fields | {"exposure.minors_affected": "", "exposure.people_exposed": "多"}))
        assert data["exposure"] == {"deaths": 0, "media": "local", "recurrence": False, "people_exposed": "多"}

    def test_only_a_statement_that_follows_another_takes_the_earlier_one(self) -> None:
        fields = row("requests", 0, statement="update", language="zh-CN") | row("requests", 1, statement="faq", language="zh-CN")
        data = brief_data(form_of(fields | {"previous.text": "此前", "previous.issued_at": "2026-03-01T10:00"}))
        assert data["requests"][0]["previous"] == {"text": "此前", "issued_at": "2026-03-01T10:00:00+08:00"}
        assert "previous" not in data["requests"][1]

    def test_an_update_without_the_earlier_statement_brings_none(self) -> None:
        assert "previous" not in brief_data(form_of(row("requests", 0, statement="update")))["requests"][0]

    def test_a_filled_form_is_a_valid_brief(self) -> None:
        fields = (
            BASE
            | row("facts", 0, text="收到反馈", status="confirmed", disclosure="public")
            | row("contacts", 0, label="热线", value="0400")
        )
        brief = brief_from_data(brief_data(form_of(fields)))
        assert brief.facts[0].id == "F1"
        assert brief.contacts[0].value == "0400"


class TestAnchors:
    def test_name_the_field_a_problem_lies_in(self) -> None:
        form = empty_form()
        assert anchor("facts[2].status") == "f-facts-2-status"
        assert anchor_of_problem("facts[2].status", form) == "f-facts-2-status"
        assert anchor_of_problem("incident.title", form) == "f-incident-title"
        assert anchor_of_problem("requests[0].previous", form) == "f-previous-text"

    def test_there_is_none_for_what_the_form_does_not_show(self) -> None:
        form = empty_form()
        assert [anchor_of_problem(field, form) for field in ("facts[99].text", "facts[0].id", "level", "")] == [None] * 4
