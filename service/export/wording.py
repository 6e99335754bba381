"""What stands around a signed text in a document, per language: `knowledge/export/documents.yml`."""

import re
from functools import cache
from typing import Literal, Self

from pydantic import Field, model_validator

from service.datafiles import load_data
from service.language import LanguageTag
from service.resources import knowledge_dir
from service.strict import Strict

_PLACE = re.compile(r"\{(\w+)\}")


class Instrument(Strict):
    """A law or standard, and whether somebody compared our use of it with the official text."""

    instrument: dict[Literal["zh", "en"], str]
    effective: str
    verified: bool


class LabelTable(Strict):
    """The label of generated content: what asks for it, and the value that says "generated"."""

    basis: tuple[Instrument, ...] = Field(min_length=1)
    value: Literal["1", "2", "3"]


class WordFonts(Strict):
    """Fonts of a Word document by name: they are the reader's, nothing is embedded. `east_asian` is the language that picks the forms of characters."""

    body: str
    heading: str
    latin: str
    east_asian: Literal["zh-CN", "zh-HK"]


class PrintFonts(Strict):
    """Font families that are embedded in a PDF."""

    body: str
    heading: str


class Wording(Strict):
    """One language's words: the visible label, and the patterns of the footer."""

    notice: str
    version: str
    signed: str
    digest: str
    page: str
    word: WordFonts
    print: PrintFonts

    @model_validator(mode="after")
    def _patterns_name_their_values(self) -> Self:
        wanted = {"version": {"number"}, "signed": {"at"}, "digest": {"digest"}, "page": {"page", "pages"}}
        for name, places in wanted.items():
            if set(_PLACE.findall(getattr(self, name))) != places:
                raise ValueError(f"{name} has to name {', '.join(sorted(places))} and nothing else")
        return self

    def page_parts(self) -> list[str]:
        """The page line cut at its values: words, `page`, words, `pages`, words."""
        return _PLACE.split(self.page)


class DocumentTable(Strict):
    """The whole file."""

    schema_: Literal["firstword.documents/1"] = Field(alias="schema")
    label: LabelTable
    languages: dict[LanguageTag, Wording] = Field(min_length=4)


@cache
def document_table() -> DocumentTable:
    """The shipped table.

    Raises:
        DataFault: the file breaks its schema.
    """
    return load_data(knowledge_dir() / "export" / "documents.yml", DocumentTable)


def wording_in(language: LanguageTag) -> Wording:
    """The words for a statement in `language`."""
    return document_table().languages[language]
