"""Files of several kinds as Markdown: what a team has lying about, read by well-kept libraries and bounded in size.

Every failure is one `Unreadable` that says why; a broken, encrypted or hostile file harms nobody but itself.
"""

import io
import logging
import zipfile
from collections.abc import Callable
from pathlib import Path

from service.errors import ServiceError
from service.i18n import Localized

MAX_FILE = 20 * 1024 * 1024
# An archive that unpacks to more is no document.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_TEXT = 5_000_000
MAX_PAGES = 5_000


class Unreadable(ServiceError):
    """A file that gives no text, and why."""

    code = "unreadable"


def readable(path: Path) -> bool:
    """Whether the name is that of a kind of file we read."""
    return path.suffix.lower() in _READERS


def read_markdown(path: Path, raw: bytes) -> str:
    """The text of a file as Markdown, headings kept.

    Raises:
        Unreadable: not of a kind we read, empty, damaged, encrypted, or larger than a document is.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise _refused("不支持这种文件", "files of this kind are not read")
    if not raw:
        raise _refused("文件是空的", "the file is empty")
    if len(raw) > MAX_FILE:
        raise _refused(f"超过 {MAX_FILE // 1024 // 1024} MB", f"larger than {MAX_FILE // 1024 // 1024} MB")
    try:
        text = reader(raw)
    except Unreadable:
        raise
    # The libraries raise errors of every kind for a file that is not what it says, recursion among them.
    except (Exception, RecursionError) as error:
        told = f"{type(error).__name__}: {error}"[:160]
        raise _refused(f"文件损坏或无法读取（{told}）", f"damaged or not readable ({told})") from error
    if len(text) > MAX_TEXT:
        raise _refused("文字太多，请拆开", "too much text; split it")
    if not any(char.isalnum() for char in text):
        raise _refused("里面没有文字（扫描件需要先识别）", "it holds no text (a scan has to be recognised first)")
    return text


def _plain(raw: bytes) -> str:
    """Text of any length up to the file's limit; UTF-8, or UTF-16 where a mark says so."""
    for encoding in ("utf-8-sig", *(["utf-16"] if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else [])):
        try:
            return raw.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    raise _refused("不是 UTF-8 文字", "not text in UTF-8")


def _html(raw: bytes) -> str:
    from bs4 import BeautifulSoup  # noqa: PLC0415 - read only when such a file comes
    from markdownify import MarkdownConverter  # noqa: PLC0415

    soup = BeautifulSoup(raw, "html.parser")
    for part in soup(["script", "style", "nav", "footer", "noscript", "template", "iframe", "form"]):
        part.decompose()
    converted: str = MarkdownConverter(heading_style="ATX", strip=["a", "img"]).convert_soup(soup)
    title = soup.title.get_text(strip=True) if soup.title else ""
    return f"# {title}\n\n{converted}" if title and not converted.lstrip().startswith("# ") else converted


def _docx(raw: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
            raise _refused("解开后过大", "it unpacks to too much")
    from docx import Document  # noqa: PLC0415

    lines: list[str] = []
    document = Document(io.BytesIO(raw))
    for item in document.iter_inner_content():
        if hasattr(item, "rows"):
            lines += [" | ".join(cell.text.strip() for cell in row.cells) for row in item.rows]
            continue
        style = (item.style.name or "") if item.style is not None else ""
        depth = style.removeprefix("Heading ") if style.startswith("Heading ") else "1" if style == "Title" else ""
        lines.append(f"{'#' * int(depth)} {item.text}" if depth.isdigit() and item.text.strip() else item.text)
    return "\n\n".join(lines)


def _pdf(raw: bytes) -> str:
    from pypdf import PdfReader  # noqa: PLC0415

    # It remarks on every oddity of a file; whether the file can be read is what we report.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(raw), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise _refused("文件加了密码", "the file is encrypted")
    if len(reader.pages) > MAX_PAGES:
        raise _refused(f"超过 {MAX_PAGES} 页", f"more than {MAX_PAGES} pages")
    parts: list[str] = []
    size = 0
    for page in reader.pages:
        parts.append(page.extract_text())
        size += len(parts[-1])
        if size > MAX_TEXT:
            raise _refused("文字太多，请拆开", "too much text; split it")
    return "\n\n".join(parts)


_READERS: dict[str, Callable[[bytes], str]] = {
    ".md": _plain,
    ".markdown": _plain,
    ".txt": _plain,
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
    ".pdf": _pdf,
}


def _refused(zh: str, en: str) -> Unreadable:
    return Unreadable(Localized(zh, en))
