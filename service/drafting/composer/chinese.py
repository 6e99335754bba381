"""Statements in Chinese: the sentences around the facts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from service.briefs import Audience, Channel, Commitment, Contact, Issuer, Language, StatementType
from service.drafting.composer import times, zh
from service.drafting.composer.grammar import Worded, about_topics
from service.drafting.composer.marks import Line
from service.language import TextLanguage
from service.patterns import lazy

_PLACE = {
    Channel.WEIBO: "在本账号", Channel.WECHAT: "在本公众号", Channel.WECHAT_GROUP: "在本群", Channel.XIAOHONGSHU: "在本账号",
    Channel.DOUYIN: "在本账号", Channel.APP: "在本应用内", Channel.WEB: "在本页面", Channel.X: "在本账号", Channel.LINKEDIN: "在本账号",
}  # fmt: skip
_KIND_NAME = {
    StatementType.HOLDING_STATEMENT: "情况说明",
    StatementType.APOLOGY: "致歉声明",
    StatementType.FAQ: "常见问题解答",
    StatementType.UPDATE: "进展说明",
    StatementType.RUMOUR_REBUTTAL: "说明",
    StatementType.INTERNAL_NOTICE: "内部通知",
    StatementType.CORRECTION: "更正说明",
    StatementType.RECALL_NOTICE: "召回公告",
    StatementType.BREACH_NOTICE: "告知书",
    StatementType.CUSTOMER_LETTER: "一封信",
    StatementType.CLOSING_STATEMENT: "结果说明",
}
_GREETING = {Audience.EMPLOYEES: "各位同事：", Audience.MEDIA: "", Audience.PARTNERS: "各位合作伙伴：", Audience.REGULATOR: ""}
_EVENT_NOUN = lazy(r"(?:事件|事故|一事|事情|风波|争议|情况|问题)$")
_ALLEGED = lazy(r"被指|被曝|网传|疑似|涉嫌|争议|质疑|风波|传言")
_NEEDS = {"next_update": "下一次更新时间", "contact": "联系方式", "issuer": "发布主体"}
_DENIES_ITSELF = lazy(r"(?:不属实|不实|不是事实|与事实不符|没有这回事|没这回事|并不存在|是谣言|系谣言|纯属谣言)$")
_TITLE_HEAD = lazy(r"^(?:关于|有关|针对|就)")
_TITLE_TAIL = lazy(r"(?:的?(?:情况)?(?:说明|通报|公告|声明|回应)|一事|的?有关情况|的?相关情况|的情况)$")
_PRODUCT_END = r"(?=已|均|全|从|多|都|有|被|在|是|因|和|及|出现|存在|中|于|现|立|仍|尚|可|请|不|没|，|,|、|；|。|$)"
_NOUN = r"[\u4e00-\u9fffA-Za-z0-9·-]{1,18}?"
_PRODUCTS = (
    lazy(
        r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:(?:至|到|—|-)(?:\d{1,2}月)?\d{1,2}日)?(?:期间)?"
        rf"(?:生产|出厂|包装|灌装|制作|加工|售出|销售|发货|入库)的{_NOUN}{_PRODUCT_END}"
    ),
    lazy(
        r"(?:保质期|最佳食用日期|此日期前最佳|有效期)(?:为|至|到|限)?(?:\d{4}年)?\d{1,2}月\d{1,2}日"
        rf"(?:(?:至|到|—|-)(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日)?的{_NOUN}{_PRODUCT_END}"
    ),
    lazy(rf"(?:批次号?|批号|生产批号|型号)为?[:：]?\s?[A-Za-z0-9./-]{{3,24}}的{_NOUN}{_PRODUCT_END}"),
    lazy(rf"[A-Za-z0-9./-]{{3,24}}(?:批次|号批次|型号?)的?{_NOUN}{_PRODUCT_END}"),
    # A model by letters and digits with what it is: Q20移动电源.
    lazy(rf"(?=[A-Za-z-]{{0,6}}\d)[A-Z][A-Za-z0-9-]{{1,12}}[\u4e00-\u9fff]{{2,8}}?{_PRODUCT_END}"),
)


@dataclass(frozen=True, slots=True)
class Chinese:
    """Grammar for zh-CN; `brand` as the brief names it."""

    language: Language = Language.ZH_CN
    brand: str = ""
    code: ClassVar[TextLanguage] = "zh"

    def joiner(self, before: str, after: str) -> str:
        """Chinese sentences follow each other without a space."""
        del before, after
        return ""

    def sentence(self, line: Line) -> Line:
        """With a full stop."""
        return Line(zh.stop(line.text), line.basis)

    def stated(self, item: Worded, now: datetime) -> Line:
        """See zh.statement_of."""
        return zh.statement_of(item.fact, item.text, now)

    def goes_on(self, before: str, text: str) -> bool:
        """See zh.goes_on."""
        return zh.goes_on(before, text)

    def merged(self, lines: Sequence[Line]) -> list[Line]:
        """See zh.merged."""
        return zh.merged(lines)

    def quotable(self, item: Worded, supported: str) -> bool:
        """See zh.may_be_quoted."""
        return zh.may_be_quoted(item.text, supported)

    def reported(self, item: Worded) -> Line:
        """`据反映，…，这一点还在核实`."""
        return zh.reported(item.fact, item.text)

    def by_topic(self, items: Sequence[Worded], *, disputed: bool) -> Line | None:
        """`关于身体状况的一些说法，我们正在核实，现在还不能下结论`."""
        return about_topics(items, "zh", lambda names: zh.in_question(names, disputed=disputed))

    def refuted(self, item: Worded) -> Line:
        """`“…”这一说法不属实`, without the words that already say who claims it."""
        if _DENIES_ITSELF.search(item.text):
            return Line(item.text, (item.fact.id,))
        claim = re.sub(r"^(?:网传|网上(?:有人)?(?:说|称)|坊间传言|有网友称|有人称|谣传)[，,：:]?", "", item.text)
        quoted = claim.replace("“", "‘").replace("”", "’")
        return Line(f"“{quoted}”的说法不属实", (item.fact.id,))

    def refuted_by_topic(self, items: Sequence[Worded]) -> Line | None:
        """See zh.refuted_topics."""
        return about_topics(items, "zh", zh.refuted_topics)

    def partly_refuted(self, items: Sequence[Worded]) -> Line | None:
        """See zh.partly_refuted."""
        return about_topics(items, "zh", zh.partly_refuted)

    def unknowns(self, items: Sequence[Worded], *, final: bool = False) -> list[Line]:
        """`…的原因目前还不清楚`; at the end of a matter `…的原因到现在还不清楚`."""
        return zh.unknowns([(item.fact, item.text) for item in items], final=final)

    def promise(self, item: Commitment, text: str, now: datetime, *, owner: bool) -> Line:
        """See zh.promise."""
        return zh.promise(item, text, now, owner=owner)

    def promises(self, lines: Sequence[Line]) -> list[Line]:
        """Each stands by itself."""
        return list(lines)

    def is_preventive(self, text: str) -> bool:
        """See zh.is_preventive."""
        return zh.is_preventive(text)

    def about(self, title: str) -> str:
        """The title without the words a headline adds."""
        bare = _TITLE_TAIL.sub("", _TITLE_HEAD.sub("", title.strip())).strip("，。 ")
        return bare or title

    def headline(
        self, kind: StatementType, title: str | None, organisation: str, readers: str | None, *, recalls: bool = True
    ) -> str:
        """`关于…的情况说明`; a letter of apology names its readers first."""
        name = _KIND_NAME[kind]
        if title is None:
            return f"{organisation}{name}"
        about = self.about(title)
        if kind is StatementType.CUSTOMER_LETTER and readers is not None:
            return f"致各位{readers}：{about}"
        if kind is StatementType.APOLOGY and readers is not None:
            return f"致各位{readers}：{about}，我们道歉"
        if kind is StatementType.RUMOUR_REBUTTAL:
            return f"关于“{about.replace('“', '‘').replace('”', '’')}”的说明"
        whose = "" if _shares_name(organisation, about) or _shares_name(self.brand, about) else organisation
        if kind is StatementType.RECALL_NOTICE and ("召回" in about or not recalls):
            name = "公告"
        return f"{whose}关于{about}的{name}"

    def opening(self, title: str | None, *, confirmed: bool) -> Line:
        """`关于…，目前核实到的情况如下`."""
        about = f"关于{self.about(title)}" if title is not None else "关于这件事"
        says = "目前核实到的情况如下" if confirmed else "目前还没有可以确认的情况"
        return Line(f"{about}，{says}。", ("incident",))

    def greeting(self, audience: Audience, readers: str) -> str:
        """`各位用户：`."""
        return _GREETING.get(audience, f"各位{readers}：")

    def product(self, texts: Sequence[str]) -> str | None:
        """`2月27日生产的鲜奶`."""
        for pattern in _PRODUCTS:
            for text in texts:
                if (found := pattern.search(text)) is not None:
                    return found.group().strip()
        return None

    def stop_using(self, product: str | None, verb: str, basis: Sequence[str]) -> Line:
        """`如果您手里有…，请先不要饮用`."""
        return Line(f"如果您手里有{product or '涉及的产品'}，请先不要{verb}。", tuple(basis))

    def recalled(self, product: str | None, verb: str, basis: Sequence[str]) -> Line:
        """`如果您手里有…，请立即停止使用`."""
        return Line(f"如果您手里有{product or '召回的产品'}，请立即停止{verb}。", tuple(basis))

    def see_a_doctor(self, product: str | None, verb: str, facts: Sequence[Worded]) -> Line:
        """`如果您饮用后感到不适，请先就医`."""
        del product
        named = next(((item.fact.id,) for item in facts if f"{verb}后" in item.text and "不适" in item.text), ())
        return Line(f"如果您或家人{verb}后感到不适，请先就医。", named)

    def next_update(self, at: datetime, now: datetime, channel: Channel, *, internal: bool) -> Line:
        """`下一次说明不晚于今天14时在本账号发布`."""
        if internal:
            return Line(f"{times.zh_moment(at, now)}前，我们会再向各位同事通报一次。", ("next_update_at",))
        return Line(f"下一次说明不晚于{times.zh_moment(at, now)}{_PLACE.get(channel, '')}发布。", ("next_update_at",))

    def when(self, at: datetime | None, now: datetime) -> str:
        """`今天14时前我们会再次说明进展`."""
        if at is None:
            return f"再次说明的时间：{self.gap(_NEEDS['next_update'])}"
        return f"{times.zh_moment(at, now)}前我们会再次说明进展"

    def when_again(self, at: datetime, now: datetime) -> str:
        """`今天14时前再作说明`."""
        return f"{times.zh_moment(at, now)}前再作说明"

    def contacts(self, items: Sequence[tuple[int, Contact, str]]) -> Line:
        """`客服热线：400-820-0000`."""
        text = "；".join(f"{label}：{contact.value}" for _, contact, label in items)
        return Line(zh.stop(text), tuple(f"contact:{index}" for index, _, _ in items))

    def signature(self, organisation: str | None, issuer: Issuer, issued_at: datetime) -> list[Line]:
        """Organisation, title and person, date and time."""
        lines = [Line(organisation, ("issuer",)) if organisation else Line(self.gap(_NEEDS["issuer"]))]
        if issuer.person is not None:
            lines.append(Line(f"{issuer.title} {issuer.person}" if issuer.title else issuer.person, ("issuer",)))
        lines.append(Line(times.zh_stamp(issued_at), ("issued_at",)))
        return lines

    def apology(self, title: str | None, audience: Audience) -> list[Line]:
        """The event should not have happened, and we apologise."""
        whom = {Audience.EMPLOYEES: "各位同事", Audience.CUSTOMERS: "您", Audience.PARTNERS: "各位"}.get(audience, "大家")
        if title is not None and _ALLEGED.search(title):
            # What is only said to have happened cannot be what should not have happened.
            return [Line(f"发生这样的事，让{whom}失望了。"), Line(f"我们向{whom}道歉：对不起。", ())]
        about = self.about(title) if title is not None else "这件事"
        this = "" if title is None or _EVENT_NOUN.search(about) else "，这件事"
        return [Line(f"{about}{this}不该发生。", ("incident",)), Line(f"我们向{whom}道歉：对不起。", ())]

    def speaking(self, role: str | None, person: str | None, title: str | None) -> Line:
        """`对外由…统一回应`."""
        if person is not None:
            return Line(f"这件事对外由{title or ''}{person}统一回应。", ("issuer",))
        return Line(f"这件事对外由{role or '公司指定的一位发言人'}统一回应。", ())

    def update_opening(self, title: str | None) -> Line:
        """`关于…，这是继上一次说明之后的进展`."""
        about = self._on(title)
        return Line(f"{about}这是上一次说明之后的进展。", ("incident",))

    def _on(self, title: str | None) -> str:
        """`关于某某一事，`."""
        if title is None:
            return ""
        about = self.about(title)
        return f"关于{about}，" if _EVENT_NOUN.search(about) else f"关于{about}一事，"

    def letter_opening(self, title: str | None) -> Line:
        """`关于…，我们想直接向您说明`."""
        about = self._on(title)
        return Line(f"{about}我们想直接向您说明。", ("incident",) if about else ())

    def closing_opening(self, title: str | None) -> Line:
        """`关于…，现在把查明的情况和处理结果向大家说明`."""
        about = self._on(title)
        return Line(f"{about}现在把查明的情况和处理结果向大家说明。", ("incident",))

    def correction_opening(self, *, named: bool) -> Line:
        """`上一次说明里有说错的地方，现在更正`."""
        if named:
            return Line("上一次说明里有说错的地方，现在更正。")
        return Line("这份说明更正上一次的说明；与上一次不一样的地方，以这一份为准。")

    def misstated(self, item: Worded, previous_at: datetime, now: datetime) -> Line:
        """`在上一次说明（4月8日21时）里，我们说“…”，这句话不对`."""
        quoted = item.text.replace("“", "‘").replace("”", "’")
        when = times.zh_date_time(previous_at, now)
        return Line(f"在上一次说明（{when}）里，我们说“{quoted}”，这句话不对", (item.fact.id,))

    def misstatement_apology(self) -> Line:
        """For the wrong words, not for the event."""
        return Line("上一次的说法不对，我们向大家道歉。")

    def nothing_new(self) -> Line:
        """Said of what can be announced, not of the world."""
        return Line("目前还不能确认更多的情况。")

    def gap(self, need: str) -> str:
        """`【待确认：…】`."""
        return f"【待确认：{need}】"

    def gap_sentence(self, need: str) -> Line:
        """A gap where nothing else can stand."""
        if need.startswith("translation:"):
            ids = need.removeprefix("translation:")
            return Line(f"{self.gap(f'{ids} 的中文表述')}", tuple(ids.split("、")))
        lead = {"next_update": "下一次说明的时间：", "contact": "联系方式："}.get(need, "")
        return Line(f"{lead}{self.gap(_NEEDS[need])}", ())


def _shares_name(organisation: str, title: str) -> bool:
    """Whether the title names the organisation, be it by two characters of its short name."""
    if len(organisation) < 2:
        return False
    core = re.sub(r"(?:有限责任公司|股份有限公司|有限公司|集团|公司)$", "", organisation)
    return core in title or (len(core) >= 2 and core[:2] in title) or re.search(r"我司|我们|本公司|本店", title) is not None
