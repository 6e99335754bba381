"""Every approved promise of a brief is said in each kind of statement, or shown as a gap."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.briefs import StatementType
from service.briefs.loader import brief_from_data
from service.config import Settings
from service.drafting.pipeline import DraftOptions, draft
from service.findings import Layer, Severity
from tests.briefs.promises import CHINESE, ENGLISH
from tests.samples import FOLDER, MILK

KINDS = tuple(kind.value for kind in StatementType)
_ENGLISH_BRIEF = (FOLDER / "24-uk-gym-breach.yml").read_text(encoding="utf-8")


def _cases() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for text, language, wordings in ((MILK, "zh-CN", CHINESE), (_ENGLISH_BRIEF, "en-GB", ENGLISH)):
        for start in range(0, len(wordings), 12):
            yield text, language, wordings[start : start + 12]


def _brief(text: str, language: str, wordings: tuple[str, ...]) -> dict[str, Any]:
    previous = {"text": "此前已经说明。", "issued_at": "2026-03-01T09:00:00+08:00"}
    return {
        **yaml.safe_load(text),
        "commitments": [{"id": f"K{n}", "text": wording, "approved": True} for n, wording in enumerate(wordings)],
        "requests": [{"statement": kind, "language": language, "previous": previous} for kind in KINDS],
    }


@pytest.mark.parametrize(("text", "language", "wordings"), list(_cases()))
def test_it_is_said_or_shown_to_be_missing(text: str, language: str, wordings: tuple[str, ...], data_dir: Path) -> None:
    brief = brief_from_data(_brief(text, language, wordings))
    result = draft(brief, DraftOptions(offline=True), Settings(data_dir=data_dir))
    for item in result.statements:
        said = {name for segment in item.segments for name in segment.basis}
        missing = " ".join(gap.need for gap in item.gaps)
        lost = [promise.text for promise in brief.commitments if promise.id not in said and promise.id not in missing]
        assert not lost, item.statement
        errors = [f for f in item.findings if f.layer is Layer.GROUNDING and f.severity is Severity.ERROR]
        assert not errors, item.statement
