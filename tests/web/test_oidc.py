"""Signing in by a real provider on loopback: who is let in, and every answer that is not to be believed."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import RSAKey
from pydantic import SecretStr
from sqlalchemy import select, update
from starlette.testclient import TestClient

from service import clock
from service.app import create_app
from service.audit.verify import verify_chain
from service.config import Settings, load_settings
from service.errors import InvalidInput
from service.models import AuditEvent, OidcIdentity, OidcRequest, User
from service.users import EVERY_BRAND, Role
from service.users.commands import deactivate, erase, first_admin_link, invite, join
from service.users.queries import find_user, list_people
from tests.databases import PASSWORD
from tests.oidc.provider import CLIENT, SECRET, FakeProvider
from tests.web.sites import Site

EMAIL = "lin@example.com"
REFUSED = "cannot be trusted and did not sign you in"


@pytest.fixture
def house(tmp_path: Path, data_dir: Path, provider: FakeProvider, request: pytest.FixtureRequest) -> Iterator[Site]:
    """A service with an administrator that signs people in by the provider."""
    settings = Settings(
        model="",
        lang="en",
        data_dir=data_dir,
        database_url=f"sqlite:///{tmp_path / 'firstword.db'}",
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SecretStr(SECRET),
        oidc_name="Example ID",
        oidc_join=getattr(request, "param", False),
    )
    site = Site(create_app(settings))
    with site.installation.database().unit_of_work() as session:
        link = first_admin_link(session)
    assert link is not None
    with site.installation.database().unit_of_work() as session:
        join(session, secret=link, password=PASSWORD, login="root", name="Root")
    yield site
    site.installation.close()


@pytest.fixture
def invited(house: Site) -> Site:
    """Lin was invited by e-mail address and has chosen no password."""
    with house.installation.database().unit_of_work() as session:
        invite(session, actor_id="system", login=EMAIL, name="Lin", roles=[(EVERY_BRAND, Role.LEGAL)])
    return house


def _begin(client: TestClient, provider: FakeProvider, target: str = "/account") -> str:
    """Where the provider sends the browser back to."""
    away = client.get("/sign-in/oidc", params={"next": target})
    assert away.status_code == 303
    return provider.authorize(away.headers["location"])


def _sign_in(site: Site, provider: FakeProvider, target: str = "/account") -> tuple[TestClient, Any]:
    client = site.client()
    client.headers["accept"] = "text/html"
    return client, client.get(_begin(client, provider, target))


class TestWhoIsLetIn:
    def test_the_button_leads_there_and_back_signed_in(self, invited: Site, provider: FakeProvider) -> None:
        page = invited.client().get("/sign-in?next=/reviews")
        assert "Sign in with Example ID" in page.text
        assert 'href="/sign-in/oidc?next=/reviews"' in page.text
        client, done = _sign_in(invited, provider)
        assert (done.status_code, done.headers["location"]) == (303, "/account")
        page = client.get("/account").text
        assert "Lin" in page
        assert 'action="/account/password"' not in page
        (asked,) = provider.asked
        assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
        assert len(asked["nonce"]) > 40
        assert set(asked["scope"].split()) == {"openid", "email", "profile"}

    def test_an_invited_person_is_linked_once_keeps_the_roles_and_has_joined(self, invited: Site, provider: FakeProvider) -> None:
        for _ in range(2):
            client, _ = _sign_in(invited, provider)
            assert client.get("/api/v1/cases").status_code == 200
        provider.person = {"sub": "u1", "email": "new@example.com", "email_verified": False}
        assert _sign_in(invited, provider)[1].status_code == 303
        with invited.installation.database().reading() as session:
            actions = session.scalars(select(AuditEvent.action)).all()
            assert [row.has_joined for row in list_people(session) if row.login == EMAIL] == [True]
            assert verify_chain(session, invited.installation.key().public) == []
        assert actions.count("user.linked") == 1
        assert actions.count("user.signed_in") == 3

    def test_what_the_token_lacks_is_asked_for(self, invited: Site, provider: FakeProvider) -> None:
        provider.email_in_token = False
        assert _sign_in(invited, provider)[1].status_code == 303

    def test_a_stranger_is_refused_on_a_page_that_says_what_to_do(self, house: Site, provider: FakeProvider) -> None:
        _, refused = _sign_in(house, provider)
        assert refused.status_code == 403
        assert "Ask an administrator to invite you" in refused.text
        with house.installation.database().reading() as session:
            assert find_user(session, EMAIL) is None

    @pytest.mark.parametrize("verified", [False, None, "true", 1])
    def test_an_address_that_nobody_verified_links_nobody(self, invited: Site, provider: FakeProvider, verified: object) -> None:
        provider.person["email_verified"] = verified
        assert _sign_in(invited, provider)[1].status_code == 403

    def test_a_second_account_with_the_same_address_is_somebody_else(self, invited: Site, provider: FakeProvider) -> None:
        assert _sign_in(invited, provider)[1].status_code == 303
        provider.person["sub"] = "u2"
        assert _sign_in(invited, provider)[1].status_code == 403

    @pytest.mark.parametrize("house", [True], indirect=True)
    def test_where_the_setting_lets_strangers_in_they_get_no_role(self, house: Site, provider: FakeProvider) -> None:
        client, done = _sign_in(house, provider)
        assert done.status_code == 303
        assert "No roles yet" in client.get("/account").text
        assert client.get("/api/v1/cases").json() == []
        assert client.get("/api/v1/audit").status_code == 403
        provider.person = {"sub": "u9", "email": "x@example.com", "email_verified": False}
        assert _sign_in(house, provider)[1].status_code == 403

    def test_who_was_deactivated_or_erased_is_out(self, invited: Site, provider: FakeProvider) -> None:
        _sign_in(invited, provider)
        with invited.installation.database().unit_of_work() as session:
            user = find_user(session, EMAIL)
            assert user is not None
            deactivate(session, actor_id="system", user_id=user.id)
        assert _sign_in(invited, provider)[1].status_code == 403
        with invited.installation.database().unit_of_work() as session:
            erase(session, actor_id="system", user_id=user.id)
        with invited.installation.database().reading() as session:
            assert session.scalars(select(OidcIdentity)).all() == []
        assert _sign_in(invited, provider)[1].status_code == 403

    def test_before_the_first_administrator_nobody_comes_in(self, house: Site, provider: FakeProvider) -> None:
        with house.installation.database().unit_of_work() as session:
            session.execute(update(User).values(password_hash=None))
        assert _sign_in(house, provider)[1].status_code == 403


class TestAnswersNotToBeBelieved:
    @pytest.mark.parametrize(
        "lies",
        [
            {"nonce": "another"},
            {"nonce": None},
            {"aud": "another-client"},
            {"aud": None},
            {"aud": [CLIENT, "another"], "azp": "another"},
            {"iss": "https://evil.example"},
            {"iss": None},
            {"exp": int(time.time()) - 120},
            {"exp": None},
            {"iat": int(time.time()) + 3600},
            {"sub": None},
            {"sub": ""},
            {"sub": 7},
            {"at_hash": "wrong"},
        ],
        # Named by what is untrue: the hour in a name would give every test process other names.
        ids=lambda lies: " ".join(
            f"{name}={value}" if not isinstance(value, int) or value < 10 else name for name, value in lies.items()
        ),
    )
    def test_a_token_that_lies(self, invited: Site, provider: FakeProvider, lies: dict[str, Any]) -> None:
        provider.lies = lies
        client, refused = _sign_in(invited, provider)
        assert refused.status_code == 403
        assert REFUSED in refused.text
        assert "firstword_session" not in refused.headers.get("set-cookie", "")
        assert client.get("/account").status_code == 303

    @pytest.mark.parametrize("alg", ["none", "HS256"])
    def test_a_token_signed_by_nobody_or_with_our_own_secret(self, invited: Site, provider: FakeProvider, alg: str) -> None:
        provider.alg = alg
        assert _sign_in(invited, provider)[1].status_code == 403

    def test_a_token_by_a_key_of_somebody_else(self, invited: Site, provider: FakeProvider) -> None:
        provider.foreign_key = True
        assert _sign_in(invited, provider)[1].status_code == 403

    def test_a_provider_that_changed_its_keys_is_believed(self, invited: Site, provider: FakeProvider) -> None:
        assert _sign_in(invited, provider)[1].status_code == 303
        provider.key = RSAKey.generate_key(2048, {"kid": "k2", "use": "sig"})
        assert _sign_in(invited, provider)[1].status_code == 303

    def test_an_answer_for_another_browser_another_state_or_none(self, invited: Site, provider: FakeProvider) -> None:
        client = invited.client()
        back = _begin(client, provider)
        assert invited.client().get(back).status_code == 403
        assert client.get(back.replace("state=", "state=x")).status_code == 403
        assert client.get(back).status_code == 403, "a wrong state has used the sign-in up"
        for path in ("/sign-in/oidc/callback", "/sign-in/oidc/callback?code=x", "/sign-in/oidc/callback?error=access_denied"):
            assert invited.client().get(path).status_code == 403

    def test_an_answer_sent_twice(self, invited: Site, provider: FakeProvider) -> None:
        client = invited.client()
        back = _begin(client, provider)
        cookie = client.cookies.get("firstword_oidc")
        assert client.get(back).status_code == 303
        again = invited.client()
        again.cookies.set("firstword_oidc", cookie or "")
        assert again.get(back).status_code == 403

    def test_a_code_stolen_and_used_elsewhere_first(self, invited: Site, provider: FakeProvider) -> None:
        client, thief = invited.client(), invited.client()
        code = _begin(client, provider).partition("code=")[2].partition("&")[0]
        own = _begin(thief, provider)
        stolen = own.replace(own.partition("code=")[2].partition("&")[0], code)
        assert thief.get(stolen).status_code == 403
        assert provider.refused == ["invalid_grant"]

    def test_an_answer_that_names_another_provider(self, invited: Site, provider: FakeProvider) -> None:
        client = invited.client()
        back = _begin(client, provider).partition("&iss=")[0] + "&iss=https%3A%2F%2Fevil.example"
        assert client.get(back).status_code == 403

    def test_an_answer_after_ten_minutes(self, invited: Site, provider: FakeProvider) -> None:
        client = invited.client()
        back = _begin(client, provider)
        with invited.installation.database().unit_of_work() as session:
            session.execute(update(OidcRequest).values(expires_at=clock.now() - timedelta(seconds=1)))
        assert client.get(back).status_code == 403

    @pytest.mark.parametrize("target", ["//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:1"])
    def test_it_never_leads_elsewhere(self, invited: Site, provider: FakeProvider, target: str) -> None:
        assert _sign_in(invited, provider, target)[1].headers["location"] == "/desk"


class TestProviders:
    def test_one_that_is_down_is_said_to_be_and_passwords_still_work(self, invited: Site, provider: FakeProvider) -> None:
        provider.down()
        client = invited.client()
        assert client.get("/sign-in/oidc").status_code == 503
        assert client.post("/sign-in", data={"login": "root", "password": PASSWORD}).status_code == 303

    def test_one_that_names_itself_otherwise_is_not_used(self, invited: Site, provider: FakeProvider) -> None:
        provider.issuer_said = "https://evil.example"
        assert invited.client().get("/sign-in/oidc").status_code == 503

    def test_without_the_setting_there_is_none(self, site: Site) -> None:
        assert site.client().get("/sign-in/oidc").status_code == 404
        assert "/sign-in/oidc" not in site.client().get("/sign-in").text

    @pytest.mark.parametrize(
        "wrong", [{"FIRSTWORD_OIDC_ISSUER": "http://id.example.com"}, {"FIRSTWORD_OIDC_ISSUER": "https://id.example.com"}]
    )
    def test_settings_that_cannot_be_are_refused(self, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str]) -> None:
        for name, value in wrong.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(InvalidInput):
            load_settings()
