"""Every numeral of a text where it stands, in digits, Chinese and English words, before anything is asked of its unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from service.grounding.numerals import (
    DIGIT_WORDS,
    EN_NUMERAL,
    EN_REST,
    EN_SCALES,
    EN_WORDS,
    ZH_NUMERAL,
    en_number,
    formal_number,
    mixed_number,
    multiplier,
    zh_number,
)
from service.grounding.types import Bound
from service.patterns import lazy


class Style(StrEnum):
    """What a numeral is written in."""

    DIGITS = "digits"
    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Figure:
    """A numeral. `weak`: a number only with a hedge before it and a unit behind it; `share`: of a whole, in percent."""

    start: int
    end: int
    value: Decimal
    style: Style
    bound: Bound = Bound.EXACT
    high: Decimal | None = None
    weak: bool = False
    share: bool = False
    scale: int = 1


# More digits than this say nothing; the value then stands for no number anybody meant.
_MAX_DIGITS = 400
_ZH_START = lazy(
    r"[0-9零一二两三四五六七八九十壹贰叁肆伍陆柒捌玖俩仨数几好上成过半双百千万亿]"
    r"(?:(?<=[0-9零一二两三四五六七八九十壹贰叁肆伍陆柒捌玖俩仨百千万亿])|(?<=[数几好上成过])[几十百千万亿]|(?<=[半双过])[数个小月年天日钟世倍半])"
)
_DIGITS = lazy(
    r"(?P<mix>[0-9]{1,4}(?:[亿万千百]{1,2}[0-9]{1,4}){1,3}[千百十万]{1,2}|[0-9]{1,4}万[0-9](?![0-9.千百十万亿个件人名位条户次%-]))"
    r"|(?P<dig>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]{1,3}(?:\x20[0-9]{3})*\x20000(?![0-9,.])|[0-9]+(?:\.[0-9]+)?)(?P<part>[½¼¾]?)"
    r"(?:\s?(?P<more>[余多]?)(?P<mul>[十百千万亿]{1,3})(?P<more2>[余多几]?)|(?P<more3>[余多](?![少])|\+|\splus(?![A-Za-z]|\s?[0-9])|-plus(?![A-Za-z]))?)"
    r"(?P<emul>(?:\s|-)?(?:thousand|million|billion|trillion|bn|mn|k|dozen|hundred)(?![A-Za-z])|[wW](?=\s?[余多]?[\u4e00-\u9fff]))?(?P<plus>\+?)",
    re.IGNORECASE,
)
_DOTTED = lazy(r"[0-9]+(?:\.[0-9]+){2,}")
_ZH = lazy(
    r"(?P<many>成百上千|成千上万|千千万万)"
    r"|(?P<vague>(?:好几|数|几|上|成)(?:[十百千]?[万亿]|[十百千])|几?[一二三四五六七八九]?十几[万亿]?|[一二三四五六七八九两]?[十百千万]{1,2}[余多](?!少)[万亿]?"
    r"|[一二三四五六七八九两]?[十百千万]{1,2}来[万亿]?(?=[个人名位条户家件张台辆岁天年分小块]))"
    r"|(?P<past>过(?:[百千十]?[万亿]|[百千]))"
    r"|(?P<near>十?(?:一两|两三|二三|三四|三五|四五|五六|六七|七八|八九)[十百千]?[万亿]?)(?![零一二两三四五六七八九十百千点])"
    r"|(?P<halves>一半(?!以)|过半(?!夜)|半数)|(?P<half>(?<![上下大小前后一])半)(?=个?(?:小时|月|年|天|日|钟头|世纪))|(?P<twice>双)(?=倍)|(?P<pair>[俩仨])"
    r"|(?P<formal>[壹贰叁肆伍陆柒捌玖](?=[壹贰叁肆伍陆柒捌玖零]{0,20}[拾佰仟万亿])[壹贰叁肆伍陆柒捌玖拾佰仟零万亿]{1,30})"
    rf"|(?P<zh>{ZH_NUMERAL})(?P<zmore>[余多几]?)"
    r"|(?P<weak>[百千十]?[万亿]|[百千])(?P<weakmore>[余多]?)"
)
_WORD = lazy(r"[A-Za-z]+")
_LEAD = lazy(r"(?<![A-Za-z])an?\s\Z", re.IGNORECASE)
_EN = lazy(
    r"(?P<half>half(?:\san?[\s-]|-)(?:(?P<hscale>dozen|hundred|thousand|million|billion)(?![A-Za-z])|(?=hour|day|year|month|mile|hourly)))"
    r"|(?P<many>(?P<ten>tens|dozens|scores|hundreds|thousands|millions)(?:\sof\s(?P<of>thousands|millions))?(?:\sof)?(?![A-Za-z]))"
    r"|(?P<several>(?:several|few|many)\s(?P<sscale>dozen|hundred|thousand|million|billion)(?![A-Za-z]))"
    r"|(?P<couple>couple\sof)(?![A-Za-z])"
    r"|(?P<both>both(?:\sof)?(?:\s(?:the|our|these|those|its|their))?)(?=\s[a-z]+s(?![A-Za-z])|\s(?:people|children|men|women)(?![A-Za-z]))"
    r"|(?P<twice>twice|thrice)(?![A-Za-z])"
    rf"|(?P<scale>dozen|hundred|thousand|million|billion|trillion)(?P<srest>(?:\s(?:thousand|million|billion))?)(?P<sand>(?:(?<=hundred|housand){EN_REST})?)(?![A-Za-z])"
    rf"|(?P<en>{EN_NUMERAL})(?P<and>(?:\sand\s(?:a\s(?:half|quarter)|(?:one[-\s])?half|(?:three[-\s]|one[-\s])quarters?)(?:\s(?:thousand|million|billion))?)?)"
    rf"(?P<point>(?:\spoint(?:\s(?:zero|oh|{'|'.join(DIGIT_WORDS)})){{1,3}}(?:\s(?:thousand|million|billion))?)?)(?![A-Za-z])"
    # The twenty-seventh is no number of things.
    r"(?!-(?:fir|seco|thi|four|fif|six|seven|eigh|nin)(?:st|nd|rd|th)(?![A-Za-z]))",
    re.IGNORECASE,
)
_EN_START = EN_WORDS | frozenset(EN_SCALES) | frozenset(
    ["half", "tens", "dozens", "scores", "hundreds", "thousands", "millions", "several", "few", "many", "couple", "both", "twice", "thrice"]
)  # fmt: skip
_EMUL = {**EN_SCALES, "bn": 10**9, "mn": 10**6, "k": 1000, "w": 10000}
_PARTS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_WIDE = 50
_MANY = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "millions": 10**6}


def figures(text: str) -> list[Figure]:
    """The numerals of a folded text in order."""
    found = [*_digits_and_zh(text), *en_figures(text)]
    found.sort(key=lambda figure: figure.start)
    return found


def may_hold_figures(text: str) -> bool:
    """Whether a numeral in digits or Chinese begins anywhere; English words are another matter."""
    return _ZH_START.search(text) is not None


def _digits_and_zh(text: str) -> Iterator[Figure]:
    at = 0
    while start := _ZH_START.search(text, at):
        at = start.start()
        first = text[at]
        if "0" <= first <= "9":
            if dotted := _DOTTED.match(text, at):
                at = dotted.end()
                continue
            figure = digits_at(text, at)
            if _joined(text, at):
                at = figure.end
                continue
        else:
            read = zh_at(text, at)
            if read is None:
                at += 1
                continue
            figure = read
        yield figure
        at = figure.end


def _joined(text: str, at: int) -> bool:
    """Whether the digits go on from something before them: A12, x.5."""
    before = text[at - 1 : at]
    if not before:
        return False
    if before in ".,":
        return text[at - 2 : at - 1].isdigit() or (
            before == "." and text[at - 2 : at - 1].isascii() and text[at - 2 : at - 1].isalpha()
        )
    if before.isascii() and before.isalpha():
        return text[max(0, at - 3) : at].upper() not in ("RMB", "CNY", "USD", "HKD", "EUR", "GBP")
    if before == "+":
        return text[at - 2 : at - 1].isalpha()
    return before in "-_/" and text[at - 2 : at - 1].isascii() and text[at - 2 : at - 1].isalpha()


def digits_at(text: str, at: int) -> Figure:
    """The number in digits that begins here."""
    match = _DIGITS.match(text, at)
    if match is None:
        return Figure(at, at + 1, Decimal(0), Style.DIGITS)
    emul = (match["emul"] or "").strip(" -")
    if emul == "K" and match["dig"] in ("2", "4", "8"):
        # A class of picture.
        return Figure(at, match.end("dig"), Decimal(match["dig"]), Style.DIGITS)
    if match["mix"]:
        return Figure(at, match.end("mix"), mixed_number(match["mix"]), Style.DIGITS)
    number = Decimal(match["dig"].replace(",", "").replace(" ", "")[:_MAX_DIGITS].rstrip("."))
    if match["part"]:
        number += _PARTS[match["part"]]
    scale = multiplier(match["mul"] or "") * _EMUL.get(emul.lower(), 1)
    over = match["more"] or match["more2"] or match["more3"] or match["plus"]
    bound = Bound.OVER if over else Bound.EXACT
    # A product is rounded to the context's digits; the number itself must stay as written.
    value = number if scale == 1 else number * scale
    return Figure(at, at + len(match.group().rstrip()), value, Style.DIGITS, bound, scale=scale)


def zh_at(text: str, at: int) -> Figure | None:
    """The Chinese numeral that begins here."""
    match = _ZH.match(text, at)
    if match is None:
        return None
    end, kind = match.end(), match.lastgroup
    if match["zh"]:
        bound = Bound.OVER if match["zmore"] else Bound.EXACT
        return Figure(at, end, zh_number(match["zh"]), Style.ZH, bound, scale=_zh_scale(match["zh"]))
    if (spread := _spread(match)) is not None:
        return Figure(at, end, spread[0], Style.ZH, Bound.RANGE, spread[1], scale=spread[2])
    if match["past"]:
        return Figure(at, end, Decimal(multiplier(match["past"][1:])), Style.ZH, Bound.OVER)
    if match["formal"]:
        return Figure(at, end, formal_number(match["formal"]), Style.ZH)
    if match["weak"]:
        bound = Bound.OVER if match["weakmore"] else Bound.EXACT
        return Figure(at, end, Decimal(multiplier(match["weak"])), Style.ZH, bound, weak=True)
    plain = {"half": Decimal("0.5"), "halves": Decimal(50)}
    value = plain.get(kind or "", Decimal(3 if match["pair"] == "仨" else 2))
    return Figure(at, end, value, Style.ZH, share=kind == "halves")


def _spread(match: re.Match[str]) -> tuple[Decimal, Decimal, int] | None:
    """Both ends and the scale of a numeral that names a range."""
    if match["many"]:
        low = Decimal(100 if "百" in match["many"] else 1000)
        return low, low * 100 - 1, 1
    if match["vague"]:
        return (*_vague(match["vague"]), 1)
    return _near(match["near"]) if match["near"] else None


def _zh_scale(word: str) -> int:
    """What a bare first number of a range would be multiplied by: 三至五万."""
    return multiplier(word[-1]) if len(word) > 1 and word[-1] in "百千万亿" else 1


def _near(word: str) -> tuple[Decimal, Decimal, int]:
    """七八 is 7 to 8, 十七八 17 to 18, 二三十 20 to 30."""
    tens = 10 if word[0] == "十" else 0
    rest = word[1:] if tens else word
    scale = multiplier(rest[2:])
    return (zh_number(rest[0]) + tens) * scale, (zh_number(rest[1]) + tens) * scale, scale


def _vague(word: str) -> tuple[Decimal, Decimal]:
    """数十 is 20 to 99, 百余 101 to 199, 十几 11 to 19, 二十几 21 to 29."""
    if "十几" in word:
        tens = zh_number(word[0]) * 10 if word[0] not in "几十" else Decimal(20 if word[0] == "几" else 10)
        scale = multiplier(word[-1])
        return (tens + 1) * scale, (Decimal(99) if word[0] == "几" else tens + 9) * scale
    if word[0] in "数几好":
        base = Decimal(multiplier(word))
        return base * 2, base * 10 - 1
    if word[0] in "上成":
        base = Decimal(multiplier(word))
        return base, base * 10 - 1 if word[0] == "成" else base * 2 - 1
    scale = multiplier(word[-1]) if word[-1] in "万亿" else 1
    stem = word if scale == 1 else word[:-1]
    mark, stem = stem[-1], stem[:-1]
    base = Decimal(multiplier(stem))
    number = base if stem[0] in "十百千万" else zh_number(stem[0]) * base
    if mark == "来":
        # 十来个 is nine to twelve.
        return number * scale * Decimal("0.9"), number * scale * Decimal("1.2")
    return number * scale + 1, (number + base) * scale - 1


def en_figures(text: str) -> Iterator[Figure]:
    """The numerals in English words."""
    last = 0
    for word in _WORD.finditer(text):
        at = word.start()
        if at < last or word.group().lower() not in _EN_START or text[at - 1 : at] == "-" or _is_letter(text[at - 1 : at]):
            continue
        if text[at - 1 : at] == "'":
            continue
        if (figure := en_at(text, at)) is not None:
            yield figure
            last = figure.end


def en_at(text: str, at: int) -> Figure | None:
    """The English numeral whose first numeral word begins here; an article before it belongs to it."""
    match = _EN.match(text, at)
    if match is None:
        return None
    end = match.end()
    lead = _LEAD.search(text, max(0, at - 4), at)
    if match["en"]:
        return _en_number(match)
    if match["scale"]:
        value = Decimal(EN_SCALES[match["scale"].lower()] * EN_SCALES.get(match["srest"].strip().lower(), 1))
        value += en_number(match["sand"].removeprefix(" and ")) if match["sand"] else 0
        # "hundred" without an article counts nothing, or goes with digits read already.
        return Figure(lead.start(), end, value, Style.EN) if lead else None
    if match["half"]:
        scale = EN_SCALES.get((match["hscale"] or "").lower(), 1)
        return Figure(at, at + len(match.group().rstrip(" -")), Decimal("0.5") * scale, Style.EN)
    if match["many"]:
        return _many(match)
    if match["several"]:
        scale = EN_SCALES[match["sscale"].lower()]
        low = Decimal(2 * scale)
        return Figure(lead.start() if lead else at, end, low, Style.EN, Bound.RANGE, Decimal(10 * scale - 1))
    if match["couple"]:
        return Figure(lead.start() if lead else at, end, Decimal(2), Style.EN, Bound.ABOUT)
    return Figure(at, end, Decimal(3 if match.group().lower() == "thrice" else 2), Style.EN, weak=bool(match["both"]))


def _en_number(match: re.Match[str]) -> Figure:
    value = en_number(match["en"])
    scale = EN_SCALES.get(re.split(r"[\s-]", match["en"].lower())[-1], 1)
    if match["point"]:
        words = match["point"].lower().split()
        scale = EN_SCALES.get(words[-1], 1)
        digits = "".join(str(DIGIT_WORDS.get(word, 0)) for word in words[1:] if word not in EN_SCALES)
        value = (value + Decimal(f"0.{digits}")) * scale
    elif match["and"]:
        words = re.split(r"[\s-]", match["and"].lower().strip())
        part = Decimal("0.5") if "half" in words else Decimal("0.75") if "three" in words else Decimal("0.25")
        scale = EN_SCALES.get(words[-1], 1)
        value = (value + part) * scale
    return Figure(match.start(), match.end(), value, Style.EN, scale=scale)


def _many(match: re.Match[str]) -> Figure | None:
    """Dozens of, hundreds of, tens of thousands of."""
    base = _MANY[match["ten"].lower()]
    if match["of"]:
        low = Decimal(base * _MANY[match["of"].lower()])
        return Figure(match.start(), match.end(), low, Style.EN, Bound.RANGE, low * 10 - 1)
    if base == 10 or not match["many"].lower().endswith("of"):
        return None
    low = Decimal({12: 20, 20: 20}.get(base, 2 * base))
    # 18,400 are thousands too, where 1,840 would hardly be told as hundreds.
    return Figure(match.start(), match.end(), low, Style.EN, Bound.RANGE, low * (_WIDE if base >= 1000 else 5) - 1)


def _is_letter(char: str) -> bool:
    return char.isalpha() and char.isascii()
