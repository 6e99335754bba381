"""Notes as utterances: who wrote what when, in the ways chats are exported, mails are forwarded and people jot things down."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from service.intake.schemas import Note, Span
from service.intake.signals import sign
from service.patterns import lazy

_DATE = r"(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?|\d{1,2}[-/月]\d{1,2}日?|今天|昨天|前天|星期[一二三四五六日天]|周[一二三四五六日天]|today|yesterday|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*)"
_CLOCK = r"(?:上午|下午|晚上|凌晨|中午)?\s?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?![:：]?\d)(?:\s?[AaPp]\.?[Mm]\.?)?"
_WHEN = rf"(?P<when>(?:{_DATE},?\s+)?{_CLOCK}(?:\s?[A-Z]{{2,4}}\b)?)"
# Each is tried on a whole line; what is left in `text` is what was said, and may go on in the lines below.
_HEADS = (
    lazy(rf"\[(?P<who>[^\]\[\n]{{1,40}}?)[\s,，]+{_WHEN}\]\s*[:：]?\s*(?P<text>.*)", re.IGNORECASE),
    lazy(rf"\[{_WHEN}\]\s*(?P<who>[^:：\n]{{1,40}}?)\s*[:：]\s*(?P<text>.*)", re.IGNORECASE),
    lazy(rf"(?P<who>[^\d:：\[\n][^:：\[\n]{{0,39}}?)\s+[(\[（]?{_WHEN}[)\]）]?\s*[:：]\s*(?P<text>.+)", re.IGNORECASE),
    lazy(rf"(?P<who>[^\d:：\[\n][^:：，。,\[\n]{{0,39}}?)\s+[(\[（]?{_WHEN}[)\]）]?\s*(?P<text>)\Z", re.IGNORECASE),
    lazy(rf"(?P<who>[^\d:：\[\n][^:：，。,\[\n]{{0,39}}?)\s+\[{_WHEN}\]\s+(?P<text>\S.*)", re.IGNORECASE),
    lazy(r"(?P<who>(?:\d{1,4}\s?楼|楼主)(?:回复[^:：\n]{1,16})?)\s*[:：]\s*(?P<when>)(?P<text>\S.*)"),
    lazy(r"<(?P<who>[^>\n]{1,40})>\s*(?P<when>)(?P<text>.*)"),
)
# A time, then a name and a colon: a chat, unless what stands before the colon tells something (客服接到电话：…).
_TIMED = lazy(rf"{_WHEN}\s*[-–]?\s*(?P<who>[^\d:：，。\n][^:：，。\n]{{0,24}}?)\s*[:：]\s*(?P<text>.+)", re.IGNORECASE)
_BLOCK = lazy(
    rf"{_WHEN}\s+(?P<who>[^\s\d:：，。,.!?！？]{{1,8}}|(?-i:[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){{0,2}}))\Z", re.IGNORECASE
)
# A time, then what happened: a log.
_LOG = lazy(rf"[-*•·]?\s*\[?{_WHEN}\]?\s*[-–—:：]?\s+(?P<text>\S.+)", re.IGNORECASE)
_TELLS = lazy(r"[接收发报到说打称]|反映|投诉|电话|来电|\b(?:says?|said|called|reports?|reported|from|update)\b", re.IGNORECASE)
_NAMED = lazy(r"(?P<who>[^\s\d:：，。,.\[(（][^:：，。,.\[(（\n]{0,15}?)\s*[:：]\s*(?P<text>\S.*)")
_LABEL = lazy(
    r"(?:时间|地点|日期|备注|主题|事由|经过|情况|原因|进展|结论|人员|伤情|处置|电话|热线|客服|联系方式|邮箱|地址|门店|品牌|产品|批次|数量|注意|更新|补充|另外|结果|待办|问题|标题|转发|原文|附|评论|抄送"
    r"|time|date|place|location|where|when|what|who|note|notes|update|status|cause|action|actions|phone|hotline|e-?mail|address|product|batch|lot|todo|re|fwd?|subject|summary|background|https?)\s*\d*",
    re.IGNORECASE,
)
_MAIL = lazy(
    r"(?P<name>From|To|Cc|Bcc|Subject|Date|Sent|发件人|收件人|抄送|主题|日期|发送时间|时间|发送日期)\s*[:：]\s*(?P<value>.*)",
    re.IGNORECASE,
)
_SENDER, _SENT = frozenset({"from", "发件人"}), frozenset({"date", "sent", "日期", "发送时间", "时间", "发送日期"})
_STARTS_MAIL = lazy(r"(?:From|发件人)\s*[:：]", re.IGNORECASE)
_QUOTING = lazy(r"[>＞|\s]*")
_NAMED_AT_LEAST = 2


@dataclass(frozen=True, slots=True)
class Utterance:
    """One stretch of one line, by one person. `start` is its place in the note; `is_block` when a head stands on the line above."""

    start: int
    text: str
    speaker: str = ""
    said_at: str = ""


class Placed:
    """A note that knows its lines."""

    def __init__(self, note: Note) -> None:
        self.note = note
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", note.text))]

    def span(self, start: int, end: int) -> Span:
        """The place `[start, end)` of the note, quoted."""
        line = bisect_right(self._starts, start)
        return Span(file=self.note.name, line=line, start=start, end=end, quote=self.note.text[start:end])


def utterances(note: Note) -> list[Utterance]:
    """Every line that says something, in order."""
    lines = list(_lines(note.text))
    often = _often_named(lines)
    found: list[Utterance] = []
    speaker, said_at, in_mail_head = "", "", False
    for place, (start, line) in enumerate(lines):
        if not line:
            in_mail_head = False
            continue
        if (in_mail_head or _STARTS_MAIL.match(line)) and (head := _MAIL.fullmatch(line)) is not None:
            name, value = head["name"].lower(), head["value"].strip()
            if not in_mail_head:
                speaker, said_at = "", ""
            in_mail_head = True
            speaker = value if name in _SENDER else speaker
            said_at = value if name in _SENT else said_at
            continue
        following = lines[place + 1][1] if place + 1 < len(lines) else ""
        match = _head(line, following, often)
        if match is not None:
            groups = match.groupdict()
            who = (groups.get("who") or "").strip()
            speaker, said_at = (who or speaker), (groups.get("when") or "").strip()
            if (groups.get("text") or "").strip():
                found.append(Utterance(start + match.start("text"), match["text"], speaker, said_at))
            continue
        log = _LOG.match(line)
        if log is not None:
            # A log's time is part of what it says, and of that line alone.
            found.append(Utterance(start + log.start("when"), line[log.start("when") :], "", log["when"].strip()))
            speaker, said_at = "", ""
            continue
        found.append(Utterance(start, line, speaker, said_at))
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Every line with the place where its words begin; quoted mail is read as what it quotes."""
    at = 0
    for raw in text.splitlines(keepends=True):
        body = raw.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
        lead = _QUOTING.match(body)
        begin = lead.end() if lead else 0
        yield at + begin, body[begin:].rstrip()
        at += len(raw)


def _often_named(lines: list[tuple[int, str]]) -> frozenset[str]:
    """Names that stand before a colon more than once: people who talk."""
    named = Counter(match["who"] for _, line in lines if (match := _NAMED.match(line)) is not None)
    return frozenset(name for name, count in named.items() if count >= _NAMED_AT_LEAST and not _LABEL.fullmatch(name))


def _head(line: str, following: str, often: frozenset[str]) -> re.Match[str] | None:
    for pattern in _HEADS:
        match = pattern.match(line)
        if match is not None:
            return match
    match = _TIMED.match(line)
    if match is not None and not _TELLS.search(match["who"]):
        return match
    match = _BLOCK.match(line)
    # In a log every line begins with its time: what follows it here is no name.
    is_log = not following or _LOG.match(following) is not None
    if match is not None and not (is_log or _TELLS.search(match["who"]) or sign("tells", "zh").search(match["who"])):
        return match
    match = _NAMED.match(line)
    if match is not None and match["who"] in often:
        return match
    return None
