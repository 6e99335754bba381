"""Length and form for a channel and a kind of statement."""

import re
import unicodedata

from service.briefs import Channel
from service.elements.data import channel_limit, statement_form
from service.elements.schemas import ChannelForm
from service.findings import Finding, Layer, Severity
from service.language import TextLanguage, base_language
from service.patterns import lazy

_HAN = lazy(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD = lazy(r"[A-Za-z0-9][\w'’.:/-]*")
_MARKDOWN = lazy(r"^#{1,6}\s+\S.*$|\*\*[^*\n]+\*\*|^\s*[-*]\s+\*\*|\[[^\]\n]+\]\(https?://[^)\s]+\)|^```", re.MULTILINE)
_LINK = lazy(r"https?://[^\s，。；）)]+|www\.[^\s，。；）)]+", re.IGNORECASE)


def weight(character: str) -> int:
    """How many characters X counts for one: wide ones and emoji are two."""
    return 2 if unicodedata.east_asian_width(character) in "WF" or ord(character) > 0xFFFF else 1


def check_length(text: str, *, channel: Channel | str | None, statement: str | None, language: str) -> list[Finding]:
    """Findings about a text's length and form: over the channel's limit or advice, over the kind's advice, unwanted markup."""
    lang = base_language(language)
    found: list[Finding] = []
    if channel is not None:
        form = channel_limit(channel)
        found += _channel_length(text, form, lang)
        found += _channel_form(text, form, lang)
    found += _kind_length(text, statement, lang)
    return found


def _channel_length(text: str, form: ChannelForm, language: TextLanguage) -> list[Finding]:
    length = sum(weight(char) for char in text) if form.weighted else len(text)
    if length <= form.advised_characters:
        return []
    over = length > form.max_characters
    limit = form.max_characters if over else form.advised_characters
    zh = f"全文 {length} 个字符，{'超过该渠道上限' if over else '多于该渠道的建议长度'} {limit}"
    en = f"{length} characters, over the channel's {'limit' if over else 'advised length'} of {limit}"
    severity = Severity.WARNING if over else Severity.SUGGESTION
    return [_finding(text, "too-long", severity, _excess(text, form, limit), (zh, en), language)]


def _excess(text: str, form: ChannelForm, limit: int) -> tuple[int, int]:
    used = 0
    for at, char in enumerate(text):
        used += weight(char) if form.weighted else 1
        if used > limit:
            return at, len(text)
    return len(text), len(text)


def _channel_form(text: str, form: ChannelForm, language: TextLanguage) -> list[Finding]:
    found: list[Finding] = []
    if not form.markdown:
        for mark in _MARKDOWN.finditer(text):
            words = ("这个渠道不显示 Markdown 标记，读者会看到符号", "this channel shows Markdown marks as they are")
            found.append(_finding(text, "channel-markdown", Severity.SUGGESTION, mark.span(), words, language))
    if not form.links:
        for link in _LINK.finditer(text):
            words = ("这个渠道不支持站外链接", "this channel does not carry outside links")
            found.append(_finding(text, "channel-link", Severity.SUGGESTION, link.span(), words, language))
    return found


def _kind_length(text: str, statement: str | None, language: TextLanguage) -> list[Finding]:
    advice = statement_form(statement).advised_length if statement else None
    if advice is None:
        return []
    count = len((_HAN if language == "zh" else _WORD).findall(text))
    limit = advice.zh if language == "zh" else advice.en
    if count <= limit * advice.tolerance:
        return []
    words = (
        f"共 {count} 个汉字，这类文件建议不超过 {limit} 字",
        f"{count} words; at most {limit} are advised for this kind of statement",
    )
    return [_finding(text, "too-long", Severity.SUGGESTION, (0, len(text)), words, language)]


def _finding(
    text: str, rule: str, severity: Severity, place: tuple[int, int], words: tuple[str, str], language: TextLanguage
) -> Finding:
    start, end = place
    return Finding(
        rule=rule,
        severity=severity,
        start=start,
        end=end,
        text=text[start:end],
        message=words[0] if language == "zh" else words[1],
        layer=Layer.ELEMENTS,
    )
