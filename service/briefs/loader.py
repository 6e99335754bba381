"""A brief from YAML or JSON, or from plain data; every problem at once, each with file, line and field."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from service import clock
from service.briefs.cleaning import without_spoken_orders
from service.briefs.messages import localize
from service.briefs.models import IncidentBrief
from service.briefs.orders import addresses_drafter
from service.briefs.values import NEEDS_PREVIOUS
from service.errors import InvalidInput, Problem
from service.i18n import Localized
from service.patterns import lazy
from service.structured import Path, Source, parse

# A clause ends without a stop: statements add their own.
_FINAL_STOPS = "。．.;；!！ 　"
_FINAL_ABBREVIATION = lazy(r"\b(?:[ap]\.m\.|Ltd\.|Inc\.|Co\.|No\.)$", re.IGNORECASE)


def load_brief(raw: bytes | str, file: str, now: datetime | None = None) -> IncidentBrief:
    """The brief in a YAML or JSON text.

    Raises:
        InvalidInput: it does not parse or validate; `problems` holds every one.
        TooLarge: over the size limit.
    """
    return _validate(parse(raw, file), now)


def brief_from_data(data: Any, file: str = "", now: datetime | None = None) -> IncidentBrief:
    """The brief in plain data, as it comes inside a JSON request.

    Raises:
        InvalidInput: it does not validate.
    """
    return _validate(Source(data=data, file=file), now)


def _validate(source: Source, now: datetime | None) -> IncidentBrief:
    if not isinstance(source.data, Mapping):
        message = Localized(zh="简报应当是“键: 值”的结构", en="a brief is a mapping of keys to values")
        raise InvalidInput([source.problem((), "type", message)])
    problems = list(_cross_check(source))
    brief: IncidentBrief | None = None
    try:
        brief = IncidentBrief.model_validate(_with_issue_time(source.data, now))
    except ValidationError as error:
        for item in error.errors(include_url=False, include_input=False):
            path = tuple(part for part in item["loc"] if part != "[key]")
            problems.append(source.problem(path, item["type"].replace("_", "-"), localize(item)))
    if problems or brief is None:
        raise InvalidInput(sorted(problems, key=lambda problem: (problem.line or 0, problem.field)))
    if addresses_drafter(brief.brand):
        message = Localized(zh="品牌名里有对起草者说的话", en="the brand's name gives orders to the drafter")
        raise InvalidInput([source.problem(("brand",), "brand", message)])
    return without_spoken_orders(_without_final_stops(brief))


def _with_issue_time(data: Mapping[str, Any], now: datetime | None) -> dict[str, Any]:
    if data.get("issued_at") is not None:
        return dict(data)
    moment = now or clock.now()
    incident = data.get("incident")
    detected = incident.get("detected_at") if isinstance(incident, Mapping) else None
    try:
        # The brief's own offset, so that times are printed as its readers live.
        zone = datetime.fromisoformat(str(detected)).tzinfo
    except ValueError:
        zone = None
    return {**data, "issued_at": moment.astimezone(zone) if zone else moment}


def _cross_check(source: Source) -> Iterator[Problem]:
    """What single fields cannot show: duplicate ids, a level without its reason, an update without what it updates."""
    data = source.data
    seen: dict[str, str] = {}
    for name in ("facts", "commitments"):
        for index, item in enumerate(_list(data.get(name))):
            ident = item.get("id") if isinstance(item, Mapping) else None
            if not isinstance(ident, str):
                continue
            path: Path = (name, index, "id")
            if ident in seen:
                message = Localized(zh=f"编号“{ident}”已用于 {seen[ident]}", en=f"id {ident!r} is already used at {seen[ident]}")
                yield source.problem(path, "duplicate-id", message)
            seen.setdefault(ident, f"{name}[{index}]")
    if data.get("level") is not None and not str(data.get("level_reason") or "").strip():
        message = Localized(zh="指定级别时必须写明理由", en="a forced level needs its reason")
        yield source.problem(("level_reason",), "level-reason", message)
    for index, item in enumerate(_list(data.get("requests"))):
        if not isinstance(item, Mapping) or item.get("statement") not in set(NEEDS_PREVIOUS):
            continue
        previous = item.get("previous")
        if previous is None or (isinstance(previous, Mapping) and not str(previous.get("text") or "").strip()):
            message = Localized(
                zh="这类文稿要附上此前发布的全文和时间（previous）",
                en="this statement needs the earlier one, with its text and issued_at (previous)",
            )
            yield source.problem(("requests", index, "previous"), "previous", message)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _without_final_stops(brief: IncidentBrief) -> IncidentBrief:
    facts = tuple(fact.model_copy(update={"text": _strip(fact.text)}) for fact in brief.facts)
    promises = tuple(item.model_copy(update={"text": _strip(item.text)}) for item in brief.commitments)
    return brief.with_changes(facts=facts, commitments=promises)


def _strip(text: str) -> str:
    if _FINAL_ABBREVIATION.search(text):
        return text
    return text.rstrip(_FINAL_STOPS) or text
