"""`firstword revise`: a result or a text and an instruction in, variants with their differences out."""

import json
from pathlib import Path

from tests.cli.running import Run

SAMPLE = Path(__file__).resolve().parents[2] / "service" / "web" / "templates" / "samples" / "01-milk-odour.yml"


def test_a_result_is_made_shorter_with_its_differences(run: Run, tmp_path: Path) -> None:
    brief_file = SAMPLE
    drafted = run("draft", str(brief_file), "--offline", "--json")
    result = tmp_path / "result.json"
    result.write_text(drafted.out, encoding="utf-8")
    outcome = run("revise", str(result), "--brief", str(brief_file), "--instruction", "更短", "--json")
    body = json.loads(outcome.out)
    assert body["schema"] == "firstword.revision/1"
    assert body["before"]["text"] == json.loads(drafted.out)["statements"][0]["text"]
    assert all(len(variant["statement"]["text"]) < len(body["before"]["text"]) for variant in body["variants"])
    shown = run("revise", str(result), "--brief", str(brief_file), "--instruction", "更短").out
    assert [line for line in shown.splitlines() if line.startswith("- ")]


def test_a_plain_text_has_its_title_on_a_line_of_its_own(run: Run, brief_file: Path) -> None:
    text = "关于鲜奶异味的说明\n\n截至3月2日9时，我们收到6起异味反馈。客服热线：400-820-0000。\n".encode()
    outcome = run("revise", "-", "--brief", str(brief_file), "--instruction", "发微博", "--json", stdin=text)
    body = json.loads(outcome.out)
    assert body["before"]["title"] == "关于鲜奶异味的说明"
    assert body["variants"][0]["statement"]["channel"] == "weibo"


def test_what_cannot_be_done_is_said(run: Run, brief_file: Path) -> None:
    text = "截至3月2日9时，我们收到6起异味反馈。".encode()
    outcome = run("revise", "-", "--brief", str(brief_file), "--instruction", "更温暖", stdin=text)
    assert (outcome.code, "需要模型" in outcome.err) == (2, True)
    outcome = run(
        "revise", "-", "--brief", str(brief_file), "--instruction", "更短", "--number", "3", stdin=b'{"statements": []}'
    )
    assert (outcome.code, "statements[2]" in outcome.err) == (2, True)
