"""What each role may do, for its brand and no other."""

import pytest

from service.errors import Forbidden, NotFound
from service.users import EVERY_BRAND, Permission, Principal, Role
from service.users.roles import GRANTS, SIGNING_ROLES


def _one(role: Role, brand: str = "b") -> Principal:
    return Principal("u", "Name", {brand: frozenset({role})})


@pytest.mark.parametrize("role", Role)
def test_a_role_grants_for_its_brand_what_the_table_says_and_nothing_elsewhere(role: Role) -> None:
    for permission in Permission:
        assert _one(role).may(permission, "b") is (permission in GRANTS[role])
        assert not _one(role).may(permission, "c")
        assert _one(role, EVERY_BRAND).may(permission, "c") is (permission in GRANTS[role])


def test_every_permission_is_somebody_s() -> None:
    assert set(Permission) == frozenset().union(*GRANTS.values())


def test_whoever_runs_the_installation_signs_nothing_and_reads_no_privileged_note() -> None:
    for role in (Role.ADMIN, Role.AUDITOR):
        assert role not in SIGNING_ROLES
        assert not GRANTS[role] & {
            Permission.STATEMENT_SIGN,
            Permission.NOTE_READ,
            Permission.FINDING_DECIDE,
            Permission.DRAFT_WRITE,
        }
    assert [role for role in Role if Permission.NOTE_READ in GRANTS[role]] == [Role.LEGAL]


def test_another_brand_s_case_does_not_exist() -> None:
    with pytest.raises(NotFound):
        _one(Role.LEGAL).demand(Permission.CASE_VIEW, "c")
    with pytest.raises(NotFound):
        _one(Role.LEGAL).demand(Permission.STATEMENT_SIGN, "c")


def test_what_is_seen_but_not_theirs_is_forbidden() -> None:
    with pytest.raises(Forbidden):
        _one(Role.EXECUTIVE).demand(Permission.CASE_OPEN, "b")
    with pytest.raises(Forbidden):
        _one(Role.PR).demand_anywhere(Permission.USERS_MANAGE)
    _one(Role.ADMIN).demand_anywhere(Permission.USERS_MANAGE)


def test_a_token_never_has_more_than_its_scopes() -> None:
    token = Principal("u", "Name", {"b": frozenset({Role.LEGAL})}, frozenset({Permission.CASE_VIEW}))
    assert token.may(Permission.CASE_VIEW, "b")
    assert not token.may(Permission.NOTE_READ, "b")


def test_the_brands_one_sees() -> None:
    assert _one(Role.PR).visible_brands() == frozenset({"b"})
    assert _one(Role.PR, EVERY_BRAND).visible_brands() is None
    assert Principal("u", "Name").visible_brands() == frozenset()
