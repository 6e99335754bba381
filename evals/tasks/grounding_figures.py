"""The figures of a grounding run: counts and shares, overall, by kind and by language, held against the targets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.grounding.mutations import KINDS
from evals.scorers.grounding import Flag, Grade
from evals.tasks.grounding_scores import InventionScore, Scores, TextScore
from service.language import TextLanguage

LANGUAGES: tuple[TextLanguage, ...] = ("zh", "en")
LEAST_CAUGHT, LEAST_CAUGHT_OF_A_KIND, MOST_FALSE = 0.94, 0.80, 0.04
LEAST_SAME_BASIS = 0.98


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.hits / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Caught:
    """How many inventions were caught, how many of them by an error, and how the languages fared."""

    caught: Share
    by_error: Share
    languages: dict[TextLanguage, Share]


@dataclass(frozen=True, slots=True)
class Clean:
    """How many faithful texts have a false error, and how many a warning and no error."""

    errors: Share
    warnings: Share
    languages: dict[TextLanguage, Share]


@dataclass(frozen=True, slots=True)
class CarelessFigures:
    """The careless texts: inventions, clean texts, and what the texts' own worst finding was."""

    inventions: Caught
    kinds: dict[str, Caught]
    clean: Clean
    with_stray: Share
    stray: int
    # Whether the text holds an invention → its worst finding (error, warning, none) → texts.
    confusion: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class ComposedFigures:
    """The composer's statements."""

    statements: int
    findings: int
    same_basis: Share
    languages: dict[TextLanguage, Share]


@dataclass(frozen=True, slots=True)
class Target:
    """A figure and what it should be; one that does not bind is an aim."""

    name: str
    value: float | None
    bound: float
    at_least: bool
    met: bool
    binding: bool = True


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a run."""

    targets: tuple[Target, ...]
    mutants: Caught
    kinds: dict[str, Caught]
    faithful: Clean
    composed: ComposedFigures
    careless: CarelessFigures | None

    @property
    def missed_target(self) -> bool:
        """Whether a target that binds is missed."""
        return any(target.binding and not target.met for target in self.targets)


def figures_of(scores: Scores) -> Figures:
    """The figures of what a run found."""
    mutants = caught_of(scores.mutants)
    kinds = {kind: caught_of([item for item in scores.mutants if item.kind == kind]) for kind in KINDS}
    clean = clean_of(scores.faithful)
    composed = _composed(scores)
    return Figures(
        targets=_targets(mutants, kinds, clean, composed),
        mutants=mutants,
        kinds=kinds,
        faithful=clean,
        composed=composed,
        careless=_careless(scores) if scores.careless else None,
    )


def caught_of(items: Sequence[InventionScore]) -> Caught:
    """How many of the inventions were caught."""
    return Caught(
        caught=_caught(items),
        by_error=Share(sum(item.grade is Grade.ERROR for item in items), len(items)),
        languages={tag: _caught(item for item in items if item.language == tag) for tag in LANGUAGES},
    )


def clean_of(items: Sequence[TextScore]) -> Clean:
    """How many faithful texts were left alone."""
    return Clean(
        errors=_with_errors(items),
        warnings=Share(sum(bool(item.warnings) and not item.errors for item in items), len(items)),
        languages={tag: _with_errors([item for item in items if item.language == tag]) for tag in LANGUAGES},
    )


def _caught(items: Iterable[InventionScore]) -> Share:
    grades = [item.grade.is_caught for item in items]
    return Share(sum(grades), len(grades))


def _with_errors(items: Sequence[TextScore]) -> Share:
    return Share(sum(bool(item.errors) for item in items), len(items))


def _targets(mutants: Caught, kinds: dict[str, Caught], clean: Clean, composed: ComposedFigures) -> tuple[Target, ...]:
    shares = {kind: item.caught.value for kind, item in kinds.items()}
    worst = min((share for share in shares.values() if share is not None), default=None)
    return (
        _target("caught", mutants.caught.value, LEAST_CAUGHT),
        _target("worst_kind", worst, LEAST_CAUGHT_OF_A_KIND),
        _target("false_errors", clean.errors.value, MOST_FALSE, at_least=False),
        _target("composed_findings", float(composed.findings), 0, at_least=False, binding=False),
        _target("composed_basis", composed.same_basis.value, LEAST_SAME_BASIS, binding=False),
    )


def _target(name: str, value: float | None, bound: float, *, at_least: bool = True, binding: bool = True) -> Target:
    # What could not be measured does not hold.
    met = value is not None and (value >= bound if at_least else value <= bound)
    return Target(name, value, bound, at_least, met, binding)


def _composed(scores: Scores) -> ComposedFigures:
    def same(language: TextLanguage | None) -> Share:
        items = [item for item in scores.composed if language in {None, item.language}]
        segments = sum(item.segments for item in items)
        return Share(segments - sum(len(item.differences) for item in items), segments)

    return ComposedFigures(
        statements=len(scores.composed),
        findings=sum(len(item.findings) for item in scores.composed),
        same_basis=same(None),
        languages={tag: same(tag) for tag in LANGUAGES},
    )


def _careless(scores: Scores) -> CarelessFigures:
    inventions = [mark for item in scores.careless for mark in item.inventions]
    guilty = [item for item in scores.careless if item.inventions]
    innocent = [item for item in scores.careless if not item.inventions]
    lost: list[Flag] = [flag for item in guilty for flag in item.stray]
    kinds = sorted({mark.kind for mark in inventions})
    return CarelessFigures(
        inventions=caught_of(inventions),
        kinds={kind: caught_of([mark for mark in inventions if mark.kind == kind]) for kind in kinds},
        clean=clean_of([item.text for item in innocent]),
        with_stray=Share(sum(bool(item.stray) for item in guilty), len(guilty)),
        stray=len(lost),
        confusion={
            name: _worst([item.text for item in items]) for name, items in (("inventions", guilty), ("faithful", innocent))
        },
    )


def _worst(items: Sequence[TextScore]) -> dict[str, int]:
    errors = sum(bool(item.errors) for item in items)
    warnings = sum(bool(item.warnings) and not item.errors for item in items)
    return {"error": errors, "warning": warnings, "none": len(items) - errors - warnings}
