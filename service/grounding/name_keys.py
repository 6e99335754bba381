"""Names reduced to comparable keys, and the keys a name may be looked up by in the ledger's reduced texts.

A key keeps one space between Latin words and none around Chinese; look Latin keys up as whole words (`holds`), Chinese ones as substrings.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from service.grounding import lexicon
from service.grounding.folding import fold
from service.grounding.name_words import name_words
from service.grounding.places import places, without_ending
from service.grounding.types import Label
from service.patterns import lazy

# One authority, several names: longest first. The short one stands for all.
_SHORT_FORMS = {
    "市场监督管理总局": "市监总局", "市场监管总局": "市监总局", "市场监督管理局": "市监局", "市场监管局": "市监局", "市场监督管理所": "市监所",
    "食品药品监督管理局": "药监局", "药品监督管理局": "药监局", "食药监局": "药监局", "卫生健康委员会": "卫健委", "卫生健康委": "卫健委", "卫健局": "卫健委",
    "卫生健康局": "卫健委", "疾病预防控制中心": "疾控中心", "疾病预防控制局": "疾控局", "应急管理局": "应急局", "应急管理厅": "应急厅",
    "生态环境局": "环保局", "环境保护局": "环保局", "生态环境厅": "环保厅", "住房和城乡建设局": "住建局", "人力资源和社会保障局": "人社局",
    "交通运输局": "交通局", "发展和改革委员会": "发改委", "发展改革委": "发改委", "发展改革局": "发改局", "互联网信息办公室": "网信办", "公安分局": "公安局",
    "消防救援支队": "消防支队", "消防救援大队": "消防大队", "消防救援总队": "消防总队", "消费者权益保护委员会": "消委会", "消费者委员会": "消委会",
    "消保委": "消委会", "消费者协会": "消协", "文化和旅游局": "文旅局", "人民法院": "法院", "人民检察院": "检察院", "人民政府": "政府",
    "街道办事处": "街道办", "居民委员会": "居委会", "村民委员会": "村委会", "管理委员会": "管委会", "仲裁委员会": "仲裁委", "食物环境卫生署": "食环署", "食物环境衞生署": "食环署", "食物安全中心": "食安中心", "集团公司": "集团",
    "股份有限公司": "", "有限责任公司": "", "集团有限公司": "集团", "有限公司": "", "大药房": "药房",
}  # fmt: skip
_SHORT = re.compile(lexicon.alternation(_SHORT_FORMS))
_ORDINALS = "一二三四五六七八九十"
_DIGIT = {str(n): han for n, han in enumerate(_ORDINALS, start=1)}
# 第二人民医院 = 二院, 第四医院 = 四院, 第一中学 = 一中, 2号线 = 二号线.
_NUMBERED = lazy(
    r"第([一二三四五六七八九十]{1,3})(?:人民|中心|附属)?医院|第([一二三四五六七八九十]{1,3})中学|(?<![\d.])(\d)(?=号[^召码])"
)
_LATIN_NOISE = lazy(
    r"(?<=[a-z])'s?(?![a-z])|['.]|(?<![a-z0-9])the (?=[a-z0-9])"
    r"|[ ,]+(?:ltd|limited|llc|llp|plc|inc|incorporated|corp|corporation)(?![a-z0-9])"
)
# How places and bodies are cut short; one spelling stands for both of the Atlantic's.
_IN_FULL = {
    "ctr": "centre", "center": "centre", "sq": "square", "rd": "road", "ave": "avenue", "hosp": "hospital", "stn": "station", "dept": "department",
    "uni": "university", "univ": "university", "bldg": "building", "govt": "government", "natl": "national", "intl": "international", "assn": "association",
}  # fmt: skip
_LATIN_SHORT = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(_IN_FULL)})(?![a-z0-9])")
_GAPS = lazy(r"[^a-z0-9\u00c0-\u024f\u3400-\u9fff\n\x1e]+")
_HAN_GAP = lazy(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])")
_FIRM_ENDS = ("集团公司", "分公司", "公司", "集团", "股份", "控股")
_FIRM_WORDS = frozenset(
    [
        "group",
        "holdings",
        "company",
        "co",
        "international",
        "uk",
        "us",
        "usa",
        "china",
        "global",
        "europe",
        "partners",
        "industries",
        "enterprises",
        "and",
    ]
)
_BEHIND_NAMES, _NAMED = frozenset("会将已也说就在是称曾又都要想愿能亲正还"), 4
_PLACE_ENDS = "省市区县旗镇乡州"
_AUTHORITY_AREAS = ("市", "区", "县", "新区", "省")
_MAX_PREFIXES = 4


def canonical(name: str) -> str:
    """A name as it is compared: short forms, no legal form, no case, no possessive, plain spaces. Works on whole texts alike."""
    return _canonical(name) if len(name) <= 200 else _reduced(name)


@lru_cache(maxsize=8192)
def _canonical(name: str) -> str:
    return _reduced(name)


def _reduced(name: str) -> str:
    text = fold(name).casefold().replace("&", " and ")
    text = _LATIN_SHORT.sub(lambda match: _IN_FULL[match.group()], _LATIN_NOISE.sub("", text))
    text = _HAN_GAP.sub("", _GAPS.sub(" ", text)).strip()
    if text.isascii():
        return text
    text = _SHORT.sub(lambda match: _SHORT_FORMS[match.group()], text)
    return _NUMBERED.sub(_numbered, text)


def _numbered(match: re.Match[str]) -> str:
    if match[1]:
        return match[1] + "院"
    return match[2] + "中" if match[2] else _DIGIT.get(match[3], match[3])


def holds(text: str, key: str) -> bool:
    """Whether a reduced text names `key`: Latin keys as whole words, Chinese ones anywhere."""
    at = text.find(key) if key else -1
    while at >= 0:
        end = at + len(key)
        if not (_latin(text[at - 1 : at]) and _latin(key[0])) and not (_latin(text[end : end + 1]) and _latin(key[-1])):
            return True
        at = text.find(key, at + 1)
    return False


def _latin(char: str) -> bool:
    return char.isalnum() and char < "\u3400"


@cache
def _suffix() -> re.Pattern[str]:
    words = name_words().zh
    reduced = {canonical(word) for word in words.authorities | words.firms} | {"公司"}
    return re.compile(lexicon.alternation(word for word in reduced if word) + r"\Z|(?<=.)[一二三四五六七八九十]院\Z")


@cache
def _kind() -> re.Pattern[str]:
    return re.compile(f"[省市区县镇乡州新]{{0,2}}(?:{_suffix().pattern}).{{0,3}}")


def is_kind(key: str) -> bool:
    """Whether a key is only the kind of a body, with no name of its own: 市监局, 公安局."""
    return _kind().fullmatch(key) is not None or any(key.endswith(kind) and len(key) - len(kind) < 2 for kind in _authorities())


@cache
def _authorities() -> frozenset[str]:
    return frozenset(canonical(word) for word in name_words().zh.authorities)


def split_suffix(name: str) -> tuple[str, str]:
    """Stem and kind of an organisation's canonical name: (锦江区, 市监局)."""
    match = _suffix().search(name)
    return (name[: match.start()], match.group()) if match and match.start() > 0 else (name, "")


