"""Changes offered for findings and gaps: each makes the text better, none makes it worse."""

from dataclasses import dataclass

import pytest

from service.assessment.assess import assess
from service.brands import find_brand
from service.briefs import IncidentBrief, StatementRequest
from service.briefs.loader import load_brief
from service.drafting.assembly import assemble
from service.drafting.composer.compose import compose
from service.drafting.editing import Edited, check_edit
from service.drafting.fixes import Fix, fixes_for
from service.llm.schemas import Composition
from tests.samples import FOLDER

BRIEF = load_brief((FOLDER / "05-hotpot-food-poisoning.yml").read_text(encoding="utf-8"), "")
REQUEST = StatementRequest.model_validate({"statement": "holding_statement", "channel": "weibo", "language": "zh-CN"})


@dataclass(frozen=True)
class Written:
    """A composed statement of the sample and how an edit of it is checked."""

    composed: Composition
    text: str
    brief: IncidentBrief = BRIEF

    def check(self, text: str) -> Edited:
        segments = assemble(self.composed).segments
        return check_edit(self.composed.title, text, self.brief, REQUEST, self.text, segments)

    def fixes(self, text: str) -> tuple[Fix, ...]:
        return fixes_for(text, self.check(text), self.composed, self.check)


def written(brief: IncidentBrief = BRIEF) -> Written:
    brand = find_brand(brief.brand)
    composed = compose(brief, REQUEST, assess(brief, brand), brand)
    return Written(composed, assemble(composed).text, brief)


@pytest.fixture(scope="module")
def statement() -> Written:
    return written()


def test_a_text_without_findings_has_no_fixes(statement: Written) -> None:
    assert statement.fixes(statement.text) == ()


def test_a_changed_figure_is_put_right_by_the_ledgers_sentence(statement: Written) -> None:
    edited = statement.text.replace("9位", "19位", 1)
    assert edited != statement.text
    fixes = statement.fixes(edited)
    ledger = [fix for fix in fixes if fix.kind == "ledger"]
    assert ledger
    assert ledger[0].applied(edited) == statement.text


def test_a_boast_can_be_left_out_and_leaves_no_hole(statement: Written) -> None:
    boast = "我们是全国最安全的火锅品牌。"
    first = statement.text.index("。") + 1
    edited = statement.text[:first] + boast + statement.text[first:]
    cuts = [fix for fix in statement.fixes(edited) if fix.kind == "cut"]
    assert statement.text in {fix.applied(edited) for fix in cuts}


def test_no_fix_adds_a_fault(statement: Written) -> None:
    edited = statement.text.replace("9位", "19位", 1) + "我们已彻底解决，绝不会再发生。"
    before = {(item.rule, item.text) for item in statement.check(edited).findings}
    fixes = statement.fixes(edited)
    assert fixes
    for fix in fixes:
        after = statement.check(fix.applied(edited)).findings
        new = {(item.rule, item.text) for item in after if item.severity != "suggestion"} - before
        assert new == set(), fix


def test_a_gap_is_filled_once_the_ledger_has_it() -> None:
    without = written(BRIEF.with_changes(next_update_at=None))
    assert "【待确认" in without.text
    assert [fix for fix in without.fixes(without.text) if fix.gap is not None] == []
    known = Written(written().composed, without.text)
    fills = [fix for fix in fixes_for(without.text, known.check(without.text), known.composed, known.check) if fix.gap == 0]
    assert fills
    assert "【待确认" not in fills[0].applied(without.text)
