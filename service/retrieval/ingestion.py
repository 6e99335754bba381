"""A team's own files into the index: each read, cut and written by itself; what is known already is left alone.

The index remembers for every passage which file it is from and how many that file has, so that a run that was stopped half-way is
recognised and the next one does the rest. A file that cannot be read is reported, and what it said before stays.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from service.briefs import IncidentKind, Jurisdiction
from service.clock import now
from service.errors import InvalidInput, Problem, ServiceError
from service.i18n import Localized
from service.language import text_language
from service.retrieval.corpus import Document, FrontMatter, split_front
from service.retrieval.cutting import Piece, cut
from service.retrieval.holdings import Batch, Holding, Keeper
from service.retrieval.readers import MAX_FILE, Unreadable, read_markdown, readable
from service.retrieval.shelves import Shelf

State = Literal["added", "changed", "unchanged", "removed", "refused"]
# So many passages are written at a time: enough to be quick, few enough to hold.
_BATCH = 1000
_REVIEW_YEARS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelving:
    """What is said of files that say nothing of themselves."""

    collection: str = "library"
    brand: str = ""
    owner: str = "—"
    kinds: tuple[IncidentKind, ...] = ()
    jurisdiction: Jurisdiction | None = None
    today: date = field(default_factory=lambda: now().date())

    @property
    def review_due(self) -> date:
        """A year from today, for a file that names no day."""
        return self.today.replace(year=self.today.year + _REVIEW_YEARS, day=min(self.today.day, 28))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    path: str
    state: State
    passages: int = 0
    reason: Localized | None = None


def ingest(paths: Sequence[Path], index: Keeper, shelving: Shelving) -> Iterator[Outcome]:
    """Reads files and folders into the index, one outcome for each file.

    Raises:
        InvalidInput: a path does not exist.
        ComponentUnavailable: the index does not answer.
    """
    missing = [path for path in paths if not path.exists()]
    if missing:
        told = Localized("找不到这个文件或文件夹", "no such file or folder")
        raise InvalidInput([Problem(field="PATH", code="not-found", message=told, file=str(path)) for path in missing])
    for path in paths:
        yield from _Run(path.resolve(), index, shelving).outcomes()


class _Run:
    """One file or folder being read in."""

    def __init__(self, root: Path, index: Keeper, shelving: Shelving) -> None:
        self._root = root
        self._index = index
        self._shelving = shelving
        self._origin = f"path:{root}"
        self._held = index.holdings(self._origin)
        self._batch: list[tuple[Outcome, tuple[Piece, ...], str]] = []
        self._waiting = 0

    def outcomes(self) -> Iterator[Outcome]:
        """Every file of the root, then what is gone from it."""
        self._index.begin(self._origin)
        seen: set[str] = set()
        for path in _files(self._root):
            ident = self._ident(path)
            seen.add(ident)
            try:
                known = self._read(path, ident)
            except Unreadable as error:
                yield Outcome(str(path), "refused", reason=error.message)
                continue
            if known is not None:
                yield known
            if self._waiting >= _BATCH:
                yield from self._flush()
        yield from self._flush()
        gone = [ident for ident in self._held if ident not in seen]
        if gone:
            self._index.drop(gone, self._origin)
            yield from (Outcome(self._held[ident].path, "removed", self._held[ident].passages) for ident in gone)
        self._index.finish(self._origin)

    def _ident(self, path: Path) -> str:
        short = hashlib.blake2b(str(self._root).encode(), digest_size=4).hexdigest()
        name = path.relative_to(self._root).as_posix() if path != self._root else path.name
        return f"ingested/{short}/{name}"

    def _read(self, path: Path, ident: str) -> Outcome | None:
        """The outcome of a file that has not changed; None for one that waits to be written."""
        raw = _bytes(path, self._root)
        digest = hashlib.sha256(f"{self._shelving.collection}\n{self._shelving.brand}\n".encode() + raw).hexdigest()
        held = self._held.get(ident)
        if held is not None and held.digest == digest and held.is_whole:
            return Outcome(str(path), "unchanged", held.passages)
        document = _document(path, raw, ident, digest, self._shelving)
        pieces = cut(document)
        if not pieces:
            raise Unreadable(Localized("里面没有文字", "it holds no text"))
        self._batch.append((Outcome(str(path), "changed" if held else "added", len(pieces)), pieces, digest))
        self._waiting += len(pieces)
        return None

    def _flush(self) -> Iterator[Outcome]:
        if not self._batch:
            return
        documents = tuple((pieces, outcome.path) for outcome, pieces, _ in self._batch)
        replaced = frozenset(pieces[0].document.id for outcome, pieces, _ in self._batch if outcome.state == "changed")
        self._index.put(Batch(self._origin, documents, replaced))
        yield from (outcome for outcome, _, _ in self._batch)
        self._batch, self._waiting = [], 0


def _files(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
        return
    for folder, names, files in os.walk(root, followlinks=False):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if not name.startswith(".") and readable(path):
                yield path


def _bytes(path: Path, root: Path) -> bytes:
    """The bytes of a file that lies where it seems to.

    Raises:
        Unreadable: a link out of the folder, too large, or not to be opened.
    """
    inside = root if root.is_dir() else root.parent
    if not path.resolve().is_relative_to(inside):
        raise Unreadable(Localized("是指向文件夹之外的链接", "a link that leads out of the folder"))
    try:
        if path.stat().st_size > MAX_FILE:
            raise Unreadable(Localized(f"超过 {MAX_FILE // 1024 // 1024} MB", f"larger than {MAX_FILE // 1024 // 1024} MB"))
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(Localized(f"打不开（{error.strerror}）", f"cannot be opened ({error.strerror})")) from error


def _document(path: Path, raw: bytes, ident: str, digest: str, shelving: Shelving) -> Document:
    text = read_markdown(path, raw)
    if path.suffix.lower() in {".md", ".markdown"} and text.startswith("---\n"):
        try:
            front, body = split_front(raw, path.name)
        except ServiceError as error:
            raise Unreadable(error.message) from error
        return Document(
            id=ident, front=front.model_copy(update={"brand": shelving.brand or front.brand}), body=body, digest=digest
        )
    heading = next((line.lstrip("# ").strip() for line in text.splitlines() if line.startswith("#") and line.strip("# \t")), "")
    front = FrontMatter(
        title=(heading or path.stem)[:200],
        collection=shelving.collection,
        language=text_language(text[:5000]),
        jurisdiction=shelving.jurisdiction,
        kinds=shelving.kinds,
        verified=False,
        owner=shelving.owner,
        review_due=shelving.review_due,
        brand=shelving.brand or None,
    )
    return Document(id=ident, front=front, body=text, digest=digest)


__all__ = ["Holding", "Outcome", "Shelf", "Shelving", "ingest"]
