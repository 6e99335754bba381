"""Numbers as people write them: 12.7万, 127,000, 十二, 两, twenty-one. Read, and written back in the same dress."""

import re
from decimal import Decimal, InvalidOperation

from evals.grounding.words import listed

ZH_DIGITS = "零〇一二两三四五六七八九"
ZH_NUMERAL = "[零〇一二两三四五六七八九十百千万亿]+"
DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_ZH_VALUES = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ZH_UNITS = {"十": 10, "百": 100, "千": 1000}
_ZH_SCALES = {"万": 10_000, "亿": 100_000_000}
_SCALES = {"千": 1000, "万": 10_000, "亿": 100_000_000, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_SMALL = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
EN_WORD = (
    rf"(?:(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_SMALL[1:10])}))?|{'|'.join(sorted(_SMALL[1:], key=len, reverse=True))})"
    r"(?:\s(?:hundred|thousand|million))?"
)
EN_NUMBER = rf"(?:{DIGITS}(?:\s(?:thousand|million|billion))?|{EN_WORD})"
ZH_NUMBER = rf"(?:{DIGITS}[千万亿]{{0,2}}|{ZH_NUMERAL})"


def parse(token: str) -> Decimal | None:
    """The value of a number, or None where the token is none."""
    token = token.strip().lower()
    if re.fullmatch(ZH_NUMERAL, token):
        value = _parse_zh(token)
        return None if value is None else Decimal(value)
    if token and token[0].isalpha():
        return _parse_words(token)
    mantissa, scale = _split(token)
    try:
        return Decimal(mantissa.replace(",", "")) * scale
    except InvalidOperation:
        return None


def rewrite(token: str, value: Decimal) -> str | None:
    """`value` in the dress of `token`, or None where the dress does not hold it."""
    if re.fullmatch(ZH_NUMERAL, token):
        return write_zh(int(value)) if value == int(value) and 0 <= value < 10_000 else None
    if token[0].isalpha():
        word = write_word(int(value))
        return word.capitalize() if token[0].isupper() else word
    mantissa, scale = _split(token.lower())
    decimals = len(mantissa.partition(".")[2])
    scaled = value / scale
    rounded = round(scaled, decimals)
    if rounded != scaled:
        return None
    written = (
        f"{rounded:,.{decimals}f}" if "," in mantissa or (rounded >= 10_000 and token.isascii()) else f"{rounded:.{decimals}f}"
    )
    return written + token[len(mantissa) :]


def step(token: str) -> Decimal:
    """The smallest difference the dress can show."""
    if (token[0].isalpha() and token.isascii()) or re.fullmatch(ZH_NUMERAL, token):
        return Decimal(1)
    mantissa, scale = _split(token.lower())
    return scale * Decimal(1).scaleb(-len(mantissa.partition(".")[2]))


def write_zh(number: int) -> str:
    """A number under ten thousand in Chinese numerals, with 两 where a classifier follows."""
    if number == 2:
        return "两"
    if number < 10:
        return "零一二三四五六七八九"[number]
    parts: list[str] = []
    pending_zero = False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if not digit:
            pending_zero = bool(parts)
            continue
        if pending_zero:
            parts.append("零")
            pending_zero = False
        parts.append("零一二三四五六七八九"[digit] + name)
    written = "".join(parts)
    return written.removeprefix("一") if written.startswith("一十") else written


def write_word(number: int) -> str:
    """A number as an English word, or digits where no one would spell it."""
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens = next(name for name, size in _TENS.items() if size == number // 10 * 10)
        return tens if number % 10 == 0 else f"{tens}-{_SMALL[number % 10]}"
    return f"{number:,}"


def _split(token: str) -> tuple[str, Decimal]:
    match = re.match(r"[\d,.]+", token)
    mantissa = match.group() if match else token
    scale = Decimal(1)
    rest = token[len(mantissa) :].strip()
    while rest:
        name = next((name for name in _SCALES if rest.startswith(name)), None)
        if name is None:
            break
        scale *= _SCALES[name]
        rest = rest[len(name) :]
    return mantissa, scale


def _parse_zh(token: str) -> int | None:
    if not any(char in _ZH_UNITS or char in _ZH_SCALES for char in token):
        return int("".join(str(_ZH_VALUES[char]) for char in token))
    total = section = digit = 0
    for char in token:
        if char in _ZH_VALUES:
            digit = _ZH_VALUES[char]
        elif char in _ZH_UNITS:
            section += (digit or 1) * _ZH_UNITS[char]
            digit = 0
        else:
            # A scale with nothing before it counts nothing: 万一, 千万.
            if not section + digit:
                return None
            total += (section + digit) * _ZH_SCALES[char]
            section = digit = 0
    return total + section + digit


def _parse_words(token: str) -> Decimal | None:
    value = Decimal(0)
    for word in re.split(r"[\s-]", token):
        if word in _SMALL:
            value += _SMALL.index(word)
        elif word in _TENS:
            value += _TENS[word]
        elif word in {"hundred", "thousand", "million", "billion"}:
            value = (value or Decimal(1)) * {"hundred": 100}.get(word, int(_SCALES.get(word, 1)))
        else:
            return None
    return value
