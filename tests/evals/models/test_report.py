"""The page of a comparison: what the model said beside what went out, all of it escaped and nothing fetched."""

import re
from pathlib import Path

from evals.models.drafting import draft_with, handwritten
from evals.models.samples import Written, by_hand, samples
from evals.reports.page import marked, render
from evals.scorers.drafting import score
from evals.scorers.figures import Row
from service.findings import Finding, Layer, Severity

EVIL = "<script>alert(1)</script>"


def rows(tmp_path: Path) -> list[Row]:
    name = samples()[0].id
    answer = by_hand(inventing_too=True)[name]
    hostile = Written(answer.answer.replace('"title": "', f'"title": "{EVIL}').replace("谢谢她", f"{EVIL}谢谢她"), answer.markers)
    drafted = draft_with(handwritten("by-<b>hand</b>", {name: hostile}), samples()[:1], tmp_path)
    return [Row(item, score(item)) for item in drafted]


def test_the_page_stands_alone_and_shows_both_texts(tmp_path: Path) -> None:
    found = rows(tmp_path)
    for language in ("zh", "en"):
        page = render(found, language)
        assert EVIL not in page
        assert "by-&lt;b&gt;hand&lt;/b&gt;" in page
        assert not re.search(r"""(?:src|href)=|url\(|@import|https?://(?!www\.w3\.org)""", page)
        assert page.count("<svg") == 3
        assert 'class="error"' in page
        assert 'class="model"' in page
    assert "模型原文" in render(found, "zh")
    assert "What the model said" in render(found, "en")


def test_a_character_shows_the_gravest_of_its_findings() -> None:
    def finding(start: int, end: int, severity: Severity) -> Finding:
        return Finding(
            rule="r", severity=severity, start=start, end=end, text="", message="m", basis="", suggestion="", layer=Layer.RULES
        )

    pieces = marked("abcdef", [finding(1, 5, Severity.WARNING), finding(2, 3, Severity.ERROR)])
    assert [(piece.text, piece.kind) for piece in pieces] == [
        ("a", ""), ("b", "warning"), ("c", "error"), ("de", "warning"), ("f", ""),
    ]  # fmt: skip
