"""Whether enough people are there to sign, told before a text is handed in."""

import pytest

from service.review.signers import shortfalls, unfilled
from service.users import Role

PR, LEGAL, OWNER, EXECUTIVE = Role.PR, Role.LEGAL, Role.BUSINESS_OWNER, Role.EXECUTIVE


class TestUnfilled:
    @pytest.mark.parametrize(
        ("roles", "holders", "missing"),
        [
            ((PR, LEGAL, OWNER), {PR: "aw", LEGAL: "b", OWNER: "c"}, ()),
            ((PR, LEGAL, OWNER), {PR: "w", LEGAL: "b", OWNER: "c"}, (PR,)),
            ((PR, LEGAL, LEGAL, EXECUTIVE), {PR: "a", LEGAL: "b"}, (LEGAL, EXECUTIVE)),
            ((PR, LEGAL, LEGAL), {PR: "a", LEGAL: "bc"}, ()),
            ((PR,), {}, (PR,)),
            ((), {}, ()),
        ],
    )
    def test_names_each_role_nobody_is_left_for(
        self, roles: tuple[Role, ...], holders: dict[Role, str], missing: tuple[Role, ...]
    ) -> None:
        assert unfilled(roles, holders, "w") == missing

    def test_gives_who_holds_two_roles_to_the_one_that_has_nobody_else(self) -> None:
        assert unfilled((PR, LEGAL), {PR: "ab", LEGAL: "a"}, "w") == ()
        assert unfilled((PR, LEGAL), {PR: "a", LEGAL: "a"}, "w") == (LEGAL,)

    def test_counts_nobody_who_has_signed(self) -> None:
        assert unfilled((LEGAL,), {LEGAL: "b"}, "wb") == (LEGAL,)


class TestShortfalls:
    def test_says_why(self) -> None:
        found = shortfalls((PR, LEGAL, LEGAL, EXECUTIVE), {PR: {"w"}, LEGAL: {"b"}}, author="w")
        assert [reason.en for reason in found] == [
            "PR: nobody but the author holds this role, and the author does not sign",
            "legal: too few people hold this role; each signs once, and the author does not sign",
            "executive: nobody holds this role for the brand",
        ]
        assert found[0].zh == "公关：除执笔人外没有别人担任，执笔人不能签发自己的稿子"

    def test_says_a_role_once(self) -> None:
        assert len(shortfalls((LEGAL, LEGAL), {}, author="w")) == 1
