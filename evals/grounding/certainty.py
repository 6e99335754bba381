"""Claims made surer than the ledger: hedges taken away, plans told as done."""

import re
from collections.abc import Iterator

from evals.grounding.english import from_ing, is_plural, participle
from evals.grounding.material import DENIES, Edit, Material, Span, matches

_REFERS = re.compile(
    r"^(?:我们)?(?:正在|也)?.{0,4}(?:这|该|对此|上述|相关|此)|^(?:this|these|that|it)\b|(?:ing|confirm\w*) (?:into )?(?:this|these|it|that)\b",
    re.IGNORECASE,
)
_UNSURE = ("reported", "disputed", "unknown", "refuted")
_WHO = r"(?:部分|个别|一些|一位|一名|几位|多位|多名|两位|两名|现场|附近|就餐|有关|当事|网上)*(?:的)?(?:用户|顾客|消费者|网友|网民|居民|乘客|家长|骑手|骑手代表|会员|市民|群成员|群众|客户|住客|读者|员工)?(?:代表)?(?:的)?"
_SAY = r"(?:反映|反馈|反应|表示|所述|留言|私信反映|私信|爆料|投诉|提到|指出|描述|所说|说|称)"
_ZH_HEDGES = (
    rf"(?:据|根据|按){_WHO}{_SAY}(?:和{_SAY})?(?:显示|称)?[，,：:]?",
    rf"(?<![没还只含])有{_WHO}(?<=[户客者友民长手员众方])(?:向我们|在网上|在微博|在群里|留言)*{_SAY}(?:说|称)?(?!了|的|过)[，,：:]?",
    r"(?:目前|现在)?(?:网上|网络上?|坊间|社交媒体上?|外界)(?:有|的)?(?:传言|传闻|流传|消息|说法|帖子|网帖|信息)?(?:称|说|传|指|认为)[，,：:]?",
    r"(?:网传|据传|传闻|据称|据悉|疑似|有传言称|有传言说|有说法称|有消息称|有帖子称|有网帖称)[，,：:]?",
)
_OPEN = r"(?:(?:目前|现在|暂时|我们|还|尚|仍|暂|也|都)*(?:不清楚|不能确定|无法确定|未确定|不确定|无法确认|未能确认|不知道|未确认|没有确认|不能确认|无法答复|没有定|没定|没有结论|没有答案|无结论|无定论))"
_CHECKING = r"(?:(?:目前|现在|我们|还|尚|仍|正)*(?:在|需|待)?(?:进一步)?(?:核实|核对|核查|查证|确认|调查|了解))"


def raised(material: Material) -> Iterator[Edit]:
    """What others say, or what nobody knows, told as fact."""
    found = _zh_raised(material) if material.language == "zh" else _en_raised(material)
    for place, edit in found:
        if _status(material, place) in _UNSURE and len(edit.new) >= 4:
            yield edit


def _status(material: Material, place: int) -> str | None:
    status = material.status_at(place)
    sentence = material.sentence_at(place)
    if status is None and sentence is not None and _REFERS.search(material.words(sentence)):
        # "This is being checked" speaks of the sentence before it.
        return material.status_at(sentence.start - 2)
    return status


def _hedged_after(material: Material, sentence: Span) -> bool:
    """Whether the next sentence takes the claim back to what is being checked."""
    after = material.sentence_at(min(sentence.end + 1, len(material.text) - 1))
    words = material.words(after) if after is not None and after != sentence else ""
    return bool(_REFERS.search(words) and re.search(rf"{_CHECKING}|{_OPEN}|check|verif|review|looking into|confirm", words))


_KEPT_OPEN = re.compile(rf"{_CHECKING}|{_OPEN}|不作推测|存在争议|是否")
_WHETHER = rf"(?P<hedge>{_OPEN})(?P<subject>[^，,。；;！!\n是]{{0,24}})是否(?P<rest>[^，,。；;！!\n]{{2,40}})(?![^。；;\n]{{0,6}}{_OPEN})"
_WHETHER_FIRST = (
    rf"(?P<subject>[^，,。；;：:！!\n是]{{2,24}})是否(?P<rest>[^，,。；;！!\n]{{2,30}}?)[，,]?"
    rf"(?:{_OPEN}|{_CHECKING}(?:中|之中)?)(?=[。；;，,])"
)
_BEING_CHECKED = r"(?:还|仍|尚|正)?(?:正在|在|有待|待|需)(?:进一步)?(?P<verb>核实|核对|查证|确认)(?:中|之中)?(?=[。；;，,])"
_UNCONFIRMED = r"(?:尚未|未经|没有得到|还没有得到|尚未得到|未获)(?:证实|确认|核实)(?=[。；;，,])"
_CHECKED = {"核对": "已核对属实", "核实": "已核实属实", "查证": "已查证属实", "确认": "已得到确认"}


