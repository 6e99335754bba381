"""From a brief to its assessment: level, cluster, strategies, ceiling, clock, signatures, documents; all of it with reasons."""

from dataclasses import dataclass

from service.assessment.ceiling import find_ceiling
from service.assessment.cluster import choose_strategies, find_cluster
from service.assessment.deadlines import is_late, set_clock
from service.assessment.documents import recommend
from service.assessment.floors import find_floors
from service.assessment.schemas import Assessment, Factor, Floor
from service.assessment.score import gravest, is_milder, level_of, list_factors
from service.assessment.signals import LedgerSignals, read_ledger
from service.assessment.tables import Tables, load_tables
from service.brands import BrandProfile
from service.briefs import IncidentBrief, Level
from service.i18n import Localized, UiLanguage
from service.language import text_language

LATE = Localized(
    zh="首次发声的时限在文稿时间之前已过，请尽快定稿",
    en="the deadline of the first statement had passed at the time of issue; decide quickly",
)


def assess(brief: IncidentBrief, brand: BrandProfile | None, tables: Tables | None = None) -> Assessment:
    """The assessment of a brief; `tables` default to the shipped ones with the brand's own.

    Raises:
        DataFault: a shipped table is wrong.
    """
    tables = tables or load_tables(brand.key if brand is not None else None)
    language = text_language(brief.incident.title)
    ledger = read_ledger(brief.facts, tables.signals)
    grade = _grade(brief, tables, ledger, language)
    level = brief.level or grade.level
    response = tables.response.levels[level]
    cluster = find_cluster(brief, brand, tables.clusters, ledger, language)
    chosen = choose_strategies(brief, cluster, level, tables.clusters, ledger, language)
    ceiling = find_ceiling(brief, level, tables.ceiling, ledger, language)
    clock = set_clock(brief, response)
    silence = tables.response.silence
    return Assessment(
        level=level,
        score=grade.score,
        factors=grade.factors,
        cluster=cluster.cluster,
        strategies=chosen.strategies,
        admission_ceiling=ceiling.rung,
        clock=clock,
        sign_off=response.sign_off,
        recommended=recommend(brief, level, ceiling.rung, chosen.strategies, tables.response, ledger),
        graded_level=grade.level,
        floors=grade.floors,
        unknown=tuple(factor.factor for factor in grade.factors if factor.value is None),
        forced=brief.level is not None,
        level_reason=brief.level_reason if brief.level is not None else None,
        reasons=(
            _by_score(grade, language),
            *cluster.reasons,
            *chosen.reasons,
            *ceiling.reasons,
            *((silence.reason.in_(language),) if level in silence.levels else ()),
        ),
        warnings=(
            *_forced_too_low(brief, grade, language),
            *grade.warnings,
            *chosen.warnings,
            *((LATE.in_(language),) if is_late(brief, clock) else ()),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Grade:
    level: Level
    by_score: Level
    score: int
    factors: tuple[Factor, ...]
    floors: tuple[Floor, ...]
    warnings: tuple[str, ...]


def _grade(brief: IncidentBrief, tables: Tables, ledger: LedgerSignals, language: UiLanguage) -> _Grade:
    factors = list_factors(brief.incident.kind, brief.exposure, tables.scoring, language)
    score = sum(factor.points for factor in factors)
    by_score = level_of(score, tables.scoring, tables.brand.thresholds)
    found = find_floors(brief, tables, ledger, language)
    level = gravest(by_score, *(floor.level for floor in found.floors))
    return _Grade(level, by_score, score, factors, found.floors, found.warnings)


def _by_score(grade: _Grade, language: UiLanguage) -> str:
    if not is_milder(grade.by_score, grade.level):
        return Localized(
            zh=f"按评分为{grade.by_score}级（{grade.score}分）",
            en=f"by score it is level {grade.by_score} ({grade.score} points)",
        ).in_(language)
    why = grade.floors[0].reason
    return Localized(
        zh=f"按评分为{grade.by_score}级（{grade.score}分），因“{why}”上调至{grade.level}级",
        en=f"by score it is level {grade.by_score} ({grade.score} points), raised to {grade.level}: {why}",
    ).in_(language)


def _forced_too_low(brief: IncidentBrief, grade: _Grade, language: UiLanguage) -> tuple[str, ...]:
    if brief.level is None or not is_milder(brief.level, grade.level):
        return ()
    broken = [floor.reason for floor in grade.floors if is_milder(brief.level, floor.level)]
    zh = f"指定的{brief.level}级低于评定的{grade.level}级" + (f"，也低于底线：{'；'.join(broken)}" if broken else "")
    en = f"the forced level {brief.level} is below the graded {grade.level}" + (
        f" and below the floor: {'; '.join(broken)}" if broken else ""
    )
    return (Localized(zh=zh, en=en).in_(language),)
