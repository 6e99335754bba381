"""Tests about the code base itself: sizes, settings in the README, templates, the Makefile's words."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from service.briefs import StatementType
from service.config import Settings
from service.drafting.composer.compose import composable
from tests.samples import ROOT

SOURCES = sorted(path for folder in ("service", "evals", "tests") for path in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_has_at_most_400_lines_and_a_function_60(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or node.lineno) - node.lineno < 60, node.name


def test_forbidden_file_names_are_not_used() -> None:
    assert not [path for path in SOURCES if path.stem in {"utils", "helpers", "common", "manager", "misc"}]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_every_setting_is_in_the_readme(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for field in Settings.model_fields:
        assert f"FIRSTWORD_{field.upper()}" in text, field


@pytest.mark.parametrize("kind", StatementType)
@pytest.mark.parametrize("language", ["zh-CN", "zh-HK", "en-US", "en-GB"])
def test_each_kind_has_a_template_per_language(kind: StatementType, language: str) -> None:
    assert composable(kind, language)


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-evals.lock", "requirements-model.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links", text)


def test_check_starts_without_model_index_or_web_framework() -> None:
    code = (
        "import sys; import service.drafting.checking, service.cli.check; "
        "print([m for m in ('litellm', 'chromadb', 'fastapi') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_check_without_a_brief_loads_nothing_that_reads_a_ledger() -> None:
    code = (
        "import sys; import service.cli.check; from service.drafting.submitted import CheckRequest, check; "
        "check(CheckRequest(text='全网最低价。')); "
        "print([m for m in ('service.grounding', 'service.elements', 'service.drafting.checking') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