def _zh_raised(material: Material) -> Iterator[tuple[int, Edit]]:
    yield from _zh_unhedged(material)
    for start, end, names in matches(material, _WHETHER):
        if "、" not in names["rest"] and not re.search("是否|还是", names["rest"]):
            yield start + len(names["hedge"]), Edit(start, end, names["subject"] + names["rest"])
    for start, end, names in matches(material, _WHETHER_FIRST):
        if not re.search(rf"{_OPEN}|是否", names["subject"]):
            yield start, Edit(start, end, names["subject"] + names["rest"])
    for start, end, names in matches(material, _BEING_CHECKED):
        if not re.search("是否|谁|什么|多少|原因|怎么|数量", material.words(material.clause_at(start))):
            yield start, Edit(start, end, _CHECKED[names["verb"]])
    for start, end, _ in matches(material, _UNCONFIRMED):
        yield start, Edit(start, end, "已经得到证实")


def _zh_unhedged(material: Material) -> Iterator[tuple[int, Edit]]:
    for pattern in _ZH_HEDGES:
        for start, end, _ in matches(material, pattern):
            sentence = material.sentence_at(start)
            if sentence is None or DENIES.search(material.words(sentence)) or not _opens(material, start):
                continue
            # "据反映，目前……还在核对" keeps its second hedge and is no plain claim.
            if not _KEPT_OPEN.search(material.text[end : sentence.end]) and not _hedged_after(material, sentence):
                yield end, material.removed(start, end)


def _opens(material: Material, place: int) -> bool:
    """Whether a clause begins here, so that what follows can stand alone."""
    return material.clause_at(place).start == place or material.text[place - 1 : place] in set("，,。；;：:！!\n ")


_EN_WHO = r"(?:some|several|two|three|a few|a number of|other|a|one|many|local)? ?(?:of )?(?:our )?(?:visitors?|customers?|guests?|residents?|patients?|passengers?|people|users?|riders?|diners?|posts|videos|eyewitnesses|others|members? of the public)(?: (?:online|on social media|at the scene|who \w+ (?:us|support)))?"
_EN_SAY = r"(?:say|says|said|report|reported|tell us|told us|claim|claims|suggest|suggests|have said|have reported|have told us|has told us|have claimed|have suggested)"
_EN_HEDGES = (
    rf"(?i:according to|based on) (?:(?i:{_EN_WHO})|the (?:initial )?(?:reports?|review|reading)|(?:early |initial |media |press |unconfirmed )?reports|an initial \w+ reading)(?: [a-z ]{{0,30}}?)?, ",
    rf"\b(?i:{_EN_WHO}) {_EN_SAY}(?: that)? (?=[a-z])",
    r"\b(?i:there (?:are|have been) (?:also )?(?:unconfirmed )?(?:reports|claims|suggestions) that) ",
    r"\b(?i:it (?:has been|is|was) (?:reported|claimed|suggested|said|alleged) that) ",
    r"\b(?i:we have (?:also )?(?:received|had|seen|heard) (?:unconfirmed )?(?:reports|claims|accounts|suggestions) that) ",
    r"\b(?i:reports(?: online)? (?:say|suggest|claim)(?: that)?) ",
)
_TO_SAY = r"(?:know|said|say|confirm|established|able to (?:say|confirm))"


def _en_raised(material: Material) -> Iterator[tuple[int, Edit]]:
    yield from _en_unhedged(material)
    yield from _en_settled(material)


def _en_unhedged(material: Material) -> Iterator[tuple[int, Edit]]:
    for pattern in _EN_HEDGES:
        for start, end, _ in matches(material, pattern):
            sentence = material.sentence_at(start)
            if (
                sentence is None
                or DENIES.search(material.words(sentence))
                or re.search(r"\b(?:whether|check|review|verif|investigat|looking into)", material.words(sentence))
            ):
                continue
            if _hedged_after(material, sentence):
                continue
            if sentence.start == start or material.text[start - 2 : start] in {"; ", ": ", ", "}:
                yield end, material.removed(start, end)
    for start, end, _ in matches(material, r"\b(?:reportedly|allegedly|apparently|possibly) "):
        yield end, material.removed(start, end)


def _en_settled(material: Material) -> Iterator[tuple[int, Edit]]:
    opening = (
        r"(?:(?i:we|it|our team|nobody)) (?:do not|don't|does not|are not|is not|cannot|have not) ?(?:yet|currently|at this stage)? ?"
        rf"(?:{_TO_SAY}|known|clear|confirmed|sure)(?: yet| at this stage)? (?:whether|if) (?P<rest>[^.;!\n]+?)(?P<yet> yet)?(?=[.;])"
    )
    for start, end, names in matches(material, opening):
        rest = names["rest"]
        sentence = material.sentence_at(start)
        if sentence is not None and not re.search(r"\bor\b|\bwhat\b|\bhow\b|\bwhen\b", rest):
            plain = re.sub(r"\bany\b ?", "", rest)
            yield start + 20, Edit(start, end, plain[0].upper() + plain[1:] if start == sentence.start else plain)
    yield from _en_confirmed(material)


_UNDER_REVIEW = (
    r"(?P<be>is|are) (?:still )?(?:being|under) (?:checked|verified|looked into|reviewed|review|examined|investigation)\b"
)
_WE_CHECK = (
    r"(?:\b(?:are|am)|(?<=we)'re) (?:still |now )?(?:checking|verifying|looking into|reviewing) (?P<it>this|these|it|that)\b"
)


