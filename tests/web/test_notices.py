"""Notices and addresses over the API: one's own alone, addresses never shown in full."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from service.users import EVERY_BRAND, Role
from tests.databases import PASSWORD
from tests.web.sites import Filed, Site, file_case

WECOM = "wecombot://abcdefgh-1234-1234-1234-abcdefabc0ff"


def _put(client: TestClient, *addresses: dict[str, str], **more: str) -> Any:
    return client.put("/api/v1/account/addresses", json={"addresses": list(addresses), **more})


@pytest.fixture
def legal(site: Site) -> TestClient:
    return site.act("legal", (EVERY_BRAND, Role.LEGAL))


@pytest.fixture
def filed(legal: TestClient, site: Site) -> Filed:
    """Filed after legal joined, who is told of it."""
    assert legal
    return file_case(site)


class TestNotices:
    def test_what_waits_is_listed_read_and_gone_from_the_unread(self, legal: TestClient, filed: Filed) -> None:
        (line,) = legal.get("/api/v1/notices?unread=true").json()
        assert line["kind"] == "review_wanted"
        assert line["path"] == f"/drafts/{filed.ids['draft_id']}/review"
        assert legal.post(f"/api/v1/notices/{line['id']}/read").status_code == 204
        assert legal.get("/api/v1/notices?unread=true").json() == []
        assert len(legal.get("/api/v1/notices").json()) == 1
        assert legal.get("/api/v1/notices", params={"after": line["made_at"]}).json() == []

    def test_another_s_is_not_there(self, legal: TestClient, filed: Filed) -> None:
        (line,) = legal.get("/api/v1/notices").json()
        other = filed.site.act("other", (EVERY_BRAND, Role.LEGAL))
        assert other.get("/api/v1/notices").json() == []
        assert other.post(f"/api/v1/notices/{line['id']}/read").status_code == 404

    @pytest.mark.parametrize("query", ["limit=0", "limit=x", "after=yesterday", "after=2026-01-01T00:00:00", "unread=perhaps"])
    def test_a_wrong_question_is_refused(self, legal: TestClient, query: str) -> None:
        assert legal.get(f"/api/v1/notices?{query}").status_code == 422


class TestAddresses:
    def test_they_are_written_and_never_shown_in_full(self, legal: TestClient) -> None:
        answer = _put(legal, {"url": WECOM}, language="zh")
        assert answer.status_code == 200
        (shown,) = answer.json()["addresses"]
        assert shown["shown"] == "wecombot://…c0ff"
        everything = answer.text + legal.get("/api/v1/account/addresses").text
        assert "abcdefgh" not in everything
        assert legal.get("/api/v1/account/addresses").json()["language"] == "zh"

    def test_one_is_kept_by_its_id_and_the_rest_goes(self, legal: TestClient) -> None:
        first, second = _put(legal, {"url": WECOM}, {"url": WECOM.replace("0ff", "1ff")}).json()["addresses"]
        kept = _put(legal, {"id": second["id"]}, {"url": WECOM.replace("0ff", "2ff")}).json()["addresses"]
        assert second in kept
        assert first["id"] not in [row["id"] for row in kept]
        assert _put(legal).json() == {"addresses": [], "language": None}

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "addresses"),
            ({"addresses": [{}]}, "addresses[0]"),
            ({"addresses": [{"url": WECOM, "id": "x"}]}, "addresses[0]"),
            ({"addresses": [{"id": "unknown"}]}, "addresses[0]"),
            ({"addresses": [{"url": WECOM}, {"url": "json://169.254.169.254/x"}]}, "addresses[1]"),
            ({"addresses": [{"url": WECOM}], "language": "fr"}, "language"),
            ({"addresses": [{"url": WECOM}], "user_id": "x"}, "user_id"),
            ({"addresses": [{"url": f"{WECOM}{n}"} for n in range(6)]}, "addresses"),
        ],
    )
    def test_what_will_not_do_is_named_and_nothing_is_written(self, legal: TestClient, body: object, field: str) -> None:
        refused = legal.put("/api/v1/account/addresses", json=body)
        assert refused.status_code == 422
        assert [problem["field"] for problem in refused.json()["problems"]] == [field]
        assert legal.get("/api/v1/account/addresses").json()["addresses"] == []

    def test_another_s_address_cannot_be_kept(self, legal: TestClient, site: Site) -> None:
        (mine,) = _put(legal, {"url": WECOM}).json()["addresses"]
        other = site.act("other", (EVERY_BRAND, Role.PR))
        assert _put(other, {"id": mine["id"]}).status_code == 422

    def test_who_sees_no_case_needs_none(self, site: Site) -> None:
        site.person("nobody")
        client = site.client()
        assert client.post("/sign-in", data={"login": "nobody", "password": PASSWORD}).status_code == 303
        assert _put(client, {"url": WECOM}).status_code == 403
