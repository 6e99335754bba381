"""Accounts of people at a provider, and sign-ins that were begun there."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Instant
from service.models.user import DIGEST_LENGTH


class OidcIdentity(Base):
    """An account by which a person signs in. The provider's own key of it, never its address, says who that is."""

    __tablename__ = "oidc_identities"
    __table_args__ = (Index("ix_oidc_identities_user_id", "user_id"),)

    issuer: Mapped[str] = mapped_column(String(400), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    linked_at: Mapped[datetime] = mapped_column(Instant)


class OidcRequest(Base):
    """A sign-in that was begun, known by the hash of the secret in its browser's cookie; used once, for ten minutes at most."""

    __tablename__ = "oidc_requests"

    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), primary_key=True)
    state: Mapped[str] = mapped_column(String(64))
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(128))
    target: Mapped[str] = mapped_column(String(2000))
    expires_at: Mapped[datetime] = mapped_column(Instant)
