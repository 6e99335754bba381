"""What a statement of one kind and level must hold, and whether a text holds it. Leaves wording to `conduct`, values to grounding."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.briefs import Channel, IncidentBrief, Jurisdiction, Level, StatementType
from service.elements.data import elements, statement_form
from service.elements.detection import Reading
from service.elements.ledger import fillers
from service.elements.length import check_length
from service.elements.schemas import Demand, ElementDemand, ElementName
from service.elements.sentences import Sentence, tells
from service.findings import Finding, Layer, Severity, sort_findings
from service.language import TextLanguage, base_language

_RANK = {Level.I: 0, Level.II: 1, Level.III: 2, Level.IV: 3}
_OWN_SUBJECT = (
    "我们", "我司", "我公司", "本公司", "公司", "本店", "我店", "本人", "我行", "我校", "我院", "本平台", "本品牌", "我谨", "我向", "我为", "我对",
)  # fmt: skip

# The element a sentence serves, and the sentence's place.
Served = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class _Task:
    reading: Reading
    statement: str
    level: Level
    named: frozenset[str]
    issuer_place: tuple[int, int] | None

    @property
    def language(self) -> TextLanguage:
        return self.reading.language

    @property
    def brief(self) -> IncidentBrief:
        return self.reading.brief


def required_elements(
    statement: StatementType | str, level: Level, language: str, jurisdiction: Jurisdiction | None = None
) -> tuple[ElementDemand, ...]:
    """The elements a statement of this kind and level must hold, in order, described in `language`; empty for other texts.

    Without a jurisdiction, those of every law.
    """
    lang = base_language(language)
    condition = "（台账里有时）" if lang == "zh" else " (where the ledger has it)"
    return tuple(
        ElementDemand(
            name=demand.element,
            description=elements()[demand.element].description.of(lang) + (condition if demand.when == "fillable" else ""),
            alternatives=demand.alternatives,
        )
        for demand in _demands(str(statement), level)
        if jurisdiction is None or demand.asked_in(jurisdiction)
    )


def asked_elements(statement: StatementType | str, level: Level, jurisdiction: Jurisdiction) -> tuple[Demand, ...]:
    """The demands on a statement of this kind and level under one law, in order."""
    return tuple(demand for demand in _demands(str(statement), level) if demand.asked_in(jurisdiction))


def further_elements(
    statement: StatementType | str, level: Level, language: str, jurisdiction: Jurisdiction | None = None
) -> tuple[ElementDemand, ...]:
    """What else belongs into a statement of this kind where the ledger has it: alternatives of what it must hold, and its `also`."""
    lang = base_language(language)
    required = {demand.name for demand in required_elements(statement, level, language, jurisdiction)}
    form = statement_form(str(statement))
    others = [name for demand in form.demands for name in (demand.element, *demand.alternatives)]
    names = [name for name in dict.fromkeys([*others, *form.also]) if name not in required]
    return tuple(ElementDemand(name=name, description=elements()[name].description.of(lang)) for name in names)


def check_elements(  # noqa: PLR0913 - one text with all that bears on it, each by name
    text: str,
    *,
    brief: IncidentBrief,
    statement: StatementType | str,
    level: Level,
    language: str,
    title: str = "",
    segments: Sequence[Served] = (),
    channel: Channel | str | None = None,
) -> list[Finding]:
    """What is missing from a text, and where its next-update time leaves the ledger.

    Args:
        text: the statement, without its title.
        brief: the ledger.
        statement: a kind of statement; other texts have no required elements.
        level: the crisis level.
        language: `zh`, `en` or one of the four tags.
        title: the statement's title.
        segments: `(element, start, end)` where the writer says which element a sentence is; a named element counts as present.
        channel: where it is published; gives findings on length and form.

    Returns:
        Findings of the layer `elements`. Wording is checked by `check_conduct`, apart.
    """
    lang = base_language(language)
    reading = Reading(text, brief, lang, title)
    signed = next(((start, end) for name, start, end in segments if name == "issuer"), None)
    task = _Task(reading, str(statement), level, frozenset(name for name, _, _ in segments), signed)
    found = [
        *_missing(task),
        *_unanswered(task),
        *_undated(task),
        *_apology(task),
        *_next_update(task),
        *check_length(text, channel=channel, statement=str(statement), language=lang),
    ]
    return sort_findings(found)


def _demands(statement: str, level: Level) -> tuple[Demand, ...]:
    return tuple(demand for demand in statement_form(statement).demands if _RANK[level] <= _RANK[demand.from_level])


def _missing(task: _Task) -> Iterator[Finding]:
    for demand in asked_elements(task.statement, task.level, task.brief.incident.jurisdiction):
        names: tuple[ElementName, ...] = (demand.element, *demand.alternatives)
        filled = {name: fillers(task.brief, name, task.language) for name in names}
        if demand.when == "fillable" and not any(filled.values()):
            continue
        if not any(name in task.named or task.reading.has(name) for name in names):
            usable = tuple(dict.fromkeys(item for name in names for item in filled[name]))
            yield _missing_finding(task, demand, usable)


def _missing_finding(task: _Task, demand: Demand, usable: tuple[str, ...]) -> Finding:
    lang = task.language
    chosen = [elements()[name] for name in (demand.element, *demand.alternatives)]
    name = ("或" if lang == "zh" else " or ").join(element.name.of(lang) for element in chosen)
    first = chosen[0]
    free = next((element for element in chosen if not element.sources), None)
    if usable:
        listed = "、".join(usable[:4]) if lang == "zh" else ", ".join(usable[:4])
        hint = f"台账可用：{listed}" if lang == "zh" else f"the ledger has: {listed}"
    elif free is not None:
        hint = "不需要台账内容，可直接写" if lang == "zh" else "needs nothing from the ledger"
    else:
        absent = first.absent.of(lang) if first.absent is not None else ""
        hint = f"台账里没有可用的内容：{absent}" if lang == "zh" else f"the ledger has nothing to fill it: {absent}"
    what = first.description.of(lang)
    message = f"缺少“{name}”（{what}）。{hint}。" if lang == "zh" else f"Missing: {name} ({what}); {hint}."
    found = _finding(task, f"missing-{demand.element}", demand.severity, task.reading.event, message)
    law = demand.law.get(task.brief.incident.jurisdiction)
    return found if law is None else found.model_copy(update={"basis": law.of(lang)})


def _unanswered(task: _Task) -> Iterator[Finding]:
    if task.statement != StatementType.FAQ:
        return
    for question, answer in task.reading.questions:
        if answer is None:
            zh = "这个问题没有回答；不知道就写目前无法答复和何时再说明，或删去问题。"
            en = "This question has no answer; say that it cannot be answered yet and when it will be, or leave it out."
            yield _finding(task, "missing-answer", Severity.WARNING, question, zh if task.language == "zh" else en)


def _undated(task: _Task) -> Iterator[Finding]:
    dated = statement_form(task.statement).dated
    place = task.reading.place("issuer")
    if dated == "no" or (place is None and task.issuer_place is None):
        return
    with_time = dated == "time"
    if task.reading.signed_at(with_time=with_time):
        return
    wanted = ("日期和时间", "date and time") if with_time else ("日期", "date")
    zh, en = f"落款没有{wanted[0]}。", f"The signature carries no {wanted[1]}."
    if place is None and task.issuer_place is not None:
        place = Sentence(*task.issuer_place, "")
    yield _finding(task, "issuer-undated", Severity.WARNING, place, zh if task.language == "zh" else en)


def _apology(task: _Task) -> Iterator[Finding]:
    if task.statement != StatementType.APOLOGY:
        return
    zh = task.language == "zh"
    if not task.brief.approved_commitments:
        message = (
            "台账里没有已批准的承诺，这份道歉因此不承诺补救，也不承诺整改；请先批准一项承诺，或改发情况说明。"
            if zh
            else "The ledger has no approved commitment, so this apology promises neither repair nor prevention; "
            "have one approved, or issue a holding statement."
        )
        yield _finding(task, "apology-without-commitment", Severity.WARNING, task.reading.event, message)
    apologies = [s for s in task.reading.sentences if task.reading.carries(s, "apology")]
    if apologies and not any(_has_subject(s.text, task) for s in apologies):
        message = (
            "道歉没有主语；写明“我们道歉”“我们对不起……”。"
            if zh
            else 'The apology has no subject; write "we apologise", "we are sorry".'
        )
        yield _finding(task, "apology-without-subject", Severity.SUGGESTION, apologies[0], message)


def _has_subject(sentence: str, task: _Task) -> bool:
    if task.language == "en":
        lowered = f" {sentence.lower()} "
        return any(f" {word}" in lowered for word in ("we ", "we're", "i ", "i'm", "our ", "my ", "sorry"))
    names = [name for name in (task.brief.brand, task.brief.issuer.organisation) if name]
    # 对不起 is spoken by its speaker: it needs no 我们.
    return "对不起" in sentence or any(word in sentence for word in (*_OWN_SUBJECT, *names))


def _next_update(task: _Task) -> Iterator[Finding]:
    planned = task.brief.next_update_at
    for sentence in task.reading.sentences:
        if not task.reading.carries(sentence, "next_update") or _is_ledgers(sentence, task):
            continue
        times = task.reading.times(task.reading.telling(sentence, "next_update"))
        if not times or (planned is not None and any(written.means(planned) for written in times)):
            continue
        place = Sentence(sentence.start + times[-1].start, sentence.start + times[-1].end, "")
        yield _finding(task, "next-update-differs", Severity.WARNING, place, _differs(planned, task.language))


def _is_ledgers(sentence: Sentence, task: _Task) -> bool:
    """Whether the sentence tells a fact or an approved promise, whose own time it then gives."""
    items = (*task.brief.public_facts, *task.brief.approved_commitments)
    wordings = (item.wording(task.language) for item in items)
    return any(tells(sentence.text, wording, task.language) for wording in wordings if wording)


def _differs(planned: datetime | None, language: TextLanguage) -> str:
    if planned is None:
        zh, en = "台账没有下次更新时间，这里却写了一个。", "The ledger has no next-update time, yet the text gives one."
    else:
        zh = f"写的下次更新时间与台账不同；台账是 {planned:%Y-%m-%d %H:%M}（{planned:%z}）。"
        en = f"The next-update time differs from the ledger's, {planned:%Y-%m-%d %H:%M} ({planned:%z})."
    return zh if language == "zh" else en


def _finding(task: _Task, rule: str, severity: Severity, place: Sentence | None, message: str) -> Finding:
    start, end = (place.start, place.end) if place is not None else (0, 0)
    return Finding(
        rule=rule,
        severity=severity,
        start=start,
        end=end,
        text=task.reading.text[start:end],
        message=message,
        layer=Layer.ELEMENTS,
    )
