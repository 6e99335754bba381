"""Who is told: the people who hold a role for a brand and may still sign in."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Membership, User
from service.users import EVERY_BRAND, Role


def holders_of(session: Session, brand: str, roles: Iterable[Role]) -> Mapping[Role, frozenset[str]]:
    """Keys of the people who hold each role for the brand, or for every brand."""
    return {role: holders(session, brand, (role,)) for role in set(roles)}


def holders(session: Session, brand: str, roles: Iterable[Role]) -> frozenset[str]:
    """Keys of the people who hold one of the roles for the brand, or for every brand."""
    query = (
        select(Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.brand.in_((brand, EVERY_BRAND)), Membership.role.in_(sorted(role.value for role in roles)), User.is_active
        )
    )
    return frozenset(session.scalars(query))
