"""The figures: counted from what people did, for the brands they may see."""

import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from service.models import Case, Draft, Release, ReleasedCommitment
from service.review.figures import PromiseCount, work_figures
from service.users import EVERY_BRAND, Role
from tests.web.offices import words
from tests.web.sites import Filed, Site

OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_nothing_is_counted_before_anything_happened(site: Site) -> None:
    page = site.act("pr", (EVERY_BRAND, Role.PR)).get("/desk/figures?lang=en")
    assert page.status_code == 200
    assert "Nothing to count yet" in page.text


def _went_out(filed: Filed, after: timedelta) -> None:
    """A release of the draft so long after its case was opened, with one promise kept, one open and one late."""
    with filed.site.installation.database().unit_of_work() as session:
        case = session.scalars(select(Case)).one()
        draft = session.scalars(select(Draft)).one()
        case.opened_at = OPENED
        out = OPENED + after
        release = Release(
            draft_id=draft.id, number=1, place="weibo", address="", released_at=out, user_id=filed.site.me("pr"), recorded_at=out
        )
        session.add(release)
        session.flush()
        for name, due, kept in (("C1", out, out), ("C2", datetime(2099, 1, 1, tzinfo=UTC), None), ("C3", out, None)):
            session.add(
                ReleasedCommitment(
                    case_id=case.id, release_id=release.id, commitment=name, text="x", owner=None, due_at=due, kept_at=kept
                )
            )


def test_speed_decisions_and_promises_are_counted(filed: Filed) -> None:
    legal = filed.site.act("legal", (EVERY_BRAND, Role.LEGAL))
    decision = {"finding": filed.ids["finding"], "kind": "wrong", "reason": "x"}
    assert legal.post(f"/api/v1/works/{filed.ids['draft_id']}/decisions", json=decision).status_code == 204
    _went_out(filed, timedelta(minutes=42))
    with filed.site.installation.database().reading() as session:
        found = work_figures(session, filed.site.known["legal"], OPENED + timedelta(days=30))
    assert [(row.cases, row.median) for row in found.speeds] == [(1, timedelta(minutes=42))]
    assert [(row.rule, row.wrong, row.decided) for row in found.rules] == [("ungrounded-number", 1, 1)]
    assert found.promises == PromiseCount(kept=1, open=1, late=1)
    page = legal.get("/desk/figures?lang=en").text
    assert "42 minutes" in page
    assert "ungrounded-number" in page
    assert not re.search(r" style=|<style", page)


def test_the_desk_shows_them_small_and_leads_to_the_rest(filed: Filed) -> None:
    legal = filed.site.act("legal", (EVERY_BRAND, Role.LEGAL))
    bare = legal.get("/desk?lang=en").text
    assert "appear here with the first review and the first release" in bare
    decision = {"finding": filed.ids["finding"], "kind": "wrong", "reason": "x"}
    assert legal.post(f"/api/v1/works/{filed.ids['draft_id']}/decisions", json=decision).status_code == 204
    _went_out(filed, timedelta(minutes=42))
    page = legal.get("/desk?lang=en").text
    charts = page.partition('id="charts-heading"')[2]
    rows = re.findall(
        r'<th scope="row">(.*?)</th><td>(.*?)</td><td><svg[^>]*aria-hidden="true"[^>]*><rect width="([\d.]+)"', charts, re.DOTALL
    )
    told = [(words(name), words(value), width) for name, value, width in rows]
    assert told == [
        ("Level II", "1", "100.0"),
        ("Level II", "42 minutes", "100.0"),
        ("ungrounded-number", "1", "100.0"),
        ("Kept", "1", "100.0"),
        ("Open", "1", "100.0"),
        ("Late", "1", "100.0"),
    ]
    assert 'href="/desk/figures"' in charts
    assert not re.search(r" style=|<style", page)


def test_another_brands_cases_are_not_counted(filed: Filed) -> None:
    _went_out(filed, timedelta(hours=1))
    page = filed.site.act("stranger", ("chenhe", Role.PR)).get("/desk/figures?lang=en").text
    assert "Nothing to count yet" in page
    assert filed.site.client().get("/desk/figures").status_code == 401
