"""Claims turned, widened or strengthened: polarity, scope, quantifiers, promises."""

import re
from collections.abc import Iterator

from evals.grounding import scan
from evals.grounding.figures import counted
from evals.grounding.material import Edit, Material, capital_like, matches
from evals.grounding.scan import Quantity
from service.patterns import lazy

_VERBS = (
    "收到|接到|发现|出现|使用|泄露|发生|受到|造成|涉及|包含|收取|通知|联系|停止|下架|封存|召回|关闭|提交|确定|确认|查明|公布|完成|报告|送达|送到|"
    "恢复|扩散|获取|影响|裁|解散|离职|失联|死亡|受伤|达标|履行|锁定|检出|添加"
)
_THINGS = "人员|人|顾客|员工|学生|用户|证据|迹象|记录|其他|资料|住院|伤亡|新增"
_NO_TURN = lazy(r"请|勿|如果|如您|假如|不要|不作|不再|不会|推测|猜测|理由|道歉|歉|应该|答复|之前|前，", 0)
_PRESENT = "存在|涉及|包含|包括|属实|影响|含有|符合|需要|是"
_NOT_TURNED_EN = lazy(
    r"^(?:please|do not|don't)\b|\b(?:know|speculate|guess|comment|answer|say|tell|name|identify|should|until|nor|neither|either|if|whether|please|"
    r"sorry|longer|only|enough|good)\b",
    re.IGNORECASE,
)


def polarity(material: Material) -> Iterator[Edit]:
    """A denial turned into a claim, or a confirmed fact denied."""
    if material.language == "zh":
        yield from _zh_affirmed(material)
        yield from _zh_denied(material)
    else:
        yield from _en_affirmed(material)
        yield from _en_denied(material)


def _clause(material: Material, place: int) -> str:
    return material.words(material.clause_at(place))


def _zh_affirmed(material: Material) -> Iterator[Edit]:
    for start, end, names in matches(
        material, rf"(?:还|也|都|均|并|从)?(?:没有|尚未|未|未曾|没)(?:再)?(?P<next>{_VERBS})(?!的是)"
    ):
        rest = material.text[end : material.clause_at(start).end]
        if not _NO_TURN.search(_clause(material, start)) and "的原因" not in rest:
            yield Edit(start, end, "已" + names["next"])
    # The short answer under a question.
    for start, end, _ in matches(material, r"(?<=[？?]\n)(?:没有|没)(?=[。，])"):
        yield Edit(start, end, "有")
    for start, end, names in matches(material, rf"(?:还|也|并|均)?(?:没有|无)(?:任何)?(?P<next>{_THINGS})(?!的是)"):
        if (not _NO_TURN.search(_clause(material, start)) and material.text[start:end][:1] != "无") or material.text[
            start - 1 : start
        ] in set("，。"):
            yield Edit(start, end, "有" + names["next"])
    for start, end, names in matches(material, rf"(?<![是而要])(?:并不|不)(?P<next>{_PRESENT})(?!不|否)"):
        sentence = material.sentence_at(start)
        if sentence and not _NO_TURN.search(_clause(material, start)) and "而是" not in material.words(sentence):
            yield Edit(start, end, names["next"])
    for start, end, _ in matches(material, r"(?<![是而])并非(?!如此)"):
        sentence = material.sentence_at(start)
        if sentence and "而是" not in material.words(sentence):
            yield material.removed(start, end, keep="是")


def _zh_denied(material: Material) -> Iterator[Edit]:
    confirmed = "confirmed"
    for start, end, _ in matches(material, r"(?P<all>均|都)?已经?(?=全部)?(?=[一-鿿]{2})(?!于|自|从|在|将|有|经|是|知|成|达)"):
        if material.status_at(start) == confirmed and not re.search("没有|未|不", _clause(material, start)):
            rest = material.text[end : end + 2]
            yield Edit(start, end + 2, "尚未" + rest)
    for start, end, names in matches(material, r"(?P<verb>出现|发生|收到|接到)(?=[一-鿿\d])(?!的)"):
        before = material.text[start - 1 : start]
        if (
            material.status_at(start) == confirmed
            and before not in set("已未有曾没共的")
            and not _NO_TURN.search(_clause(material, start))
        ):
            yield Edit(start, end, "没有" + names["verb"])


