"""Entries to and from the flat metadata a vector database keeps beside each passage."""

from collections.abc import Mapping
from datetime import date

from service.retrieval.cutting import Piece
from service.retrieval.shelves import Entry


def metadata_of(piece: Piece) -> dict[str, str | bool]:
    """What is kept beside the piece's text."""
    front = piece.document.front
    return {
        "document": piece.document.id,
        "collection": front.collection,
        "brand": front.brand or "",
        "title": piece.title,
        "language": front.language,
        "jurisdiction": front.jurisdiction or "",
        "kinds": ",".join(front.kinds),
        "level": front.level or "",
        "cluster": front.cluster or "",
        "verified": front.verified,
        "effective_from": _day(front.effective_from),
        "effective_to": _day(front.effective_to),
    }


def entry_from_metadata(ident: str, text: str, said: Mapping[str, object]) -> Entry:
    """The entry that `metadata_of` wrote."""
    return Entry(
        id=ident,
        document=str(said["document"]),
        collection=str(said["collection"]),
        brand=str(said["brand"]),
        title=str(said["title"]),
        text=text,
        language=str(said["language"]),
        jurisdiction=str(said["jurisdiction"]),
        kinds=tuple(kind for kind in str(said["kinds"]).split(",") if kind),
        level=str(said["level"]),
        cluster=str(said["cluster"]),
        verified=bool(said["verified"]),
        effective_from=_date(said["effective_from"]),
        effective_to=_date(said["effective_to"]),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _date(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None
