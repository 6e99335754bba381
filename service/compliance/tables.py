"""The disguises as they are looked for: compiled from `disguises.yml` and `characters.yml` when the rules have been tested.

To work them out takes a third of a second, which a short command need not wait for.
"""

import hashlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from service.compliance.glyphs import Characters, Glyphs
from service.compliance.soundalikes import FAMILIAR, PLAIN
from service.datafiles import load_data
from service.resources import knowledge_dir
from service.strict import Strict

TABLES = "disguises.json"
SOURCES = ("disguises.yml", "characters.yml")
_MOST_MASKS = 3


class DisguiseFile(Strict):
    """`disguises.yml`: the core words, the characters that stand for one of theirs, and how theirs are spelled in pinyin.

    Attributes:
        initials: words by the capitals that stand for them.
        misspelt: disguises that a dictionary has.
        ordinary: what looks like a disguise and is none.
    """

    words: tuple[str, ...]
    stand_ins: dict[str, str]
    pinyin: dict[str, str]
    initials: dict[str, str] = Field(default_factory=dict)
    misspelt: tuple[str, ...] = ()
    ordinary: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tables:
    """What the lifting of disguises needs to know.

    Attributes:
        dressed: every core word with some of its characters in another's dress, to the word.
        glyphs: how characters sound and look.
    """

    data: DisguiseFile
    dressed: dict[str, str]
    glyphs: Glyphs


@cache
def shipped_tables() -> Tables:
    """The tables of the shipped rules."""
    return read_tables(knowledge_dir() / "rules")


def read_tables(folder: Path) -> Tables:
    """The tables of a folder of rulesets: as compiled, or worked out anew while its sources are being edited.

    Raises:
        DataFault: a source is missing or broken.
    """
    try:
        body = json.loads((folder / TABLES).read_bytes())
        if body["digest"] != _digest(folder):
            body = _compiled(folder)
    except (OSError, ValueError, KeyError, TypeError):
        body = _compiled(folder)
    return Tables(DisguiseFile.model_validate(body["data"], strict=False), body["dressed"], Glyphs.of(body["glyphs"]))


def write_tables(folder: Path) -> None:
    """Compile the tables of a folder."""
    text = json.dumps(_compiled(folder), ensure_ascii=False, separators=(",", ":"))
    (folder / TABLES).write_text(text + "\n", encoding="utf-8")


def ordinary_text() -> str:
    """Ordinary text of the trade, to tell common words from rare ones, and disguises from neither."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((knowledge_dir() / "corpus").glob("[ips]*/*.md")))


def _compiled(folder: Path) -> dict[str, Any]:
    data = load_data(folder / SOURCES[0], DisguiseFile)
    characters = load_data(folder / SOURCES[1], Characters)
    return {
        "digest": _digest(folder),
        "data": data.model_dump(mode="json"),
        "dressed": _dressed(data, characters, ordinary_text()),
        "glyphs": characters.compiled(),
    }


def _dressed(data: DisguiseFile, characters: Characters, ordinary: str) -> dict[str, str]:
    import rjieba  # noqa: PLC0415  # it loads its dictionary, which what is compiled needs no more

    found: dict[str, str] = {}
    for word in data.words:
        for count in range(1, min(len(word), _MOST_MASKS) + 1):
            for places in itertools.combinations(range(len(word)), count):
                masks = [data.stand_ins.get(word[at], "") for at in places]
                for dress in itertools.product(*masks):
                    chars = list(word)
                    for at, mask in zip(places, dress, strict=True):
                        chars[at] = mask
                    found.setdefault("".join(chars), word)
    for word in data.words:
        for form in _resounding(word, characters):
            if form not in ordinary and rjieba.cut(form, False) != [form]:
                found.setdefault(form, word)
    return {form: word for form, word in found.items() if form not in data.words and form not in data.ordinary}


def _resounding(word: str, characters: Characters) -> Iterator[str]:
    """A word of two characters, one of them another familiar one of the same sound; what strikes the eye is found without a list."""
    for at in range(len(word)) if len(word) == 2 else ():
        for chars in characters.sounds.values():
            if word[at] in chars:
                yield from (word[:at] + char + word[at + 1 :] for char in chars if char in FAMILIAR and char not in PLAIN)


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for name in SOURCES:
        total.update((folder / name).read_bytes() + b"\0")
    return total.hexdigest()
