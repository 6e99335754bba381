"""The audit trail as a page: filters, paging, verification, the end to keep elsewhere."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from service import clock
from service.audit.verify import read_head, verify_chain
from service.users import EVERY_BRAND, Role
from tests.web.sites import BRAND, Browser, Filed, Site


@pytest.fixture
def auditor(filed: Filed) -> Browser:
    return filed.site.browse("auditor", (EVERY_BRAND, Role.AUDITOR))


def _tamper(site: Site, *statements: str) -> None:
    """As somebody would who holds the database and drops its triggers."""
    with site.installation.database().engine.begin() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'"))
        for (name,) in names.all():
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        for statement in statements:
            connection.execute(text(statement))


class TestReading:
    def test_newest_first_with_names_for_people_and_cases(self, auditor: Browser) -> None:
        html = auditor.see("/audit").partition("<tbody>")[2]
        assert html.index("sent to review") < html.index("draft made") < html.index("case opened")
        assert "火锅" in html

    def test_filters_narrow_and_stay_in_the_form(self, filed: Filed, auditor: Browser) -> None:
        pr, case = filed.site.me("pr"), filed.ids["case_id"]
        html = auditor.see(f"/audit?case={case}&actor={pr}&action=case.opened")
        assert html.count('<tr id="event-') == 1
        assert f'value="{case}"' in html
        assert f'<option value="{pr}" selected>' in html
        today = clock.now().astimezone().date()
        assert '<tr id="event-' in auditor.see(f"/audit?since={today}&until={today}")
        assert "No event fits" in auditor.see(f"/audit?since={today + timedelta(days=2)}")
        assert "No event fits" in auditor.see("/audit?case=nosuchcase12")

    @pytest.mark.parametrize("query", ["since=yesterday", "until=9999-12-31", "action=world.ended", "since=2026-02-30"])
    def test_a_filter_that_means_nothing_is_told(self, auditor: Browser, query: str) -> None:
        answer = auditor.client.get(f"/audit?{query}", headers={"accept": "text/html"})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text

    def test_pages_reach_the_first_event_and_keep_the_filter(self, filed: Filed, auditor: Browser) -> None:
        for number in range(60):
            filed.site.person(f"p{number}")
        first = auditor.see("/audit?action=user.invited")
        assert first.count('<tr id="event-') == 50
        older = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        second = auditor.see(older)
        assert "action=user.invited" in older
        assert 10 < second.count('<tr id="event-') < 50
        assert 'rel="next"' not in second

    def test_filters_are_values_and_no_statements(self, auditor: Browser) -> None:
        assert "No event fits" in auditor.see("/audit?case=' OR 1=1 --")
        assert auditor.status("/audit?before=0") == 422


class TestVerifying:
    def test_a_whole_chain_holds_and_is_counted(self, auditor: Browser) -> None:
        answer = auditor.send("/audit/verify")
        assert answer.status_code == 200
        assert "It holds." in answer.text
        assert "events were checked" in answer.text

    @pytest.mark.parametrize(
        ("statement", "told"),
        [
            ("UPDATE audit_events SET actor_id = 'mallory' WHERE number = 3", "event 3: was changed"),
            ("DELETE FROM audit_events WHERE number = 3", "event 3: events 3 to 3 are missing"),
        ],
    )
    def test_the_first_broken_place_is_named(self, filed: Filed, auditor: Browser, statement: str, told: str) -> None:
        _tamper(filed.site, statement)
        html = auditor.send("/audit/verify").text
        assert "It does not hold." in html
        assert f"First broken place: {told}" in html

    def test_an_end_kept_elsewhere_finds_a_chain_that_was_cut(self, filed: Filed, auditor: Browser) -> None:
        kept = auditor.send("/audit/head")
        assert kept.headers["content-disposition"].startswith("attachment; filename=")
        head = read_head(kept.content, "head")
        assert "The kept end agrees." in auditor.send("/audit/verify", head=kept.text).text
        newest = f"WHERE number = {head.number}"
        _tamper(filed.site, *(f"DELETE FROM {table} {newest}" for table in ("audit_heads", "audit_private", "audit_events")))
        assert "It holds." in auditor.send("/audit/verify").text
        assert "cut before this signed end" in auditor.send("/audit/verify", head=kept.text).text

    @pytest.mark.parametrize("head", ["no json", "{}", '{"number": 1}', "[" * 5000, '{"number": 1e999}'])
    def test_what_is_no_end_is_told(self, auditor: Browser, head: str) -> None:
        refused = auditor.send("/audit/verify", head=head)
        assert refused.status_code == 422
        assert "this is no end of a chain" in refused.text

    def test_the_key_and_the_end_verify_without_the_service(self, filed: Filed, auditor: Browser) -> None:
        from service.audit.keys import public_key

        pem = auditor.client.get("/audit/key.pem")
        head = read_head(auditor.send("/audit/head").content, "head")
        key = public_key(pem.content)
        assert key.holds(head.payload(), head.signature)
        with filed.site.installation.database().reading() as session:
            assert verify_chain(session, key, head) == []
        assert json.loads(head.as_json())["number"] == head.number


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("brand", [EVERY_BRAND, BRAND])
def test_it_opens_for_auditors_and_administrators_of_every_brand_alone(site: Site, role: Role, brand: str) -> None:
    somebody = site.browse("somebody", (brand, role))
    may = role in {Role.ADMIN, Role.AUDITOR} and brand == EVERY_BRAND
    assert (somebody.status("/audit") == 200) is may
    assert (somebody.status("/audit/key.pem") == 200) is may
    assert (somebody.send("/audit/verify").status_code == 200) is may
    assert (somebody.send("/audit/head").status_code == 200) is may
    assert ('href="/audit"' in somebody.see("/account")) is may
