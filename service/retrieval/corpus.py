"""Knowledge files read strictly into documents: Markdown under YAML front matter; a fault names file, line and key.

`knowledge/corpus/<collection>/<slug>.md` is open to every brand, `knowledge/brands/<key>/<slug>.md` to that brand alone.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from service.briefs import IncidentKind, Jurisdiction, Level
from service.datafiles import fault, shown_name, validate_data
from service.errors import InvalidInput, TooLarge
from service.language import TextLanguage
from service.resources import knowledge_dir
from service.strict import Strict
from service.structured import Source, decode, parse

_FENCE = "---"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NAME = r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*"


def _one_as_list(value: object) -> object:
    return [value] if isinstance(value, dict) else value


class PublishedSource(Strict):
    """Where a document's content can be read: who published it, under which title, when (a day, a month or a year)."""

    publisher: str = Field(min_length=1)
    title: str = Field(min_length=1)
    date: str = Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")


class FrontMatter(Strict):
    """What a document says about itself.

    Attributes:
        jurisdiction: whose law or practice it describes; absent: any.
        kinds: the incident kinds it is about; empty: all.
        verified: every factual sentence rests on a listed source that was read.
        effective_from, effective_to: first and last day on which it holds.
        brand: the only brand that may see it; absent: everybody.
        aliases: what the document is called in other words or the other language; searched, never shown.
        note: a remark for the owner; never retrieved.
    """

    title: str = Field(min_length=1, max_length=200)
    collection: str = Field(pattern=rf"^{_NAME}$", max_length=40)
    language: TextLanguage
    jurisdiction: Jurisdiction | None = None
    kinds: tuple[IncidentKind, ...]
    level: Level | None = None
    cluster: Literal["victim", "accidental", "preventable"] | None = None
    source: Annotated[tuple[PublishedSource, ...], BeforeValidator(_one_as_list)] = ()
    verified: bool = Field(strict=True)
    effective_from: date | None = None
    effective_to: date | None = None
    owner: str = Field(min_length=1)
    review_due: date
    brand: str | None = Field(default=None, pattern=rf"^{_NAME}$", max_length=40)
    aliases: tuple[Annotated[str, Field(min_length=1, max_length=120)], ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.verified and not self.source:
            raise ValueError("a verified document names its source")
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise ValueError("effective_to lies before effective_from")
        return self


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file as found, unparsed: enough to tell whether anything changed."""

    path: Path
    id: str
    raw: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the corpus. `id` is `<collection>/<slug>`, for a brand's own `brands/<key>/<slug>`."""

    id: str
    front: FrontMatter
    body: str
    digest: str


def find_corpus_files(knowledge: Path | None = None) -> tuple[CorpusFile, ...]:
    """The files of the corpus and of every brand, by id, unparsed.

    Raises:
        DataFault: a file cannot be read, or its name is not lower-case ASCII words joined by dashes.
    """
    root = knowledge or knowledge_dir()
    found = [_file(path, path.parent.name) for path in root.glob("corpus/*/*.md") if path.name != "README.md"]
    found += [_file(path, f"brands/{path.parent.name}") for path in root.glob("brands/*/*.md") if path.name != "README.md"]
    return tuple(sorted(found, key=lambda file: file.id))


def corpus_digest(files: Iterable[CorpusFile]) -> str:
    """One digest over all files: equal digests, equal corpora."""
    whole = hashlib.sha256()
    for file in files:
        whole.update(f"{file.id}\n{file.digest}\n".encode())
    return whole.hexdigest()


def read_documents(files: Sequence[CorpusFile]) -> tuple[Document, ...]:
    """The files parsed.

    Raises:
        DataFault: broken front matter, unknown key, wrong value, wrong folder, empty body.
    """
    return tuple(_document(file) for file in files)


def load_corpus(knowledge: Path | None = None) -> tuple[Document, ...]:
    """Every document of the corpus, by id.

    Raises:
        DataFault: as for `find_corpus_files` and `read_documents`.
    """
    return read_documents(find_corpus_files(knowledge))


def split_front(raw: bytes, name: str) -> tuple[FrontMatter, str]:
    """The front matter of a document and its body.

    Raises:
        DataFault: broken front matter, unknown key, wrong value.
    """
    source, body = _split(raw, name)
    return validate_data(source, FrontMatter), body


def _file(path: Path, prefix: str) -> CorpusFile:
    if not _SLUG.fullmatch(path.stem):
        raise fault(shown_name(path), None, "", "a file is named in lower-case ASCII words joined by dashes")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise fault(shown_name(path), None, "", str(error.strerror)) from error
    return CorpusFile(path=path, id=f"{prefix}/{path.stem}", raw=raw, digest=hashlib.sha256(raw).hexdigest())


def _document(file: CorpusFile) -> Document:
    name = shown_name(file.path)
    source, body = _split(file.raw, name)
    front = validate_data(source, FrontMatter)
    folder = file.path.parent.name
    is_brands = file.id.startswith("brands/") and file.path.parent.parent.name == "brands"
    if is_brands and front.brand != folder:
        raise fault(name, source.line(("brand",)), "brand", f"must be {folder!r}, as the folder is")
    if not is_brands and front.collection != folder:
        raise fault(name, source.line(("collection",)), "collection", f"must be {folder!r}, as the folder is")
    if not body.strip():
        raise fault(name, None, "", "the body is empty")
    return Document(id=file.id, front=front, body=body, digest=file.digest)


def _split(raw: bytes, name: str) -> tuple[Source, str]:
    try:
        text = decode(raw, name).replace("\r\n", "\n")
        head, fence, body = text.removeprefix(_FENCE + "\n").partition(f"\n{_FENCE}\n")
        if not text.startswith(_FENCE + "\n") or not fence:
            raise fault(name, 1, "", "a document starts with front matter between two lines of ---")
        # The leading line break stands for the first fence, so that lines are counted from the top of the file.
        return parse("\n" + head, name), body
    except InvalidInput as error:
        first = error.problems[0]
        raise fault(name, first.line, first.field, first.message.en) from error
    except TooLarge as error:
        raise fault(name, None, "", error.message.en) from error
