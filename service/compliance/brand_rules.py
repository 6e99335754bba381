"""A brand's own rules, beside the shipped ones: they add, or make a shipped rule stricter; nothing they say makes one milder."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import RootModel

from service.compliance.cues import Ruleset
from service.compliance.pack import shipped
from service.compliance.rulefiles import rules_in
from service.compliance.schemas import Grade, Rule
from service.datafiles import fault, load_data, shown_name
from service.resources import knowledge_dir

_TIGHTEN = "tighten.yml"
_RANK: dict[Grade, int] = {"advise": 0, "legal": 1, "block": 2}


class Tightening(RootModel[dict[str, Grade]]):
    """`tighten.yml`: a shipped rule and the severity it has for this brand."""


@cache
def rules_for(brand: str | None) -> Ruleset:
    """The shipped rules, with those of the brand of this key.

    Raises:
        DataFault: a rule of the brand is broken, has the id of a shipped one, or would make one milder.
    """
    folder = knowledge_dir() / "brands" / brand / "rules" if brand else None
    if folder is None or not folder.is_dir():
        return shipped()
    return with_brand(shipped(), folder)


def with_brand(base: Ruleset, folder: Path) -> Ruleset:
    """The rules with those of a brand's folder.

    Raises:
        DataFault: as for `rules_for`.
    """
    known = {rule.id: rule for rule in base.rules}
    path = folder / _TIGHTEN
    stricter = _stricter(path, known) if path.exists() else {}
    added = tuple(_added(folder, known))
    return Ruleset((*(stricter.get(rule.id, rule) for rule in base.rules), *added), base.plan)


def _added(folder: Path, known: dict[str, Rule]) -> Iterator[Rule]:
    for file, rule in rules_in(sorted(path for path in folder.glob("*.yml") if path.name != _TIGHTEN), knowledge_dir() / "rules"):
        if rule.id in known:
            raise fault(
                shown_name(file), 1, "id", f"{rule.id!r} is a shipped rule; make it stricter in {_TIGHTEN}, or take another id"
            )
        yield rule


def _stricter(path: Path, known: dict[str, Rule]) -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for ident, grade in load_data(path, Tightening).root.items():
        rule = known.get(ident)
        if rule is None:
            raise fault(shown_name(path), None, ident, "no shipped rule has this id")
        if _RANK[grade] < _RANK[rule.severity]:
            raise fault(shown_name(path), None, ident, f"{grade!r} is milder than the shipped {rule.severity!r}")
        graver = {kind: own for kind, own in rule.statements.severity.items() if _RANK[own] > _RANK[grade]}
        found[ident] = rule.model_copy(
            update={"severity": grade, "statements": rule.statements.model_copy(update={"severity": graver})}
        )
    return found
