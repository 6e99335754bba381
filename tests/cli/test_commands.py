"""draft, assess, knowledge, prompt and serve, as a shell sees them."""

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from service.cli import draft as draft_command
from service.cli import serve as serve_command
from service.cli.draft import exit_code
from service.config import Settings
from service.drafting.observing import Observer
from service.drafting.pipeline import DraftOptions, draft
from service.drafting.schemas import DraftResult, Gap
from service.errors import ComponentUnavailable, InvalidInput
from service.i18n import Localized
from tests.cli.running import BRIEF, Run
from tests.cli.showing import a_finding, a_result, a_statement


class TestDraft:
    def test_json_is_a_result_and_nothing_else_is_on_stdout(self, run: Run, brief_file: Path) -> None:
        outcome = run("draft", str(brief_file), "--json", "--offline")
        result = DraftResult.model_validate_json(outcome.out)
        assert [statement.statement.value for statement in result.statements] == ["holding_statement"]
        assert result.to_json() == json.loads(outcome.out)
        assert outcome.code == exit_code(result, strict=False)
        assert outcome.err != ""

    def test_reads_a_brief_from_stdin(self, run: Run) -> None:
        outcome = run("draft", "-", "--json", "--offline", stdin=BRIEF.encode())
        assert DraftResult.model_validate_json(outcome.out).statements

    def test_the_same_brief_gives_the_same_words(self, run: Run, brief_file: Path) -> None:
        texts = [
            json.loads(run("draft", str(brief_file), "--json", "--offline").out)["statements"][0]["digest"] for _ in range(2)
        ]
        assert texts[0] == texts[1]

    def test_is_readable_without_json(self, run: Run, brief_file: Path) -> None:
        out = run("draft", str(brief_file), "--offline").out
        assert "级别" in out
        assert "== holding_statement · public · weibo · zh-CN" in out
        assert "\x1b" not in out

    def test_an_internal_fact_is_nowhere_on_the_page(self, run: Run, brief_file: Path) -> None:
        assert "清洗记录" not in run("draft", str(brief_file), "--offline").out

    def test_a_gap_fails_only_with_strict(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "gap.yml"
        path.write_text(BRIEF.replace("next_update_at", "# next_update_at") + "level: II\nlevel_reason: 演练\n", encoding="utf-8")
        result = DraftResult.model_validate_json(run("draft", str(path), "--json", "--offline").out)
        assert any(statement.gaps for statement in result.statements)
        assert run("draft", str(path), "--offline", "--strict").code == 1

    def test_options_reach_the_pipeline(self, run: Run, brief_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: list[DraftOptions] = []

        def record(_brief: object, options: DraftOptions, _settings: object, observer: Observer) -> DraftResult:
            observer.on_stage("write")
            seen.append(options)
            raise ComponentUnavailable(Localized(zh="模型连不上", en="the model is out of reach"))

        monkeypatch.setattr(draft_command, "draft", record)
        outcome = run("draft", str(brief_file), "--model", "openai/x", "--no-fallback")
        assert seen == [DraftOptions(model="openai/x", fallback=False, second_reader=True)]
        assert (outcome.code, outcome.out, outcome.err) == (3, "", "write\nfirstword: 模型连不上\n")

    def test_a_model_out_of_reach_is_code_3_when_no_fallback_is_allowed(
        self, run: Run, brief_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        monkeypatch.setenv("FIRSTWORD_API_BASE", f"http://127.0.0.1:{port}/v1")
        monkeypatch.setenv("FIRSTWORD_API_KEY", "none")
        monkeypatch.setenv("FIRSTWORD_DRAFT_DEADLINE", "20")
        outcome = run("draft", str(brief_file), "--model", "openai/none", "--no-fallback")
        assert (outcome.code, outcome.out) == (3, "")
        assert "Traceback" not in outcome.err

    def test_an_address_without_a_model_is_remarked_on(self, run: Run, brief_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FIRSTWORD_API_BASE", "http://127.0.0.1:9/v1")
        assert "FIRSTWORD_MODEL" in run("draft", str(brief_file)).err
        assert "FIRSTWORD_MODEL" not in run("draft", str(brief_file), "--offline").err


class TestExitCode:
    def test_an_error_in_any_statement_is_1(self) -> None:
        statements = (a_statement(), a_statement(findings=(a_finding("error", 0, 2),)))
        assert exit_code(a_result(*statements), strict=False) == 1

    def test_warnings_are_0(self) -> None:
        assert exit_code(a_result(a_statement(findings=(a_finding("warning", 0, 2),))), strict=True) == 0

    def test_a_gap_counts_with_strict_only(self) -> None:
        result = a_result(a_statement(gaps=(Gap(start=0, end=2, need="x"),)))
        assert [exit_code(result, strict=strict) for strict in (False, True)] == [0, 1]


class TestAssess:
    def test_json_is_the_assessment_of_a_draft(self, run: Run, brief_file: Path) -> None:
        assessment = json.loads(run("assess", str(brief_file), "--json").out)
        result = json.loads(run("draft", str(brief_file), "--json", "--offline").out)
        assert assessment == result["assessment"]

    def test_is_readable_without_json(self, run: Run, brief_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LANG", "en_GB.UTF-8")
        outcome = run("assess", str(brief_file))
        assert outcome.code == 0
        assert outcome.out.startswith("Level ")


class TestKnowledge:
    def test_json_is_a_list_of_passages_best_first(self, run: Run) -> None:
        outcome = run("knowledge", "search", "食品 召回", "-k", "3", "--json")
        passages = json.loads(outcome.out)
        assert outcome.code == 0
        assert 0 < len(passages) <= 3
        assert set(passages[0]) == {"id", "document", "collection", "title", "text", "score", "verified", "reasons"}
        assert all(set(reason) == {"code", "zh", "en"} for passage in passages for reason in passage["reasons"])
        assert [item["score"] for item in passages] == sorted((item["score"] for item in passages), reverse=True)

    def test_a_collection_narrows_it(self, run: Run) -> None:
        first = json.loads(run("knowledge", "search", "道歉", "--json").out)[0]
        found = json.loads(run("knowledge", "search", "道歉", "--collection", first["collection"], "--json").out)
        assert {item["collection"] for item in found} == {first["collection"]}

    def test_is_readable_without_json(self, run: Run) -> None:
        assert run("knowledge", "search", "道歉", "-k", "1").out.startswith("1. ")

    def test_an_unknown_collection_is_refused(self, run: Run) -> None:
        outcome = run("knowledge", "search", "道歉", "--collection", "nowhere")
        assert (outcome.code, outcome.out) == (2, "")


class TestPrompt:
    def test_prints_the_messages_and_nothing_the_public_may_not_know(self, run: Run, brief_file: Path) -> None:
        outcome = run("prompt", "show", str(brief_file), "--statement", "holding_statement", "--language", "zh-CN")
        messages = json.loads(outcome.out)
        assert outcome.code == 0
        assert {message["role"] for message in messages} <= {"system", "user"}
        assert "6起异味反馈" in outcome.out
        assert "清洗记录" not in outcome.out


class TestServe:
    def test_an_address_that_is_taken_is_refused(self, run: Run) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            outcome = run("serve", "--port", str(taken.getsockname()[1]))
        assert (outcome.code, outcome.out) == (2, "")
        assert "无法监听" in outcome.err

    def test_an_unknown_host_is_refused(self) -> None:
        with pytest.raises(InvalidInput):
            serve_command.listen("no such host", 0)

    def test_says_where_it_is_and_who_is_answered(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        with serve_command.listen("0.0.0.0", 0) as listener:
            serve_command.announce(listener, "0.0.0.0", Settings(model="openai/x", data_dir=tmp_path))
        lines = capsys.readouterr().err.splitlines()
        assert re.fullmatch(r"http://0\.0\.0\.0:\d+/  \(写手: openai/x\)", lines[0])
        assert "本机" in lines[1]
        assert re.fullmatch(r"第一位管理员（.+）：http://0\.0\.0\.0:\d+/join/[\w-]{43}", lines[2])

    def test_a_served_brief_comes_back_drafted(self, data_dir: Path) -> None:
        command = [sys.executable, "-m", "service", "serve", "--port", "0"]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=_clean_environment(data_dir))
        try:
            assert process.stderr is not None
            address = process.stderr.readline().split()[0]
            with _post(address + "api/v1/drafts", BRIEF.encode()) as answer:
                result = DraftResult.model_validate_json(answer.read())
            with urllib.request.urlopen(address) as page:
                assert page.headers["server"] is None
                assert "<!doctype html>" in page.read().decode("utf-8")
        finally:
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=30)
        assert result.statements
        assert "Traceback" not in errors
        assert process.returncode in {0, 130}


def _clean_environment(data_dir: Path) -> dict[str, str]:
    return {"FIRSTWORD_DATA_DIR": str(data_dir), "PATH": "/usr/bin:/bin"}


def _post(address: str, body: bytes):  # type: ignore[no-untyped-def]  # noqa: ANN202 - the library's own answer
    """As `curl --data-binary @brief.yml` sends it."""
    return urllib.request.urlopen(urllib.request.Request(address, data=body), timeout=60)


def test_the_command_and_the_pipeline_agree(run: Run, brief_file: Path, data_dir: Path) -> None:
    from service.briefs.loader import load_brief

    brief = load_brief(BRIEF, "brief.yml")
    direct = draft(brief, DraftOptions(offline=True), Settings(data_dir=data_dir)).to_json()
    shown = json.loads(run("draft", str(brief_file), "--json", "--offline").out)
    for result in (direct, shown):
        for statement in result["statements"]:
            statement["generation"].pop("latency_ms")
    assert shown == direct
