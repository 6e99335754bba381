"""Numbers, quantities, percentages, money and durations, in digits and in words."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from service.grounding import lexicon
from service.grounding.figures import Figure, Style, figures, may_hold_figures
from service.grounding.folding import Span, blank, matches
from service.grounding.grades import find_grades
from service.grounding.hedges import hedge_after, hedge_before
from service.grounding.numerals import EN_NUMERAL, ZH_NUMERAL, zh_number
from service.grounding.service_hours import find_service_hours
from service.grounding.shares import find_shares
from service.grounding.types import Amount, Bound, ClaimKind, Mention
from service.grounding.uncounted import counts_itself, heads_list, is_emergency
from service.grounding.units import Unit, currency_start, small_change, unit_at
from service.patterns import lazy

_LIST_START = lazy(
    r"[^\S\n]*(?:第[一二三四五六七八九十0-9]{1,3}[、，,:]|[(（]?[一二三四五六七八九十0-9]{1,3}[)）、.](?![0-9])|[0-9]{1,2}/(?=\s)|[(（]?[0-9]{1,2}/[0-9]{1,2}[)）]?(?=\s)(?!\s(?:of|的)(?![A-Za-z]))|[QA问答]\s?[0-9]{0,2}\s?[:.、]"
    r"|\[[0-9]{1,2}\](?=\s)|#[0-9]{1,2}(?=[\s.:)])|[0-9]{1,2}\s?[-—]\s(?=[A-Za-z\u4e00-\u9fff])|[0-9]\ufe0f?\u20e3"
    r"|(?:Step|Question|Part|Item|Section)\s[0-9]+|(?:One|Two|Three|Four|Five|First|Second|Third|Fourth|Firstly|Secondly|Thirdly)[:,.]\s|[一二三四五六]是|其[一二三四五六])"
)
_LIST_INSIDE_EN = lazy(r"[OTF](?<=[.;:] .)(?:ne|wo|hree|our|irst|hird|irstly|hirdly)[:,]\s")
_LIST_INSIDE = lazy(
    r"[第其一二三四五六(（0-9](?<=[。；;:，,\s].)(?:(?<=第)[一二三四五六七八九十]{1,2}[、，,:]|(?<=其)[一二三四五六]|(?<=[一二三四五六])(?:是|、(?![一二三四五六七八九十]))"
    r"|(?<=[(（])[一二三四五六七八九十0-9]{1,2}[)）]|(?<=[(（])[0-9]{1,2}/[0-9]{1,2}[)）]|(?<=[0-9])[)、）](?![0-9]))"
)
_VERSION_ZH = lazy(r"第\s?[0-9一二三四五六七八九十]{1,3}\s?版|版本\s?[vV]?[0-9][0-9.]{0,9}|[0-9](?:\.[0-9])?版")
_VERSION_EN = lazy(
    r"[vViAW](?<![A-Za-z].)(?:(?<=[vV])(?:(?:ersion)|(?:ERSION))?|(?<=i)OS|(?<=A)ndroid|(?<=W)indows)\s?[0-9][0-9.]{0,9}"
)
_NOT_NUMBERS = lazy(r"周[一二三四五六日]|星期[一二三四五六日]|礼拜[一二三四五六日]|三口之家")
_ORDINAL = lazy(rf"第\s?(?P<n>[0-9]{{1,6}}|{ZH_NUMERAL})\s?(?P<c>[\u4e00-\u9fff])")
_EN_ORDINAL = lazy(r"[0-9]{1,3}(?<![0-9.][0-9])(?<![0-9.][0-9]{2})(?<![0-9.][0-9]{3})(?:st|nd|rd|th)(?![A-Za-z])", re.IGNORECASE)
_EN_ORDINAL_WORD = lazy(
    r"(?<![A-Za-z])(?P<n>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\s"
    r"(?=(?:batch|case|incident|death|fire|accident|recall|time|outage|breach|complaint|victim|patient|report|store|site|test|sample|such)(?![a-z]))",
    re.IGNORECASE,
)
_ORDINAL_WORDS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_AN_HOUR = lazy(r"(?<![A-Za-z])(?:an?|one)\s(?P<unit>hour|day|week)\s(?:and\s)?\Z", re.IGNORECASE)
_HOURS = {"hour": Decimal(3600), "day": Decimal(86400), "week": Decimal(604800)}
_CLAUSE = lazy(r"[，。；：,;:!?！？\n]")
_SENTENCE = lazy(r"[。；;!?！？\n]|\.\s")
_LISTED = lazy(r"、|和|以及|及|与")
_PART_OF_NAME = lazy(r"No\.?\s?\Z")
_HARM = lazy(
    r"死|伤|亡|遇难|住院|送医|就医|失踪|确诊|被困|不适|中毒|感染|去世|离世|抢救|溺|烧|骨折|窒息|昏|失联|轻生|猝|过敏"
    r"|kill|die|dead|death|injur|hurt|hospital|ill|sick|missing|trapped|burn|fatal|harm|treat|poison|collaps|drown|infect|passed away",
    re.IGNORECASE,
)
_LIST_LEAD = lazy(r"(?:以下|如下|下列|上述|这|following|these|below)\s?\Z", re.IGNORECASE)
_ONE_MATTERS = lazy(r"(?:名|人|例|死|岁)")
_ONE_GENERIC = lazy(r"(?:作为|是|每|任何|任|某|成为|做|为|当|像|哪怕)\Z")
_EN_ONE = lazy(
    r"\s(?:[a-z]+\s)?(?:person|customer|patient|child|passenger|employee|worker|resident|user|student|pupil|death|man|woman|girl|boy|guest|driver|rider|colleague|baby|infant|visitor|contractor)(?![A-Za-z])"
)
_DEADLINE_ZH = lazy(r"(?:之?内|以内|之?后)")
_WITHIN = lazy(r"within\s\Z", re.IGNORECASE)
_RANGE = lazy(r"\s?(?:-|~|—|至|到|或|to|or|and)\s?\Z", re.IGNORECASE)
# The other nine: what is left of a count, whatever it counts.
_OTHER = lazy(r"(?<![A-Za-z])(?:other|remaining)\s\Z", re.IGNORECASE)
# Of things the text itself says: no claim unless its list has marks to count.
_OWN = frozenset({"own"})
_THINGS = frozenset({"people", "goods", "cases", "places"})
_MINUS = lazy(r"(?:零下|负|minus\s)\Z", re.IGNORECASE)
# Eleven minus six takes away; it is no figure below zero.
_ARITHMETIC = lazy(rf"(?:[0-9]|(?<![A-Za-z]){EN_NUMERAL})\s?\Z", re.IGNORECASE)
_MINUS_SIGN = lazy(r"(?<![0-9A-Za-z%℃])-\Z")
_HALF_AFTER = lazy(r"半(?![年天夜月途数路以价成导径])")
_MEASURED_OVER = lazy(r"个[多来](?=小时|钟头|钟|月|星期|礼拜|世纪|学期|季度|工作日|人)")
_NUMERALS = "零一二两三四五六七八九十百千万亿"
_LATIN = lazy(r"[A-Za-z]{3}")
_NIGHTS = ("nights", "night", "晚", "夜")


@dataclass(frozen=True, slots=True)
class _Patterns:
    idioms_zh: re.Pattern[str]
    idioms_en: re.Pattern[str]
    list_nouns: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = lexicon.numbers()
    first: dict[str, list[str]] = {}
    for word in words.idioms.zh:
        first.setdefault(word[0], []).append(word[1:])
    # Grouped by the first character, the pattern skips to the places where an idiom can begin.
    # 五十分钟 holds no 十分: an idiom that begins with a numeral follows none.
    alone = r"(?<![0-9二三四五六七八九十百千万亿几数两].)"
    zh = "|".join(
        re.escape(char) + (alone if char in _NUMERALS else "") + lexicon.alternation(rest) for char, rest in first.items()
    )
    return _Patterns(
        idioms_zh=re.compile(zh),
        idioms_en=re.compile(rf"(?<![A-Za-z]){lexicon.alternation(words.idioms.en)}(?![A-Za-z])", re.IGNORECASE),
        list_nouns=re.compile(
            r"(?!\s?[箱瓶盒袋罐桶吨斤克米升])\s?(?:[个项条件步]|大|big|key|main)?\s?[\u4e00-\u9fff]{0,4}?"
            f"(?:{lexicon.alternation(words.list_nouns.zh)}|{lexicon.alternation(words.list_nouns.en)}(?![A-Za-z]))"
        ),
    )


def find_amounts(text: str) -> list[Mention]:
    """Every amount of a folded text whose moments, contacts and identifiers are blanked out already."""
    found, announced = line_amounts(text)
    markers = count_markers(text)
    return [mention for mention in found if mention.start not in announced or not announces(mention, markers)]


def count_markers(text: str) -> int:
    """How many points the text lists."""
    return len(_markers(text))


def announces(mention: Mention, markers: int) -> bool:
    """Whether a count before a list noun says no more than how many points the text lists."""
    if not isinstance(mention.value, Amount):
        return False
    return mention.value.value <= markers or (not markers and mention.value.units == _OWN)


def line_amounts(text: str) -> tuple[list[Mention], frozenset[int]]:
    """All amounts, and where those begin that only announce a list when the text has one that long."""
    latin = _LATIN.search(text) is not None
    if not latin and not may_hold_figures(text) and "全天候" not in text:
        return [], frozenset()
    cut = _markers(text)
    if "版" in text:
        cut += matches(_VERSION_ZH, text)
    if latin:
        cut += matches(_VERSION_EN, text)
    text = blank(text, cut) if cut else text
    # Before 之一 is blanked as a word that holds no number: 三分之一 is one.
    found = [*find_shares(text, latin=latin), *find_service_hours(text)]
    text = _without(text, found)
    if cut := [span for pattern in (_patterns().idioms_zh, _NOT_NUMBERS) for span in matches(pattern, text)]:
        text = blank(text, cut)
    ordinals = [*_ordinals(text, latin=latin), *find_grades(text)]
    text = _without(text, ordinals)
    read, announced = _Reader(text).read_all()
    return sorted([*found, *ordinals, *read], key=lambda mention: mention.start), announced


def _markers(text: str) -> list[Span]:
    """Where the points of a list are numbered."""
    found = matches(_LIST_INSIDE, text) + matches(_LIST_INSIDE_EN, text)
    at = 0
    while True:
        if match := _LIST_START.match(text, at):
            found.append(Span(*match.span()))
        at = text.find("\n", at) + 1
        if at == 0:
            return found


def _without(text: str, found: list[Mention]) -> str:
    return blank(text, [Span(mention.start, mention.end) for mention in found]) if found else text


def _compound(text: str, first: Mention, second: Mention) -> Mention | None:
    """2小时40分, two hours and ten minutes: one span of time."""
    between = text[first.end : second.start]
    if len(between) > 5 or between.strip() not in ("", "零", "又", "and"):
        return None
    a, b = first.value, second.value
    if not isinstance(a, Amount) or not isinstance(b, Amount) or first.kind is not ClaimKind.DURATION:
        return None
    if text[first.start : first.end].endswith(("days", "day", "天", "日")) and text[second.start : second.end].endswith(_NIGHTS):
        # Four days and three nights are four days.
        return None
    minutes = second.kind is ClaimKind.QUANTITY and text[second.end - 1] == "分"
    larger = b.value * 60 if minutes else b.value
    if text[first.end - 2 : first.end] == text[second.end - 2 : second.end]:
        return None
    if not (minutes or second.kind is ClaimKind.DURATION) or (not minutes and a.units != b.units) or larger >= a.value:
        return None
    return Mention(ClaimKind.DURATION, first.start, second.end, Amount(a.value + larger, a.units, a.bound))


def _sums_up(text: str, start: int, end: int, value: Decimal) -> bool:
    """姓名、电话、地址三项: the number only counts what was listed."""
    if text[end : end + 1] not in "项类种点个方者大":
        return False
    clause = _CLAUSE.split(text[max(0, start - 60) : start])[-1]
    return value == len(_LISTED.findall(clause)) + 1


def _ordinals(text: str, *, latin: bool) -> list[Mention]:
    """第二批, 3rd: held only by the same ordinal."""
    found: list[Mention] = []
    for match in _ORDINAL.finditer(text) if "第" in text else ():
        number = Decimal(match["n"]) if match["n"].isascii() else zh_number(match["n"])
        found.append(_ordinal(*match.span(), number))
    if latin:
        found += [_ordinal(*match.span(), Decimal(match.group()[:-2])) for match in _EN_ORDINAL.finditer(text)]
        for match in _EN_ORDINAL_WORD.finditer(text):
            number = Decimal(_ORDINAL_WORDS.index(match["n"].lower()) + 2)
            found.append(_ordinal(match.start(), match.end("n"), number))
    return found


def _ordinal(start: int, end: int, number: Decimal) -> Mention:
    return Mention(ClaimKind.NUMBER, start, end, Amount(number, frozenset({"ordinal"})), unsure=True)


class _Reader:
    """Reads one figure after another; a range gives its first number the unit and the scale of the second."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._figures = figures(text)
        self._hedges: dict[int, Bound] = {}

    def read_all(self) -> tuple[list[Mention], frozenset[int]]:
        found: list[Mention] = []
        announced: set[int] = set()
        for index, figure in enumerate(self._figures):
            if (found and figure.start < found[-1].end) or (mention := self._read(index, figure)) is None:
                continue
            if mention.kind in (ClaimKind.NUMBER, ClaimKind.QUANTITY) and self._heads_list(figure, mention):
                if _LIST_LEAD.search(self._text, max(0, figure.start - 12), figure.start):
                    continue
                announced.add(mention.start)
            elif self._counts_itself(figure, figure.value):
                mention = replace(mention, value=Amount(figure.value, _OWN))
                announced.add(mention.start)
            if found and (whole := _compound(self._text, found[-1], mention)) is not None:
                found[-1] = whole
                continue
            found.append(mention)
        return found, frozenset(announced)

    def _hedge(self, figure: Figure) -> Bound:
        """The hedge before a figure, which several ask for."""
        found = self._hedges.get(figure.start)
        if found is None:
            found = self._hedges[figure.start] = hedge_before(self._text, figure.start)
        return found

    def _heads_list(self, figure: Figure, mention: Mention) -> bool:
        """三点措施; 两件: … — a count of what the text is about to list."""
        return (
            self._text[mention.end : mention.end + 1] == ":" or _patterns().list_nouns.match(self._text, figure.end) is not None
        )

    def _read(self, index: int, figure: Figure) -> Mention | None:
        text = self._text
        if figure.style is Style.EN and self._in_idiom(figure):
            return None
        if figure.share:
            return Mention(
                ClaimKind.PERCENT,
                figure.start,
                figure.end,
                Amount(figure.value, frozenset({"percent"}), self._hedge(figure)),
            )
        value, end = figure.value, figure.end
        if text.startswith("个半", end):
            value, end = value + Decimal("0.5"), end + 1 if text[end + 2 : end + 3] in "小月钟" else end
        elif _MEASURED_OVER.match(text, end):
            # 三个多小时: more than three of what 个 measures.
            figure, end = replace(figure, bound=Bound.OVER), end + 2
        unit = unit_at(text, self._money_start(index, figure), end)
        after_range = self._second_of(index, figure) if unit.kind is ClaimKind.NUMBER else None
        if after_range is not None:
            unit, scale = after_range
            value = value * scale if value < scale else value
        elif unit.kind is ClaimKind.MONEY and unit.end == end:
            unit, value = self._as_the_second(index, figure, unit, value)
        if self._counts_nothing(figure, unit, value):
            return None
        if unit.kind is ClaimKind.MONEY and after_range is None:
            unit, value = small_change(text, unit, value)
        return self._mention(figure, value, unit, own=after_range is None)

    def _mention(self, figure: Figure, value: Decimal, unit: Unit, *, own: bool) -> Mention:
        text = self._text
        tail = unit.end if own else figure.end
        start = currency_start(text, figure.start) if unit.kind is ClaimKind.MONEY else figure.start
        bound = figure.bound if figure.bound is not Bound.EXACT else self._hedge(figure)
        if unit.kind is ClaimKind.PERCENT and text[tail - 1] == "半":
            value += Decimal("0.5")
        if own and unit.kind in (ClaimKind.DURATION, ClaimKind.QUANTITY) and _HALF_AFTER.match(text, tail):
            value, tail = value + Decimal("0.5"), tail + 1
        after, tail = hedge_after(text, tail)
        bound = after if bound is Bound.EXACT else bound
        minus = _MINUS.search(text, max(0, start - 6), start)
        if minus is not None and _ARITHMETIC.search(text, max(0, minus.start() - 12), minus.start()):
            minus = None
        if minus is None and unit.classes & {"degree", "fahrenheit"}:
            minus = _MINUS_SIGN.search(text, max(0, start - 2), start)
        value, start = (-value, minus.start()) if minus else (value, start)
        if unit.classes == {"seconds"} and (hour := _AN_HOUR.search(text, max(0, start - 14), start)):
            value, start = value + _HOURS[hour["unit"].lower()] / unit.factor, hour.start()
        doubtful = self._is_doubtful(figure, value, unit)
        high = None if figure.high is None else figure.high * unit.factor
        number = value if unit.factor == 1 else value * unit.factor
        classes = unit.classes
        if unit.kind is ClaimKind.NUMBER and _OTHER.search(text, max(0, start - 16), start):
            classes = _THINGS
        return Mention(unit.kind, start, tail, Amount(number, classes, bound, high), unsure=doubtful)

    def _is_doubtful(self, figure: Figure, value: Decimal, unit: Unit) -> bool:
        """Both stores; a lone 一名 or "one employee" that says who, not how many, unless somebody came to harm."""
        if figure.style is Style.EN and figure.weak:
            return True
        if value != 1 or figure.style is Style.DIGITS or unit.kind is not ClaimKind.QUANTITY:
            return False
        before = _SENTENCE.split(self._text[max(0, figure.start - 16) : figure.start])[-1]
        after = _SENTENCE.split(self._text[unit.end : unit.end + 40])[0]
        return not (_HARM.search(before) or _HARM.search(after))

    def _second_of(self, index: int, figure: Figure) -> tuple[Unit, int] | None:
        """Unit and scale of the number a range goes on to."""
        if index + 1 >= len(self._figures):
            return None
        second = self._figures[index + 1]
        between = self._text[figure.end : second.start]
        if len(between) > 5 or not _RANGE.fullmatch(between):
            return None
        unit = unit_at(self._text, figure.start, second.end)
        if unit.kind is ClaimKind.NUMBER and second.scale == 1:
            return None
        return unit, second.scale if figure.scale == 1 else 1

    def _money_start(self, index: int, figure: Figure) -> int:
        """Where the number's currency would stand: £3-5m is one sum to another."""
        if index and (first := self._figures[index - 1]).style is Style.DIGITS:
            between = self._text[first.end : figure.start]
            if len(between) < 5 and _RANGE.fullmatch(between) and currency_start(self._text, first.start) < first.start:
                return first.start
        return figure.start

    def _as_the_second(self, index: int, figure: Figure, unit: Unit, value: Decimal) -> tuple[Unit, Decimal]:
        """£3-5m: three million too."""
        second = self._second_of(index, figure)
        if second is None or second[0].kind is not ClaimKind.MONEY:
            return unit, value
        factor = second[0].factor * second[1]
        return (replace(unit, factor=factor) if value < factor else unit), value

    def _in_idiom(self, figure: Figure) -> bool:
        found = _patterns().idioms_en.finditer(self._text, max(0, figure.start - 14), figure.end + 24)
        return any(idiom.start() <= figure.start and idiom.end() >= figure.end for idiom in found)

    def _counts_nothing(self, figure: Figure, unit: Unit, value: Decimal) -> bool:
        text, end = self._text, figure.end
        if self._counts_itself(figure, value) and not heads_list(text, end):
            return True
        if is_emergency(text, figure.start, end):
            return True
        if unit.kind is ClaimKind.NUMBER:
            return self._is_no_number(figure)
        numbered = _PART_OF_NAME.search(text, max(0, figure.start - 5), figure.start) and text[end : end + 2].strip().isupper()
        if numbered or (figure.style is Style.ZH and _sums_up(text, figure.start, end, value)):
            return True
        if figure.weak and figure.style is Style.ZH:
            return unit.kind is ClaimKind.DURATION or (self._hedge(figure) is Bound.EXACT and figure.value < 10**6)
        if value != 1 or figure.style is Style.DIGITS or figure.end - figure.start > 3 or figure.bound is not Bound.EXACT:
            return False
        return self._is_a(figure, unit)

    def _counts_itself(self, figure: Figure, value: Decimal) -> bool:
        plain = figure.bound is Bound.EXACT and self._hedge(figure) is Bound.EXACT
        return plain and value < 11 and counts_itself(self._text, figure.start, figure.end, int(value))

    def _is_a(self, figure: Figure, unit: Unit) -> bool:
        """一 and one mostly mean "a"; they count only where lives or deadlines are at stake."""
        text, end = self._text, figure.end
        if unit.kind is ClaimKind.DURATION:
            return not _DEADLINE_ZH.match(text, unit.end) and not _WITHIN.search(text, max(0, figure.start - 8), figure.start)
        if unit.kind is not ClaimKind.QUANTITY or "age" in unit.classes:
            # A one-year-old is of that age.
            return False
        if figure.style is Style.EN:
            return not _EN_ONE.match(text, end)
        return not _ONE_MATTERS.match(text, end) or bool(_ONE_GENERIC.search(text, max(0, figure.start - 3), figure.start))

    def _is_no_number(self, figure: Figure) -> bool:
        """Numerals without a unit that are part of a word, or count nothing."""
        after = self._text[figure.end : figure.end + 1]
        if figure.style is Style.ZH:
            # 三鹿, 五粮液: a numeral of one or two characters needs something to count.
            spread = figure.bound is Bound.RANGE and figure.end - figure.start > 1
            return figure.weak or (not spread and (figure.end - figure.start < 3 or figure.value < 100))
        if figure.style is Style.DIGITS:
            # 4S, 3D, 90后
            return (after.isascii() and after.isalpha()) or (after == "后" and figure.end - figure.start == 2)
        return figure.weak or figure.value == 1 or figure.value == Decimal("0.5")
