"""People and how they prove who they are. Secrets are kept as hashes; a link, session or token is shown once and never again."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import KEY_LENGTH, Base, Instant, Keyed

DIGEST_LENGTH = 64
_USER = "users.id"


class User(Keyed, Base):
    """A person. `name` is what the others see; after an erasure it is empty. `language`: zh or en, of what they are sent."""

    __tablename__ = "users"

    login: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Instant)
    password_hash: Mapped[str | None] = mapped_column(String(400), default=None)
    is_active: Mapped[bool] = mapped_column(default=True)
    erased_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    language: Mapped[str | None] = mapped_column(String(8), default=None)


class Membership(Base):
    """A role a person has for a brand; `*` is every brand."""

    __tablename__ = "memberships"

    user_id: Mapped[str] = mapped_column(ForeignKey(_USER), primary_key=True)
    brand: Mapped[str] = mapped_column(String(200), primary_key=True)
    role: Mapped[str] = mapped_column(String(24), primary_key=True)


class NamedBrand(Base):
    """How a brand without a profile is written. `key`: as memberships and cases hold it."""

    __tablename__ = "named_brands"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


class SignInSession(Base):
    """One browser that is signed in."""

    __tablename__ = "sessions"

    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey(_USER), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)


class ApiToken(Keyed, Base):
    """A key for programs, with the permissions it was given; never more than its owner has."""

    __tablename__ = "api_tokens"

    user_id: Mapped[str] = mapped_column(ForeignKey(_USER), index=True)
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), unique=True)
    scopes: Mapped[str] = mapped_column(String(400))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class OneTimeLink(Base):
    """A link that lets a person set a password, once."""

    __tablename__ = "one_time_links"

    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), primary_key=True)
    user_id: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    purpose: Mapped[str] = mapped_column(String(24))
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class Throttle(Base):
    """How often something was tried in vain: by login or by address, hashed."""

    __tablename__ = "throttles"
    __table_args__ = (UniqueConstraint("subject", name="uq_throttles_subject"), Index("ix_throttles_last_at", "last_at"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    subject: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(Instant)
    blocked_until: Mapped[datetime | None] = mapped_column(Instant, default=None)
