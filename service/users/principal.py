"""A person as the rest of the service sees one: a key, a name, and what may be done for which brand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.errors import Forbidden, NotFound
from service.i18n import Localized
from service.users.roles import EVERY_BRAND, GRANTS, Permission, Role

_NO_SUCH = Localized(zh="没有这一项", en="there is no such thing")
_NOT_YOURS = Localized(zh="你的角色不能做这件事", en="your role does not allow this")


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks.

    Attributes:
        roles: per brand key; `*` holds the roles for every brand.
        scopes: of an API token: the permissions it was given; None for a person who signed in.
    """

    user_id: str
    name: str
    roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    scopes: frozenset[Permission] | None = None

    def roles_for(self, brand: str) -> frozenset[Role]:
        """The roles that count for a brand."""
        return self.roles.get(EVERY_BRAND, frozenset()) | self.roles.get(brand, frozenset())

    def may(self, permission: Permission, brand: str) -> bool:
        """Whether this may be done for the brand."""
        if self.scopes is not None and permission not in self.scopes:
            return False
        return any(permission in GRANTS[role] for role in self.roles_for(brand))

    def demand(self, permission: Permission, brand: str) -> None:
        """Lets pass what may be done.

        Raises:
            NotFound: the person may not even see the brand's cases: nothing is said of their existence.
            Forbidden: seen, but not theirs to do.
        """
        if self.may(permission, brand):
            return
        if not self.may(Permission.CASE_VIEW, brand):
            raise NotFound(_NO_SUCH)
        raise Forbidden(_NOT_YOURS)

    def demand_anywhere(self, permission: Permission) -> None:
        """Lets pass what may be done for at least one brand.

        Raises:
            Forbidden: for none.
        """
        if not any(self.may(permission, brand) for brand in (*self.roles, EVERY_BRAND)):
            raise Forbidden(_NOT_YOURS)

    def demand_for_all(self, permission: Permission) -> None:
        """Lets pass what may be done for every brand.

        Raises:
            Forbidden: not for every brand.
        """
        if not self.may(permission, EVERY_BRAND):
            raise Forbidden(_NOT_YOURS)

    def visible_brands(self) -> frozenset[str] | None:
        """The brands whose cases this person sees; None is every brand."""
        if self.may(Permission.CASE_VIEW, EVERY_BRAND):
            return None
        return frozenset(brand for brand in self.roles if self.may(Permission.CASE_VIEW, brand))
