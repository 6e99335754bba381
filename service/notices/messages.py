"""The words of a notice that leaves the service: no text of a statement, no fact, nobody's name."""

from dataclasses import dataclass

from service.i18n import UiLanguage
from service.models import NoticeKind
from service.vocabulary import name_of

# Marks by which chat programs make links, mentions and emphasis of what was only somebody's title.
_MARKUP = str.maketrans(dict.fromkeys("<>[]{}|`*_~@#\\", " "))
_MAX_NAME = 120
# What is done on the page of the case, though a text is named.
OF_THE_CASE = frozenset({NoticeKind.UPDATE_MISSING, NoticeKind.COMMITMENT_DUE})


@dataclass(frozen=True, slots=True)
class Message:
    """A message in plain text."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a message is made of. `case_title` is empty unless the setting allows it; `origin` is FIRSTWORD_PUBLIC_URL or empty."""

    notice_id: str
    kind: NoticeKind
    case_id: str
    draft_id: str | None
    level: str
    brand_name: str
    due: str | None = None
    case_title: str = ""
    origin: str = ""


def path_of(kind: NoticeKind, case_id: str, draft_id: str | None) -> str:
    """The page on which one does what the notice is about."""
    if draft_id is None or kind in OF_THE_CASE:
        return f"/cases/{case_id}"
    return f"/drafts/{draft_id}/review" if kind is NoticeKind.REVIEW_WANTED else f"/drafts/{draft_id}"


def message_of(told: Told, language: UiLanguage) -> Message:
    """The message in one language. Its last line names the notice, so that a second copy is known as one."""
    word = name_of("notice", told.kind, language)
    brand, title = _plain(told.brand_name), _plain(told.case_title)
    chinese = language == "zh"
    level = f"{told.level} 级" if chinese else f"level {told.level}"
    lines = [
        f"{word} · {level} · {brand}",
        (f"案件 {told.case_id}" if chinese else f"Case {told.case_id}") + (f" {title}" if title else ""),
    ]
    if told.due is not None:
        lines.append(f"时限 {told.due}" if chinese else f"Due {told.due}")
    if told.origin:
        lines.append(told.origin + path_of(told.kind, told.case_id, told.draft_id))
    lines.append(f"编号 {told.notice_id}" if chinese else f"Reference {told.notice_id}")
    name = "先声" if chinese else "Firstword"
    return Message(f"[{name}] {word} · {level} · {brand}", "\n".join(lines))


def _plain(name: str) -> str:
    """A name in one line, without markup."""
    shown = "".join(character if character.isprintable() else " " for character in name).translate(_MARKUP)
    return " ".join(shown.split())[:_MAX_NAME]