def place_names(key: str) -> tuple[str, ...]:
    """A place in both languages, with and without its ending, so that Chengdu is known where the ledger says 成都."""
    stem = without_ending(key)
    return _unique([key, stem, *places().others(key)])


def lookup_keys(label: Label) -> tuple[str, ...]:
    """Every key that may support a name, likeliest first: itself, without a higher place, without its legal form, in the other language."""
    key = label.key
    if label.kind == "place":
        return _place_keys(key)
    if label.kind == "organisation":
        return _organisation_keys(key)
    if label.kind == "person" and len(key) == _NAMED and key[-1] in _BEHIND_NAMES:
        # 韩牧川会: the dictionary took the verb for a part of the name.
        return (key, key[:-1])
    if label.kind == "person" and (bare := _without_honorific(key)) is not None:
        return (key, bare)
    return (key, *_aliases().get(key, ()))


def _without_honorific(key: str) -> str | None:
    """顾怀简 of 顾怀简先生; a surname alone names too many."""
    ends = (end for end in name_words().zh.honorifics if key.endswith(end) and len(key) - len(end) > 1)
    return next((key[: -len(end)] for end in ends), None)


def same_name(one: str, other: str) -> bool:
    """Whether two written names can be one organisation's: equal when reduced, or equal but for a higher place or the legal form."""
    left, right = canonical(one), canonical(other)
    if left == right:
        return True
    keys = _organisation_keys(left)
    return any(key in keys for key in _organisation_keys(right)) or bool(set(place_names(left)) & set(place_names(right)))


