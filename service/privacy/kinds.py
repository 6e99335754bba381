"""What counts as personal data, and how each kind is called in a placeholder."""

from dataclasses import dataclass
from enum import StrEnum

from service.language import TextLanguage


class Kind(StrEnum):
    """A kind of personal data. `QUOTE` is none: it is text that looks like a placeholder already."""

    PERSON = "person"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    ID = "id"
    PLATE = "plate"
    CARD = "card"
    ACCOUNT = "account"
    QUOTE = "quote"


_ZH = {
    Kind.PERSON: "人名",
    Kind.PHONE: "电话",
    Kind.EMAIL: "邮箱",
    Kind.ADDRESS: "住址",
    Kind.ID: "证件号",
    Kind.PLATE: "车牌",
    Kind.CARD: "卡号",
    Kind.ACCOUNT: "账号",
    Kind.QUOTE: "原文",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of personal data in a text, `[start, end)` in code points."""

    start: int
    end: int
    kind: Kind


def label_of(kind: Kind, language: TextLanguage) -> str:
    """The word a placeholder has for the kind."""
    return _ZH[kind] if language == "zh" else kind.name
