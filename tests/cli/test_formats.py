"""Several files at once, and the formats other programs read."""

import json
from pathlib import Path

import pytest

from tests.cli.running import Run

BAD = "第一行。\n我们是全国最安全的奶粉：放心。\n"
GOOD = "我们正在核实情况。\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    bad, good = tmp_path / "a,b.txt", tmp_path / "好.txt"
    bad.write_text(BAD, encoding="utf-8")
    good.write_text(GOOD, encoding="utf-8")
    return str(bad), str(good)


def test_several_files_are_shown_under_their_names_and_one_error_is_enough(run: Run, files: tuple[str, str]) -> None:
    outcome = run("check", *files)
    assert outcome.code == 1
    assert all(f"== {name}" in outcome.out for name in files)


def test_json_of_several_files_names_them(run: Run, files: tuple[str, str]) -> None:
    first, second = json.loads(run("check", "--json", *files).out)
    assert (first["file"], second) == (files[0], {"file": files[1], "findings": []})
    assert first["findings"]


def test_github_annotations_name_line_and_column_and_are_escaped(run: Run, files: tuple[str, str]) -> None:
    outcome = run("check", "--format", "github", *files)
    first = outcome.out.splitlines()[0]
    assert first.startswith("::error file=")
    assert "%2C" in first
    assert "line=2,col=1," in first
    assert "title=ad-absolute-superlative::" in first
    assert outcome.code == 1


def test_github_says_nothing_of_clean_files(run: Run, files: tuple[str, str]) -> None:
    assert run("check", "--format", "github", files[1]).out == ""


def test_sarif_holds_every_finding_with_its_place(run: Run, files: tuple[str, str]) -> None:
    log = json.loads(run("check", "--format", "sarif", *files).out)
    (scan,) = log["runs"]
    assert (log["version"], scan["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    result = scan["results"][0]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert BAD[region["charOffset"] : region["charOffset"] + region["charLength"]] == region["snippet"]["text"]
    assert (region["startLine"], region["startColumn"]) == (2, 1)
    rule = scan["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == result["ruleId"]
    assert "绝对化" in rule["shortDescription"]["text"]
    # A uri holds no characters of other scripts as they are.
    assert [artifact["location"]["uri"].isascii() for artifact in scan["artifacts"]] == [True, True]


WARNED = "今晚八点，原价1999元的扫地机，今晚只要699元。".encode()


@pytest.mark.parametrize(("least", "code"), [("error", 0), ("warning", 1), ("suggestion", 1)])
def test_what_makes_the_command_fail_can_be_said(run: Run, least: str, code: int) -> None:
    outcome = run("check", "--fail-on", least, "--json", "-", stdin=WARNED)
    assert {finding["severity"] for finding in json.loads(outcome.out)} == {"warning"}
    assert outcome.code == code
    line = json.dumps({"text": WARNED.decode()}).encode()
    assert run("check", "--fail-on", least, "--jsonl", "-", stdin=line).code == code


def test_what_a_text_is_can_be_said(run: Run) -> None:
    text = "全国销量第一的品牌。".encode()
    assert "《广告法》" in run("check", stdin=text).out
    assert "《反不正当竞争法》" in run("check", "--statement", "apology", stdin=text).out
    assert "供参照" in run("check", "--jurisdiction", "HK", stdin=text).out


def test_a_brands_rules_are_added(run: Run) -> None:
    assert "chenhe-folk-medicine" in run("check", "--brand", "晨禾乳业", stdin="喝了不上火。".encode()).out


@pytest.mark.parametrize(
    "option", [("--statement", "poem"), ("--language", "fr"), ("--jurisdiction", "MARS"), ("--format", "xml")]
)
def test_a_wrong_value_is_code_2(run: Run, option: tuple[str, str]) -> None:
    assert run("check", *option, stdin=b"x").code == 2


def test_jsonl_reads_one_file(run: Run, files: tuple[str, str]) -> None:
    assert run("check", "--jsonl", *files).code == 2
