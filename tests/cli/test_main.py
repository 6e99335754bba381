"""The command's table: help, usage errors, refusals, and that no failure shows a traceback."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from service import __main__ as entry
from service import __version__
from service.cli import console
from service.errors import ComponentUnavailable, ServiceError
from service.i18n import Localized
from tests.cli.running import Run


def shell(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "FIRSTWORD_"))} | environment
    return subprocess.run([sys.executable, "-m", "service", *arguments], input=stdin, capture_output=True, check=False, env=env)


class TestTable:
    def test_without_a_command_prints_the_table_and_says_so_by_its_code(self, run: Run) -> None:
        outcome = run()
        assert outcome.code == 2
        assert all(name in outcome.out for name in entry.GROUPS)

    def test_help_is_in_the_users_language(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "用法" in run("--help").out
        monkeypatch.setenv("LANG", "en_GB.UTF-8")
        outcome = run("--help")
        assert outcome.code == 0
        assert "Usage" in outcome.out

    def test_version(self, run: Run) -> None:
        assert run("--version").out == f"firstword {__version__}\n"

    def test_an_unknown_command_is_a_usage_error(self, run: Run) -> None:
        outcome = run("invent")
        assert (outcome.code, outcome.out) == (2, "")
        assert "invent" in outcome.err

    @pytest.mark.parametrize("name", sorted(entry.GROUPS))
    def test_every_command_has_help(self, run: Run, name: str) -> None:
        outcome = run(name, "--help")
        assert outcome.code == 0
        assert f"firstword {name}" in outcome.out

    @pytest.mark.parametrize(
        "arguments",
        [("draft",), ("draft", "x", "--bogus"), ("check", "--workers", "0"), ("check", "--workers", "65"), ("check", "--format", "xml"),
         ("knowledge",), ("knowledge", "search"), ("knowledge", "search", "x", "-k", "0"), ("prompt", "show", "x"),
         ("prompt", "show", "x", "--statement", "poem"), ("assess",), ("serve", "--port", "70000"), ("ground",), ("ground", "-", "-"), ("ground", "-"), ("ground", "a", "b", "c"),
         ("ground", "a", "b", "--language", "fr")],
    )  # fmt: skip
    def test_a_wrong_call_is_one_line_and_code_2(self, run: Run, arguments: tuple[str, ...]) -> None:
        outcome = run(*arguments)
        assert (outcome.code, outcome.out) == (2, "")
        assert len(outcome.err.splitlines()) == 1
        assert outcome.err.startswith(f"firstword {arguments[0]}: ")


class TestRefusals:
    @pytest.mark.parametrize("command", ["draft", "assess", "check", "ground"])
    def test_a_missing_file_is_named(self, run: Run, command: str, tmp_path: Path) -> None:
        outcome = run(command, str(tmp_path / "none.yml"))
        assert (outcome.code, outcome.out) == (2, "")
        assert "none.yml: 找不到这个文件" in outcome.err

    @pytest.mark.parametrize("command", ["draft", "assess", "check", "ground"])
    def test_a_folder_is_refused(self, run: Run, command: str, tmp_path: Path) -> None:
        outcome = run(command, str(tmp_path))
        assert outcome.code == 2
        assert "文件夹" in outcome.err

    def test_a_name_no_file_can_have_is_refused(self, run: Run) -> None:
        assert run("check", "a\0b").code == 2

    def test_a_path_through_a_file_is_refused(self, run: Run, brief_file: Path) -> None:
        assert run("draft", f"{brief_file}/x").code == 2

    def test_a_closed_stdin_is_refused(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setattr(sys, "stdin", None)
        assert entry.main(["draft", "-"]) == 2
        assert "<stdin>" in capsys.readouterr().err

    @pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"", b"- 1\n", b"a: [", b"x" * (2 * 1024 * 1024 + 1)])
    def test_what_is_no_brief_is_code_2_without_a_traceback(self, run: Run, raw: bytes) -> None:
        outcome = run("draft", "-", stdin=raw)
        assert (outcome.code, outcome.out) == (2, "")
        assert "<stdin>" in outcome.err
        assert "Traceback" not in outcome.err

    def test_every_problem_of_a_brief_has_its_line_file_and_field(self, run: Run, brief_file: Path) -> None:
        text = (
            brief_file.read_text(encoding="utf-8")
            .replace("status: confirmed", "status: sure")
            .replace("kind: food_safety", "kind: soup")
        )
        brief_file.write_text(text, encoding="utf-8")
        outcome = run("draft", str(brief_file))
        assert outcome.code == 2
        lines = outcome.err.splitlines()
        assert any(line.startswith(f"{brief_file}:7: incident.kind: ") for line in lines)
        assert any(line.startswith(f"{brief_file}:11: facts[0].status: ") for line in lines)

    def test_problems_are_in_english_for_an_english_locale(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("LC_ALL", "C")
        monkeypatch.setenv("LANG", "en_US.UTF-8")
        assert "no such file" in run("assess", str(tmp_path / "none")).err

    @pytest.mark.parametrize(
        ("name", "value"), [("FIRSTWORD_DRAFT_DEADLINE", "soon"), ("FIRSTWORD_API_BASE", "127.0.0.1:8080/v1")]
    )
    def test_a_wrong_setting_is_named(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, brief_file: Path, name: str, value: str
    ) -> None:
        monkeypatch.setenv(name, value)
        outcome = run("draft", str(brief_file))
        assert outcome.code == 2
        assert name in outcome.err

    @pytest.mark.parametrize(
        ("error", "code"),
        [
            (ComponentUnavailable(Localized(zh="模型不可用", en="model unavailable")), 3),
            (ServiceError(Localized(zh="模型不可用", en="x")), 2),
            (KeyError("模型不可用"), 2),
            (KeyboardInterrupt(), 130),
        ],
    )
    def test_failures_inside_a_command_have_their_code(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
    ) -> None:
        def fail(_name: str, _arguments: list[str]) -> int:
            raise error

        monkeypatch.setattr(entry, "_run", fail)
        outcome = run("draft", "x")
        assert outcome.code == code
        assert "Traceback" not in outcome.err
        assert ("模型不可用" in outcome.err) is (code != 130)


class TestConsole:
    @pytest.mark.parametrize(
        ("environ", "language"),
        [
            ({}, "zh"),
            ({"LC_ALL": "C"}, "zh"),
            ({"LC_ALL": "C.UTF-8", "LANG": "en_US.UTF-8"}, "en"),
            ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US"}, "zh"),
            ({"LC_MESSAGES": "en_GB"}, "en"),
            ({"FIRSTWORD_LANG": "en", "LC_ALL": "zh_CN"}, "en"),
        ],
    )
    def test_the_language_is_the_first_one_that_says_something(self, environ: dict[str, str], language: str) -> None:
        assert console.terminal_language(environ) == language


class TestAsAProcess:
    def test_writes_utf8_whatever_the_locale(self) -> None:
        done = shell("--help", LC_ALL="C", PYTHONIOENCODING="ascii")
        assert "用法" in done.stdout.decode("utf-8")

    def test_a_reader_that_goes_away_leaves_no_traceback(self, brief_file: Path) -> None:
        command = [sys.executable, "-m", "service", "assess", str(brief_file)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        errors = process.stderr.read()
        process.stderr.close()
        assert process.wait() == 141
        assert errors == b""

    def test_ctrl_c_leaves_no_traceback(self) -> None:
        command = [sys.executable, "-m", "service", "check", "--jsonl", "-"]
        # A run in the background of a shell inherits an ignored interrupt.
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - one thread, one call
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"text": "x"}\n')
        process.stdin.flush()
        assert process.stdout.readline().startswith(b"{")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
        assert (process.returncode, errors) == (130, b"")

    def test_ground_loads_no_more_than_check(self, tmp_path: Path, brief_file: Path) -> None:
        text = tmp_path / "text.txt"
        text.write_text("我们正在核实情况。", encoding="utf-8")
        program = (
            "import sys; from service.__main__ import main; main(['ground', *sys.argv[1:]]);"
            "print(sorted({'litellm', 'chromadb', 'fastapi', 'starlette', 'uvicorn', 'pydantic_settings', 'rich'} & set(sys.modules)))"
        )
        done = subprocess.run([sys.executable, "-c", program, str(text), str(brief_file)], capture_output=True, check=True)
        assert done.stdout.decode().splitlines()[-1] == "[]"

    def test_check_loads_neither_the_model_library_nor_the_index_nor_the_web_framework(self, tmp_path: Path) -> None:
        text = tmp_path / "text.txt"
        text.write_text("我们正在核实情况。", encoding="utf-8")
        program = (
            "import sys; from service.__main__ import main; main(['check', sys.argv[1]]);"
            "print(sorted({'litellm', 'chromadb', 'fastapi', 'starlette', 'uvicorn', 'pydantic_settings', 'rich'} & set(sys.modules)))"
        )
        done = subprocess.run([sys.executable, "-c", program, str(text)], capture_output=True, check=True)
        assert done.stdout.decode().splitlines() == ["没有发现问题。", "[]"]