def _en_affirmed(material: Material) -> Iterator[Edit]:
    for start, end, _ in matches(material, r"(?<=\?\n)No(?=[.,])"):
        yield Edit(start, end, "Yes")
    aux = r"\b(?P<aux>has|have|had|is|are|was|were|does|do|did|can|could|would)(?P<not> not|n't|not\b)(?: yet| currently)? (?P<next>[a-z]+)"
    for start, end, names in matches(material, aux):
        clause = _clause(material, start)
        if _NOT_TURNED_EN.search(clause) or names["next"] in {"yet", "because", "the", "a", "our", "known", "clear"}:
            continue
        rest = material.text[end : material.clause_at(start).end]
        new = f"{names['aux']} {names['next']}" + re.sub(r"\bany ", "", rest)
        yield Edit(start, end + len(rest), new)
    for start, end, names in matches(material, r"\b(?P<no>[Nn]o )(?P<rest>(?:[a-z]+ ){1,4}(?:were|have|are|had)\b)"):
        if not re.match(r"(?:one|longer|other|more|further|later)\b", names["rest"]):
            yield Edit(start, end, capital_like(names["rest"], names["no"]))
    for start, end, names in matches(material, r"\b(?P<no>[Nn]o one|[Nn]obody) (?P<aux>has|had|was|is)\b"):
        yield Edit(start, end, capital_like(f"someone {names['aux']}", names["no"]))
    for start, end, names in matches(
        material,
        r"\b(?P<there>[Tt]here (?:is|are|was|were|has been|have been)) no (?=evidence|indication|sign|injur|risk|record)",
    ):
        yield material.removed(start, end, keep=names["there"] + " ")


def _en_denied(material: Material) -> Iterator[Edit]:
    pattern = r"\b(?P<aux>has|have|had|is|are|was|were) (?P<also>now |also |since )?(?P<next>(?:been|being|died|gone|closed|[a-z]{3,}(?:ed|en))\b)"
    for start, end, names in matches(material, pattern):
        clause = _clause(material, start)
        before = material.text[:start].rstrip().rsplit(maxsplit=1)[-1:]
        if names["next"] in {"concerned", "saddened", "committed", "devastated", "open", "often", "when", "then"}:
            continue
        if _NOT_TURNED_EN.search(clause) or re.search(
            r"\b(?:not|no|all|some|who|which|whose|that|what|how)\b|n't", clause, re.IGNORECASE
        ):
            continue
        if before and before[0].lower() in {"we", "i"} and names["aux"] in {"are", "were"}:
            continue
        if material.status_at(start) == "confirmed":
            yield Edit(start, end, f"{names['aux']} not {names['also']}{names['next']}")


_ZH_PARTS = (
    (r"一?(?<!大)部分(?=[一-鿿])(?!人士)", "全部"),
    (r"多为|大多是|大都是|多数为|大多为", "均为"),
    (r"大部分|大多数", "全部"),
    (r"(?<![这那哪某有])一些(?=[一-鿿])", "所有"),
)
_ZH_ONE_BRANCH = r"(?P<name>[一-鿿]{2,3}店)(?=(?:已|从|自|于|在)[^，。；]{0,14}(?:停业|关闭|下架|停售|停止|暂停|封存))"
_EN_ONE_SITE = r"\b(?i:the|our) (?:[A-Z][a-z]+ )(?P<kind>site|store|clinic|plant|warehouse|branch|restaurant|depot)\b"
_ZH_DONE_TO_ALL = r"(?<![均都])已经?(?=下架|封存|停售|召回|退回|回收|销毁|更换|隔离|联系|通知|送检|移出|停用)"
_EN_PART = (
    r"(?<!how )(?<!as )\b(?P<part>(?i:some|most|several|many|a number|part|a few)) (?P<of>of (?:the |our |these )?)?(?=[a-z])"
    r"(?!time|way|day|further|more|other|form|weeks|hours|is\b|are\b|have\b)"
)
_EN_WHOM = r"\b(?P<lead>of|to|from|for|by) (?P<noun>customers|patients|guests|orders|products|stores|shops|users|clinics|kits)\b"


def scope(material: Material) -> Iterator[Edit]:
    """A part told as the whole."""
    yield from _zh_scope(material) if material.language == "zh" else _en_scope(material)


def _zh_scope(material: Material) -> Iterator[Edit]:
    for pattern, new in _ZH_PARTS:
        for start, end, _ in matches(material, pattern):
            if not re.search("全部|所有", _clause(material, start)):
                yield Edit(start, end, new)
    yield from _zh_one_to_all(material)
    for start, end, _ in matches(material, _ZH_DONE_TO_ALL):
        clause = _clause(material, start)
        line = material.ledger.nearest(clause)
        if line and not re.search("全部|均|都|所有|一辆|一台|一名|一位", line.text + clause):
            yield Edit(start, end, "已全部")


