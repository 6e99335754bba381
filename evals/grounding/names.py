"""Changed names: places, persons, authorities, hospitals, organisations."""

import re
from collections.abc import Iterable, Iterator

from evals.grounding import pools
from evals.grounding.material import Edit, Material, capital_like, matches
from evals.grounding.plain import plain
from evals.grounding.words import listed
from service.patterns import lazy

_NOT_A_PLACE = lazy(
    r"门店|商店|酒店|饭店|书店|网店|本店|分店|到店|该店|新店|小区|校区|园区|厂区|库区|地区|景区|社区|城市|超市|上市|都市|本市|道路|线路|公路|"
    r"电路|一路|后路|全市|全省|全国|本区|各市|各区|原路|网站|垃圾站|加油站|服务站|工作站|充电站|中转站|各店|每店|同店|餐厅|专区|在路|学校|其他|全部"
)
_ZH_PLACE = r"(?P<name>(?<![第一二三四五六七八九十])[一-鿿]{2})(?P<kind>省|市(?!场|民|监)|区(?!域|别|分)|县|镇|乡|街道|路店|街店|店|[东西南北]?站(?!点|台)|工业园|码头)"
_FUNCTION = frozenset("据在于由与和及自经从到至因的已被为向对是有了就将全各本该其某家个把也并等另多两三四五六七八九十日时分起")
_EN_PLACE = r"(?P<lead>\b(?:in|at|near|from|into|between|outside|the|of|and) (?:the )?)(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?P<kind> (?:River|Street|Road|site|clinic|warehouse|store|branch|station|plant))?"
_NOT_EN_PLACE = frozenset(
    listed(
        "January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday "
        "Sunday Customer Press China Environment Health Food The We Chief Guest Residents Privacy Patient Status Site Family Managing"
    )
)


def _fresh(material: Material, pool: Iterable[str], old: str) -> str | None:
    options = [name for name in pool if name != old and not material.ledger.holds(name) and name not in material.text]
    return material.dice.choice(options) if options else None


def places(material: Material) -> Iterator[Edit]:
    """Another place of the same level."""
    yield from _zh_places(material) if material.language == "zh" else _en_places(material)


def _zh_places(material: Material) -> Iterator[Edit]:
    for start, end, names in matches(material, _ZH_PLACE):
        whole = names["name"] + names["kind"]
        if names["name"][0] in _FUNCTION or names["name"][1] in _FUNCTION or _NOT_A_PLACE.search(whole):
            continue
        new = _fresh(material, pools.ZH_PLACES, names["name"])
        if material.ledger.holds(whole) and new:
            yield Edit(start, end, new + names["kind"])


def _en_places(material: Material) -> Iterator[Edit]:
    brief = material.ledger.brief
    known = f"{brief.brand} {brief.issuer.organisation} {brief.issuer.person}"
    for start, end, names in matches(material, r"\bRiver (?P<name>[A-Z][a-z]+)\b"):
        new = _fresh(material, pools.EN_PLACES, names["name"])
        if material.ledger.holds(f"River {names['name']}") and new:
            yield Edit(start, end, f"River {new}")
    for start, end, names in matches(material, _EN_PLACE):
        name = names["name"]
        if any(word in _NOT_EN_PLACE or word in known or word in pools.EN_BODIES for word in name.split()) or name.startswith(
            "River"
        ):
            continue
        if not any(
            re.search(rf"\b(?i:in|at|near|from|between|and) (?:the |our )?{name}\b", line) for line in material.ledger.strings
        ):
            continue
        if new := _fresh(material, pools.EN_PLACES, name):
            yield Edit(start + len(names["lead"]), end, new + names["kind"])


def _occurrences(material: Material, name: str | None) -> Iterator[tuple[int, int]]:
    if name and len(name) > 1:
        for found in re.finditer(re.escape(plain(name)), material.text):
            if material.sentence_at(found.start()) is not None:
                yield found.span()


def persons(material: Material) -> Iterator[Edit]:
    """Another person, or the same person in another office."""
    issuer = material.ledger.brief.issuer
    zh = material.language == "zh"
    for start, end in _occurrences(material, issuer.person):
        if new := _fresh(material, pools.ZH_PERSONS if zh else pools.EN_PERSONS, issuer.person or ""):
            yield Edit(start, end, new)
    for start, end in _occurrences(material, issuer.title):
        # 总经理 inside 副总经理 is no office of its own.
        if not material.text.endswith("副", 0, start) and not material.text.startswith(("办", "室"), end):
            options = [name for name in (pools.ZH_TITLES if zh else pools.EN_TITLES) if name not in (issuer.title or "")]
            if new := _fresh(material, options, issuer.title or ""):
                yield Edit(start, end, new)


def _zh_field(text: str) -> set[str]:
    return {field for field, words in pools.ZH_FIELDS.items() if any(word in text for word in words)}


def authorities(material: Material) -> Iterator[Edit]:
    """Another authority."""
    yield from _zh_authorities(material) if material.language == "zh" else _en_authorities(material)


