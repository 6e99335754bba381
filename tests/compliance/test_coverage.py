"""The coverage list is true: what it says is enforced is, what it says is not is not, and no rule is left out."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from service.compliance.checker import SEVERITY, check
from service.compliance.coverage import Entry, Sentence, load_coverage
from service.compliance.cues import Ruleset
from service.errors import DataFault
from service.findings import Finding
from tests.compliance.from_files import FOLDER, rules

ENTRIES = load_coverage(FOLDER)
SECTIONS = ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "2", "3", "4"]
CATALOGUE_RULES = 58


@cache
def ruleset(rule: str | None) -> Ruleset:
    return Ruleset(tuple(rules().values()) if rule is None else (rules()[rule],))


def findings(entry: Entry, sentence: Sentence) -> Iterator[list[Finding]]:
    """What the rule that answers for the sentence reports, once for each context; where none is named, what all rules report."""
    for context in entry.contexts(sentence):
        yield check(sentence.text, context.context(), ruleset(sentence.by or entry.rule), is_bare=True)


def is_meant(finding: Finding, sentence: Sentence) -> bool:
    return (
        (sentence.span is None or finding.text == sentence.span)
        and (sentence.severity is None or finding.severity is SEVERITY[sentence.severity])
        and (sentence.basis is None or sentence.basis in (finding.basis or ""))
        and (sentence.says is None or sentence.says in finding.message)
    )


def untrue(entry: Entry) -> Iterator[str]:
    """The sentences of an entry about which the list is wrong, with what was found."""
    for role, sentences in (("hits", entry.hits), ("excused", entry.excused), ("traps", entry.traps)):
        for sentence in sentences:
            found = list(findings(entry, sentence))
            if role == "hits":
                is_enforced = all(any(is_meant(finding, sentence) for finding in each) for each in found)
            else:
                is_enforced = not any(found)
            if is_enforced != (sentence.not_enforced is None):
                what = "now enforced, take the mark away" if is_enforced else "not enforced"
                reported = [(finding.rule, finding.text, finding.severity.value) for each in found for finding in each]
                yield f"{role}, {sentence.clause}: {what}: {sentence.text} -> {reported}"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_sentence_does_what_the_list_says(entry: Entry) -> None:
    assert list(untrue(entry)) == []


def test_every_rule_of_the_catalogue_has_its_file_and_every_file_its_entry() -> None:
    listed = [entry.rule for entry in ENTRIES if entry.rule]
    assert len(listed) == CATALOGUE_RULES
    assert sorted(listed) == sorted(rules())


def test_every_section_of_the_catalogue_has_its_entry() -> None:
    assert [entry.section for entry in ENTRIES if entry.section] == SECTIONS


def test_rules_are_as_severe_as_the_catalogue_says() -> None:
    listed = {entry.rule: entry.severity for entry in ENTRIES if entry.rule}
    assert listed == {rule.id: rule.severity for rule in rules().values()}


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.rule], ids=lambda entry: entry.name)
def test_a_rule_is_shown_with_hits_excuses_and_traps(entry: Entry) -> None:
    assert entry.hits
    assert entry.excused
    assert entry.traps


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_no_clause_stands_twice_in_a_list(entry: Entry) -> None:
    for clauses in (entry.hits, entry.excused, entry.traps, entry.unchecked):
        assert [clause for clause, times in Counter(item.clause for item in clauses).items() if times > 1] == []


def test_the_modules_of_a_section_exist() -> None:
    root = Path(__file__).parents[2]
    assert [name for entry in ENTRIES for name in entry.module if not (root / name).is_file()] == []


def refusal(folder: Path, text: str) -> str:
    (folder / "coverage.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DataFault) as caught:
        load_coverage(folder)
    return caught.value.message.en


HIT = "- rule: a-rule\n  severity: block\n  hits:\n    - {clause: 最好, text: 最好的奶粉。}\n"


class TestLoading:
    def test_an_entry_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "coverage.yml").write_text(HIT, encoding="utf-8")
        (entry,) = load_coverage(tmp_path)
        assert (entry.name, entry.hits[0].clause) == ("a-rule", "最好")

    def test_an_unknown_key_is_refused_with_file_and_line(self, tmp_path: Path) -> None:
        message = refusal(tmp_path, HIT + "    - {clause: 最佳, text: 最佳的奶粉。, colour: red}\n")
        assert "coverage.yml:5: [0].hits[1].colour" in message

    def test_a_reason_is_asked_for_where_there_is_no_sentence(self, tmp_path: Path) -> None:
        message = refusal(tmp_path, HIT + "  unchecked:\n    - {clause: 藏头}\n")
        assert "coverage.yml:6: [0].unchecked[0].not_enforced" in message

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            (HIT + "  section: '2'\n", "one rule or one section"),
            ("- rule: a-rule\n  severity: block\n", "severity and hits"),
            ("- section: '2'\n  hits:\n    - {clause: 最好, text: 最好的奶粉。}\n", "names its rule"),
        ],
    )
    def test_an_entry_that_says_too_little_is_refused_with_its_line(self, tmp_path: Path, text: str, why: str) -> None:
        message = refusal(tmp_path, text)
        assert "coverage.yml:1: [0]" in message
        assert why in message

    def test_a_missing_list_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(DataFault, match=r"coverage\.yml"):
            load_coverage(tmp_path)


class TestContexts:
    def test_a_sentence_sets_its_own_over_those_of_the_entry(self, tmp_path: Path) -> None:
        text = (
            HIT.replace("。}", "。, context: {statement: null, listed: true}}")
            + "  context: {statement: apology, industry: 食品}\n"
        )
        (tmp_path / "coverage.yml").write_text(text, encoding="utf-8")
        (entry,) = load_coverage(tmp_path)
        (context,) = entry.contexts(entry.hits[0])
        assert (context.statement, context.industry, context.listed) == (None, "食品", True)

    def test_kinds_of_statement_are_tried_one_by_one(self, tmp_path: Path) -> None:
        (tmp_path / "coverage.yml").write_text(HIT + "  kinds: [copy, apology]\n", encoding="utf-8")
        (entry,) = load_coverage(tmp_path)
        assert [context.statement for context in entry.contexts(entry.hits[0])] == [None, "apology"]
