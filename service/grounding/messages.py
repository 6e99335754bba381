"""What a finding says: what is wrong, the nearest thing the ledger does hold, and what to write instead."""

import re
from calendar import month_name
from collections.abc import Iterable
from decimal import Decimal

from service.briefs import Status
from service.grounding.assertions import Assertion, AssertionKind
from service.grounding.backing import Unbacked
from service.grounding.entries import Entry
from service.grounding.gaps import gap_marker
from service.grounding.ledger import Ledger
from service.grounding.mismatch import Discrepancy, Mismatch, Novel
from service.grounding.promises import Promise
from service.grounding.types import Amount, ClaimKind, Label, Mention, Moment
from service.i18n import Localized
from service.language import TextLanguage, text_language
from service.patterns import lazy

# The nearest item is looked for among this many of a kind: it is a courtesy, not a search.
_LOOK_AT = 300
_KINDS = {
    ClaimKind.NUMBER: Localized("数字", "number"),
    ClaimKind.QUANTITY: Localized("数量", "quantity"),
    ClaimKind.PERCENT: Localized("比例", "percentage"),
    ClaimKind.MONEY: Localized("金额", "amount"),
    ClaimKind.DATE: Localized("日期", "date"),
    ClaimKind.TIME: Localized("时间", "time"),
    ClaimKind.DATETIME: Localized("时间", "date and time"),
    ClaimKind.DURATION: Localized("时长", "duration"),
    ClaimKind.CONTACT: Localized("联系方式", "contact"),
    ClaimKind.IDENTIFIER: Localized("编号或文件", "identifier"),
    ClaimKind.NAME: Localized("名称", "name"),
    ClaimKind.PROMISE: Localized("承诺", "promise"),
}


class Nearest:
    """The ledger's entries by kind, to name the one closest to an unsupported claim."""

    def __init__(self, ledger: Ledger) -> None:
        self._by_group: dict[str, list[Entry]] = {}
        for entry in ledger.entries:
            entries = self._by_group.setdefault(_group(entry.kind), [])
            if len(entries) < _LOOK_AT:
                entries.append(entry)

    def to(self, mention: Mention) -> Entry | None:
        """The entry closest in kind and value; None when the ledger has nothing of the kind."""
        entries = self._by_group.get(_group(mention.kind), [])
        value = mention.value
        if isinstance(value, Amount):
            return min(_alike(value, entries), key=lambda entry: _apart(value, entry.value), default=None)
        if isinstance(value, Moment):
            moments = [entry for entry in entries if isinstance(entry.value, Moment) and _gives(entry.value, value)]
            return min(moments, key=lambda entry: _moment_apart(value, entry.value), default=None)
        labels = [entry for entry in entries if isinstance(entry.value, Label) and entry.value.kind == value.kind]
        best = max(labels, key=lambda entry: _letters(value, entry.value), default=None)
        if mention.kind is ClaimKind.CONTACT or (best is not None and _letters(value, best.value) >= 2):
            return best
        return None


def ungrounded(mention: Mention, text: str, nearest: Entry | None, language: TextLanguage) -> str:
    """The message for a claim that nothing supports."""
    kind = _KINDS[mention.kind].in_(language)
    if language == "zh":
        end = f"；最接近的是 {nearest.source}：“{nearest.text}”" if nearest else "；台账中没有同类内容"
        return f"{kind}“{text}”在可以公开的事实中没有依据{end}。"
    end = f"; the nearest is {nearest.source}: “{nearest.text}”" if nearest else "; it holds nothing of the kind"
    return f"The {kind} “{text}” is not supported by the facts that may be public{end}."


def suggestion(mention: Mention, nearest: Entry | None, language: TextLanguage) -> str:
    """What to write instead: the ledger's value, else the gap marker."""
    if nearest is not None:
        return _written(mention, nearest, language)
    return gap_marker(language, _KINDS[mention.kind].in_(language))


def _written(mention: Mention, nearest: Entry, language: TextLanguage) -> str:
    """The entry as a statement of this language would print it: times of the brief are data there, not words."""
    moment = nearest.value
    if not isinstance(moment, Moment) or moment.month is None or moment.day is None:
        return nearest.text
    clock = ""
    if moment.hour is not None and mention.kind is not ClaimKind.DATE:
        minute = moment.minute or 0
        clock = f"{moment.hour:02d}:{minute:02d}" if language == "en" else f"{moment.hour}时" + (f"{minute}分" if minute else "")
    if mention.kind is ClaimKind.TIME and clock:
        return clock
    if language == "zh":
        return f"{moment.month}月{moment.day}日{clock}"
    day = f"{moment.day} {month_name[moment.month]}" if moment.month <= 12 else nearest.text
    return f"{clock} on {day}" if clock else day


