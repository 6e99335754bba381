"""A statement as one page that stands alone: for browsers, and for the printer of PDF. Everything is escaped."""

import base64
import math
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from markupsafe import escape

from service.export.documents import Block, SignedDocument

_FOLDER = Path(__file__).parent
# Of the printed line, in the size of the title.
_TITLE_WIDTH = 28.9


def as_html(document: SignedDocument) -> str:
    """One page without scripts or foreign addresses."""
    return _page(document, _sheet("screen.css"), [_notice(document), _head(document), _main(document), _footer(document)])


def printed_page(document: SignedDocument) -> str:
    """The page as the printer of PDF gets it: its fonts named, header and footer taken into the margins."""
    # What runs in the margins of every page has to stand before the first of them is full.
    parts = [_notice(document), _footer(document), _head(document), _main(document)]
    return _page(document, _sheet("print.css") + _fonts(document), parts)


def _page(document: SignedDocument, sheet: str, parts: Sequence[str]) -> str:
    at = document.signed_at.isoformat(timespec="seconds")
    label = document.label
    meta = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{escape(document.title)}</title>",
        _meta("author", document.head.organisation),
        _meta("generator", "Firstword"),
        _meta("dcterms.created", at),
        _meta("dcterms.modified", at),
        _meta("digest", document.digest),
        *([_meta("AIGC", label.to_json())] if label else []),
        f"<style>{sheet}</style>",
    ]
    body = "\n".join(part for part in parts if part)
    lines = "\n".join(meta)
    return f'<!doctype html>\n<html lang="{escape(document.language)}">\n<head>\n{lines}\n</head>\n<body>\n{body}\n</body>\n</html>\n'


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{escape(content)}">'


def _notice(document: SignedDocument) -> str:
    return f'<p class="notice" role="note">{escape(document.label.notice)}</p>' if document.label else ""


def _main(document: SignedDocument) -> str:
    blocks = "\n".join(_block(block) for block in document.blocks)
    return f"<main>\n<h1>{escape(document.title)}</h1>\n{blocks}\n</main>"


def _head(document: SignedDocument) -> str:
    head = document.head
    logo = ""
    if head.logo is not None:
        data = base64.b64encode(head.logo.content).decode("ascii")
        # The name beside it says the same.
        logo = f'<img alt="" src="data:{head.logo.media_type};base64,{data}">'
    address = f'<p class="address">{escape(head.address)}</p>' if head.address else ""
    return f'<header>{logo}<div><p class="organisation">{escape(head.organisation)}</p>{address}</div></header>'


def _block(block: Block) -> str:
    lines = [f"<strong>{escape(line.text)}</strong>" if line.strong else str(escape(line.text)) for line in block.lines]
    return f'<p class="{block.kind.value}">{"<br>".join(lines)}</p>'


def _footer(document: SignedDocument) -> str:
    first, second = document.footer_lines()
    return f'<footer><p>{escape(first)}</p><p class="digest">{escape(second)}</p></footer>'


def _fonts(document: SignedDocument) -> str:
    fonts = document.wording.print
    before, _, between, _, after = document.wording.page_parts()
    counted = f'"{before}" counter(page) "{between}" counter(pages) "{after}"'
    return (
        f'html {{ font-family: "{fonts.body}"; }}\n'
        f'h1, strong, header, footer, .notice {{ font-family: "{fonts.heading}"; }}\n'
        f'@page {{ @bottom-right {{ content: {counted}; font-family: "{fonts.heading}"; }} }}\n'
        f"h1 {{ max-width: {_balanced(document.title):.1f}em; }}\n" + ("" if document.is_chinese else _LATIN)
    )


def _balanced(title: str) -> float:
    """A width, in the title's own size, that leaves no single word on its last line."""
    long = sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.56 for char in title)
    return _TITLE_WIDTH if long <= _TITLE_WIDTH else min(_TITLE_WIDTH, long / math.ceil(long / _TITLE_WIDTH) + 2)


_LATIN = "p.paragraph { text-indent: 0; }\np.signature { text-align: left; }\n"


@cache
def _sheet(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
