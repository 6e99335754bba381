"""Accounts: inviting, joining, signing in, tokens, leaving."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from service import clock
from service.audit.keys import SigningKey
from service.audit.verify import verify_chain
from service.db import Database
from service.errors import InvalidInput, NotFound
from service.models import AuditEvent, OneTimeLink, SignInSession, User
from service.users import EVERY_BRAND, Permission, Principal, Role, commands, own, throttling
from service.users.passwords import MIN_LENGTH, hash_password, is_password, require_good
from service.users.queries import list_people, principal_of_session, principal_of_token
from service.users.secrets import csrf_token, is_csrf_token
from tests.databases import PASSWORD, House


def _sign_in(
    database: Database, login: str = "root", password: str = PASSWORD, address: str = "192.0.2.1"
) -> commands.SignInOutcome:
    with database.unit_of_work() as session:
        return commands.sign_in(session, login=login, password=password, address=address)


def _who(database: Database, secret: str) -> Principal | None:
    with database.reading() as session:
        return principal_of_session(session, secret, clock.now())


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Moves the clock on."""
    start = clock.now()

    def move(span: timedelta) -> datetime:
        moment = start + span
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    return move


class TestFirstAdminLink:
    def test_makes_an_administrator_of_every_brand_once(self, database: Database) -> None:
        with database.unit_of_work() as session:
            link = commands.first_admin_link(session)
        assert link is not None
        with database.unit_of_work() as session:
            commands.join(session, secret=link, password=PASSWORD, login="Root", name="管理员")
        with database.unit_of_work() as session:
            assert commands.first_admin_link(session) is None
        with database.reading() as session:
            (person,) = list_people(session)
        assert (person.login, person.roles) == ("root", ((EVERY_BRAND, Role.ADMIN),))

    def test_a_new_link_ends_the_one_before(self, database: Database) -> None:
        with database.unit_of_work() as session:
            first = commands.first_admin_link(session)
            commands.first_admin_link(session)
        assert first is not None
        with pytest.raises(NotFound), database.unit_of_work() as session:
            commands.join(session, secret=first, password=PASSWORD, login="root", name="Administrator")

    def test_the_database_keeps_no_secret(self, database: Database) -> None:
        with database.unit_of_work() as session:
            link = commands.first_admin_link(session)
        with database.reading() as session:
            assert session.scalars(select(OneTimeLink.digest)).one() != link


class TestJoin:
    def test_a_link_is_used_once(self, house: House) -> None:
        with house.database.unit_of_work() as session:
            _, link = commands.invite(session, actor_id=house.admin.user_id, login="a", name="A", roles=[("b", Role.PR)])
        with house.database.unit_of_work() as session:
            commands.join(session, secret=link, password=PASSWORD)
        with pytest.raises(NotFound), house.database.unit_of_work() as session:
            commands.join(session, secret=link, password=PASSWORD)

    def test_a_link_runs_out(self, house: House, later: Any) -> None:
        # Both ends by one clock: the moment of expiry itself is too late.
        later(timedelta(0))
        with house.database.unit_of_work() as session:
            _, link = commands.invite(session, actor_id=house.admin.user_id, login="a", name="A", roles=[])
        later(commands.LINK_LIFE)
        with pytest.raises(NotFound), house.database.unit_of_work() as session:
            commands.join(session, secret=link, password=PASSWORD)

    def test_a_bad_password_leaves_the_link_usable(self, house: House) -> None:
        with house.database.unit_of_work() as session:
            _, link = commands.invite(session, actor_id=house.admin.user_id, login="a", name="A", roles=[])
        with pytest.raises(InvalidInput), house.database.unit_of_work() as session:
            commands.join(session, secret=link, password="short")
        with house.database.unit_of_work() as session:
            commands.join(session, secret=link, password=PASSWORD)

    def test_a_new_password_ends_open_sessions(self, house: House) -> None:
        secret = _sign_in(house.database).secret
        assert secret is not None
        with house.database.unit_of_work() as session:
            link = commands.new_link(session, actor_id=house.admin.user_id, user_id=house.admin.user_id)
        with house.database.unit_of_work() as session:
            commands.join(session, secret=link, password=PASSWORD + "!")
        assert _who(house.database, secret) is None
        assert _sign_in(house.database).secret is None

    @pytest.mark.parametrize("login", ["", " ", "a b", "root", "ROOT", "x" * 201, "a\u202eb"])
    def test_a_login_has_to_be_free_and_plain(self, house: House, login: str) -> None:
        with pytest.raises(InvalidInput), house.database.unit_of_work() as session:
            commands.invite(session, actor_id=house.admin.user_id, login=login, name="A", roles=[])


