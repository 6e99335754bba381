"""Loading is strict: a fault names file, line and key."""

from pathlib import Path

import pytest
import yaml

from service.compliance.rulefiles import load_folder
from service.errors import DataFault
from service.resources import knowledge_dir

VOCABULARY = "words:\n  thing: '(?:奶|车)'\n  good: '好{thing}'\n"
RULE = """id: {ident}
title: {{zh: 题, en: title}}
group: A
severity: block
basis:
  references:
    - {{instrument: {{zh: 《法》, en: Law}}, article: {{zh: 第一条, en: art. 1}}, verified: true}}
message: {{zh: '{message}', en: '“{{text}}”'}}
suggestion: {{zh: 改, en: change}}
kind:
  name: existence
  patterns:
    zh:
      - regex: '{regex}'
{extra}tests:
  hits: {hits}
  misses: {misses}
"""
HITS = yaml.safe_dump(
    [{"text": f"好奶{n}", "spans": ["好奶"]} for n in range(8)], allow_unicode=True, default_flow_style=True, width=4000
).strip()
MISSES = yaml.safe_dump([f"坏{n}" for n in range(8)], allow_unicode=True, default_flow_style=True, width=4000).strip()


def write(
    folder: Path,
    *,
    ident: str = "a-rule",
    regex: str = "{good}",
    message: str = "“{text}”",
    extra: str = "",
    misses: str = MISSES,
) -> Path:
    (folder / "vocabulary.yml").write_text(VOCABULARY, encoding="utf-8")
    path = folder / "some" / "a-rule.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        RULE.format(ident=ident, regex=regex, message=message, extra=extra, hits=HITS, misses=misses), encoding="utf-8"
    )
    return path


def refusal(folder: Path) -> str:
    with pytest.raises(DataFault) as caught:
        load_folder(folder, compile_all=True)
    return caught.value.message.en


def test_word_lists_are_filled_in_one_inside_the_other(tmp_path: Path) -> None:
    write(tmp_path)
    (rule,) = load_folder(tmp_path)
    # Each list stands behind a look at its first characters.
    assert rule.kind.patterns.zh[0].regex == "(?:(?=[好])好(?:(?=[奶车])(?:奶|车)))"


def test_an_unknown_key_is_refused_with_file_and_line(tmp_path: Path) -> None:
    write(tmp_path, extra="colour: red\n")
    assert "a-rule.yml:15: colour" in refusal(tmp_path)


def test_an_unknown_word_list_is_refused_with_file_and_line(tmp_path: Path) -> None:
    write(tmp_path, regex="{nobody}")
    message = refusal(tmp_path)
    assert "a-rule.yml:14" in message
    assert "{nobody}" in message


@pytest.mark.parametrize("regex", ["好.*奶", "好[^。]+奶", "好{2,}"])
def test_an_unbounded_quantifier_is_refused(tmp_path: Path, regex: str) -> None:
    write(tmp_path, regex=regex)
    assert "unbounded" in refusal(tmp_path)


def test_a_quantifier_sign_inside_a_class_is_no_quantifier(tmp_path: Path) -> None:
    write(tmp_path, regex=r"好[*+]{0,2}\+奶")
    assert len(load_folder(tmp_path, compile_all=True)) == 1


def test_a_broken_expression_is_refused_with_file_and_line(tmp_path: Path) -> None:
    write(tmp_path, regex="(好")
    message = refusal(tmp_path)
    assert "a-rule.yml:14" in message
    assert "regular expression" in message


def test_a_placeholder_without_default_is_refused(tmp_path: Path) -> None:
    write(tmp_path, message="{object}")
    assert "needs a default" in refusal(tmp_path)


def test_fewer_than_eight_misses_are_refused(tmp_path: Path) -> None:
    write(tmp_path, misses="[坏]")
    assert "tests.misses" in refusal(tmp_path)


def test_an_id_that_is_not_the_file_name_is_refused(tmp_path: Path) -> None:
    write(tmp_path, ident="other-rule")
    assert "not the name of its file" in refusal(tmp_path)


def test_an_id_used_in_two_rulesets_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path)
    (tmp_path / "zz").mkdir()
    (tmp_path / "zz" / "a-rule.yml").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    assert "used twice" in refusal(tmp_path)


def test_broken_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.write_text("id: a-rule\ntitle: [\n", encoding="utf-8")
    assert "a-rule.yml:" in refusal(tmp_path)


def test_a_rule_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.unlink()
    path.mkdir()
    assert "a-rule.yml" in refusal(tmp_path)


def test_the_shipped_rules_are_in_order_of_their_ids() -> None:
    ids = [rule.id for rule in load_folder(knowledge_dir() / "rules")]
    assert ids == sorted(ids)