def _en_confirmed(material: Material) -> Iterator[tuple[int, Edit]]:
    for start, end, names in matches(material, rf"\b(?P<lead>[Ww]hether )(?P<rest>[^,.;:!\n]{{6,80}}?) {_UNDER_REVIEW}"):
        if not re.search(r"\bor\b|\bany\b", names["rest"]):
            yield (
                start,
                Edit(start, end, names["rest"][0].upper() + names["rest"][1:] if names["lead"][0] == "W" else names["rest"]),
            )
    for start, end, names in matches(material, _UNDER_REVIEW):
        if not re.search(r"\b(?:whether|how|what|why|who|cause)\b", material.words(material.clause_at(start)), re.IGNORECASE):
            yield start, Edit(start, end, ("has" if names["be"] == "is" else "have") + " been confirmed")
    for start, end, names in matches(material, _WE_CHECK):
        gap = " " if material.text[start] == "'" else ""
        yield start, Edit(start, end, f"{gap}have confirmed {names['it']}")
    for start, end, names in matches(material, r"(?P<be>has|have) not (?:yet )?been (?:confirmed|verified|established)\b"):
        yield start, Edit(start, end, names["be"] + " been confirmed")


_ZH_PLANS = (
    (
        r"(?<![即行必势])将会?(?=于|在|再次|继续|向|对|为|全额|公布|发布|通报|说明|提供|承担|垫付|退|配合|逐一|按|由|不晚于|安排|派)(?!近|来)",
        "已",
    ),
    (r"(?<![不机社只才大开协机聚])会(?=在|于|再次|继续|向|公布|发布|通报|逐一|安排|派)(?!上|议)", "已"),
)
_DONE = "检验|检测|核实|核对|核查|调查|排查|整改|处理|通知|联系|清点|统计|复核|评估|抢修|修复|安抚|化验|检查|核算|查证"


def modality(material: Material) -> Iterator[Edit]:
    """What is planned, going on or possible told as done."""
    if material.language == "zh":
        for pattern, new in _ZH_PLANS:
            for start, end, _ in matches(material, pattern):
                if "如" not in material.words(material.clause_at(start)):
                    yield Edit(start, end, new)
        for start, end, names in matches(material, rf"(?:正在|仍在|还在)(?P<verb>{_DONE})(?!的)"):
            yield Edit(
                start,
                end,
                f"已完成{names['verb']}" if material.text[end : end + 1] in set("，。；,;、") else f"已{names['verb']}",
            )
        for start, end, _ in matches(material, r"(?<![尽有的不])可能(?!性|会不)"):
            if material.ledger.nearest(material.words(material.clause_at(start))) is not None:
                yield material.removed(start, end)
        return
    yield from _en_modality(material)


_FINISHED = (
    r"(?:checked|tested|reviewed|investigated|examined|replaced|repaired|contacted|refunded|restored|removed|cleaned|analysed|analyzed|processed|"
    r"notified|reversed|inspected)\b"
)
# "We have worked with the police" says no more than "we are working with the police".
_GOING_ON = frozenset(
    {
        "being",
        "working",
        "helping",
        "cooperating",
        "supporting",
        "continuing",
        "staying",
        "keeping",
        "holding",
        "making",
        "offering",
    }
)


def _en_modality(material: Material) -> Iterator[Edit]:
    for start, end, names in matches(material, r"\bwill (?P<adverb>also |then |again )?(?P<verb>[a-z]+)\b"):
        done = participle(names["verb"])
        before = material.text[material.clause_at(start).start : start]
        if done is not None and not re.search(r"\b(?:if|when)\b", before.lower()):
            have = "have" if is_plural(_subject(before)) else "has"
            yield Edit(start, end, f"{have} {names['adverb']}{done}")
    for start, end, names in matches(material, rf"\b(?P<be>is|are) (?:still )?being (?={_FINISHED})"):
        yield Edit(
            start, end + len(_word(material, end)), f"{'has' if names['be'] == 'is' else 'have'} been {_word(material, end)}"
        )
    for start, end, names in matches(material, r"\b(?P<be>is|are) (?:now |still |currently )?(?P<ing>[a-z]+ing)\b"):
        if names["ing"] not in _GOING_ON and (done := from_ing(names["ing"])) is not None:
            yield Edit(start, end, f"{'has' if names['be'] == 'is' else 'have'} {done}")
    for start, end, _ in matches(material, r"\b(?:may|might|could) (?:also )?have (?=[a-z]+(?:ed|en|t)\b)"):
        before = material.text[material.clause_at(start).start : start]
        if not re.search(r"\bif\b", before.lower()):
            have = "have" if is_plural(_subject(before)) else "has"
            yield Edit(start, end + len(_word(material, end)), f"{have} {_word(material, end)}")


def _subject(before: str) -> str:
    return re.sub(r"^.*,\s", "", before)


def _word(material: Material, place: int) -> str:
    found = re.compile(r"[a-z]+").match(material.text, place)
    return found.group() if found else ""