def promise_message(promise: Promise, language: TextLanguage) -> str:
    """The message for a promise no approved commitment holds."""
    if promise.unapproved is not None:
        return Localized(
            f"这里作出了 {promise.unapproved} 的承诺，而 {promise.unapproved} 尚未批准。",
            f"This makes the promise of {promise.unapproved}, which is not approved.",
        ).in_(language)
    if promise.nearest == "next_update_at":
        return Localized(
            "台账没有给出下一次说明的时间，不能承诺到时更新。",
            "The ledger gives no time for the next update, so none may be promised.",
        ).in_(language)
    near = Localized(
        f"；最接近的已批准承诺是 {promise.nearest}" if promise.nearest else "；台账中没有已批准的承诺",
        f"; the nearest approved one is {promise.nearest}" if promise.nearest else "; the ledger holds no approved one",
    ).in_(language)
    return Localized(f"这项承诺没有已批准的承诺作依据{near}。", f"No approved commitment holds this promise{near}.").in_(language)


def promise_suggestion(promise: Promise, language: TextLanguage) -> str:
    """What to do about it."""
    if promise.nearest == "next_update_at" and promise.unapproved is None:
        return gap_marker(language, Localized("下一次说明的时间", "time of the next update").in_(language))
    return Localized(
        "删去，或先让这项承诺获得批准并写入台账。", "Cut it, or have the commitment approved in the ledger first."
    ).in_(language)


_ASSERTIONS = {
    AssertionKind.CAUSE: Localized("事件的原因", "the cause"),
    AssertionKind.BLAME: Localized("谁的责任", "who is to blame"),
    AssertionKind.SAFETY: Localized("安全或合格", "safety or conformity"),
    AssertionKind.TEST: Localized("检测或检查的结果", "the result of a test or inspection"),
    AssertionKind.AUTHORITY: Localized("监管、警方或医院等的认定或行动", "what an authority found, said or did"),
    AssertionKind.HARM: Localized("人员伤亡或伤情", "harm to people or their condition"),
    AssertionKind.HISTORY: Localized("与以往的比较", "a comparison with the past"),
    AssertionKind.DENIAL: Localized("否认", "a denial"),
    AssertionKind.ADMISSION: Localized("承担责任的程度", "how much responsibility is taken"),
}


def assertion_rule(assertion: Assertion) -> str:
    """The rule an unbacked assertion breaks."""
    if assertion.kind is AssertionKind.ADMISSION:
        return "admission-above-ceiling"
    return f"ungrounded-{assertion.kind}"


def assertion_message(item: Unbacked, language: TextLanguage) -> str:
    """The message for an assertion that no line of the ledger backs."""
    what = _ASSERTIONS[item.assertion.kind].in_(language)
    if item.assertion.kind is AssertionKind.ADMISSION:
        return Localized(
            "这里承担责任的程度高于评估给出的上限，台账里也没有这样的事实。",
            "This takes more responsibility than the assessment allows, and no fact in the ledger says so.",
        ).in_(language)
    near = item.nearest
    end = Localized(
        f"；最接近的是 {near.id}“{near.text}”" if near else "", f"; the nearest line is {near.id}, “{near.text}”" if near else ""
    ).in_(language)
    return Localized(f"这里断言了{what}，台账中没有依据{end}。", f"This asserts {what}; the ledger does not hold it{end}.").in_(
        language
    )


def assertion_suggestion(item: Unbacked, language: TextLanguage) -> str:
    """What to write instead: that it is not known, or nothing."""
    if item.assertion.kind in (AssertionKind.CAUSE, AssertionKind.BLAME):
        return Localized("原因目前还不清楚", "we do not yet know the cause").in_(language)
    if item.assertion.kind in (AssertionKind.SAFETY, AssertionKind.TEST):
        return Localized("目前还没有结果", "there are no results yet").in_(language)
    return cut_or_add(language)


def cut_or_add(language: TextLanguage) -> str:
    """The advice where nothing in the ledger can be put in the place of a claim."""
    return Localized("删去，或先把依据写入台账。", "Cut it, or add what it rests on to the ledger first.").in_(language)


def novel_message(item: Novel, language: TextLanguage) -> str:
    """The message for a statement of matter the ledger does not hold."""
    if item.is_act:
        return Localized("台账里没有公司做过这件事的记录。", "The ledger does not say that the company did this.").in_(language)
    return Localized("这里说的内容，台账里没有。", "The ledger holds nothing of this.").in_(language)


