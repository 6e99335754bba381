"""How brands without a profile are written: roles and cases hold the folded name, people read the one that was typed first."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.models import NamedBrand


def name_brand(session: Session, key: str, name: str) -> None:
    """Remembers how a brand is written, unless somebody wrote it before."""
    shown = " ".join(name.split())
    if not shown or shown == key or session.get(NamedBrand, key) is not None:
        return
    try:
        with session.begin_nested():
            session.add(NamedBrand(key=key, name=shown))
    except IntegrityError:
        # Somebody named it in the same moment; theirs stands.
        return


def named_brands(session: Session) -> Mapping[str, str]:
    """Name by key of every brand somebody typed."""
    return {row.key: row.name for row in session.scalars(select(NamedBrand).order_by(NamedBrand.key))}
