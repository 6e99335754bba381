"""Ledgers put together at random from real sentences and from what people paste by mistake: a whole result or a clear refusal."""

import random
from pathlib import Path
from typing import Any

import pytest

from service.briefs import Audience, Channel, IncidentKind, Jurisdiction, Language, StatementType, Status
from service.briefs.loader import brief_from_data
from service.config import Settings
from service.drafting.pipeline import DraftOptions, draft
from tests.samples import NAMES, sample

KINDS = tuple(kind.value for kind in StatementType)
PASTED = (
    "{{7*7}}", "%s %d {x}", "“引号”里的", "a\\b", "<b>x</b>", "，", "？", "1", "截至", "据", "我们", "The", "No", "is", "whether", "是否",
    "3月32日", "25时", "100%", "$5", "N/A", "null", "【待确认：x】", "[TO CONFIRM: y]", "😀😀😀",
)  # fmt: skip


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    return [fact.text for name in NAMES for fact in sample(name).facts] + list(PASTED)


def _brief(pick: random.Random, sentences: list[str]) -> dict[str, Any]:
    def fact(number: int) -> dict[str, Any]:
        text = pick.choice(sentences) + (pick.choice(sentences) if pick.random() < 0.2 else "")
        status = pick.choice(list(Status)).value
        return {"id": f"F{number}", "text": text, "status": status, "disclosure": pick.choice(["public", "public", "internal"])}

    def request() -> dict[str, Any]:
        return {
            "statement": pick.choice(KINDS),
            "language": pick.choice(list(Language)).value,
            "channel": pick.choice(list(Channel)).value,
            "audience": pick.choice(list(Audience)).value,
            "previous": {"text": pick.choice(sentences) + "。", "issued_at": "2026-03-01T09:00:00+08:00"},
        }

    return {
        "schema": "firstword.brief/1",
        "brand": pick.choice(["晨禾乳业", "X", "Chenhe"]),
        "issued_at": "2026-03-02T10:00:00+08:00",
        "incident": {
            "title": pick.choice(sentences)[:290],
            "kind": pick.choice(list(IncidentKind)).value,
            "jurisdiction": pick.choice(list(Jurisdiction)).value,
            "detected_at": "2026-03-02T08:00:00+08:00",
        },
        "facts": [fact(number) for number in range(pick.randint(0, 12))],
        "commitments": [{"id": "C1", "text": pick.choice(sentences), "approved": pick.random() < 0.7}],
        "contacts": [{"label": "Line", "value": "95588"}] * pick.randint(0, 2),
        "requests": [request(), request()],
        "exposure": {"deaths": pick.randint(0, 1)} if pick.random() < 0.3 else {},
    }


@pytest.mark.parametrize("seed", range(12))
def test_a_random_ledger_gives_whole_statements(seed: int, sentences: list[str], data_dir: Path) -> None:
    settings = Settings(data_dir=data_dir)
    brief = brief_from_data(_brief(random.Random(seed), sentences))
    for item in draft(brief, DraftOptions(offline=True), settings).statements:
        assert item.title
        covered = [False] * len(item.text)
        for segment in item.segments:
            covered[segment.start : segment.end] = [True] * (segment.end - segment.start)
        assert all(inside or char.isspace() for inside, char in zip(covered, item.text, strict=True))
        assert all(item.text[f.start : f.end] == f.text for f in item.findings)
