"""A brand's letterhead: the lines over a document, and the logo beside its profile, bounded and without foreign parts."""

import re
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from service.datafiles import fault, shown_name
from service.errors import DataFault
from service.language import LanguageTag, base_language
from service.resources import knowledge_dir
from service.strict import Strict

MAX_LOGO_BYTES, MAX_LOGO_PIXELS = 200_000, 4_000
MAX_LINE = 120
_PNG = b"\x89PNG\r\n\x1a\n"
# A drawing that runs, includes or fetches something is none.
_FOREIGN = re.compile(
    rb"<!(?:doctype|entity)|<\?xml-stylesheet|<(?:\w+:)?(?:script|foreignObject|image|use|style|a)\b|\bon\w+\s*=|href\s*=|url\(\s*[^#\s]|javascript:",
    re.IGNORECASE,
)
LetterLanguage = Literal["zh", "zh-HK", "en"]


class Letterhead(Strict):
    """The lines per language (`zh`, `zh-HK`, `en`; without `zh-HK`, Hong Kong gets those of `zh`), and the logo's file.

    Attributes:
        organisation: the organisation's name as it stands over a letter.
        address: one line; may be absent.
        code: the organisation's code among providers of generated content, for the AI label; empty: its name is used.
        logo: `logo.png` or `logo.svg` in the brand's folder, at most 200,000 bytes. A drawing needs `logo.png` beside it: Word shows no drawing.
    """

    organisation: dict[LetterLanguage, str] = Field(min_length=1)
    address: dict[LetterLanguage, str] = Field(default_factory=dict)
    code: str = Field(default="", max_length=64)
    logo: Literal["", "logo.png", "logo.svg"] = ""

    def organisation_in(self, language: LanguageTag) -> str:
        """The organisation's line for a statement in `language`; empty when there is none."""
        return _in(self.organisation, language)

    def address_in(self, language: LanguageTag) -> str:
        """The address line for a statement in `language`; empty when there is none."""
        return _in(self.address, language)


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo as it is shown on pages (PNG or SVG) and in Word (PNG)."""

    content: bytes
    media_type: Literal["image/png", "image/svg+xml"]
    png: bytes


@cache
def load_logo(brand: str, name: str) -> Logo | None:
    """The logo called `name` in the brand's folder; None when the profile names none.

    Raises:
        DataFault: the file is missing, too large, of another kind, or a drawing that includes or runs something.
    """
    if not name:
        return None
    path = knowledge_dir() / "brands" / brand / name
    content = _read(path)
    if name.endswith(".png"):
        return Logo(_png(path, content), "image/png", content)
    if b"<svg" not in content[:1_000] or _FOREIGN.search(content):
        raise _fault(path, "not a plain SVG drawing: no scripts, styles, references or document type")
    beside = path.with_suffix(".png")
    return Logo(content, "image/svg+xml", _png(beside, _read(beside)))


def _in(lines: dict[LetterLanguage, str], language: LanguageTag) -> str:
    exact = lines.get("zh-HK") if language == "zh-HK" else None
    return exact or lines.get(base_language(language), "")


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_LOGO_BYTES:
            raise _fault(path, f"larger than {MAX_LOGO_BYTES} bytes")
        return path.read_bytes()
    except OSError as error:
        raise _fault(path, str(error.strerror)) from error


def _png(path: Path, content: bytes) -> bytes:
    if not content.startswith(_PNG) or len(content) < 24:
        raise _fault(path, "not a PNG picture")
    width, height = struct.unpack(">II", content[16:24])
    if not (0 < width <= MAX_LOGO_PIXELS and 0 < height <= MAX_LOGO_PIXELS):
        raise _fault(path, f"wider or higher than {MAX_LOGO_PIXELS} pixels")
    return content


def _fault(path: Path, what: str) -> DataFault:
    return fault(shown_name(path), None, "logo", what)
