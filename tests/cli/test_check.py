"""`firstword check`: one text, or one object a line."""

import io
import json
import os
from pathlib import Path

import pytest

from service.cli import jsonl
from service.cli.jsonl import answer_line, lines_of, run_lines
from service.drafting import answers
from service.errors import ServiceError
from service.structured import MAX_BYTES
from tests.cli.running import Run

BAD = "本产品是全国最安全的牛奶，治愈率100%。"
GOOD = "我们正在核实情况。"


def line(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


class TestText:
    def test_an_error_finding_is_code_1_and_shown_with_its_number(self, run: Run) -> None:
        outcome = run("check", "-", stdin=BAD.encode())
        assert outcome.code == 1
        assert "[1]" in outcome.out.splitlines()[0]
        assert "错误" in outcome.out

    def test_a_clean_text_is_code_0(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text(GOOD, encoding="utf-8")
        outcome = run("check", str(path))
        assert (outcome.code, outcome.out, outcome.err) == (0, "没有发现问题。\n", "")

    def test_json_is_a_list_of_findings_whose_offsets_fit_the_text(self, run: Run) -> None:
        outcome = run("check", "--json", stdin=BAD.encode())
        findings = json.loads(outcome.out)
        assert findings
        assert set(findings[0]) == {"rule", "severity", "start", "end", "text", "message", "basis", "suggestion", "layer"}
        assert all(BAD[item["start"] : item["end"]] == item["text"] for item in findings)

    def test_a_byte_order_mark_is_not_counted(self, run: Run) -> None:
        plain = json.loads(run("check", "--json", stdin=BAD.encode()).out)
        assert json.loads(run("check", "--json", stdin=b"\xef\xbb\xbf" + BAD.encode()).out) == plain

    def test_crlf_is_counted(self, run: Run) -> None:
        plain = json.loads(run("check", "--json", stdin=BAD.encode()).out)
        moved = json.loads(run("check", "--json", stdin=b"\r\n" + BAD.encode()).out)
        assert moved[0]["start"] == plain[0]["start"] + 2

    def test_an_empty_text_has_no_findings(self, run: Run) -> None:
        outcome = run("check", "--json")
        assert (outcome.code, outcome.out) == (0, "[]\n")

    @pytest.mark.parametrize("raw", [b"\xff\xfe", b"x" * (MAX_BYTES + 1)])
    def test_what_is_no_text_is_code_2(self, run: Run, raw: bytes) -> None:
        outcome = run("check", stdin=raw)
        assert (outcome.code, outcome.out) == (2, "")
        assert "<stdin>" in outcome.err

    def test_a_text_over_the_limit_is_named_as_such(self, run: Run) -> None:
        outcome = run("check", stdin="很".encode() * 100_001)
        assert (outcome.code, outcome.out) == (2, "")
        assert "100000" in outcome.err

    def test_with_a_brief_the_text_is_held_against_the_ledger(self, run: Run, brief_file: Path) -> None:
        text = "截至目前，已有73人住院。"
        without = json.loads(run("check", "--json", stdin=text.encode()).out)
        outcome = run("check", "--json", "--brief", str(brief_file), stdin=text.encode())
        assert "grounding" not in {item["layer"] for item in without}
        assert "grounding" in {item["layer"] for item in json.loads(outcome.out)}
        assert outcome.code == 1

    def test_a_broken_brief_is_code_2(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "b.yml"
        path.write_text("schema: no\n", encoding="utf-8")
        outcome = run("check", "--brief", str(path), stdin=b"x")
        assert outcome.code == 2
        assert f"{path}:1: schema" in outcome.err


class TestLines:
    def test_answers_come_in_order_with_ids_and_times(self, run: Run) -> None:
        stdin = b"".join(line(id=str(number), text=GOOD) for number in range(5))
        outcome = run("check", "--jsonl", stdin=stdin)
        answers = [json.loads(row) for row in outcome.out.splitlines()]
        assert outcome.code == 0
        assert [answer["id"] for answer in answers] == ["0", "1", "2", "3", "4"]
        assert all(set(answer) == {"id", "findings", "elapsed_us"} for answer in answers)
        assert all(isinstance(answer["elapsed_us"], int) for answer in answers)

    def test_an_error_finding_in_any_line_is_code_1(self, run: Run) -> None:
        assert run("check", "--jsonl", stdin=line(text=GOOD) + line(text=BAD) + line(text=GOOD)).code == 1

    def test_bad_lines_are_answered_and_do_not_change_the_code(self, run: Run) -> None:
        bad = [
            b"not json\n", b"[1, 2]\n", b"\n", b"   \n", b"\xff\xfe\n", b"{}\n", b"null\n", b'"text"\n', b"NaN\n",
            b'{"id": "s", "text": "\\ud800"}\n', b'{"id": "dup", "id": "dup", "text": "x"}\n', b"[" * 100_000 + b"\n",
            b'{"id": "k", "text": "x", "nonsense": 1}\n', b'{"id": "t", "text": 7}\n', b'{"id": 5, "text": "x"}\n',
            b'{"id": true, "text": "x"}\n', b'{"id": "b", "text": "x", "brief": {"schema": "y"}}\n',
            b'{"text": "x", "statement": "poem"}\n', b'{"text": "x", "context": {"listed": "perhaps"}}\n',
        ]  # fmt: skip
        outcome = run("check", "--jsonl", stdin=b"".join(bad) + line(id="last", text=GOOD))
        answers = [json.loads(row) for row in outcome.out.splitlines()]
        assert outcome.code == 0
        assert len(answers) == len(bad) + 1
        for raw, answer in zip(bad, answers[:-1], strict=True):
            assert set(answer) == {"id", "error"}, raw
            assert set(answer["error"]) == {"code", "message"}
            assert all(answer["error"].values()), raw
        assert [answer["id"] for answer in answers if answer["id"] is not None] == ["s", "k", "t", 5, "b", "last"]

    def test_a_line_over_the_limit_is_answered_and_the_next_one_read(self, run: Run) -> None:
        stdin = line(id="big", text="x" * 5_000_000) + line(id="next", text=GOOD)
        answers = [json.loads(row) for row in run("check", "--jsonl", stdin=stdin).out.splitlines()]
        assert answers[0]["error"]["code"] == "too-large"
        assert answers[1]["id"] == "next"

    def test_the_last_line_needs_no_newline_and_crlf_ends_a_line_too(self, run: Run) -> None:
        stdin = b"\xef\xbb\xbf" + line(id="a", text=GOOD).rstrip() + b"\r\n" + line(id="b", text=GOOD).rstrip()
        answers = [json.loads(row) for row in run("check", "--jsonl", stdin=stdin).out.splitlines()]
        assert [answer["id"] for answer in answers] == ["a", "b"]

    def test_messages_are_in_the_users_language(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LANG", "en_US.UTF-8")
        answer = json.loads(run("check", "--jsonl", stdin=b"[1]\n").out)
        assert answer["error"]["message"].isascii()

    def test_a_brief_given_once_holds_for_lines_that_bring_none(self, run: Run, brief_file: Path) -> None:
        stdin = line(id="a", text="已有73人住院。")
        answer = json.loads(run("check", "--jsonl", "--brief", str(brief_file), stdin=stdin).out)
        assert "grounding" in {item["layer"] for item in answer["findings"]}

    def test_a_fault_of_the_checker_is_one_lines_affair(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(_request: object) -> list[object]:
            raise RuntimeError("boom")

        monkeypatch.setattr(answers, "check", fail)
        answer = json.loads(answer_line(b'{"id": "a", "text": "x"}', None, "en").line)
        assert answer == {"id": "a", "error": {"code": "internal-error", "message": "internal error: RuntimeError"}}


class TestWorkers:
    def test_several_workers_give_the_same_answers_in_the_same_order(self, run: Run) -> None:
        stdin = b"".join(line(id=str(number), text=BAD if number % 50 == 7 else GOOD) for number in range(300)) + b"oops\n"
        alone = run("check", "--jsonl", stdin=stdin)
        many = run("check", "--jsonl", "--workers", "2", stdin=stdin)

        def plain(out: str) -> list[tuple[object, object]]:
            answers = [json.loads(row) for row in out.splitlines()]
            return [(answer["id"], answer.get("findings", answer.get("error"))) for answer in answers]

        assert plain(many.out) == plain(alone.out)
        assert many.code == alone.code == 1

    def test_a_dead_worker_ends_the_run_with_a_refusal(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(jsonl, "_answer_chunk", _die)
        with pytest.raises(ServiceError):
            run_lines(io.BytesIO(line(text=GOOD)), None, 2, frozenset())
        assert capsys.readouterr().out == ""


class TestLinesOf:
    def test_a_line_of_exactly_the_limit_is_read(self) -> None:
        exact = b"x" * MAX_BYTES
        assert list(lines_of(io.BytesIO(exact + b"\n" + exact + b"x\nnext"))) == [exact, None, b"next"]


def _die(*_arguments: object) -> None:
    os._exit(1)
