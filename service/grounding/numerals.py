"""Numerals in Chinese and English words, as exact decimals."""

import re
from decimal import Decimal

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
_EN_UNITS = dict(
    zip(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(20),
        strict=True,
    )
)
_EN_TENS = {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_EN_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12}
_UNIT_WORDS = "|".join(word for word in _EN_UNITS if 0 < _EN_UNITS[word] < 10)
_SMALL = (
    rf"(?:(?:{'|'.join(_EN_TENS)})(?:[- ](?:{_UNIT_WORDS}))?|{'|'.join(sorted(_EN_UNITS, key=len, reverse=True))})(?![A-Za-z])"
)
# Only "hundred" and larger take an "and": "two and three" are two numbers.
_HUNDREDS = rf"{_SMALL}(?:[- ](?:hundred|dozen)(?:\s(?:and\s)?{_SMALL})?)?"

# Twenty-one and the like too.
EN_COUNTED = _EN_UNITS | _EN_TENS
EN_COUNTED |= {f"{ten}-{unit}": tens + one for ten, tens in _EN_TENS.items() for unit, one in _EN_UNITS.items() if 0 < one < 10}
# "And forty-four", behind "a hundred".
EN_REST = rf"\sand\s{_SMALL}"
EN_NUMERAL = rf"{_HUNDREDS}(?:[- ](?:thousand|million|billion)(?:,?\s(?:and\s)?{_HUNDREDS})?){{0,3}}"
EN_ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        1,
    )
} | {"thirtieth": 30, "thirty-first": 31}
EN_ORDINALS |= {f"twenty-{word}": 20 + number for word, number in EN_ORDINALS.items() if number < 10}
DIGIT_WORDS = {word: value for word, value in _EN_UNITS.items() if 0 < value < 10}
EN_WORDS = frozenset([*_EN_UNITS, *_EN_TENS])
EN_SCALES = {**_EN_SCALES, "trillion": 10**12}
ZH_NUMERAL = (
    r"[零一二两三四五六七八九十][零一二两三四五六七八九十百千万亿]{0,40}(?:点[零一二三四五六七八九]{1,20}[百千万亿]{0,2})?"
)
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")


def formal_number(text: str) -> Decimal:
    """A numeral as cheques write it: 壹佰贰拾 is 120."""
    return zh_number(text.translate(_FORMAL))


def mixed_number(text: str) -> Decimal:
    """Digits with Chinese scales between them: 8万3千6百 is 83600, 8万3 is 83000."""
    total = Decimal(0)
    below = 1
    for digits, scale in re.findall(r"([0-9]+)([亿万千百十]*)", text):
        times = multiplier(scale) if scale else below
        total += int(digits) * times
        below = times // 10 or 1
    return total


def zh_number(text: str) -> Decimal:
    """A Chinese numeral as a number: 十二点七万 is 127000, 二零二六 is 2026."""
    whole, _, rest = text.partition("点")
    fraction = "".join(str(_DIGITS[char]) for char in rest if char in _DIGITS)
    scale = Decimal(multiplier("".join(char for char in rest if char not in _DIGITS)))
    value = Decimal(_zh_whole(whole))
    if fraction:
        value += Decimal(f"0.{fraction}")
    return value * scale


def multiplier(text: str) -> int:
    """万 is 10000, 百万 a million; anything else multiplies nothing."""
    product = 1
    for char in text:
        product *= _SCALES.get(char) or _GROUPS.get(char) or 1
    return product


def _zh_whole(text: str) -> int:
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text) or "0")
    total = section = digit = 0
    if len(text) > 2 and text[-1] in _DIGITS and text[-2] in "百千万亿":
        # 一万三 is 13000: the last digit counts the scale below.
        below = {"百": "十", "千": "百", "万": "千", "亿": "千万"}[text[-2]]
        return _zh_whole(text[:-1]) + _DIGITS[text[-1]] * multiplier(below)
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SCALES:
            section += (digit or 1) * _SCALES[char]
            digit = 0
        elif char == "万":
            # 一亿两千万: what stands before 亿 is closed already.
            total += (section + digit or 1) * _GROUPS[char]
            section = digit = 0
        else:
            total = (total + section + digit or 1) * _GROUPS[char]
            section = digit = 0
    return total + section + digit


def en_number(text: str) -> Decimal:
    """An English numeral in words: `twenty-three thousand` is 23000."""
    total = current = 0
    for word in re.split(r"[\s,-]+", text.lower()):
        if word in _EN_UNITS:
            current += _EN_UNITS[word]
        elif word in _EN_TENS:
            current += _EN_TENS[word]
        elif word in ("hundred", "dozen"):
            current = (current or 1) * _EN_SCALES[word]
        elif word in _EN_SCALES:
            total += (current or 1) * _EN_SCALES[word]
            current = 0
    return Decimal(total + current)
