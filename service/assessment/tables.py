"""The tables behind an assessment, `knowledge/assessment/*.yml` and a brand's own `assessment.yml`, read strictly."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from service.assessment.conditions import COUNTS, FLAGS, RANKS, Condition, FactorName, Pattern, Words
from service.assessment.schemas import Cluster, Role, Rung, Strategy
from service.briefs import IncidentKind, Jurisdiction, Level, StatementType
from service.datafiles import fault, load_data, shown_name
from service.resources import knowledge_dir
from service.strict import Strict

Points = Annotated[int, Field(ge=0)]
Basis = Literal["nothing", "event", "cause", "conduct"]


class Step(Strict):
    """From this count on, these points."""

    at_least: Annotated[int, Field(gt=0)]
    points: Points


class Scoring(Strict):
    """Points per factor and the least score of each level above IV. Points never fall as a factor grows."""

    counts: dict[FactorName, tuple[Step, ...]]
    flags: dict[FactorName, Points]
    ranks: dict[FactorName, dict[str, Points]]
    kinds: dict[IncidentKind, Points]
    thresholds: dict[Level, Annotated[int, Field(gt=0)]]

    @model_validator(mode="after")
    def _is_whole_and_rising(self) -> Self:
        for factor, steps in self.counts.items():
            bounds, points = [step.at_least for step in steps], [step.points for step in steps]
            if bounds != sorted(set(bounds)) or points != sorted(points):
                raise ValueError(f"the steps of {factor} must rise")
        for factor, table in self.ranks.items():
            if tuple(table) != RANKS.get(factor, ()) or list(table.values()) != sorted(table.values()):
                raise ValueError(f"{factor} must name all its values, mildest first, with points that never fall")
        if set(self.counts) != COUNTS or set(self.flags) != FLAGS or set(self.ranks) != set(RANKS):
            raise ValueError("every factor of the exposure needs its points, under its own kind of table")
        if set(self.kinds) != set(IncidentKind):
            raise ValueError("every kind of incident needs its points")
        least = [self.thresholds.get(level) for level in (Level.III, Level.II, Level.I)]
        known = [score for score in least if score is not None]
        if set(self.thresholds) != {Level.I, Level.II, Level.III} or known != sorted(set(known)):
            raise ValueError("thresholds are needed for I, II and III, and rise towards I")
        return self


class FloorRule(Strict):
    """A level below which an incident is not graded when one of the conditions holds."""

    id: str
    level: Level
    when: Annotated[tuple[Condition, ...], Field(min_length=1)]
    reason: Words
    warn: bool = False


class Floors(Strict):
    """All floor rules."""

    rules: tuple[FloorRule, ...]


class Guards(Strict):
    """When a clause does not say what its term seems to say."""

    denied_before: tuple[Pattern, ...]
    denied_after: tuple[Pattern, ...]
    conditional: tuple[Pattern, ...]
    hearsay: tuple[Pattern, ...]
    proven: tuple[Pattern, ...]


class SignalRule(Strict):
    """A term in a fact that bears on the assessment.

    Attributes:
        factor: the part of the exposure that ought to say it too.
        patterns: the term.
        together: the clause must hold one of these as well,
        with_signals: or the text one of these signals.
        unless: a clause with one of these says something else.
        hits: texts that state it; misses: texts that do not. Both are tested.
    """

    id: str
    name: Words
    patterns: tuple[Pattern, ...]
    factor: FactorName | None = None
    together: tuple[Pattern, ...] = ()
    with_signals: tuple[str, ...] = ()
    unless: tuple[Pattern, ...] = ()
    hits: Annotated[tuple[str, ...], Field(min_length=1)]
    misses: Annotated[tuple[str, ...], Field(min_length=1)]


class Signals(Strict):
    """All signals, with the guards they share."""

    guards: Guards
    signals: tuple[SignalRule, ...]


class ClusterRule(Strict):
    """The cluster of an incident when one of the conditions holds."""

    cluster: Cluster
    when: Annotated[tuple[Condition, ...], Field(min_length=1)]
    reason: Words


class Shifts(Strict):
    """Why a cluster moves one step up."""

    recurrence: Words
    prior_crises: Words


class Bolster(Strict):
    """Where a reminder of past good may supplement the answer."""

    clusters: tuple[Cluster, ...]
    levels: tuple[Level, ...]


class Clusters(Strict):
    """SCCT clusters, the steps between them, and the strategies of each."""

    order: tuple[Cluster, ...]
    rules: tuple[ClusterRule, ...]
    shifts: Shifts
    strategies: dict[Cluster, tuple[Strategy, ...]]
    deny_kinds: tuple[IncidentKind, ...]
    bolster: Bolster

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        named = {kind for rule in self.rules for condition in rule.when for kind in condition.kinds}
        if named != set(IncidentKind):
            raise ValueError("every kind of incident needs a cluster")
        if set(self.order) != set(self.strategies) or len(self.order) != len(set(self.order)):
            raise ValueError("every cluster of the order needs its strategies, once")
        if any(listed[:2] != ("instructing", "adjusting") or "deny" in listed for listed in self.strategies.values()):
            raise ValueError("instructing comes first, adjusting second, and deny is added by kind alone")
        return self


class Cell(Strict):
    """A rung, and another one for levels I and II where they differ."""

    rung: Rung
    grave: Rung | None = None


class CeilingRow(Strict):
    """The ceiling by what is confirmed, with the note a reader of the assessment gets."""

    nothing: Cell
    event: Cell
    cause: Cell
    conduct: Cell
    note: Words

    @model_validator(mode="after")
    def _leaves_fault_to_people(self) -> Self:
        cells = (self.nothing, self.event, self.cause, self.conduct)
        if any("legal_fault" in (cell.rung, cell.grave) for cell in cells):
            raise ValueError("legal_fault is never given by a table")
        return self


class Ceiling(Strict):
    """How far a statement may go in admitting, by jurisdiction or, for some kinds, by kind."""

    jurisdictions: dict[Jurisdiction, CeilingRow]
    kinds: dict[IncidentKind, CeilingRow]
    basis: dict[Basis, Words]
    level_one: Words
    level_one_least: Rung

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if set(self.jurisdictions) != set(Jurisdiction) or len(self.basis) != 4:
            raise ValueError("every jurisdiction and every basis must be named")
        return self


class LevelResponse(Strict):
    """Deadlines and signatures of a level."""

    first_hours: Annotated[int, Field(gt=0)]
    next_hours: Annotated[int, Field(gt=0)]
    sign_off: Annotated[tuple[Role, ...], Field(min_length=1)]


class DocumentRule(Strict):
    """When a document is recommended; every part must hold."""

    statement: StatementType
    levels: tuple[Level, ...]
    kinds: tuple[IncidentKind, ...] = ()
    needs_signal: str | None = None
    needs_refuted: bool = False
    least_ceiling: Rung | None = None
    unless_denying: bool = False
    unless_settled_rumour: bool = False


class Silence(Strict):
    """Where a public statement is optional, and why."""

    levels: tuple[Level, ...]
    reason: Words


class Response(Strict):
    """What follows from a level."""

    levels: dict[Level, LevelResponse]
    documents: tuple[DocumentRule, ...]
    silence: Silence

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if set(self.levels) != set(Level):
            raise ValueError("every level needs its response")
        return self


class BrandTable(Strict):
    """A brand's own triggers and thresholds; both can only raise a level."""

    triggers: tuple[FloorRule, ...] = ()
    thresholds: dict[Level, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything an assessment is computed from."""

    scoring: Scoring
    floors: Floors
    signals: Signals
    clusters: Clusters
    ceiling: Ceiling
    response: Response
    brand: BrandTable = field(default_factory=BrandTable)


@cache
def load_tables(brand_key: str | None = None) -> Tables:
    """The shipped tables, with those of the brand if it has its own.

    Raises:
        DataFault: a table breaks its schema, names a signal nobody reads, or a brand would lower a level.
    """
    return read_tables(knowledge_dir(), brand_key)


def read_tables(knowledge: Path, brand_key: str | None = None) -> Tables:
    """The tables under `knowledge`; see `load_tables`."""
    folder = knowledge / "assessment"
    own = knowledge / "brands" / brand_key / "assessment.yml" if brand_key else None
    tables = Tables(
        scoring=load_data(folder / "scoring.yml", Scoring),
        floors=load_data(folder / "floors.yml", Floors),
        signals=load_data(folder / "signals.yml", Signals),
        clusters=load_data(folder / "clusters.yml", Clusters),
        ceiling=load_data(folder / "ceiling.yml", Ceiling),
        response=load_data(folder / "response.yml", Response),
        brand=load_data(own, BrandTable) if own is not None and own.is_file() else BrandTable(),
    )
    known = {signal.id for signal in tables.signals.signals}
    for file, signal in _signals_named(tables):
        if signal not in known:
            raise fault(shown_name(folder / file if file else own or folder), None, "signals", f"no signal is called {signal!r}")
    for level, score in tables.brand.thresholds.items():
        if score > tables.scoring.thresholds.get(level, 0):
            raise fault(shown_name(own or folder), None, f"thresholds.{level}", "a brand may lower a threshold, never raise it")
    return tables


def _signals_named(tables: Tables) -> Iterator[tuple[str, str]]:
    groups = (("floors.yml", tables.floors.rules), ("clusters.yml", tables.clusters.rules), ("", tables.brand.triggers))
    for file, rules in groups:
        for rule in rules:
            for condition in rule.when:
                yield from ((file, signal) for signal in condition.signals)
    for signal in tables.signals.signals:
        yield from (("signals.yml", name) for name in signal.with_signals)
    for document in tables.response.documents:
        if document.needs_signal is not None:
            yield "response.yml", document.needs_signal
