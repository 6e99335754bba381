"""What changed between two briefs, field by field. Lists with ids are compared by id, so that a moved fact is no change."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.audit.canonical import canonical_json

_KEYED = ("facts", "commitments")
_PART = re.compile(r"\[([^\]]*)\]|([^.\[\]]+)")


@dataclass(frozen=True, slots=True)
class Change:
    """One field: its dotted path (`facts.F1.status`, `facts.[F1.2].status`), and its JSON before and after; None is absent."""

    path: str
    before: str | None
    after: str | None


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[Change, ...]:
    """Every changed field of the brief, by path."""
    old, new = dict(_leaves("", before)), dict(_leaves("", after))
    return tuple(Change(path, old.get(path), new.get(path)) for path in sorted({*old, *new}) if old.get(path) != new.get(path))


def path_parts(path: str) -> list[str]:
    """The parts of a change's path; an id that holds dots is one part."""
    return [found.group(1) or found.group(2) for found in _PART.finditer(path)]


def changed_ids(found: Sequence[Change]) -> frozenset[str]:
    """The facts and commitments that a set of changes touches, and the other basis ids a statement may rest on."""
    touched: set[str] = set()
    for change in found:
        parts = path_parts(change.path)
        if parts[0] in _KEYED and len(parts) > 1:
            touched.add(parts[1])
        elif parts[0] == "contacts":
            touched.add(f"contact:{parts[1]}" if len(parts) > 1 else "contact")
        else:
            touched.add(parts[0])
    return frozenset(touched)


def _leaves(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _leaves(f"{path}.{key}" if path else str(key), item)
    elif isinstance(value, list | tuple) and value and path in (*_KEYED, "contacts"):
        for index, item in enumerate(value):
            name = item.get("id", index) if isinstance(item, Mapping) else index
            yield from _leaves(f"{path}.[{name}]" if "." in str(name) else f"{path}.{name}", item)
    elif value not in (None, [], {}, ()):
        yield path, canonical_json(value)
