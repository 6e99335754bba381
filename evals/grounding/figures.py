"""Changed figures: counts, money, percentages, durations, and the units they are counted in."""

from collections.abc import Iterator
from decimal import Decimal

from evals.grounding import scan
from evals.grounding.material import Edit, Material, capital_like, matches
from evals.grounding.numerals import rewrite, step
from evals.grounding.scan import Quantity
from service.patterns import lazy

_AT_LEAST = lazy(r"(?:至少|不少于|超过|多于|逾|不低于|at least|more than|over|above|fewer?|exceed\w*)\s*$", 2)
_AT_MOST = lazy(r"(?:至多|不超过|不到|少于|近|不足|最多|up to|at most|less than|fewer than|under|nearly|almost|within)\s*$", 2)
_ABOUT = lazy(r"(?:约|大约|将近|about|around|approximately|roughly|some)\s*$", 2)
_LINE = lazy(r"^\s*(?:[内之]|小?时)?\s*(?:热线|专线|客服|电话|值守|line|helpline|hotline|\))", 2)
_NOUNS_OF_ONE = (
    "guest|person|customer|patient|passenger|employee|worker|child|visitor|student|case|report|store|shop|unit|order|site"
)
_MANY = {"person": "people", "child": "children", "has": "have", "is": "are", "was": "were"}


def counted(material: Material) -> list[Quantity]:
    """Quantities of asserting clauses, outside contacts and around-the-clock lines, whose value the brief gives."""
    text = material.text
    lines = [place for contact in material.ledger.brief.contacts for place in _places(text, contact.value)]
    return [
        item
        for item in scan.quantities(text, material.language)
        if material.sentence_at(item.start) is not None
        and not any(start <= item.start < end for start, end in lines)
        and not (item.value == 24 and _LINE.search(text[item.unit_end : item.unit_end + 10]))
        and material.ledger.allows(item.value, item.group, item.unit)
        and not material.denied(item.start)
    ]


def _places(text: str, value: str) -> Iterator[tuple[int, int]]:
    start = text.find(value)
    while start >= 0:
        yield start, start + len(value)
        start = text.find(value, start + 1)


def _candidates(item: Quantity) -> list[Decimal]:
    value, least = item.value, step(item.token)
    if value < 20 * least:
        found = [value + least * by for by in (-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14)] + [
            value * 2,
            value * 3,
            value * 10,
        ]
    else:
        found = [value * Decimal(part) / 100 for part in (40, 55, 60, 70, 75, 80, 90, 110, 120, 130, 150, 170, 200, 240, 300)]
        found = [(part / least).to_integral_value() * least for part in found]
        found += [value + least * by for by in (-3, -2, -1, 1, 2, 3)]
    smallest = 2 * least if item.group == scan.COUNT else least
    return [part for part in found if part >= smallest and part != value]


def changed(material: Material, item: Quantity) -> Edit | None:
    """The quantity with a value that nothing in the brief holds."""
    before = material.text[max(0, item.start - 14) : item.start]
    least, most, about = _AT_LEAST.search(before), _AT_MOST.search(before), _ABOUT.search(before)
    options = _candidates(item)
    material.dice.shuffle(options)
    for value in options:
        if (least and value < item.value) or (most and value > item.value):
            continue
        if (about or most or least) and abs(value - item.value) < item.value * Decimal("0.3"):
            continue
        if item.group == scan.PERCENT and value > 100 >= item.value:
            continue
        if material.ledger.allows(value, item.group, item.unit):
            continue
        if (written := rewrite(item.token, value)) is not None:
            return Edit(item.start, item.end, written)
    return None


def _of(material: Material, *groups: str) -> Iterator[Edit]:
    for item in counted(material):
        # 最晚的一笔 is the latest of several, not a count.
        lone = item.value == 1 and (material.language == "en" or material.text.endswith("的", 0, item.start))
        if item.group in groups and not lone:
            edit = changed(material, item)
            if edit is not None:
                yield edit


def numbers(material: Material) -> Iterator[Edit]:
    """Another count of people, goods or cases."""
    yield from _of(material, scan.COUNT, scan.MEASURE)
    if material.language == "en":
        pattern = rf"\b(?i:one) (?P<noun>{_NOUNS_OF_ONE})(?: (?P<verb>has|is|was))?\b"
        for start, end, names in matches(material, pattern):
            noun = _MANY.get(names["noun"], names["noun"] + "s")
            verb = f" {_MANY[names['verb']]}" if names["verb"] else ""
            written = next(
                (
                    word
                    for value, word in ((2, "two"), (3, "three"), (5, "five"))
                    if not material.ledger.allows(Decimal(value), scan.COUNT)
                ),
                None,
            )
            if written is not None:
                yield Edit(start, end, capital_like(f"{written} {noun}{verb}", material.text[start]))


def money(material: Material) -> Iterator[Edit]:
    """Another amount."""
    yield from _of(material, scan.MONEY)


def percents(material: Material) -> Iterator[Edit]:
    """Another share."""
    yield from _of(material, scan.PERCENT)


def durations(material: Material) -> Iterator[Edit]:
    """Another length of time."""
    yield from _of(material, scan.DURATION)


