"""A checklist from the playbook of the incident's kind: its steps with owner and, where the playbook gives one for the level, a deadline."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.briefs import IncidentBrief, IncidentKind, Level
from service.i18n import Localized
from service.language import TextLanguage, text_language
from service.patterns import lazy
from service.retrieval.corpus import Document, load_corpus

PAUSE_STEP = "00.campaigns"
_PLAYBOOKS = "playbooks"
_PAUSED = Localized(zh="推广、广告和定时内容是否已经暂停？", en="Are campaigns, advertising and scheduled posts paused?")
_PAUSE_OWNER = Localized(zh="品牌公关负责人", en="head of PR")
_GRAVE = frozenset({Level.I, Level.II})

_HEADING = lazy(r"^## +(.+)$")
_OWNER = lazy(r"(?:负责人：|Owner: )([^。；;.]+)")
_DEADLINE = lazy(r"(?:时限：|Deadline: )(.+)$")
_DONE = lazy(r"^(?:完成标志：|Done when: )(.+)$")
_STEP = lazy(r"^- +(.+)$")
_BY_LEVEL = {
    "zh": lazy(r"((?:IV|III|II|I)(?:、(?:IV|III|II|I))*)级[^，；。IV]{0,8}?(\d+)(小时|分钟)"),
    "en": lazy(r"((?:IV|III|II|I)(?:(?:, | and )(?:IV|III|II|I))*)(?: in| within) (\d+) (hour|minute)"),
}
_FOR_ALL = {"zh": lazy(r"^(\d+)(小时|分钟)内"), "en": lazy(r"^(\d+) (hour|minute)s?\.?$")}
_LEVELS = lazy(r"IV|III|II|I")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its place in the playbook, what to do, who, until when (None: the playbook names no hour for this level)."""

    step: str
    title: str
    owner: str
    due_at: datetime | None


def steps_for(brief: IncidentBrief, level: Level) -> tuple[Step, ...]:
    """The steps of the playbook of the brief's kind, in the language of its title; none where there is no playbook."""
    language = text_language(brief.incident.title)
    playbook = _playbook(brief.incident.kind, language)
    steps = tuple(_steps(playbook, language, level, brief.incident.detected_at)) if playbook is not None else ()
    if level not in _GRAVE:
        return steps
    # The playbooks' own deadline for pausing at these levels.
    due = brief.incident.detected_at + timedelta(minutes=30)
    return (Step(PAUSE_STEP, _PAUSED.in_(language), _PAUSE_OWNER.in_(language), due), *steps)


def _playbook(kind: IncidentKind, language: TextLanguage) -> Document | None:
    fitting = (d for d in load_corpus() if d.front.collection == _PLAYBOOKS and d.front.brand is None and kind in d.front.kinds)
    return next((d for d in fitting if d.front.language == language), None)


def _steps(playbook: Document, language: TextLanguage, level: Level, start: datetime) -> Iterator[Step]:
    for number, (heading, lines) in enumerate(_sections(playbook.body.splitlines()), 1):
        head = next((line for line in lines if _OWNER.search(line)), "")
        owner = _OWNER.search(head)
        deadline = _DEADLINE.search(head)
        if owner is None:
            continue
        hours = _hours(deadline.group(1), language, level) if deadline is not None else None
        due = start + hours if hours is not None else None
        rows = [found.group(1) for line in lines if (found := _STEP.match(line) or _DONE.match(line))]
        for place, row in enumerate(rows, 1):
            yield Step(
                f"{number:02}.{place:02}",
                f"{heading}｜{row}" if language == "zh" else f"{heading}: {row}",
                owner.group(1).strip(),
                due,
            )


def _sections(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    heading, held = "", list[str]()
    for line in lines:
        found = _HEADING.match(line)
        if found is None:
            held.append(line)
            continue
        if heading:
            yield heading, held
        heading, held = found.group(1).strip(), []
    if heading:
        yield heading, held


def _hours(deadline: str, language: TextLanguage, level: Level) -> timedelta | None:
    for levels, amount, unit in _BY_LEVEL[language].findall(deadline):
        if level.value in _LEVELS.findall(levels):
            return _span(amount, unit)
    whole: re.Match[str] | None = _FOR_ALL[language].search(deadline)
    return _span(whole.group(1), whole.group(2)) if whole is not None else None


def _span(amount: str, unit: str) -> timedelta:
    return timedelta(hours=int(amount)) if unit in {"小时", "hour"} else timedelta(minutes=int(amount))