class TestSignIn:
    def test_the_right_password_opens_a_session(self, house: House) -> None:
        secret = _sign_in(house.database, login=" ROOT ").secret
        assert secret is not None
        assert _who(house.database, secret) == house.admin
        with house.database.reading() as session:
            assert session.scalars(select(SignInSession.digest)).one() != secret

    @pytest.mark.parametrize(
        ("login", "password"), [("root", "wrong password"), ("nobody", PASSWORD), ("", ""), ("root", "x" * 5000)]
    )
    def test_anything_else_opens_none(self, house: House, login: str, password: str) -> None:
        assert _sign_in(house.database, login, password) == commands.SignInOutcome()

    def test_after_a_few_failures_not_even_the_right_password_is_heard_for_a_while(self, house: House, later: Any) -> None:
        for _ in range(throttling.FREE_ATTEMPTS_LOGIN):
            assert _sign_in(house.database, password="wrong password").blocked_until is None
        blocked = _sign_in(house.database)
        assert blocked.secret is None
        assert blocked.blocked_until is not None
        with house.database.reading() as session:
            assert "user.locked_out" in session.scalars(select(AuditEvent.action)).all()
        later(timedelta(minutes=2))
        assert _sign_in(house.database).secret is not None

    def test_the_wait_doubles_and_ends_at_an_hour(self, house: House, later: Any) -> None:
        for _ in range(throttling.FREE_ATTEMPTS_LOGIN - 1):
            _sign_in(house.database, password="wrong password")
        waits = []
        for attempt in range(8):
            now = later(timedelta(hours=2 * attempt))
            _sign_in(house.database, password="wrong password", address=str(attempt))
            blocked = _sign_in(house.database).blocked_until
            assert blocked is not None
            waits.append((blocked - now).total_seconds() / 60)
        assert waits == [1, 2, 4, 8, 16, 32, 60, 60]

    def test_many_logins_from_one_address_are_stopped(self, house: House) -> None:
        for attempt in range(throttling.FREE_ATTEMPTS_ADDRESS):
            _sign_in(house.database, login=f"guess{attempt}", password="wrong password")
        assert _sign_in(house.database).blocked_until is not None
        assert _sign_in(house.database, address="192.0.2.2").secret is not None

    def test_a_session_ends_when_unused_and_lives_a_week_at_most(self, house: House, later: Any) -> None:
        secret = _sign_in(house.database).secret
        assert secret is not None
        for hours in range(11, 24 * 8, 11):
            later(timedelta(hours=hours))
            if _who(house.database, secret) is None:
                break
            with house.database.unit_of_work() as session:
                commands.keep_signed_in(session, secret)
        assert timedelta(hours=hours) > commands.SESSION_LONGEST - timedelta(hours=12)
        idle = _sign_in(house.database).secret
        assert idle is not None
        later(timedelta(hours=hours) + commands.SESSION_IDLE)
        assert _who(house.database, idle) is None

    def test_signing_out_ends_it(self, house: House) -> None:
        secret = _sign_in(house.database).secret
        assert secret is not None
        with house.database.unit_of_work() as session:
            commands.sign_out(session, secret)
            commands.sign_out(session, "unknown")
        assert _who(house.database, secret) is None


