"""Names of organisations, people and places, by the patterns names follow. Generic mentions (the regulator, 当地医院) are none."""

import re
from dataclasses import dataclass
from functools import cache

from service.grounding import lexicon
from service.grounding.folding import Span, blank
from service.grounding.identifiers import first_wins
from service.grounding.types import ClaimKind, Label, Mention
from service.patterns import lazy

_WINDOW = 16
_PREPOSITIONS = frozenset("由在对向与据被从到让")
_RUN = lazy(r"[\u4e00-\u9fffA-Za-z0-9·]{1,16}\Z")
_EN_ORG = r"[A-Z][A-Za-z'&-]{{0,30}}(?:[ ](?:(?:of|and|the|for|&)[ ]){{0,2}}?[A-Z][A-Za-z'&-]{{0,30}}){{0,6}}?[ ](?:{suffixes})(?![A-Za-z])\.?"
_EN_TAIL = lazy(r"[ ](?:of|for)[ ](?:the[ ])?[A-Z][A-Za-z'-]{1,30}(?:[ ](?:and[ ])?[A-Z][A-Za-z'-]{1,30}){0,3}")
_EN_PERSON = lazy(
    r"(?<![A-Za-z])(?:(?:Mr|Ms|Mrs|Miss|Dr|Prof|Professor)\.?\s(?P<a>[A-Z][a-z'-]{1,20}(?:\s[A-Z][a-z'-]{1,20})?)"
    r"|(?:CEO|chief executive(?: officer)?|chairman|chairwoman|president|founder|director|manager|spokes(?:man|woman|person)),?\s"
    r"(?P<b>[A-Z][a-z'-]{1,20}\s[A-Z][a-z'-]{1,20}))"
)
_STREET = lazy(r"(?P<n>[\u4e00-\u9fff]{2,4}(?:路|街|大道|巷))(?=\d|[\u4e00-\u9fff]?店|口|段|门店)")
_BRANCH = lazy(
    r"(?P<n>[\u4e00-\u9fffA-Za-z]{1,10}(?:路|街|广场|城|站|中心|区|市|县|镇|大道|里|[东南西北]门|桥|村|公园|万达|机场|港))(?:分?店|门店|直营店|旗舰店)(?![铺员内里])"
)
_DISTRICT = lazy(r"(?P<n>[\u4e00-\u9fff]{2,3}(?:新区|区|县|镇))")
_NOT_DISTRICT = lazy(
    r"(?:社|小|地|园|厂|库|辖|校|景|专|片|分|商|市|郊|城|街|灾|海|山|林|牧|矿|战|军|禁|盲|误|时|评论|留言|生产|服务|休息|用餐|办公|仓储|居民|工业|开发|经济|学生|等候|各|该|本|全|及|和|些|住宅|作业|操作|销售|展示|候车|部分|多个|个|这|周边|涉事|乡)(?:区|县|镇|新区)"
)


@dataclass(frozen=True, slots=True)
class _Patterns:
    org: re.Pattern[str]
    boundary: re.Pattern[str]
    generic: re.Pattern[str]
    person: re.Pattern[str]
    place: re.Pattern[str]
    not_place: re.Pattern[str]
    en_org: re.Pattern[str]
    short: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = lexicon.names()
    plain = "".join(char for char in words.surnames if char not in words.ambiguous_surnames)
    ends = r"(?=[,，。、:;；\s\x00]|\Z|表示|称|说|向|在|将|已|亲自|率|致歉|道歉|介绍|回应|签|通报|到|赶)"
    titles = lexicon.alternation(words.titles)
    english = "|".join(re.escape(name) for name in sorted(words.places.values(), key=len, reverse=True))
    return _Patterns(
        org=re.compile(lexicon.alternation(words.org_suffixes)),
        boundary=re.compile(lexicon.alternation(words.boundaries)),
        generic=re.compile(lexicon.alternation(words.generic)),
        person=re.compile(
            rf"(?P<a>[{words.surnames}](?:某{{1,2}}[甲乙丙]?|(?:[\u4e00-\u9fff]{{1,2}}?)?(?=先生|女士|小姐|同学|教授|医生))(?:先生|女士|小姐|同学|教授|医生)?)"
            rf"|{titles}\s?(?P<b>[{plain}](?!先生|女士)[\u4e00-\u9fff]{{1,2}}?){ends}"
        ),
        place=re.compile(lexicon.alternation(words.places) + rf"[省市]?|(?<![A-Za-z])(?:{english})(?![A-Za-z])"),
        not_place=re.compile(lexicon.alternation(words.not_places)),
        en_org=re.compile(r"(?<![A-Za-z'-])" + _EN_ORG.format(suffixes="|".join(words.en_suffixes))),
        short=re.compile(lexicon.alternation(words.short_forms)),
    )


