"""The forms in which a signed text leaves, by name; each is a pure function of a `SignedDocument`."""

import re
from collections.abc import Callable
from enum import StrEnum

from service.errors import InvalidInput, Problem
from service.export.documents import SignedDocument
from service.export.formats.page import as_html
from service.export.formats.pdf import as_pdf
from service.export.formats.plain import as_markdown, as_text
from service.export.formats.word import as_docx
from service.i18n import Localized

# What XML forbids.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class ExportFormat(StrEnum):
    """What can be chosen. `text` is always in a bundle: it is what the sign-offs cover, and what `verify` compares."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


_MAKERS: dict[ExportFormat, tuple[str, Callable[[SignedDocument], bytes]]] = {
    ExportFormat.TEXT: ("statement.txt", lambda document: as_text(document).encode("utf-8")),
    ExportFormat.MARKDOWN: ("statement.md", lambda document: as_markdown(document).encode("utf-8")),
    ExportFormat.HTML: ("statement.html", lambda document: as_html(document).encode("utf-8")),
    ExportFormat.DOCX: ("statement.docx", as_docx),
    ExportFormat.PDF: ("statement.pdf", as_pdf),
}


def render(document: SignedDocument, formats: frozenset[ExportFormat]) -> dict[str, bytes]:
    """File name → bytes, in the order of the formats.

    Raises:
        ComponentUnavailable: PDF is among them and a system library or font is missing.
        InvalidInput: a character cannot be shown in one of them.
    """
    _require_printable(document, formats)
    return {name: make(document) for key, (name, make) in _MAKERS.items() if key is ExportFormat.TEXT or key in formats}


def _require_printable(document: SignedDocument, formats: frozenset[ExportFormat]) -> None:
    found = sorted(set(_CONTROL.findall(document.title + document.text)))
    wanted = sorted(formats & {ExportFormat.DOCX, ExportFormat.PDF})
    if found and wanted:
        shown = ", ".join(f"U+{ord(char):04X}" for char in found[:20])
        names = ", ".join(wanted).upper()
        message = Localized(
            zh=f"正文里有 {names} 不能容纳的控制字符：{shown}。请只选其他格式，或改文字后重新签发",
            en=f"the text has control characters that {names} cannot hold: {shown}; choose other formats, or change the text and "
            "have it signed again",
        )
        raise InvalidInput([Problem(field="formats", code="characters", message=message)])


__all__ = ["ExportFormat", "as_docx", "as_html", "as_markdown", "as_pdf", "as_text", "render"]
