"""People and one's own account: who may, what ends at once, what is shown once."""

import re

import pytest

from service.users import EVERY_BRAND, Role
from tests.databases import PASSWORD
from tests.web.sites import BRAND, BRIEF, Browser, Site

MARKUP = '"><script>alert(1)</script>'


@pytest.fixture
def root(site: Site) -> Browser:
    return site.browse("root")


def _once(html: str, field: str) -> str:
    found = re.search(rf'id="{field}" value="([^"]+)"', html)
    assert found is not None
    return found.group(1)


class TestBrandsByName:
    def test_one_typed_once_is_offered_as_it_was_written(self, site: Site, root: Browser) -> None:
        told = root.send("/people", login="wang", name="王一宁", role="pr", brand="", other_brand="Marlow & Finch").text
        assert "Marlow &amp; Finch · PR" in told or "Marlow &amp; Finch</th>" in told
        assert "Earlier links have ended" not in told
        people = root.see("/people")
        assert '<option value="marlow &amp; finch">Marlow &amp; Finch</option>' in people
        user = re.search(r'href="/people/(\w+)">王一宁', people)
        assert user is not None
        again = root.send(f"/people/{user.group(1)}/link").text
        assert "Earlier links have ended" in again
        # Somebody else's spelling is the same brand, and does not rename it.
        assert (
            root.send("/people", login="li", name="李四", role="legal", brand="", other_brand="marlow  & FINCH").status_code
            == 201
        )
        assert root.see("/people").count('<option value="marlow &amp; finch">') == 1
        link = _once(again, "link")
        guest = site.client()
        guest.post(link, data={"password": PASSWORD})
        assert "Marlow &amp; Finch · PR" in guest.get("/welcome", headers={"accept": "text/html"}).text
        assert 'value="Marlow &amp; Finch"' in guest.get("/intake", headers={"accept": "text/html"}).text


class TestInviting:
    def test_the_link_is_shown_once_and_lets_the_person_in(self, site: Site, root: Browser) -> None:
        answer = root.send("/people", login="wang", name="王一宁", role="pr", brand="chenhe")
        assert answer.status_code == 201
        link = _once(answer.text, "link")
        assert link.startswith("http://127.0.0.1:8000/join/")
        assert "/join/" not in root.see("/people")
        guest = site.client()
        assert 'value="wang" autocomplete="username" readonly' in guest.get(link).text
        assert 'value="wang"' in guest.post(link, data={"password": "short", "login": "other"}).text
        joined = guest.post(link, data={"password": PASSWORD})
        assert (joined.status_code, joined.headers["location"]) == (303, "/welcome")
        welcome = guest.get("/welcome?lang=zh", headers={"accept": "text/html"}).text
        assert "王一宁" in welcome
        assert "<strong>wang</strong>" in welcome
        assert "晨禾乳业 · 公关" in welcome
        assert 'href="/people"' not in welcome
        assert guest.post(link, data={"password": PASSWORD}).status_code == 404
        assert "晨禾乳业 · 公关" in site.browse_again("wang").see("/account?lang=zh")

    def test_who_joins_in_a_browser_where_somebody_is_signed_in_is_signed_in_instead(self, site: Site, root: Browser) -> None:
        link = _once(root.send("/people", login="wang", name="王一宁").text, "link")
        secret = root.client.cookies["firstword_session"]
        assert root.client.post(link, data={"password": PASSWORD}).status_code == 303
        assert "王一宁" in root.see("/account")
        before = site.client()
        before.cookies.set("firstword_session", secret)
        assert before.get("/account").status_code == 401

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"login": "root", "name": "x"}, "this login is taken"),
            ({"login": "a b", "name": "x"}, "has no spaces"),
            ({"login": "a", "name": " "}, "a name is not empty"),
            ({"login": "a", "name": "x", "role": "king", "brand": "*"}, "choose a role"),
            ({"login": "a", "name": "x", "role": "pr"}, "choose a brand"),
        ],
    )
    def test_what_will_not_do_is_told_and_what_was_typed_stays(self, root: Browser, fields: dict[str, str], told: str) -> None:
        answer = root.send("/people", **{**fields, "other_brand": ""})
        assert answer.status_code == 422
        assert told in answer.text
        assert f'value="{fields["login"]}"' in answer.text
        assert root.see("/people").count("<tr>") == 2

    def test_markup_in_names_is_text(self, root: Browser) -> None:
        made = root.send("/people", login="<i>", name=MARKUP, role="pr", other_brand=MARKUP)
        assert made.status_code == 201
        for html in (made.text, root.see("/people"), root.see("/audit")):
            assert "<script>alert" not in html
            assert "<i>" not in html
        assert "&lt;script&gt;alert" in root.see("/people")


