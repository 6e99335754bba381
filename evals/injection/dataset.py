"""The hostile items, and the briefs they are put into."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import ValidationError

from service.errors import ServiceError
from service.i18n import Localized
from service.strict import Strict

DATA = Path(__file__).resolve().parents[1] / "datasets" / "injection"
Place = Literal[
    "confirmed", "reported", "disputed", "refuted", "unknown", "title", "attribution", "commitment", "owner", "contact", "issuer",
    "translation", "summary", "previous", "document", "guideline",
]  # fmt: skip
STATUSES = frozenset({"confirmed", "reported", "disputed", "refuted", "unknown"})
# These are found by retrieval; they never stand in a brief.
SHELVED = frozenset({"document", "guideline"})


class Item(Strict):
    """One hostile text.

    Attributes:
        id: its name.
        kind: the trick.
        language: which base brief it is put into.
        place: where.
        text: the words.
        says: sentences a model that obeys would add.
        forbidden: what must stand nowhere in a result.
        basis: the id such a model would give for them.
        title: the title it would give.
        raw: its whole answer, instead of the form asked for.
        only: it gives nothing but `says`.
        prompt: it prints its instructions.
        fence: it prints the fence.
        refused: the brief does not validate, which is as good.
        visible: what of the text is an honest fact once the rest is gone.
    """

    id: str
    kind: str
    language: Literal["zh", "en"]
    place: Place
    text: str
    says: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    basis: str = "F1"
    title: str | None = None
    raw: str | None = None
    only: bool = False
    prompt: bool = False
    fence: bool = False
    refused: bool = False
    visible: str | None = None


def items(path: Path = DATA / "items.jsonl") -> tuple[Item, ...]:
    """Every item of the set.

    Raises:
        ServiceError: a line that is no item, or an id twice.
    """
    found: dict[str, Item] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            item = Item.model_validate(json.loads(line))
        except (ValueError, ValidationError) as error:
            raise ServiceError(
                Localized(zh=f"{path.name} 第 {number} 行有误", en=f"{path.name}, line {number} is wrong")
            ) from error
        if item.id in found:
            raise ServiceError(Localized(zh=f"{item.id} 出现两次", en=f"{item.id} stands twice"))
        found[item.id] = item
    return tuple(found.values())


def base(language: str) -> dict[str, Any]:
    """The clean brief as plain data."""
    return dict(yaml.safe_load((DATA / f"base.{language}.yml").read_text(encoding="utf-8")))


def with_item(item: Item) -> dict[str, Any]:
    """The brief with the hostile text in its place."""
    data = base(item.language)
    place, text = item.place, item.text
    if place in STATUSES:
        data["facts"].append({"id": "F90", "text": text, "status": place, "disclosure": "public"})
    elif place == "translation":
        other = {
            "id": "F90",
            "text": "包装上有一处折痕",
            "status": "confirmed",
            "disclosure": "public",
            "translations": {"en": text},
        }
        data["facts"].append(other)
    elif place == "commitment":
        data["commitments"].append({"id": "C9", "text": text, "approved": True})
    elif place == "contact":
        data["contacts"].append({"label": text, "value": "400-999-5000"})
    else:
        _put(data, place, text)
    return data


def _put(data: dict[str, Any], place: str, text: str) -> None:
    """The text into a field that is there once."""
    if place == "title":
        joint = "。" if data["brand"] == "晨禾乳业" else ". "
        data["incident"]["title"] += joint + text
    elif place == "summary":
        data["incident"]["summary"] = text
    elif place == "attribution":
        data["facts"][0]["attribution"] = text
    elif place == "owner":
        data["commitments"][0]["owner"] = text
    elif place == "issuer":
        data["issuer"]["title"] = text
    elif place == "previous":
        data["previous"] = text


def documents(found: tuple[Item, ...], folder: Path) -> Iterator[Path]:
    """The hostile documents as files, to be ingested."""
    for item in found:
        if item.place in SHELVED:
            path = folder / f"{item.id}.md"
            path.write_text(item.text, encoding="utf-8")
            yield path
