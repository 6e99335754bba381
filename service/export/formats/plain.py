"""A statement as text and Markdown. Titles and texts are data: never interpreted. The label, where there is one, is the first paragraph."""

import re

from service.export.documents import SignedDocument

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#+\-!|~])")
_LINE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s)", re.MULTILINE)


def as_text(document: SignedDocument) -> str:
    """Title, blank line, text: what was signed, with a final line break, under the label."""
    return f"{text_above(document)}{document.title}\n\n{document.text}\n"


def text_above(document: SignedDocument) -> str:
    """What stands over the signed text in `statement.txt`, with its blank line; empty without a label."""
    return f"{document.label.notice}\n\n" if document.label else ""


def as_markdown(document: SignedDocument) -> str:
    """With a heading; characters that Markdown would read as marks are kept as they are."""
    above = f"> {_literal(document.label.notice)}\n\n" if document.label else ""
    body = _LINE_BREAK.sub("  \n", _NUMBERED.sub(r"\1\\\2", _literal(document.text)))
    return f"{above}# {_literal(document.title)}\n\n{body}\n"


def _literal(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)
