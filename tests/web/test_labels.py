"""The words of the pages."""

import re
from pathlib import Path
from typing import get_args

import pytest

from service.assessment.schemas import Cluster, Role, Rung, Strategy
from service.briefs import Audience, Channel, Disclosure, Exposure, IncidentKind, Jurisdiction, Language, StatementType, Status
from service.errors import DataFault
from service.findings import Severity
from service.web.labels import Labels

TEMPLATES = Path(__file__).resolve().parents[2] / "service" / "web" / "templates"
GROUPS: dict[str, tuple[str, ...]] = {
    "kind": tuple(IncidentKind),
    "jurisdiction": tuple(Jurisdiction),
    "status": tuple(Status),
    "disclosure": tuple(Disclosure),
    "statement": tuple(StatementType),
    "audience": tuple(Audience),
    "channel": tuple(Channel),
    "language": tuple(Language),
    "severity": tuple(Severity),
    "cluster": get_args(Cluster),
    "strategy": get_args(Strategy),
    "rung": get_args(Rung),
    "role": get_args(Role),
    "exposure": tuple(Exposure.model_fields),
}


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_every_value_of_a_closed_list_has_a_chinese_word(group: str) -> None:
    labels = Labels("zh")
    assert [value for value in GROUPS[group] if labels.value(group, value) == value and value != "x"] == []


def test_a_value_nobody_named_is_shown_as_it_is() -> None:
    assert Labels("en").value("kind", "meteor") == "meteor"


def test_a_missing_word_is_a_fault() -> None:
    with pytest.raises(DataFault, match="nonsense"):
        Labels("zh")("nonsense")


def test_every_word_a_template_asks_for_exists() -> None:
    asked = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"""\bt\(["']([a-z_]+)["']\)""", path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 50
    for language in ("zh", "en"):
        labels = Labels(language)
        assert all(labels(name) for name in asked)