# Words that have a capital only where they begin a sentence.
_BEGINNERS = lazy(
    r"(?:an?|the|this|that|these|those|there|its?|they|their|we|our|you|your|s?he|his|her|all|some|many|most|several|no(?:ne|body)?|every|each"
    r"|both|any|one|two|three|four|five|six|seven|eight|nine|ten|after|before|by|during|in|on|at|since|from|under|with|as|when|while|because"
    r"|although|if|yes|and|but|also|so|what|who|which)\b",
    re.IGNORECASE,
)
_STATUSES = {
    Status.REPORTED: Localized("只是有人反映，尚未证实", "only reported and not confirmed"),
    Status.DISPUTED: Localized("各方说法不一，仍在核实", "disputed and under review"),
    Status.UNKNOWN: Localized("目前还不清楚", "not known yet"),
    Status.REFUTED: Localized("已被证明不实", "refuted"),
}
_MISMATCHES = {
    Discrepancy.REFUTED: Localized("重复了不实的说法而没有更正", "repeats a refuted claim without correcting it"),
    Discrepancy.POLARITY: Localized("与这条事实的肯定或否定相反", "says the opposite of this fact"),
    Discrepancy.SCOPE: Localized("比这条事实说得更宽", "says more than this fact holds"),
    Discrepancy.ROLE: Localized(
        "和邻近的另一个数值对调了位置，请对照这条事实", "seems to have changed places with another value; compare this fact"
    ),
    Discrepancy.MODALITY: Localized("与这条事实的完成情况不同", "differs from this fact in what is done and what is not"),
}


def mismatch_message(mismatch: Mismatch, language: TextLanguage) -> str:
    """The message for a clause that speaks otherwise than its line of the ledger."""
    item = mismatch.item
    if item is None:
        return Localized("这里把还没有到的时间说成了已经发生。", "This tells as done what lies still ahead.").in_(language)
    if mismatch.rule is Discrepancy.STATUS and item.status is not None:
        state = _STATUSES[item.status].in_(language)
        return Localized(
            f"这里说得太肯定：{item.id}“{item.text}”{state}。", f"Too certain: {item.id}, “{item.text}”, is {state}."
        ).in_(language)
    what = _MISMATCHES[mismatch.rule].in_(language)
    return Localized(f"这里{what}：{item.id}“{item.text}”。", f"This {what}: {item.id}, “{item.text}”.").in_(language)


def mismatch_suggestion(mismatch: Mismatch, text: str, language: TextLanguage) -> str:
    """What to write instead: the hedged form, the denial, or the ledger's own words."""
    if mismatch.item is None:
        return Localized("改为将来的说法", "Put it in the future").in_(language)
    item, said = mismatch.item, _within_sentence(text[mismatch.span.start : mismatch.span.end])
    if mismatch.rule is Discrepancy.STATUS:
        if item.status is Status.UNKNOWN:
            return Localized(f"{item.text}，目前还不清楚", f"It is not yet known: {_within_sentence(item.text)}").in_(language)
        told = item.attribution if item.attribution and text_language(item.attribution) == language else None
        lead = told or Localized("据反馈", "according to reports").in_(language)
        return Localized(f"{lead}，{said}，我们正在核实", f"{lead}, {said}; this is being checked").in_(language)
    if mismatch.rule is Discrepancy.REFUTED:
        return Localized(f"“{said}”的说法与事实不符", f"the claim that {said} is not true").in_(language)
    if mismatch.rule is Discrepancy.SCOPE:
        return Localized("删去，或写成台账的范围", "Cut it, or write the scope the ledger gives").in_(language)
    # Words in another language are no sentence of this text.
    return item.text if text_language(item.text) == language else cut_or_add(language)


def _within_sentence(said: str) -> str:
    """English words without the capital that only begins a sentence; names keep theirs."""
    return said[0].lower() + said[1:] if _BEGINNERS.match(said) else said


def _group(kind: ClaimKind) -> str:
    if kind in (ClaimKind.NUMBER, ClaimKind.QUANTITY):
        return "count"
    return "moment" if kind in (ClaimKind.DATE, ClaimKind.TIME, ClaimKind.DATETIME) else kind.value


def _alike(value: Amount, entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if isinstance(entry.value, Amount) and value.may_count_as(entry.value)]


def _apart(value: Amount, other: object) -> Decimal:
    return abs(value.value - other.value) if isinstance(other, Amount) else Decimal(0)


def _gives(entry: Moment, wanted: Moment) -> bool:
    """Whether the entry has the parts that are wanted."""
    return (wanted.hour is None or entry.hour is not None) and (wanted.day is None or entry.day is not None)


def _moment_apart(value: Moment, other: object) -> int:
    if not isinstance(other, Moment):
        return 0
    weights = (("year", 525_600), ("month", 43_200), ("day", 1440), ("hour", 60), ("minute", 1))
    total = 0
    for part, weight in weights:
        mine, theirs = getattr(value, part), getattr(other, part)
        total += abs((mine or 0) - theirs) * weight if mine is not None and theirs is not None else 0
    return abs(total)


def _letters(value: Label, other: object) -> int:
    return len(set(value.key) & set(other.key)) if isinstance(other, Label) else 0
