"""What all tables share: constraint names, keys, times, closed lists."""

import secrets
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import DateTime, Dialect, Enum, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column
from sqlalchemy.types import TypeDecorator

KEY_LENGTH = 12
# Without letters and digits that are mistaken for each other when read aloud.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def new_key() -> str:
    """A key for a row: 60 random bits, so that one key tells nothing of another."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(KEY_LENGTH))


class Instant(TypeDecorator[datetime]):
    """A moment with its offset; kept in UTC, for SQLite knows no offsets."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, naive where the database keeps no offset."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment needs its offset"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the interface
        """In UTC, with its offset."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def closed_list(kind: type[StrEnum]) -> Enum:
    """A column that holds the values of `kind` as text, with a check."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=24,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """The base of all rows. Relations are never loaded behind anybody's back: there are none, queries join."""

    metadata = MetaData(naming_convention=_NAMES)


class Keyed(MappedAsDataclass, kw_only=True):
    """A row with a random key."""

    id: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True, default_factory=new_key)