def _place_keys(key: str) -> tuple[str, ...]:
    keys = [key]
    for shorter in _without_places(key):
        keys += place_names(shorter)
    keys += place_names(key)
    # 春熙路门店 is 春熙路店.
    if key.endswith(("门店", "分店")):
        keys.append(key[:-2] + "店")
    elif key.endswith("店") and len(key) > 2:
        keys += [key[:-1] + "分店", key[:-1] + "门店"]
    return _unique([*keys, *_aliases().get(key, ())])


def _organisation_keys(key: str) -> tuple[str, ...]:
    keys = [key, *_aliases().get(key, ())]
    if key.isascii():
        words = key.split()
        while len(words) > 1 and words[-1] in _FIRM_WORDS:
            words = words[:-1]
            keys.append(" ".join(words))
        return _unique(keys)
    shorter = _without_places(key)
    keys += shorter
    for ending in _FIRM_ENDS:
        stem = key[: -len(ending)]
        if key.endswith(ending) and len(stem) >= 2 and without_ending(stem) not in places().chinese:
            keys.append(stem)
            break
    stem, suffix = split_suffix(key)
    if suffix in _authorities() and len(stem) >= 2 and stem[-1] not in _PLACE_ENDS:
        # 浦东市监局 for 浦东新区市监局.
        keys += [stem + area + suffix for area in _AUTHORITY_AREAS]
    if suffix in _authorities():
        keys += [f"{suffix}{area}分局" for area in _branch_areas(key, suffix)]
    return _unique(keys)


def _branch_areas(key: str, suffix: str) -> Iterator[str]:
    """澜湖公安分局 is 榕江市公安局澜湖分局."""
    for name in (key, *_without_places(key)):
        stem = name.removesuffix(suffix)
        for area in (stem, stem.rstrip("区县")):
            if 2 <= len(area) <= 4:
                yield area


# Words that stand in the full name of a public body and are left out of the short one.
_FILLERS = (
    "and|of|the|borough|city|county|district|metropolitan|town|parish|unitary|royal|nhs|foundation|university|general|rescue|local|"
    "regional|national|public|state|safety|health"
)


@lru_cache(maxsize=4096)
def worded_apart(label: Label) -> re.Pattern[str] | None:
    """A name as it stands in the ledger with more words between: Northfield Council, 柳泽市第一医院."""
    key = label.key
    if label.kind != "organisation" or len(key) > 80:
        return None
    if key.isascii():
        words = key.split()
        between = rf"(?: (?:{_FILLERS})){{0,3}} "
        return re.compile(rf"(?<![a-z0-9]){between.join(map(re.escape, words))}(?![a-z0-9])") if len(words) > 1 else None
    match = _CITY.match(key)
    if split_suffix(key)[1] in _authorities() or (match is None and len(key) < _SHORTENED):
        return None
    in_city = rf"{re.escape(match[1])}[\u4e00-\u9fff]{{1,5}}?[区县镇]{re.escape(match[2])}|" if match else ""
    # 农大 of 农业大学: characters left out between the first two and the last two.
    inner = _LEFT_OUT.join(key[1:-1]) if len(key) >= _SHORTENED else re.escape(key[1:-1])
    return re.compile(f"{in_city}{re.escape(key[0])}{inner}{re.escape(key[-1])}")


