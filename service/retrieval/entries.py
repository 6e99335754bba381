"""Entries to and from the flat metadata a vector database keeps beside each passage."""

from collections.abc import Mapping, Sequence
from datetime import date

from service.retrieval.cutting import Piece
from service.retrieval.holdings import Holding
from service.retrieval.shelves import Entry, Shelf


def metadata_of(piece: Piece) -> dict[str, str | bool]:
    """What is kept beside the piece's text."""
    front = piece.document.front
    return {
        "document": piece.document.id,
        "collection": front.collection,
        "brand": front.brand or "",
        "title": piece.title,
        "aliases": " ".join(piece.document.front.aliases),
        "language": front.language,
        "jurisdiction": front.jurisdiction or "",
        "kinds": ",".join(front.kinds),
        "level": front.level or "",
        "cluster": front.cluster or "",
        "verified": front.verified,
        "effective_from": _day(front.effective_from),
        "effective_to": _day(front.effective_to),
        "review_due": _day(front.review_due),
    }


def sought_title(said: Mapping[str, object]) -> str:
    """The title as it is searched, of what `metadata_of` wrote."""
    return f"{said['title']} {said.get('aliases', '')}".strip()


def holding_from_metadata(said: Sequence[Mapping[str, object]]) -> Holding:
    """The document whose passages' metadata these are."""
    first = said[0]
    return Holding(
        id=str(first["document"]),
        title=str(first["title"]).split(" › ", maxsplit=1)[0],
        shelf=Shelf(str(first["collection"]), str(first["brand"])),
        origin=str(first["origin"]),
        path=str(first.get("path", "")),
        digest=str(first["digest"]).partition(":")[2],
        passages=sum(item["digest"] == first["digest"] for item in said),
        expected=int(str(first.get("of", len(said)))),
        verified=bool(first["verified"]),
        review_due=_date(first.get("review_due")),
        effective_to=_date(first.get("effective_to")),
    )


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
