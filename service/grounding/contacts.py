"""Contacts: phones, e-mails, web addresses and handles."""

import re
from collections.abc import Iterator

from service.grounding.types import ClaimKind, Label, Mention
from service.grounding.uncounted import is_emergency_line
from service.patterns import lazy

_URL = lazy(r"(?:https?://|www\.)[^\s\x00-\x20\u3000-\u9fff，。；、)）】」”\"'<>]{3,500}", re.IGNORECASE)
_TOP_LEVEL = lazy(r"\.(?:com|cn|net|org|hk|co\.uk|gov|io|eu|info|us|uk|app|shop|edu|example|test)(?![A-Za-z0-9-])", re.IGNORECASE)
_DOMAIN_BEFORE = lazy(r"(?<![A-Za-z0-9@.-])(?:[A-Za-z0-9-]{1,63}\.){0,4}[A-Za-z0-9-]{1,63}\Z")
_PATH = lazy(r"(?:\.[A-Za-z]{2,3}(?![A-Za-z]))?(?:/[\w./?=&%#-]{0,300})?", re.ASCII)
_EMAIL = lazy(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
# Where a number of six digits or more may begin, with the separators phones have.
_MANY_DIGITS = lazy(r"[0-9(+](?:[0-9() .-]){5,}[0-9]")
_PHONE = lazy(
    r"(?<![0-9A-Za-z.+-])(?:"
    r"(?:\+?86[- ]?)?(?:[48]00[- ]?[0-9]{3}[- ]?[0-9]{4}|[48]00[- ]?[0-9]{4}[- ]?[0-9]{3}|1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4})"
    r"|(?:\+?86[- ]?)?\(?0[0-9]{2,3}\)?[- ]?[0-9]{7,8}(?:[-转][0-9]{1,5})?|\(?0[0-9]{2,3}\)?[- ][0-9]{4}[ ][0-9]{4}"
    r"|\+[0-9]{1,3}[- ]?\(?[0-9]{1,4}\)?(?:[- ]?[0-9]{2,4}){2,3}"
    r"|(?:\+?1[- .])?\(?[2-9][0-9]{2}\)?[- .][0-9]{3}[- .][0-9]{4}"
    r"|\(85[23]\)[- ]?[0-9]{4}[- ]?[0-9]{4}"
    r"|0[0-9]{2,4}[- ][0-9]{3,4}[- ]?[0-9]{3,4}"
    r")(?![0-9A-Za-z])"
)
_SHORT_PHONE = lazy(
    r"[0-9](?<![0-9-][0-9])[0-9 -]{1,14}[0-9](?![0-9]|\s?[余多万]?[年月日时点人次起个元名位户家小天分:%/]|\s(?:[a-z]+\s)?(?:hours|days|customers|people|times|calls))",
)
_SHORT_LEAD = lazy(
    r"(?:电话|热线|拨打|致电|请电|来电|专线|客服|传真|查询|[☎📞☏📱]\ufe0f?|(?<![A-Za-z])(?:tel|call|hotline|helpline|line|phone|ring|dial|text))[:：.为是号 ]{0,4}(?:at |on |is )?\Z",
    re.IGNORECASE,
)
_PUBLIC_LINE = lazy(r"(?P<n>1(?<![0-9A-Za-z.,-]1)23[0-9]{2})(?=\s?(?:热线|专线|平台|投诉|电话|急救|报警|服务热线))")
_CALL_WORD = lazy(r"[☎📞☏📱]|查询|传真|电话|热线|拨打|致电|请电|来电|专线|客服|tel|call|line|phone|ring|dial|text", re.IGNORECASE)
_HANDLE = lazy(
    r"(?:微信号?|公众号|QQ群?|WeChat(?: ID)?)[:： ]{1,2}(?P<n>[A-Za-z0-9][A-Za-z0-9_-]{4,19})(?![A-Za-z0-9])"
    r"|@(?<![A-Za-z0-9._%+-]@)(?P<at>[A-Za-z][A-Za-z0-9_]{3,29})(?![A-Za-z0-9_.@])",
    re.IGNORECASE,
)
_HANDLE_LEAD = lazy(r"微信|公众号|QQ|WeChat|@", re.IGNORECASE)
_DIGIT = lazy(r"[0-9]")
_DASH = lazy(r"(?<=[0-9])—(?=[0-9])")


def contacts(text: str) -> Iterator[Mention]:
    """Phones, e-mails, web addresses and handles of a folded text; they may overlap."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield _mention(match.start(), match.end(), match.group(), match.group().lower().rstrip("."), "email")
    if "." in text:
        yield from _web(text)
    if _HANDLE_LEAD.search(text):
        for match in _HANDLE.finditer(text):
            name = "n" if match["n"] else "at"
            yield Mention(ClaimKind.CONTACT, *match.span(name), Label(match[name].lower(), "handle"))
    if _DIGIT.search(text):
        # 400—000—4402: any dash between digits is a phone's.
        yield from _phones(_DASH.sub("-", text) if "—" in text else text)


def _web(text: str) -> Iterator[Mention]:
    if "://" in text or "www." in text.lower():
        for match in _URL.finditer(text):
            yield _mention(match.start(), match.end(), match.group(), _address(match.group()), "web")
    for match in _TOP_LEVEL.finditer(text):
        before = _DOMAIN_BEFORE.search(text, max(0, match.start() - 130), match.start())
        tail = _PATH.match(text, match.end())
        if before is not None and tail is not None:
            whole = text[before.start() : tail.end()]
            yield _mention(before.start(), tail.end(), whole, _address(whole), "web")


def _phones(text: str) -> Iterator[Mention]:
    for run in _MANY_DIGITS.finditer(text):
        for match in _PHONE.finditer(text, run.start(), min(len(text), run.end() + 6)):
            if match.start() < run.end():
                yield _mention(match.start(), match.end(), match.group(), _digits(match.group()), "phone")
    if _CALL_WORD.search(text):
        for match in _SHORT_PHONE.finditer(text):
            if _SHORT_LEAD.search(text, max(0, match.start() - 16), match.start()):
                key = _digits(match.group())
                if not is_emergency_line(key):
                    yield Mention(ClaimKind.CONTACT, *match.span(), Label(key, "phone"))
        for match in _PUBLIC_LINE.finditer(text):
            yield Mention(ClaimKind.CONTACT, *match.span("n"), Label(match["n"], "phone"))


def _mention(start: int, end: int, whole: str, key: str, label: str) -> Mention:
    return Mention(ClaimKind.CONTACT, start, end - len(whole) + len(whole.rstrip(".,-")), Label(key, label))


def _address(text: str) -> str:
    return re.sub(r"\A(?:https?://)?(?:www\.)?", "", text.lower()).rstrip("/.,?!")


def _digits(text: str) -> str:
    digits = re.sub(r"[^0-9]", "", text)
    if digits.startswith("86") and len(digits) > 10:
        return digits[2:]
    for code, length in (("852", 11), ("853", 11), ("1", 11)):
        if digits.startswith(code) and len(digits) == length and (text[0] in "+(" or text[1:2] in "- ."):
            return digits.removeprefix(code)
    if text.startswith("+44"):
        return "0" + digits[2:].removeprefix("0")
    return digits