# Nothing that numbers one of several is left out.
_LEFT_OUT = r"(?:(?![第一二三四五六七八九十])[\u4e00-\u9fff]){0,2}"
_SHORTENED = 6
_CITY = lazy(r"([\u4e00-\u9fff]{2,5}市)([\u4e00-\u9fff]{3,20})\Z")


_PREFIX = lazy(r"[\u4e00-\u9fff]{2,7}?(?:省|自治区|特别行政区|自治州|市|新区|区|县|州)(?=[\u4e00-\u9fff]{3})")


def _without_places(key: str) -> list[str]:
    """锦江区市监局 of 成都市锦江区市监局; never a bare 市监局."""
    found: list[str] = []
    rest = key
    for _ in range(_MAX_PREFIXES):
        match = _PREFIX.match(rest)
        cut = match.end() if match else next((n for n in (4, 3, 2) if rest[:n] in places().chinese), 0)
        rest = rest[cut:]
        if not cut or len(rest) < 3 or _says_nothing(rest):
            break
        found.append(rest)
    return found


def _says_nothing(rest: str) -> bool:
    """Whether what is left of a name names nobody: 市监局, 儿童医院, 二院, 店."""
    stem, suffix = split_suffix(rest)
    if not suffix:
        stem = next(
            (rest[: -len(end)] for end in sorted(name_words().zh.local, key=len, reverse=True) if rest.endswith(end)), rest
        )
    return len(stem) < 2 or bool(_suffix().fullmatch(rest) or _plain().fullmatch(stem))


@cache
def _plain() -> re.Pattern[str]:
    words = name_words().zh
    return re.compile(f"(?:{lexicon.alternation(words.generic | words.industries)}|第|[省市区县镇{_ORDINALS}]){{1,6}}")


def acronyms_in(text: str) -> frozenset[str]:
    """The initials of the capitalised names of a folded text: HSE of "Health Service Executive", MHRA, with words between left out."""
    found: set[str] = set()
    runs = (part for run in _CAPITALISED.finditer(text) for part in (run.group(), *_AND.split(run.group())))
    for run in runs:
        words = _PARTS.findall(run)
        large = "".join(word[0] for word in words if word[0].isupper())
        whole = "".join(word[0].upper() for word in words if word not in _SMALL)
        # UKHSA: what is itself made of initials stays whole.
        spelt = "".join(word if word.isupper() else word[0].upper() for word in words if word not in _SMALL)
        # The first word may be the article, or one that only the sentence writes large.
        found |= {large, whole, spelt, large[1:], whole[1:], spelt[1:]}
    return frozenset(initials for initials in found if len(initials) > 1)


# Two bodies may stand beside each other: "the Federal Aviation Administration and the National Transportation Safety Board".
_AND = lazy(r",?\s(?:and|&)\s(?:the\s)?")
_SMALL = frozenset(["of", "and", "the", "for", "in", "on", "to", "de", "des", "&"])
_PARTS = lazy(r"[A-Za-z][A-Za-z']*")
_CAPITALISED = lazy(r"[A-Z][A-Za-z']+(?:(?:,?\s(?:of|and|the|for|in|on|to|&))*(?:\s[a-z]+)?\s[A-Z][A-Za-z']+)+")


def is_alias(key: str) -> bool:
    """Whether it is one of several listed names of one body."""
    return key in _aliases()


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for group in name_words().en.aliases:
        keys = tuple(canonical(name) for name in group)
        for key in keys:
            table[key] = _unique([*table.get(key, ()), *(other for other in keys if other != key)])
    return table


def _unique(keys: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if key))
