"""`firstword intake`: notes in, a draft that can be edited out."""

import json
from pathlib import Path

from tests.cli.running import Run

NOTES = "客服 09:12: 收到6起异味反馈\n门店 09:40: 一共8起反馈了\n"


def test_it_prints_the_draft_with_what_is_open(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "group.txt"
    path.write_text(NOTES, encoding="utf-8")
    outcome = run("intake", str(path))
    assert outcome.code == 0
    assert 'text: "收到6起异味反馈"' in outcome.out
    assert "笔记之间对不上" in outcome.out
    assert "下一次说明定在什么时候" in outcome.out


def test_several_files_and_stdin_as_json(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + NOTES.encode())
    outcome = run("intake", str(path), "-", "--json", "--brand", "某某饮料", stdin="店长 10:00: 现在9起反馈".encode())
    body = json.loads(outcome.out)
    assert body["brief"]["brand"] == "某某饮料"
    assert {fact["span"]["file"] for fact in body["facts"]} == {str(path), "<stdin>"}
    assert body["facts"][0]["span"]["start"] == NOTES.index("收到")


def test_what_cannot_be_read_is_refused_by_name(run: Run, tmp_path: Path) -> None:
    assert "nowhere.txt" in run("intake", str(tmp_path / "nowhere.txt")).err
    (tmp_path / "gbk.txt").write_bytes("收到反馈".encode("gbk"))
    outcome = run("intake", str(tmp_path / "gbk.txt"))
    assert (outcome.code, "UTF-8" in outcome.err) == (2, True)
    assert run("intake", "-", stdin=b"  \n").code == 2
