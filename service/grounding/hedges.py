"""The hedge on a number: about, nearly, more than, at least, and what they are in Chinese."""

from service.grounding.types import Bound
from service.patterns import lazy

_WORDS = {
    Bound.AT_MOST: "不超过 不超 不多于 不大于 不高于 不逾 至多 最多 最高 最长 上限 上限为 封顶|at most|up to|no more than|not more than|no greater than|no later than|"
    "no longer than|no higher than|a maximum of|maximum of|maximum|as many as|as much as|capped at|not exceed|not exceeding",
    Bound.AT_LEAST: "不少于 不低于 不小于 不下 不下于 至少 起码 最少 最低 最短|at least|no fewer than|no less than|not less than|not fewer than|no lower than|"
    "a minimum of|minimum of|minimum",
    Bound.OVER: "不止 不只 超过 超 逾 超出 多于 大于 高于 突破|more than|over|above|upwards of|in excess of|exceed|exceeding|exceeds|exceeded|greater than|"
    "higher than|north of",
    Bound.UNDER: "将近 接近 临近 不足 不到 不满 未满 未到 未达 少于 小于 低于 近|nearly|almost|approaching|fewer than|less than|under|below|not quite|lower than",
    Bound.ABOUT: "大约 大概 约为 约有 约合 约计 约 估计 差不多 大致|about|around|approximately|approx|approx.|some|roughly|circa|ca.|the region of|estimated|"
    "close to|or so",
}  # fmt: skip


def _phrases() -> dict[str, Bound]:
    found: dict[str, Bound] = {}
    for bound, line in _WORDS.items():
        zh, *en = line.split("|")
        found.update(dict.fromkeys([*zh.split(), *en], bound))
    return found


_HEDGES = _phrases()
_LENGTHS = sorted({len(word) for word in _HEDGES}, reverse=True)
# Hedges end in one of these; most text before a number does not.
_LAST = frozenset(word[-1] for word in _HEDGES)
_BETWEEN = frozenset("了为有达是在共计合到")
_CURRENCY = ("人民币", "港币", "美元", "hk$", "us$", "¥", "$", "€", "£", "rmb", "cny", "usd", "gbp", "eur")
_AFTER = lazy(
    r"(?P<over>(?:及|或)?以上|余(?![下地款额])|多(?![数少种样次元年计收付扣算发占报交退补装花]))|(?P<about>左右|上下(?![游班])|前后|\sor so(?![A-Za-z])|\sor thereabouts)"
    r"|(?P<under>(?:及|或)?以下(?![是为几各两三四五六七八九十0-9]))|(?P<at_least>\sor (?:more|over|above|longer)(?![A-Za-z]))|(?P<at_most>\sor (?:fewer|less|under|below)(?![A-Za-z]))"
)
# 附近三户, 预约两次: the last character of another word.
_WORD_INSIDE = lazy(r"(?:[附最靠邻就亲新远左逼迫贴相]近|[预节合契条公特简违制赴履签邀失]约)\Z")
# 至少提前48小时, 至少还需两天: how the number is meant may stand between.
_AHEAD = lazy(r"(?<=[少多])(?:提前|需要?|要|得|还需|再等|等)\Z")
_REACH = 28


def hedge_before(text: str, start: int) -> Bound:
    """The hedge that ends where the number begins; a currency or a verb like 有 may stand between."""
    before = _AHEAD.sub("", text[max(0, start - _REACH) : start].rstrip(" ~").lower())
    if before.endswith(_CURRENCY):
        before = next(before.removesuffix(word) for word in _CURRENCY if before.endswith(word)).rstrip()
    if (found := _ending(before)) is Bound.EXACT and before[-1:] in _BETWEEN:
        found = _ending(before[:-1])
    if found is Bound.EXACT and text[start - 1 : start] == "~" and not text[start - 2 : start - 1].isdigit():
        return Bound.ABOUT
    return found


def _ending(before: str) -> Bound:
    if before[-1:] not in _LAST:
        return Bound.EXACT
    if _WORD_INSIDE.search(before):
        return Bound.EXACT
    for length in _LENGTHS:
        word = before[-length:]
        if word in _HEDGES and not (word[0].isascii() and before[: -len(word)][-1:].isalpha()):
            return _HEDGES[word]
    return Bound.EXACT


def hedge_after(text: str, end: int) -> tuple[Bound, int]:
    """The hedge that follows the number and its unit, and where it ends."""
    found = _AFTER.match(text, end)
    return (Bound(found.lastgroup), found.end()) if found and found.lastgroup else (Bound.EXACT, end)