class TestTokens:
    def test_a_token_may_what_it_was_given_and_its_owner_still_may(self, house: House) -> None:
        owner = house.person("pr", ("b", Role.PR))
        with house.database.unit_of_work() as session:
            _, secret = own.make_token(session, owner=owner, name="desk", scopes=[Permission.CASE_VIEW], life=None)
        with house.database.reading() as session:
            found = principal_of_token(session, secret, clock.now())
        assert found is not None
        assert found.may(Permission.CASE_VIEW, "b")
        assert not found.may(Permission.CASE_OPEN, "b")
        assert not found.may(Permission.CASE_VIEW, "c")

    def test_nobody_gives_a_token_more_than_they_have(self, house: House) -> None:
        owner = house.person("pr", ("b", Role.PR))
        for scopes in ([Permission.USERS_MANAGE], [], [Permission.CASE_VIEW, Permission.NOTE_READ]):
            with pytest.raises(InvalidInput), house.database.unit_of_work() as session:
                own.make_token(session, owner=owner, name="t", scopes=scopes, life=None)

    def test_it_ends_by_time_by_revocation_and_with_its_owner(self, house: House, later: Any) -> None:
        owner = house.person("pr", ("b", Role.PR))
        with house.database.unit_of_work() as session:
            made = [
                own.make_token(session, owner=owner, name=str(n), scopes=[Permission.CASE_VIEW], life=life)
                for n, life in enumerate((timedelta(hours=1), None, None))
            ]
            own.revoke_token(session, owner_id=owner.user_id, token_id=made[1][0].id)
        later(timedelta(hours=2))
        with house.database.reading() as session:
            assert [principal_of_token(session, secret, clock.now()) is not None for _, secret in made] == [False, False, True]
        with house.database.unit_of_work() as session:
            commands.deactivate(session, actor_id=house.admin.user_id, user_id=owner.user_id)
        with house.database.reading() as session:
            assert principal_of_token(session, made[2][1], clock.now()) is None


class TestLeaving:
    def test_a_removed_person_is_out_at_once(self, house: House) -> None:
        house.person("pr", ("b", Role.PR))
        secret = _sign_in(house.database, "pr").secret
        assert secret is not None
        user_id = next(iter(p.id for p in _people(house.database) if p.login == "pr"))
        with house.database.unit_of_work() as session:
            commands.deactivate(session, actor_id=house.admin.user_id, user_id=user_id)
        assert _who(house.database, secret) is None
        assert _sign_in(house.database, "pr").secret is None

    def test_an_erased_person_leaves_no_name_and_the_chain_holds(self, house: House, key: SigningKey) -> None:
        gone = house.person("pr.to.erase", ("b", Role.PR))
        with house.database.unit_of_work() as session:
            commands.erase(session, actor_id=house.admin.user_id, user_id=gone.user_id)
        with house.database.reading() as session:
            assert verify_chain(session, key.public) == []
            for table in ("users", "audit_events", "audit_private"):
                rows = session.execute(text(f"SELECT * FROM {table}")).all()
                assert "pr.to.erase" not in repr(rows)

    def test_the_last_administrator_stays(self, house: House) -> None:
        for act in (commands.deactivate, commands.erase):
            with pytest.raises(InvalidInput), house.database.unit_of_work() as session:
                act(session, actor_id=house.admin.user_id, user_id=house.admin.user_id)
        with pytest.raises(InvalidInput), house.database.unit_of_work() as session:
            commands.change_roles(session, actor_id=house.admin.user_id, user_id=house.admin.user_id, roles=[("b", Role.PR)])
        assert house.principal(_user(house)).may(Permission.USERS_MANAGE, EVERY_BRAND)

    def test_changed_roles_count_from_the_next_request(self, house: House) -> None:
        person = house.person("pr", ("b", Role.PR))
        with house.database.unit_of_work() as session:
            commands.change_roles(session, actor_id=house.admin.user_id, user_id=person.user_id, roles=[("b", Role.AUDITOR)])
        secret = _sign_in(house.database, "pr").secret
        assert secret is not None
        found = _who(house.database, secret)
        assert found is not None
        assert found.roles_for("b") == {Role.AUDITOR}


def _people(database: Database) -> list[Any]:
    with database.reading() as session:
        return list(list_people(session))


def _user(house: House) -> User:
    with house.database.reading() as session:
        return session.scalars(select(User).where(User.id == house.admin.user_id)).one()


class TestPasswords:
    @pytest.mark.parametrize("password", ["", "x" * (MIN_LENGTH - 1), "x" * 201, "aaaaaaaaaaaaaaaa", "my-login-is-here"])
    def test_what_would_be_guessed_is_refused(self, password: str) -> None:
        with pytest.raises(InvalidInput):
            require_good(password, "login")

    def test_a_hash_fits_its_password_alone(self) -> None:
        kept = hash_password(PASSWORD)
        assert is_password(PASSWORD, kept)
        assert not is_password(PASSWORD + " ", kept)
        assert not is_password(PASSWORD, None)
        assert not is_password("nobody", None)
        assert not is_password(PASSWORD, "no hash")


def test_a_form_s_token_belongs_to_its_session() -> None:
    assert is_csrf_token("a", csrf_token("a"))
    assert not is_csrf_token("b", csrf_token("a"))
    assert not is_csrf_token("a", "é")