def _zh_one_to_all(material: Material) -> Iterator[Edit]:
    for start, end, names in matches(material, _ZH_ONE_BRANCH):
        if material.ledger.holds(names["name"]) and not names["name"].startswith(("门", "该", "本")):
            yield Edit(start, end, "全部门店")
    for start, end, names in matches(material, r"[一二三四五六七八九十\d]+号[一-鿿]{0,2}?(?P<kind>车间|生产线|仓库|厂房|楼)"):
        yield Edit(start, end, f"全部{names['kind']}")
    for start, end, _ in matches(
        material,
        r"(?<![没还只所含具])有(?=(?:骑手|用户|顾客|网友|居民|乘客|会员|家长|员工|学生)(?!反映|反馈|留言|说|称|表示|在))",
    ):
        yield Edit(start, end, "所有")
    for start, end, _ in matches(material, r"(?:该|这|本)(?:批次?|款)(?=产品|商品|食材|鲜奶|杯子|订单)"):
        yield Edit(start, end, "所有")


def _en_scope(material: Material) -> Iterator[Edit]:
    for start, end, names in matches(material, _EN_PART):
        part = names["part"].lower()
        if (part in {"a number", "part"} and not names["of"]) or re.search(r"\ball\b", _clause(material, start)):
            continue
        keep = "" if names["of"].strip() == "of" else names["of"]
        yield Edit(start, end, capital_like(f"all {keep}", material.text[start]))
    for start, end, names in matches(material, _EN_ONE_SITE):
        many = {"branch": "branches"}.get(names["kind"], names["kind"] + "s")
        yield Edit(start, end, capital_like(f"all our {many}", material.text[start]))
    for start, end, names in matches(material, _EN_WHOM):
        clause = _clause(material, start)
        if not re.search(r"\ball\b", clause) and material.ledger.nearest(clause):
            yield Edit(start + len(names["lead"]) + 1, end, f"all {names['noun']}")


_ZH_EXCHANGED = {
    "超过": ("不到",),
    "不到": ("超过",),
    "不足": ("超过",),
    "近": ("超过",),
    "将近": ("超过",),
    "约": ("超过", "不到"),
    "至少": ("至多",),
    "至多": ("至少",),
    "最多": ("至少",),
    "不少于": ("不到",),
}
_EN_EXCHANGED = {
    "at least": ("at most", "fewer than"),
    "more than": ("fewer than",),
    "over": ("fewer than",),
    "fewer than": ("more than",),
    "less than": ("more than",),
    "nearly": ("more than",),
    "almost": ("more than",),
    "about": ("more than", "fewer than"),
    "around": ("more than",),
    "approximately": ("more than",),
    "up to": ("more than", "at least"),
}


_DROPPED = frozenset({"超过", "不到", "不足", "至少", "不少于", "at least", "more than", "fewer than", "less than", "up to"})
_NO_BOUND = lazy(r"[第之其每约共的]$|中$|\b(?:the|all|these|those|our|about|in)\s$|[$£€]$")
_ZH_SHARES = (("多数", "少数"), ("少数", "多数"))
_EN_SHARES = ((r"\b(?i:most)\b(?= [a-z])", "few"), (r"\bmajority\b", "minority"), (r"(?<!\ba )\b(?i:few)\b(?= [a-z])", "most"))


def quantifiers(material: Material) -> Iterator[Edit]:
    """A bound set, dropped or turned."""
    zh = material.language == "zh"
    table = _ZH_EXCHANGED if zh else _EN_EXCHANGED
    words = "|".join(sorted(table, key=len, reverse=True))
    bound = lazy(rf"(?P<word>{words})$" if zh else rf"\b(?P<word>{words}) $", re.IGNORECASE)
    for item in counted(material):
        if item.group == scan.DURATION or (not zh and item.value == 1):
            continue
        found = bound.search(material.text, max(0, item.start - 16), item.start)
        if found is not None:
            yield from _rebound(material, item, found, table)
        elif (
            item.group == scan.COUNT
            and item.value > 1
            and not _NO_BOUND.search(material.text, max(0, item.start - 6), item.start)
        ):
            for new in ("超过", "不到") if zh else ("more than", "fewer than"):
                token = item.token.lower() if item.token[0].isalpha() else item.token
                yield Edit(item.start, item.end, new + token if zh else capital_like(f"{new} {token}", item.token))
    for pattern, new in _ZH_SHARES if zh else _EN_SHARES:
        for start, end, _ in matches(material, pattern):
            if not material.text.endswith("大", 0, start) and material.ledger.nearest(_clause(material, start)):
                yield Edit(start, end, capital_like(new, material.text[start]))


def _rebound(material: Material, item: Quantity, found: re.Match[str], table: dict[str, tuple[str, ...]]) -> Iterator[Edit]:
    old = found["word"].lower()
    for new in table[old]:
        if not material.ledger.holds(new):
            rest = material.text[found.end("word") : item.end]
            yield Edit(found.start(), item.end, capital_like(new, found["word"]) + rest)
    if old in _DROPPED:
        yield Edit(found.start(), item.end, capital_like(item.token, found["word"]))