def _zh_authorities(material: Material) -> Iterator[Edit]:
    given = _zh_field("\n".join(material.ledger.strings))
    hong_kong = str(material.ledger.brief.incident.jurisdiction) == "HK"
    for start, end, names in matches(material, f"(?P<body>{'|'.join(sorted(pools.ZH_BODIES, key=len, reverse=True))})"):
        body = names["body"]
        if hong_kong:
            table = pools.ZH_HONG_KONG
        elif body.endswith(("局", "委", "委员会", "办", "中心", "大队", "支队", "组")) and material.text[
            start - 1 : start
        ] in set("省市区县州"):
            table = pools.ZH_LOCAL
        else:
            table = pools.ZH_GENERAL
        options = [name for field, name in table.items() if field not in given and not _zh_field(body) & {field}]
        if options:
            yield Edit(start, end, material.dice.choice(options))


def _en_field(text: str) -> set[str]:
    return {field for field, pattern in pools.EN_FIELDS.items() if lazy(pattern, re.IGNORECASE).search(text)}


def _en_authorities(material: Material) -> Iterator[Edit]:
    given = _en_field("\n".join(material.ledger.strings))
    place = str(material.ledger.brief.incident.jurisdiction)
    pattern = rf"(?P<lead>(?:^|[.\n;,]\s?|\b(?:by|to|with|from|and|at|that|of)\s)?\b)(?P<article>[Tt]he )?\b(?P<body>{pools.EN_BODIES})\b"
    options = [name for field, name in pools.EN_ALL.get(place, pools.EN_ALL[""]).items() if field not in given]
    for start, end, names in matches(material, pattern):
        begin = start + len(names["lead"])
        if not options or not (names["article"] or names["lead"].strip()):
            continue
        article = names["article"] or ("the " if material.text[begin].islower() or names["lead"][:1].isalpha() else "The ")
        yield Edit(begin, end, article + material.dice.choice(options))


_ZH_HOSPITAL = (
    r"(?P<place>[一-鿿]{1,2}[省市区县镇])?(?P<name>第[一二三四五六七八九十]+(?:人民)?医院|(?:人民|中心|儿童|妇幼|附属|中医)+医院)"
)
_EN_HOSPITAL = r"(?P<name>(?:[A-Z][\w']+ )*(?:[A-Z][\w']+) (?:Hospital|Infirmary|Medical Center|Medical Centre))"


def hospitals(material: Material) -> Iterator[Edit]:
    """Another hospital; one without a name stays."""
    if material.language == "zh":
        for _, end, names in matches(material, _ZH_HOSPITAL):
            if new := _fresh(material, pools.ZH_HOSPITALS, names["name"]):
                yield Edit(end - len(names["name"]), end, new)
        return
    for start, end, names in matches(material, _EN_HOSPITAL):
        place = material.dice.choice(pools.EN_PLACES)
        new = f"{place} {material.dice.choice(pools.EN_HOSPITALS)}"
        if not material.ledger.holds(place) and names["name"] != new:
            yield Edit(start, end, new)


_ZH_TAIL = lazy(
    r"(?:火锅|乳业|精铸|科技|食品|集团|餐饮|电子|护肤|母婴|优选|烘焙|配餐|炸鸡|净水|民宿|智行|配送|文创|汽车|医药|药业|家居|超市|航空|物流|"
    r"鲜奶|茶饮|咖啡|酒店|教育|银行|保险|服饰|家电|手机|出行|快递|健身|影城|地产|股份有限公司|有限公司|[一-鿿]{2})$"
)
_EN_TAIL = frozenset(
    listed("Group Ltd Park Pay Kitchen Coatings Leisure Foods Dairy Inc LLC Limited Electronics Studio Hotels Air Bank Clinic")
)


def organisations(material: Material) -> Iterator[Edit]:
    """Another company or brand."""
    brief = material.ledger.brief
    given = {name for name in (brief.brand, brief.issuer.organisation) if name}
    # 曜桦电子 Yaohua Electronics is written as either half, and an English house often by its first word.
    given |= {half.strip() for name in given for half in re.findall(r"[一-鿿（）]+|[A-Za-z][A-Za-z ]+[A-Za-z]", name)}
    given |= {name.split()[0] for name in given if name.isascii()}
    names = sorted({plain(name) for name in given if len(name) > 2}, key=lambda name: (-len(name), name))
    taken: list[tuple[int, int]] = []
    for name in names:
        for start, end in _occurrences(material, name):
            if any(left < end and start < right for left, right in taken):
                continue
            taken.append((start, end))
            if (new := _other_company(material, name)) is not None:
                yield Edit(start, end, capital_like(new, name))


def _other_company(material: Material, name: str) -> str | None:
    if re.search(r"[一-鿿]", name):
        core = _fresh(material, pools.ZH_CORES, name)
        if core is None:
            return None
        legal = re.search(r"(?:[一-鿿]{2})?(?:股份)?有限公司$", name)
        if legal and legal.start() > 1:
            return core + legal.group()
        tail = _ZH_TAIL.search(name)
        return core + tail.group() if tail and len(tail.group()) < len(name) else None
    core = _fresh(material, pools.EN_CORES, name)
    words = [word for word in name.split() if word.strip(",.") in _EN_TAIL]
    return core and " ".join([core, *words])
