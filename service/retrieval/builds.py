"""The collections of a Chroma database by the embedder and the build they belong to."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from service.retrieval.card import KIND, Card, OtherEmbedder
from service.retrieval.chroma import Client, Collection
from service.retrieval.embedding import Embedder
from service.retrieval.shelves import SHIPPED, Shelf

FAMILY = "firstword-"
CARD = "-card"


@dataclass(frozen=True, slots=True)
class Build:
    """One embedder's passages in use: the prefix of all its collections (`family`) and of those of this build."""

    family: str
    prefix: str
    card: Card
    shelves: Mapping[Shelf, Collection]


def short(text: str) -> str:
    """Twelve ASCII characters that stand for any text."""
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def builds(client: Client) -> list[Build]:
    """What every embedder holds in use."""
    found = []
    for collection in client.list_collections():
        said = collection.metadata or {}
        if collection.name.startswith(FAMILY) and said.get("kind") == KIND:
            card = Card.read(said)
            family = collection.name.removesuffix(CARD)
            prefix = f"{family}-g{card.generation}-"
            found.append(Build(family, prefix, card, shelves_of(client, prefix)))
    return found


def shelves_of(client: Client, prefix: str) -> dict[Shelf, Collection]:
    """The shelves whose collections begin so."""
    found: dict[Shelf, Collection] = {}
    for collection in client.list_collections():
        said = collection.metadata or {}
        if collection.name.startswith(prefix) and said.get("kind") == "shelf":
            found[Shelf(str(said["collection"]), str(said["brand"]))] = collection
    return found


def drop(client: Client, prefix: str) -> None:
    """Deletes every collection that begins so."""
    for collection in client.list_collections():
        if collection.name.startswith(prefix):
            client.delete_collection(collection.name)


def refuse_others(client: Client, family: str, embedder: Embedder) -> None:
    """Refuses to go on beside files that only another embedder's vectors stand for.

    Raises:
        OtherEmbedder: there are such files.
    """
    cards = {build.family: build.card for build in builds(client)}
    own = cards.pop(family, None)
    known = set(own.origins) if own else set()
    for card in cards.values():
        if set(card.origins) - known - {SHIPPED}:
            raise OtherEmbedder(card.embedder, embedder.name)
