"""Whether the people there are can give every signature that a level asks for. Pure."""

from collections.abc import Collection, Mapping, Sequence

from service.i18n import Localized
from service.users import Role
from service.vocabulary import name_of


def unfilled(roles: Sequence[Role], holders: Mapping[Role, Collection[str]], barred: Collection[str]) -> tuple[Role, ...]:
    """The roles nobody is left for, where each person signs once and nobody of `barred` signs at all.

    Args:
        roles: that have still to sign, one twice where two people of it have to.
        holders: keys of the people who hold each.
        barred: keys of those who sign nothing more: the author, and who has signed.
    """
    seats: dict[str, int] = {}

    def seat(place: int, tried: set[str]) -> bool:
        """Finds somebody for a role, moving those already seated where they have another place to go."""
        for person in sorted(set(holders.get(roles[place], ())) - set(barred) - tried):
            tried.add(person)
            if person not in seats or seat(seats[person], tried):
                seats[person] = place
                return True
        return False

    return tuple(role for place, role in enumerate(roles) if not seat(place, set()))


def shortfalls(
    roles: Sequence[Role], holders: Mapping[Role, Collection[str]], *, author: str, signed: Collection[str] = ()
) -> tuple[Localized, ...]:
    """Every role that cannot sign as things stand, with the reason; empty: the people there are can sign it all.

    Args:
        roles: that have still to sign.
        holders: keys of the people who hold each.
        author: who wrote the text, or would.
        signed: who has signed it.
    """
    found = unfilled(roles, holders, {author, *signed})
    return tuple(_reason(role, frozenset(holders.get(role, ())), author) for role in dict.fromkeys(found))


def _reason(role: Role, people: frozenset[str], author: str) -> Localized:
    zh, en = name_of("role", role, "zh"), name_of("role", role, "en")
    if not people:
        return Localized(zh=f"{zh}：这个品牌还没有人担任", en=f"{en}: nobody holds this role for the brand")
    if people == {author}:
        return Localized(
            zh=f"{zh}：除执笔人外没有别人担任，执笔人不能签发自己的稿子",
            en=f"{en}: nobody but the author holds this role, and the author does not sign",
        )
    return Localized(
        zh=f"{zh}：担任的人不够，每人只签一次，执笔人不签",
        en=f"{en}: too few people hold this role; each signs once, and the author does not sign",
    )