_ZH_SWAPS = (
    ("小时", ("天", "分钟")),
    ("分钟", ("小时",)),
    ("天", ("周", "个月")),
    ("个工作日", ("个月", "周")),
    ("工作日", ("个月", "周")),
    ("日内", ("周内", "个月内")),
    ("个月", ("年", "周")),
    ("周", ("个月", "天")),
    ("年", ("个月",)),
    ("公斤", ("克", "吨")),
    ("千克", ("克", "吨")),
    ("克", ("千克",)),
    ("吨", ("公斤",)),
    ("毫升", ("升",)),
    ("升", ("吨", "毫升")),
    ("公里", ("米",)),
    ("米", ("公里",)),
    ("箱", ("瓶", "盒")),
    ("瓶", ("箱",)),
    ("盒", ("箱",)),
    ("袋", ("箱",)),
    ("罐", ("箱",)),
    ("件", ("箱", "吨")),
    ("台", ("箱", "万台")),
    ("个", ("万个",)),
    ("份", ("箱", "万份")),
    ("单", ("万单",)),
    ("笔", ("万笔",)),
    ("套", ("箱", "万套")),
    ("户", ("人", "万户")),
    ("人次", ("人",)),
    ("人民币", ("美元",)),
    ("港元", ("美元",)),
    ("美元", ("元", "欧元")),
    ("元", ("美元", "万元")),
    ("条", ("万条",)),
    ("辆", ("万辆",)),
)
_EN_SWAPS = {
    "minute": ("hour",),
    "hour": ("day", "week"),
    "day": ("week", "hour", "month"),
    "week": ("month", "day"),
    "month": ("year", "week"),
    "year": ("month",),
    "kg": ("g",),
    "kilogram": ("gram",),
    "litre": ("gallon", "tonne"),
    "gallon": ("litre",),
    "tonne": ("kilogram",),
    "mile": ("metre",),
    "km": ("m",),
    "bottle": ("case", "crate"),
    "kit": ("pallet",),
    "box": ("pallet",),
    "boxe": ("pallet",),
    "pack": ("case",),
    "jar": ("crate",),
    "case": ("household",),
    "guest": ("family",),
    "patient": ("household",),
    "customer": ("household",),
    "passenger": ("family",),
    "order": ("truckload",),
    "report": ("lawsuit",),
    "unit": ("pallet",),
    "clinic": ("state",),
    "dollar": ("pound",),
    "pound": ("dollar",),
    "yuan": ("dollar",),
}
_COUNTED_AS = lazy(r"(?P<unit>[起宗人])(?=反馈|投诉|反映|举报|查询)")


def units(material: Material) -> Iterator[Edit]:
    """The same figure of another thing."""
    for item in counted(material):
        if material.language == "zh":
            yield from _zh_units(material, item)
        elif item.group == scan.MONEY and not item.unit:
            sign = material.text[item.start - 1]
            others = [mark for mark in "$£€" if mark != sign and not material.ledger.holds(mark)]
            if others:
                yield Edit(item.start - 1, item.end, material.dice.choice(others) + item.token)
        elif item.value != 1:
            yield from _en_units(material, item)


def _zh_units(material: Material, item: Quantity) -> Iterator[Edit]:
    rest = material.text[item.end : item.unit_end]
    gap = rest.removesuffix(item.unit)
    if found := _COUNTED_AS.match(material.text, item.unit_end - 1):
        options: tuple[str, ...] = ("人",) if found["unit"] != "人" else ("起",)
    else:
        options = next((others for unit, others in _ZH_SWAPS if unit == item.unit), ())
    joined = any(
        other.group == scan.DURATION and (item.unit_end == other.start or other.unit_end == item.start)
        for other in counted(material)
    )
    if joined or item.value == 1:
        return
    options = tuple(unit for unit in options if not (unit.startswith("万") and item.token.endswith(("万", "亿"))))
    options = tuple(unit for unit in options if not material.ledger.holds(item.token + unit) and not _lasts(material, item, unit))
    if options and rest.endswith(item.unit):
        yield Edit(item.start, item.unit_end, item.token + gap + material.dice.choice(options))


def _lasts(material: Material, item: Quantity, unit: str) -> bool:
    return item.group == scan.DURATION and material.ledger.lasts(item.value, unit)


def _en_units(material: Material, item: Quantity) -> Iterator[Edit]:
    word = material.text[item.unit_end - len(item.unit) : item.unit_end]
    if word.lower() != item.unit:
        return
    single, plural = item.unit.removesuffix("s"), item.unit.endswith("s")
    options = [
        unit
        for unit in _EN_SWAPS.get(single, ())
        if not material.ledger.holds(f"{item.token} {unit}") and not _lasts(material, item, unit)
    ]
    if options:
        unit = material.dice.choice(options)
        many = unit[:-1] + "ies" if unit.endswith("y") and unit != "day" else unit + "s"
        new = (many if unit != "g" else unit) if plural else unit
        yield Edit(item.start, item.unit_end, material.text[item.start : item.unit_end - len(item.unit)] + new)
