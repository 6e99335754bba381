"""Points, score and level of an exposure."""

from collections.abc import Mapping

from service.assessment.conditions import COUNTS, FACTORS, FactorName, Value, value_of
from service.assessment.schemas import Factor
from service.assessment.tables import Scoring
from service.briefs import Exposure, IncidentKind, Level
from service.i18n import Localized, UiLanguage

_UNKNOWN = Localized(zh="未知：不计分，也不等于零", en="unknown: gives no points and is not taken for zero")
# Gravest first.
GRAVITY: tuple[Level, ...] = (Level.I, Level.II, Level.III, Level.IV)


def gravest(*levels: Level) -> Level:
    """The gravest of the levels."""
    return min(levels, key=GRAVITY.index)


def is_milder(level: Level, than: Level) -> bool:
    """Whether `level` is less grave than `than`."""
    return GRAVITY.index(level) > GRAVITY.index(than)


def list_factors(kind: IncidentKind, exposure: Exposure, scoring: Scoring, language: UiLanguage) -> tuple[Factor, ...]:
    """Every factor with its points, the kind first; those without points and the unknown ones are listed too."""
    factors = [Factor(factor="kind", value=kind.value, points=scoring.kinds[kind])]
    for name in FACTORS:
        value = value_of(exposure, name)
        if value is None:
            factors.append(Factor(factor=name, value=None, points=0, note=_UNKNOWN.in_(language)))
        else:
            factors.append(Factor(factor=name, value=value, points=_points(name, value, scoring)))
    return tuple(factors)


def level_of(score: int, scoring: Scoring, brand: Mapping[Level, int]) -> Level:
    """The level a score reaches; a brand's thresholds count where they are lower."""
    for level in GRAVITY[:-1]:
        least = scoring.thresholds[level]
        if score >= min(least, brand.get(level, least)):
            return level
    return Level.IV


def _points(name: FactorName, value: Value, scoring: Scoring) -> int:
    if name in COUNTS:
        return max((step.points for step in scoring.counts[name] if int(value) >= step.at_least), default=0)
    if name in scoring.flags:
        return scoring.flags[name] if value else 0
    return scoring.ranks[name][str(value)]