def find_names(text: str) -> list[Mention]:
    """Names in a folded text. `Label.kind` is organisation, person or place."""
    organisations = _organisations(text)
    rest = blank(text, [Span(m.start, m.end) for m in organisations])
    people = [_label(m, "person") for m in _patterns().person.finditer(rest)]
    return first_wins([*organisations, *people, *_places(rest)])


def canonical(name: str) -> str:
    """A name in the form names are compared in: short forms of offices, no spaces, no case."""
    words = lexicon.names().short_forms
    short = _patterns().short.sub(lambda match: words[match.group()], name)
    return re.sub(r"[\s·.,()（）&'-]+", "", short).casefold()


def split_suffix(name: str) -> tuple[str, str]:
    """Stem and kind of an organisation's canonical name: (锦江区, 市监局)."""
    for match in _patterns().org.finditer(name):
        if match.end() == len(name) and match.start() > 0:
            return name[: match.start()], match.group()
    return name, ""


def place_names(key: str) -> tuple[str, ...]:
    """A place in both languages, so that Chengdu is known where the ledger says 成都."""
    table = lexicon.names().places
    stem = key.rstrip("省市") if key.rstrip("省市") in table else key
    if stem in table:
        return stem, table[stem].casefold()
    return next(((zh, en.casefold()) for zh, en in table.items() if canonical(en) == key), (key,))


def _organisations(text: str) -> list[Mention]:
    patterns = _patterns()
    found: list[Mention] = []
    after = 0
    for match in patterns.org.finditer(text):
        run = _RUN.search(text[max(after, match.start() - _WINDOW) : match.start()])
        stem = run.group() if run else ""
        stem = stem[_last_boundary(stem) :]
        proper = patterns.generic.sub("", stem)
        if len(proper) < 2 or (proper.isascii() and proper.isdigit()):
            continue
        # 局 of 格局, 中心 of 重心: the suffix list is full words, so what stands before it is the name.
        start = match.start() - len(stem)
        found.append(Mention(ClaimKind.NAME, start, match.end(), Label(canonical(text[start : match.end()]), "organisation")))
        after = match.end()
    english = (_english(text, match) for match in patterns.en_org.finditer(text))
    return first_wins([*found, *(mention for mention in english if mention is not None)])


def _last_boundary(stem: str) -> int:
    """Where the name starts: after the last boundary word that leaves two characters, or (委托律师事务所) none at all."""
    if stem[-1:] in _PREPOSITIONS:
        # 由公司…: what follows a preposition is the plain word, not the end of a name.
        return len(stem)
    cut = 0
    for match in _patterns().boundary.finditer(stem):
        if len(stem) - match.end() >= 2 or (match.end() == len(stem) and len(match.group()) >= 2):
            cut = match.end()
    return cut


def _english(text: str, match: re.Match[str]) -> Mention | None:
    generic = {word.casefold() for word in lexicon.names().en_generic}
    start = match.start()
    words = match.group().split()
    while words and words[0].casefold() in generic:
        start += len(words[0]) + 1
        words = words[1:]
    tail = _EN_TAIL.match(text, match.end())
    end = tail.end() if tail else match.end()
    while end > start and text[end - 1] == ".":
        end -= 1
    if len(words) < (1 if tail else 2) or start >= end:
        return None
    if all(word.casefold() in generic or word.rstrip(".") in lexicon.names().en_suffixes for word in text[start:end].split()):
        return None
    return Mention(ClaimKind.NAME, start, end, Label(canonical(text[start:end]), "organisation"))


def _places(text: str) -> list[Mention]:
    patterns = _patterns()
    text = blank(text, [Span(*match.span()) for match in patterns.not_place.finditer(text)])
    found = [
        Mention(ClaimKind.NAME, *match.span(), Label(canonical(match.group()), "place"))
        for match in patterns.place.finditer(text)
    ]
    found += [_cut(match, unsure=False) for pattern in (_BRANCH, _STREET) for match in pattern.finditer(text)]
    found += [_cut(match, unsure=True) for match in _DISTRICT.finditer(text) if not _NOT_DISTRICT.search(match["n"])]
    found += [_label(match, "person") for match in _EN_PERSON.finditer(text)]
    return [mention for mention in found if mention.end - mention.start >= 2]


def _cut(match: re.Match[str], *, unsure: bool) -> Mention:
    name = match["n"]
    start = match.start("n") + _last_boundary(name)
    key = canonical(name[start - match.start("n") :])
    return Mention(ClaimKind.NAME, start, match.end("n"), Label(key, "place"), unsure=unsure)


def _label(match: re.Match[str], kind: str) -> Mention:
    group = "a" if match["a"] else "b"
    return Mention(ClaimKind.NAME, *match.span(group), Label(canonical(match[group]), kind))