class TestRoles:
    def test_one_is_given_and_taken_and_the_others_stay(self, site: Site, root: Browser) -> None:
        user = site.person("wang", ("chenhe", Role.PR)).user_id
        assert root.send(f"/people/{user}/roles", held="yes", role="legal", other_brand="晨禾乳业").status_code == 303
        assert _roles(site, user) == [("chenhe", Role.LEGAL), ("chenhe", Role.PR)]
        assert root.send(f"/people/{user}/roles", held="yes", role="legal", brand="chenhe").status_code == 303
        assert root.send(f"/people/{user}/roles", held="no", role="pr", brand="chenhe").status_code == 303
        assert _roles(site, user) == [("chenhe", Role.LEGAL)]

    def test_the_last_administrator_stays(self, site: Site, root: Browser) -> None:
        me = site.me("root")
        for path, fields in (("roles", {"held": "no", "role": "admin", "brand": "*"}), ("deactivate", {})):
            refused = root.send(f"/people/{me}/{path}", **fields)
            assert refused.status_code == 422
            assert "at least one administrator has to stay" in refused.text
        assert root.status("/people") == 200

    def test_a_role_counts_from_the_next_request(self, site: Site, root: Browser) -> None:
        wang = site.browse("wang", (EVERY_BRAND, Role.ADMIN))
        assert wang.status("/people") == 200
        root.send(f"/people/{site.me('wang')}/roles", held="no", role="admin", brand="*")
        assert wang.status("/people") == 403


class TestDisabling:
    def test_session_token_and_link_end_at_once(self, site: Site, root: Browser) -> None:
        wang, program = site.browse("wang", (BRAND, Role.PR)), site.act("wang", (BRAND, Role.PR))
        link = _once(root.send(f"/people/{site.me('wang')}/link").text, "link")
        assert program.get("/api/v1/cases").status_code == 200
        assert root.send(f"/people/{site.me('wang')}/deactivate").status_code == 303
        assert wang.client.get("/account").status_code == 401
        assert program.get("/api/v1/cases").status_code == 401
        assert program.post("/api/v1/cases", content=BRIEF).status_code == 401
        assert site.client().get(link).status_code == 404
        refused = root.send(f"/people/{site.me('wang')}/link")
        assert (refused.status_code, "was deactivated" in refused.text) == (422, True)

    def test_who_is_let_in_again_signs_in_and_old_tokens_stay_ended(self, site: Site, root: Browser) -> None:
        program = site.act("wang", (BRAND, Role.PR))
        for step in ("deactivate", "reactivate"):
            assert root.send(f"/people/{site.me('wang')}/{step}").status_code == 303
        assert program.get("/api/v1/cases").status_code == 401
        assert site.browse_again("wang").status("/account") == 200

    def test_who_was_erased_is_gone(self, site: Site, root: Browser) -> None:
        from service.users.commands import erase

        user = site.person("wang", (BRAND, Role.PR)).user_id
        with site.installation.database().unit_of_work() as session:
            erase(session, actor_id="system", user_id=user)
        assert root.send(f"/people/{user}/reactivate").status_code == 404
        assert "wang" not in root.see("/people")


class TestWhoMay:
    @pytest.mark.parametrize("role", list(Role))
    @pytest.mark.parametrize("brand", [EVERY_BRAND, BRAND])
    def test_pages_and_menu_open_for_administrators_of_every_brand_alone(self, site: Site, role: Role, brand: str) -> None:
        somebody = site.browse("somebody", (brand, role))
        may = role is Role.ADMIN and brand == EVERY_BRAND
        assert (somebody.status("/people") == 200) is may
        assert ('href="/people"' in somebody.see("/account")) is may
        user = site.me("root")
        for path in ("", f"/{user}/roles", f"/{user}/link", f"/{user}/deactivate", f"/{user}/reactivate"):
            status = somebody.send(f"/people{path}", login="x", name="x").status_code
            assert (status != 403) is may, path

    def test_nobody_else_is_asked_to_sign_in(self, site: Site) -> None:
        asked = site.client().get("/people", headers={"accept": "text/html"})
        assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=%2Fpeople")

    def test_an_unknown_person_is_404(self, root: Browser) -> None:
        assert root.status("/people/nobody") == 404
        for path in ("roles", "link", "deactivate", "reactivate"):
            assert root.send(f"/people/nobody/{path}", role="pr", brand="*").status_code == 404


