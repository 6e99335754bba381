"""Changed marks: batch, model and document numbers, laws, contacts."""

import re
from collections.abc import Iterator

from evals.grounding import pools
from evals.grounding.material import Edit, Material, matches
from evals.grounding.numerals import parse, rewrite

_CODE = r"(?<![A-Za-z0-9@.\-/])(?P<code>(?=[A-Za-z\-]*\d)(?=[\d\-]*[A-Z])[A-Z0-9]{1,12}(?:-[A-Z0-9]{1,12})*)(?![A-Za-z0-9@\-])"
_NAMED = r"(?:批号|批次号?|编号|型号|单号|文号|[Bb]atch|[Ll]ot|[Mm]odel|[Ss]erial|[Rr]eference|[Oo]rder)(?: numbers?| no\.?| code)?[为是：: #]*(?P<code>[A-Z0-9][A-Z0-9\-/]{2,})"
_DOCUMENT = r"[〔\[（(](?P<year>20\d\d)[〕\]）)]第?(?P<code>\d{1,5})号"
_NOT_CODES = re.compile(r"\d+(?:AM|PM|ML|KG|KM|G|M|H)|COVID-19|GB/?T?|[A-Z]?\d{1,2}:\d\d", re.IGNORECASE)


def codes(material: Material) -> Iterator[Edit]:
    """A batch, model or document number with one character changed."""
    for pattern in (_CODE, _NAMED, _DOCUMENT):
        for _, end, names in matches(material, pattern):
            code = names["code"]
            start = material.text.rfind(code, 0, end)
            if not material.ledger.holds(code) or _NOT_CODES.fullmatch(code) or _in_contact(material, start):
                continue
            if (new := _slipped(material, code)) is not None:
                yield Edit(start, start + len(code), new)


def _slipped(material: Material, code: str) -> str | None:
    """The code with one character changed, unlike anything in the brief."""
    names = code.rpartition(".")[0] or code
    places = [at for at, char in enumerate(code) if char.isdigit()] or [at for at, char in enumerate(names) if char.isalpha()]
    options = [
        code[:at] + char + code[at + 1 :]
        for at in places
        for char in ("0123456789" if code[at].isdigit() else "abcdefghijklmnopqrstuvwxyz")
        if char != code[at] and not (at == 0 and char == "0")
    ]
    options = [option for option in options if not material.ledger.holds(option)]
    return material.dice.choice(options) if options else None


def _in_contact(material: Material, place: int) -> bool:
    return any(start <= place < end for start, end in _contact_spans(material))


def _contact_spans(material: Material) -> Iterator[tuple[int, int]]:
    for contact in material.ledger.brief.contacts:
        value = contact.value
        if re.fullmatch(r"[\d\s()+\-]+", value):
            pattern = r"[\s()\-–]*".join(re.sub(r"\D", "", value))
            pattern = rf"(?<!\d){pattern}(?!\d)"
        else:
            pattern = re.escape(value)
        for found in re.finditer(pattern, material.text, re.IGNORECASE):
            yield found.span()


def contacts(material: Material) -> Iterator[Edit]:
    """A way to reach the company with one character changed."""
    for start, end in sorted(_contact_spans(material)):
        written = material.text[start:end]
        if (new := _slipped(material, written)) is not None:
            yield Edit(start, end, new)


def laws(material: Material) -> Iterator[Edit]:
    """Another article, another standard, another law."""
    yield from _articles(material)
    zh = material.language == "zh"
    table = pools.EN_LAWS
    place = str(material.ledger.brief.incident.jurisdiction)
    options = list(pools.ZH_LAWS) if zh else list(table.get(place, table[""]))
    pattern = (
        r"《[^《》\n]{2,24}(?:法|条例|规定|办法|通则|标准)》"
        if zh
        else r"(?:[A-Z][a-z]+ (?:(?:and|of|at|for|to) )?){1,6}(?:Act|Law|Regulations?)(?: \d{4})?"
    )
    for start, end, _ in matches(material, pattern):
        old = material.text[start:end]
        words = set(re.findall(r"[A-Z][a-z]+", old))
        others = [name for name in options if name.strip("《》") not in old and not material.ledger.holds(name.strip("《》"))]
        others = [name for name in others if zh or not {"Act", "Law", *words} >= set(re.findall(r"[A-Z][a-z]+", name))]
        if others:
            yield Edit(start, end, material.dice.choice(others))


def _articles(material: Material) -> Iterator[Edit]:
    patterns = (
        r"第(?P<number>[一二三四五六七八九十百零]+|\d+)条",
        r"\b(?:Article|Section|Regulation|article|section) (?P<number>\d+)",
        r"(?<![A-Za-z])(?:GB|GB/T|BS|ISO|EN|UL|ASTM|BS EN)[ /]?(?:T ?)?(?P<number>\d{3,5})",
    )
    for pattern in patterns:
        for start, end, names in matches(material, pattern):
            value = parse(names["number"])
            if value is None:
                continue
            options = [
                new for by in (-7, -4, -2, 3, 5, 8, 11) if value + by > 0 and (new := rewrite(names["number"], value + by))
            ]
            at = material.text.index(names["number"], start)
            whole = [
                material.text[start:at]
                + ("二" if new == "两" else new).replace("两", "二")
                + material.text[at + len(names["number"]) : end]
                for new in options
            ]
            whole = [new for new in whole if not material.ledger.holds(new)]
            if whole:
                yield Edit(start, end, material.dice.choice(whole))
