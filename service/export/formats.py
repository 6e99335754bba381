"""A statement as text, Markdown and a page that stands alone. Titles and texts are data: escaped, never interpreted."""

import hashlib
import re

from markupsafe import escape

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#+\-!|~])")
_LINE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s)", re.MULTILINE)


def as_text(title: str, text: str) -> str:
    """Title, blank line, text: the bytes whose digest was signed, with a final line break."""
    return f"{title}\n\n{text}\n"


def as_markdown(title: str, text: str) -> str:
    """With a heading; characters that Markdown would read as marks are kept as they are."""
    body = _LINE_BREAK.sub("  \n", _NUMBERED.sub(r"\1\\\2", _literal(text)))
    return f"# {_literal(title)}\n\n{body}\n"


def as_html(title: str, text: str, language: str) -> str:
    """One page without scripts or foreign addresses."""
    blocks = [[str(escape(line)) for line in block.splitlines()] for block in text.split("\n\n") if block]
    paragraphs = "\n".join(f"<p>{'<br>'.join(lines)}</p>" for lines in blocks)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>\n'
        "<style>body{max-width:42em;margin:2em auto;padding:0 1em;font-family:sans-serif;line-height:1.7}</style>\n"
        f"</head>\n<body>\n<h1>{escape(title)}</h1>\n{paragraphs}\n</body>\n</html>\n"
    )


def _literal(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def file_digest(content: bytes) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(content).hexdigest()
