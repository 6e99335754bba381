"""Conditions of the tables: what must hold of an incident for a rule to apply. Unknown exposure never satisfies a bound."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from service.briefs import Exposure, Incident, IncidentKind
from service.briefs.values import Authority, Media
from service.i18n import UiLanguage
from service.strict import Strict

FactorName = Literal[
    "people_harmed",
    "people_hospitalised",
    "deaths",
    "minors_affected",
    "people_exposed",
    "mentions_last_hour",
    "media",
    "authority_involved",
    "recurrence",
    "listed_company",
]
FACTORS: tuple[FactorName, ...] = get_args(FactorName)
COUNTS: frozenset[FactorName] = frozenset(
    ("people_harmed", "people_hospitalised", "deaths", "people_exposed", "mentions_last_hour")
)
FLAGS: frozenset[FactorName] = frozenset(("minors_affected", "recurrence", "listed_company"))
# Ranked factors, mildest value first.
RANKS: dict[FactorName, tuple[str, ...]] = {"media": get_args(Media), "authority_involved": get_args(Authority)}

Value = bool | int | str


class Words(Strict):
    """A sentence of a table in both languages."""

    zh: str
    en: str

    def in_(self, language: UiLanguage) -> str:
        """The sentence in `language`."""
        return self.zh if language == "zh" else self.en


def _compiled(pattern: object) -> re.Pattern[str]:
    if not isinstance(pattern, str):
        raise ValueError("must be a regular expression")  # noqa: TRY004 - pydantic turns ValueError alone into a located fault
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ValueError(f"is not a regular expression: {error}") from error


Pattern = Annotated[re.Pattern[str], BeforeValidator(_compiled)]


def _plain_values(bounds: dict[FactorName, Value]) -> dict[FactorName, Value]:
    for factor, value in bounds.items():
        if factor in COUNTS:
            fits = isinstance(value, int) and not isinstance(value, bool) and value > 0
        elif factor in FLAGS:
            fits = value is True
        else:
            fits = value in RANKS[factor][1:]
        if not fits:
            raise ValueError(f"{value!r} is no bound for {factor}")
    return bounds


Bounds = Annotated[dict[FactorName, Value], AfterValidator(_plain_values)]


@dataclass(frozen=True, slots=True)
class Situation:
    """What conditions are asked of: the incident, its exposure, and the signals that hold."""

    incident: Incident
    exposure: Exposure
    signals: Collection[str]


class Condition(Strict):
    """Parts that must all hold.

    Attributes:
        kinds: the incident is of one of these.
        except_kinds: it is of none of these.
        at_least: every named factor is known and reaches its bound.
        any_at_least: one of the named factors does.
        unknown: every named factor is unknown.
        signals: one of these is stated by a confirmed fact.
        title: one of these expressions is found in the incident's title.
    """

    kinds: tuple[IncidentKind, ...] = ()
    except_kinds: tuple[IncidentKind, ...] = ()
    at_least: Bounds = Field(default_factory=dict)
    any_at_least: Bounds = Field(default_factory=dict)
    unknown: tuple[FactorName, ...] = ()
    signals: tuple[str, ...] = ()
    title: tuple[Pattern, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("an empty condition would always hold")
        return self

    def holds(self, situation: Situation) -> bool:
        """Whether every part holds."""
        incident, exposure = situation.incident, situation.exposure
        return (
            (not self.kinds or incident.kind in self.kinds)
            and incident.kind not in self.except_kinds
            and all(reaches(exposure, factor, bound) for factor, bound in self.at_least.items())
            and (not self.any_at_least or any(reaches(exposure, factor, bound) for factor, bound in self.any_at_least.items()))
            and all(value_of(exposure, factor) is None for factor in self.unknown)
            and (not self.signals or any(signal in situation.signals for signal in self.signals))
            and (not self.title or any(pattern.search(incident.title) for pattern in self.title))
        )


def value_of(exposure: Exposure, factor: FactorName) -> Value | None:
    """The factor's value; None is unknown."""
    value: Value | None = getattr(exposure, factor)
    return value


def reaches(exposure: Exposure, factor: FactorName, bound: Value) -> bool:
    """Whether the factor is known and at least `bound`."""
    value = value_of(exposure, factor)
    if value is None:
        return False
    if factor in RANKS:
        ranks = RANKS[factor]
        return ranks.index(str(value)) >= ranks.index(str(bound))
    return int(value) >= int(bound)
