"""Levels below which an incident is not graded, with reasons and warnings in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from service.assessment.conditions import Situation, Value, value_of
from service.assessment.schemas import Floor
from service.assessment.score import GRAVITY
from service.assessment.signals import LedgerSignals, read_text
from service.assessment.tables import FloorRule, SignalRule, Tables
from service.briefs import Disclosure, Fact, IncidentBrief, Status
from service.i18n import Localized, UiLanguage
from service.vocabulary import name_of


@dataclass(frozen=True, slots=True)
class FloorsFound:
    """The floors that hold, gravest first, and what to warn of."""

    floors: tuple[Floor, ...]
    warnings: tuple[str, ...]


def find_floors(brief: IncidentBrief, tables: Tables, ledger: LedgerSignals, language: UiLanguage) -> FloorsFound:
    """The floors of a brief: from its exposure, from its confirmed facts, and from the brand's triggers."""
    from_exposure = Situation(brief.incident, brief.exposure, ())
    with_facts = Situation(brief.incident, brief.exposure, ledger.confirmed)
    floors: list[Floor] = []
    warnings: list[str] = []
    for rule in (*tables.floors.rules, *tables.brand.triggers):
        if not any(condition.holds(with_facts) for condition in rule.when):
            continue
        reason = rule.reason.in_(language)
        if not any(condition.holds(from_exposure) for condition in rule.when):
            reason = _from_facts(rule, with_facts, ledger, language)
        floors.append(Floor(level=rule.level, reason=reason))
        if rule.warn:
            warnings.append(reason)
    floors.sort(key=lambda floor: GRAVITY.index(floor.level))
    return FloorsFound(tuple(floors), (*warnings, *_silent_exposure(brief, tables, ledger, language)))


def _from_facts(rule: FloorRule, situation: Situation, ledger: LedgerSignals, language: UiLanguage) -> str:
    """The reason with the facts behind it. A fact that may not be told gives its id alone."""
    named = [signal for condition in rule.when if condition.holds(situation) for signal in condition.signals]
    facts = _unique([fact for signal in named for fact in ledger.confirmed.get(signal, ())])
    ids = _ids(facts)
    if any(fact.is_public for fact in facts):
        reason = rule.reason.in_(language)
        return Localized(zh=f"{reason}（依据 {ids}）", en=f"{reason} (by {ids})").in_(language)
    return Localized(
        zh=f"不公开的事实 {ids} 要求不低于{rule.level}级", en=f"{ids}, not for publication, calls for at least level {rule.level}"
    ).in_(language)


def _silent_exposure(brief: IncidentBrief, tables: Tables, ledger: LedgerSignals, language: UiLanguage) -> Iterator[str]:
    """Where facts, title or summary speak of harm and the exposure does not."""
    elsewhere = read_text(f"{brief.incident.title}\n{brief.incident.summary}", tables.signals)
    for rule in tables.signals.signals:
        if rule.factor is None or _says(value_of(brief.exposure, rule.factor)):
            continue
        if facts := ledger.confirmed.get(rule.id, ()):
            yield _confirmed_warning(rule, facts, language)
        elif facts := ledger.unproven.get(rule.id, ()):
            ids = _ids(facts)
            name = rule.name.in_(language) if all(fact.is_public for fact in facts) else _harm(language)
            yield Localized(
                zh=f"{ids} 提到{name}，尚未核实，{_where(rule, facts, 'zh')}没有写明；请先核实，属实则级别会上调",
                en=f"{ids} speaks of {name}, not yet confirmed, and {_where(rule, facts, 'en')} does not say it; check it, the level may rise",
            ).in_(language)
        elif rule.id in elsewhere:
            name = rule.name.in_(language)
            yield Localized(
                zh=f"标题或概述提到{name}，事实清单与“影响”里的“{_factor(rule, 'zh')}”都没有写明；请核实",
                en=f"title or summary speaks of {name}; neither the facts nor “{_factor(rule, 'en')}” of the exposure say it; check it",
            ).in_(language)
    privileged = [fact for fact in brief.facts if fact.disclosure is Disclosure.PRIVILEGED and fact.status is Status.CONFIRMED]
    if privileged and any(_says_harm(fact, tables) for fact in privileged):
        yield Localized(
            zh=f"受特权保护的事实 {_ids(privileged)} 未用于定级；请法务核对“影响”是否填全",
            en=f"privileged facts ({_ids(privileged)}) are not used for grading; have legal check that exposure is complete",
        ).in_(language)


def _confirmed_warning(rule: SignalRule, facts: tuple[Fact, ...], language: UiLanguage) -> str:
    name = rule.name.in_(language) if any(fact.is_public for fact in facts) else _harm(language)
    return Localized(
        zh=f"{_where(rule, facts, 'zh')}没有写明{name}，而已确认的事实 {_ids(facts)} 写明了；请补全",
        en=f"{_where(rule, facts, 'en')} does not say it ({name}), confirmed {_ids(facts)} does; complete it",
    ).in_(language)


def _where(rule: SignalRule, facts: tuple[Fact, ...], language: UiLanguage) -> str:
    """The field of the exposure; unnamed where its name would tell what an internal fact says."""
    if not all(fact.is_public for fact in facts):
        return Localized("“影响”", "the exposure").in_(language)
    factor = _factor(rule, language)
    return Localized(f"“影响”里的“{factor}”", f"“{factor}” of the exposure").in_(language)


def _factor(rule: SignalRule, language: UiLanguage) -> str:
    return name_of("exposure", rule.factor or "", language)


def _says_harm(fact: Fact, tables: Tables) -> bool:
    harms = {rule.id for rule in tables.signals.signals if rule.factor is not None}
    return any(signal in harms for signal in read_text(fact.text, tables.signals))


def _says(value: Value | None) -> bool:
    return bool(value) and value != "none"


def _harm(language: UiLanguage) -> str:
    return Localized(zh="影响定级的情况", en="something that bears on the level").in_(language)


def _unique(facts: list[Fact]) -> tuple[Fact, ...]:
    return tuple({fact.id: fact for fact in facts}.values())


def _ids(facts: list[Fact] | tuple[Fact, ...]) -> str:
    return ", ".join(fact.id for fact in facts)