class TestOwnTokens:
    def test_made_shown_once_used_and_revoked(self, site: Site) -> None:
        wang = site.browse("wang", (EVERY_BRAND, Role.PR))
        made = wang.send("/account/tokens", name="monitor", days="30", **{"scope.case:view": "yes"})
        assert made.status_code == 201
        secret = _once(made.text, "secret")
        assert secret not in wang.see("/account")
        program = site.client()
        program.headers["authorization"] = f"Bearer {secret}"
        assert program.get("/api/v1/cases").status_code == 200
        assert program.post("/api/v1/cases", content=BRIEF).status_code == 403
        revoke = re.search(r'action="(/account/tokens/\w+/revoke)"', wang.see("/account"))
        assert revoke is not None
        assert site.browse("li", (EVERY_BRAND, Role.LEGAL)).send(revoke.group(1)).status_code == 404
        assert program.get("/api/v1/cases").status_code == 200
        assert wang.send(revoke.group(1)).status_code == 303
        assert program.get("/api/v1/cases").status_code == 401

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"name": "x", "days": "0", "scope.case:view": "yes"}, "days are a number from 1 to 3650"),
            ({"name": "x", "days": "9" * 400, "scope.case:view": "yes"}, "days are a number"),
            ({"name": "x", "days": "9", "scope.users:manage": "yes"}, "you do not have: users:manage"),
            ({"name": "x", "days": "9"}, "you do not have: -"),
            ({"name": "", "days": "9", "scope.case:view": "yes"}, "say what it is for"),
        ],
    )
    def test_what_will_not_do_is_told(self, site: Site, fields: dict[str, str], told: str) -> None:
        wang = site.browse("wang", (EVERY_BRAND, Role.PR))
        refused = wang.send("/account/tokens", **fields)
        assert refused.status_code == 422
        assert told in refused.text


class TestOwnSessionsAndPassword:
    def test_the_other_browsers_are_signed_out(self, site: Site, root: Browser) -> None:
        other = site.browse("root")
        assert "2 browsers" in root.see("/account")
        assert root.send("/account/sessions").status_code == 303
        assert other.client.get("/account").status_code == 401
        assert "The other browsers were signed out." in root.see("/account?done=sessions")

    def test_the_password_changes_and_other_browsers_end(self, site: Site, root: Browser) -> None:
        other = site.browse("root")
        changed = root.send("/account/password", old=PASSWORD, new="another fine phrase")
        assert (changed.status_code, changed.headers["location"]) == (303, "/account?done=password")
        assert other.client.get("/account").status_code == 401
        assert root.status("/account") == 200
        assert site.client().post("/sign-in", data={"login": "root", "password": PASSWORD}).status_code == 401
        assert site.client().post("/sign-in", data={"login": "root", "password": "another fine phrase"}).status_code == 303

    def test_a_wrong_old_one_counts_and_a_bad_new_one_changes_nothing(self, root: Browser) -> None:
        assert "a password has 12 to 200" in root.send("/account/password", old=PASSWORD, new="short").text
        for _ in range(5):
            assert "the password now is wrong" in root.send("/account/password", old="wrong", new="another fine phrase").text
        assert root.send("/account/password", old=PASSWORD, new="another fine phrase").status_code == 429
        assert root.send("/account/password", old=PASSWORD, new="another fine phrase").headers["retry-after"].isdigit()

    def test_what_was_done_is_one_of_ours(self, root: Browser) -> None:
        assert MARKUP not in root.see(f"/account?done={MARKUP}")


def _roles(site: Site, user_id: str) -> list[tuple[str, Role]]:
    from service.users.queries import get_person

    with site.installation.database().reading() as session:
        return list(get_person(session, user_id).roles)
