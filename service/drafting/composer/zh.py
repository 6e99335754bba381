"""Chinese grammar for facts: the missing subject, shared time clauses, attribution, the grammar of each status."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from service.briefs import Commitment, Fact
from service.drafting.composer import times
from service.drafting.composer.marks import Line, joined
from service.drafting.composer.topics import main_topic, says
from service.patterns import lazy

_DAY = r"(?:\d{4}年)?\d{1,2}月\d{1,2}日"
_CLOCK = r"(?:(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上?|夜里)?\d{1,2}[时点:：](?:\d{1,2}分?|半)?)"
# A time clause at the head: 截至3月2日10时，/ 3月2日9时10分，/ 自3月1日起，
_TIME_HEAD = lazy(
    rf"^(?:截至|截止|自|从|于|到|由)?(?:{_DAY}{_CLOCK}?|\d{{1,2}}[日号]{_CLOCK}?|今天|昨天|昨晚|今早|当天|当日|目前|{_CLOCK})(?:许|左右|前后|前|后|起|以来|止)*[，,]?"
)
_AS_OF_HEAD = lazy(rf"^截[至止](?:{_DAY}{_CLOCK}?|目前|今天|{_CLOCK})(?:许|左右)?[，,]")
_AUX = r"(?:已经|已|正在|正|将|现已|也|又|还|均|先后|陆续|立即|随即|随后|同时|共|累计|目前|暂|再次|主动|全面|连夜|当即|分别|并)"
# Verbs that an issuer writes without a subject, because it means itself.
_OWN_VERB = (
    r"(?:没有收到|未收到|尚未收到|没有接到|未接到|没有发现|未发现|尚未发现|暂未|尚未|没有|"
    r"收到|收了|接到|接了|接获|获悉|得知|关注到|注意到|发现|监测到|确认|核实|查明|"
    r"联系|通知|告知|报告|上报|报案|报警|报送|提交|向|与|和|对|将|把|为|给|就|"
    r"启动|成立|组织|安排|派出|派|委托|邀请|聘请|暂停|停止|停用|停售|关闭|关停|下架|封存|召回|回收|撤下|撤回|撤销|删除|"
    r"恢复|修复|更换|升级|更新|重置|完成|开展|展开|进行|排查|检查|复核|调取|收集|保存|留存|"
    r"责令|要求|开始|继续|着手|移出|取消|解除|终止|开除|免去|公布|发布|公开|说明|道歉|致歉|垫付|支付|办理|处理|配合|协助|开通|设立|提供|退还|补发)"
)
# 排查结果, 检查情况: a noun, not what we do.
# So is a verb before 的: 召回的电水壶.
_SUBJECTLESS = lazy(
    rf"^{_AUX}*{_OWN_VERB}(?!的|结果|情况|工作|显示|表明|人员|记录|数据|内容|报告显示|数量|计划|范围|编号|产品|商品|公告|涉及)"
)
# 已经 + a thing done to something ("已从门店下架" with no subject) is ours too.
_OWN_PASSIVE = lazy(rf"^{_AUX}+(?:从|在)[\u4e00-\u9fff]{{1,12}}{_OWN_VERB}")
_REPORTING_HEAD = lazy(
    r"^(?:据|有[\u4e00-\u9fff]{0,8}(?:称|说|反映|反馈|表示|投诉)|[\u4e00-\u9fff]{0,8}(?:网传|网友|用户|顾客|消费者|媒体|群成员|会员|当事人)"
    r"[\u4e00-\u9fff]{0,6}(?:称|说|反映|反馈|表示|投诉|报道)|网传|坊间|网上)"
)
_SOURCE_HEAD = lazy(r"^(?:据|根据|经)[^，。；]{2,40}，")
_COUNTED = lazy(r"(?:收到|接到|共|累计|涉及|有|发现|受影响)[^，,]{0,8}[\d一二两三四五六七八九十百千万]+")
_ANY_TIME = lazy(rf"{_DAY}|{_CLOCK}|截至")
_NUMBER = lazy(
    r"[0-9０-９]+(?:[.,][0-9]+)*|[一二两三四五六七八九十百千万亿几数]{2,}|[一二两三四五六七八九十百千几数](?=[名人起件位个例批户家条次倍成])"
)
_SOURCED = lazy(r"(?:^|；)(?:据|根据|经)[^，。；]{2,40}，")
# No longer may an unproven claim be that stands in its own words.
_QUOTED = 45
_TELLING = lazy(r"(?!我们|已经|目前|其中|以及|进行|正在|工作|相关|有关)[\u4e00-\u9fff]{2}")
# Shorter than this a shared beginning is no body's name; these say what kind of body it is.
_SHORTEST_NAME = 4
_BODIES = (
    "中心", "公司", "医院", "学院", "大学", "学校", "机构", "支队", "大队", "局", "委", "院", "所", "厅", "部", "队", "会", "署", "站",
)  # fmt: skip
# What somebody has yet to decide is not unknown to those who decide it.
_UNDECIDED = lazy(
    r"(?:决定|方案|安排|计划|办法|时间表)$|是否会|会不会|(?:何时|什么时候)(?:能|会|可以?|恢复|重|开|拨|发|办|复|完成)"
)
_ATTRIBUTED = lazy(r"^(?:据|根据|依据|按照|按|经)")
_OWN_PROMISE = lazy(
    r"^(?:请|为|向|对|给|就|在|于|免费|全额|按|逐[一个人户间家件批店站车笔项日]|主动|优先|先行|"
    r"(?:退|赔|补|更换|换|上门|安排|公布|公开|发布|提供|承担|支付|恢复|召回|下架|回收|联系|完成|聘请|委托|邀请|"
    r"开展|组织|设立|开通|开设|延长|减免|免除|免收|减收|补足|返还|垫付|发放|补发|清退|培训|书面|当面|电话|短信|全面|统一|再次|排查|检查|复查|核查|核对|核实|检测|"
    r"送检|清洗|消毒|整改|修复|修改|修订|调整|增加|增派|增设|加装|建立|停止|暂停|处理|处分|答复|回复|回访|走访|看望|慰问|陪同|陪护|配合|协助|"
    r"重新|升级|改造|改进|完善|优化|通知|告知|报告|登记|保留|保障|顺延|抵扣|移交|公示|举办|召开|派|接送|赠送|道歉|致歉)"
    # 退款凭小票办理, 检测报告将公布: there the thing is the subject.
    r"(?!(?:偿)?(?:款|金|费用?|报告|结果|工作|人员|记录|方案|名单|进展)[^，。；]{0,12}?(?:由|将|会|已|凭|可|均|不晚于|在|于)))"
)
# 重新开售前至少提前48小时公告, 每个工作日18时公布进度: the time first, then who does it.
_WHEN = lazy(
    r"^(?P<when>(?:自|从|在|待|等)?[^，。；、为向给将把]{2,18}?(?:之?前|之?后|以后|以前|期间|起)|每(?:个|逢)?[^，。；]{1,6}?\d{1,2}[时点](?:\d{1,2}分)?(?:前|起)?)[，,]?"
    r"(?P<what>(?:每[天日周月][^，。；]*?)?(?:(?:至少|最迟|提前|再次?|先|逐一|统一)[^，。；]{0,10}?)?(?:公[告布示开]|发布|通报|说明|答复|为|向|对|给|在|于|退|赔|补|安排|提供|开展|组织|完成|恢复|通知|告知|联系|回访|检查|排查|检测).*)$",
    re.DOTALL,
)
_SHORT_TIME = 6
# What makes good is not what prevents, whatever is inspected for it.
_MAKES_GOOD = lazy(r"退[款费还回]|赔|补偿|治疗|医疗|就诊|就医|体检|慰问|承担[^，。；]{0,16}费用")
# 凭小票退款: what the reader may do, so 可以 stands before the verb.
_AGAINST = lazy(
    r"((?:凭|持)(?:(?!可以?|即可)[^，；。]){1,24}?)((?:全额|全数|免费|原价|无理由)?(?:退款|退货|退费|退还|更换|换货|换新|换领|领取|办理|补领))"
)
_PREVENTIVE = lazy(r"整改|培训|制度|排查|复查|检查|审核|流程|机制|上线|改进|升级|加装|增设|整顿|复核|巡查|考核|规范")


def with_subject(text: str) -> str:
    """`收到6起反馈` as `我们收到6起反馈`: a clause without a subject speaks of the issuer."""
    head = _TIME_HEAD.match(text)
    start = head.end() if head else 0
    rest = text[start:]
    if _SUBJECTLESS.match(rest) or _OWN_PASSIVE.match(rest):
        # 截至3月2日 and 21时起 want a comma before the subject; 3月2日我们… reads on.
        wants = text[:start].startswith(("截至", "截止", "到")) or text[:start].endswith(("起", "后", "前", "以来"))
        comma = "，" if wants and text[start - 1] not in "，," else ""
        return text[:start] + comma + "我们" + rest
    return text


def statement_of(fact: Fact, text: str, now: datetime) -> Line:
    """A confirmed fact in the indicative, with its attribution and, for a bare count, its time."""
    basis = (fact.id,)
    if fact.attribution is not None:
        if fact.attribution not in text and not _ATTRIBUTED.match(text):
            source, text = _once(fact.attribution, text)
            source = source if _ATTRIBUTED.match(source) else f"据{source}"
            return Line(f"{source}，{text}", basis)
        return Line(text, basis)
    if fact.as_of is not None and not _ANY_TIME.search(text) and _COUNTED.search(text):
        text = f"截至{times.zh_date_time(fact.as_of, now)}，{text}"
    return Line(with_subject(text), basis)


def _once(attribution: str, text: str) -> tuple[str, str]:
    """What stands before a fact that begins with the very body it is known from: 据某局通报，该局已取样, not the name twice.

    Returns the attribution, and the fact.
    """
    head = _TIME_HEAD.match(text)
    start = head.end() if head is not None and text[head.end() - 1] in "，," else 0
    for end in range(len(text), start + _SHORTEST_NAME - 1, -1):
        name = text[start:end]
        body = next((word for word in _BODIES if name.endswith(word)), None)
        if body is not None and name in attribution and not attribution.endswith(name):
            return attribution, f"{text[:start]}该{body}{text[end:]}"
    return attribution, text


def merged(lines: Sequence[Line], limit: int = 70) -> list[Line]:
    """Neighbouring facts with the same 截至 clause share it; short ones that speak of the same thing share a sentence."""
    result: list[Line] = []
    for line in lines:
        if result:
            last = result[-1]
            head = _AS_OF_HEAD.match(line.text) or _SOURCE_HEAD.match(line.text)
            if head and last.text.startswith(head.group()):
                rest = line.text[head.end() :]
                if "我们" in last.text and rest.startswith("我们"):
                    rest = rest.removeprefix("我们")
                result[-1] = joined((last, Line(rest, line.basis)), "，" if head.group().startswith("截") else "；")
                continue
            # What a source says ends with its sentence: a fact of our own behind a semicolon would be put into its mouth.
            is_apart = _SOURCED.search(last.text) is not None and _SOURCE_HEAD.match(line.text) is None
            fits = len(last.text) + len(line.text) <= limit and last.text.count("；") < 2
            if fits and not is_apart and "“" not in line.text and goes_on(last.text, line.text):
                result[-1] = joined((last, line), "；")
                continue
        result.append(line)
    return result


def goes_on(before: str, text: str) -> bool:
    """Whether a clause speaks of what the clause before it does."""
    return bool(_pairs(before) & _pairs(text))


def _pairs(text: str) -> set[str]:
    """Pairs of characters that say what a clause speaks of; those of times and of every clause aside."""
    bare = _ANY_TIME.sub(" ", text)
    found = {bare[at : at + 2] for at in range(len(bare) - 1)}
    return {pair for pair in found if _TELLING.fullmatch(pair)}


def as_sentences(lines: Iterable[Line], lead: str = "") -> list[Line]:
    """Clauses as sentences with their stop; the first carries `lead`."""
    result = []
    for index, line in enumerate(lines):
        result.append(Line((lead if index == 0 else "") + stop(line.text), line.basis))
    return result


def stop(text: str) -> str:
    """The clause with a full stop, unless it already ends a sentence."""
    return text if text[-1:] in "。！？：…" else text + "。"


def may_be_quoted(text: str, supported: str) -> bool:
    """Whether an unproven claim may stand in its own words: short, nothing grave, no figure and hardly a word of its own.

    A claim about which of the known batches is concerned helps the reader; an accusation is only named by its topic.
    """
    topic = main_topic(text)
    figures = set(_NUMBER.findall(text)) <= set(_NUMBER.findall(supported))
    return len(text) <= _QUOTED and not (topic and topic.grave) and figures and _shared(text, supported) >= 0.5


def _shared(text: str, supported: str) -> float:
    pairs = [text[i : i + 2] for i in range(len(text) - 1)]
    return sum(pair in supported for pair in pairs) / max(1, len(pairs))


def reported(fact: Fact, text: str) -> Line:
    """A reported item as what others say."""
    source = fact.attribution if fact.attribution is not None and _ATTRIBUTED.match(fact.attribution) else "据反映"
    lead = "" if _REPORTING_HEAD.match(text) else f"{source}，"
    return Line(f"{lead}{text}，这一点还在核实", (fact.id,))


def in_question(names: Sequence[str], *, disputed: bool) -> str:
    """Unproven claims by their topics: `关于身体状况的一些说法，我们正在核实`; without a topic there is nothing to name."""
    if disputed:
        return f"{f'关于{listed(names)}' if names else '还有一些事'}，目前各方说法不一，我们正在核实"
    return f"{f'关于{listed(names)}的一些说法' if names else '还有一些说法'}，我们正在核实，现在还不能下结论"


def refuted_topics(names: Sequence[str]) -> str:
    """That some of what is said is wrong, by its topics: `有一些` keeps the denial to what was checked."""
    return f"{f'有一些关于{listed(names)}的说法' if names else '网上的一些说法'}，与核实的情况不符"


def partly_refuted(names: Sequence[str]) -> str:
    """That of what is said some is wrong and some is still being checked."""
    about = f"关于{listed(names)}的说法" if names else "网上的说法"
    return f"{about}，有的与核实的情况不符，有的我们还在核实，现在还不能下结论"


def unknowns(facts: Sequence[tuple[Fact, str]], *, final: bool = False) -> list[Line]:
    """Open questions, said once: what nobody knows, and what has not been decided; `final` where no more will be said."""
    so_far = "到现在" if final else "目前"
    undecided = [(fact, text) for fact, text in facts if _UNDECIDED.search(text)]
    unknown = [item for item in facts if item not in undecided]
    return [*_open(unknown, f"{so_far}还不清楚"), *_open(undecided, f"{so_far}还没有确定")]


def _open(facts: Sequence[tuple[Fact, str]], ending: str) -> list[Line]:
    if not facts:
        return []
    ids = tuple(fact.id for fact, _ in facts)
    nouns = tuple(text for _, text in facts if not _is_question(text))
    questions = tuple(text for _, text in facts if _is_question(text))
    if not questions:
        return [Line(listed(nouns) + ending, ids)]
    if len(facts) == 1:
        return [Line(f"{questions[0]}，{ending}", ids)]
    parts = ([listed(nouns)] if nouns else []) + list(questions)
    return [Line(f"{ending}的有：{'；'.join(parts)}", ids)]


def _is_question(text: str) -> bool:
    return (
        re.search(r"是否|是不是|有没有|有无|能否|会不会|何时|多少|哪些|哪[个里家]|谁|如何|怎样|为何|为什么|什么", text)
        is not None
    )


def listed(items: Sequence[str]) -> str:
    """`甲`, `甲和乙`, `甲、乙和丙`."""
    if len(items) < 2:
        return "".join(items)
    return "、".join(items[:-1]) + ("以及" if len(items) > 2 else "和") + items[-1]


def promise(item: Commitment, text: str, now: datetime, *, owner: bool) -> Line:
    """An approved commitment as a promise, whole, with its due time and, where asked, its owner."""
    ids = (item.id,)
    body = text.removeprefix("我们").removeprefix("公司")
    when = _WHEN.match(body)
    if when is not None and _AGAINST.search(body) is None:
        # 重新开售前 reads on; a long time stands apart.
        body = f"{when['when']}{'，' if len(when['when']) > _SHORT_TIME else ''}我们会{when['what']}"
    elif _AGAINST.search(body) is not None:
        body = _AGAINST.sub(r"\1可以\2", body, count=1)
    elif re.match(r"^(?:将|会|承诺|保证|已)", body):
        body = f"我们{body}"
    elif _OWN_PROMISE.match(body):
        body = f"我们会{body}"
    elif (head := _TIME_HEAD.match(body)) and _OWN_PROMISE.match(body[head.end() :]):
        body = f"{head.group().rstrip('，,')}，我们会{body[head.end() :]}"
    if item.due is not None and not _ANY_TIME.search(text):
        body += f"，不晚于{times.zh_date_time(item.due, now)}落实"
    if owner and item.owner and item.owner not in body:
        # 运费由甲承担，由乙负责 stumbles.
        body += f"，{item.owner}负责办理" if "由" in body.rpartition("，")[2] else f"，由{item.owner}负责"
    return Line(body, ids)


def is_preventive(text: str) -> bool:
    """Whether a commitment is about preventing a repetition rather than making good."""
    return _PREVENTIVE.search(text) is not None and _MAKES_GOOD.search(text) is None


def opens(fact: Fact) -> bool:
    """Whether the fact tells how the company came to know."""
    return says(fact.text, "detection")
