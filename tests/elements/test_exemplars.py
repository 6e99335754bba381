"""The exemplary statements pass, but for what they truly leave out."""

import pytest

from service.briefs import IncidentBrief, Level, StatementType
from service.elements import check_conduct, check_elements
from tests.elements.exemplars import APOLOGY_ZH, FAQ_ZH, HOLDING_EN, HOLDING_ZH

ZH = "zh-CN"
# Kind, language, title, text, and what it leaves out: the excerpt of a FAQ gives no telephone number.
Case = tuple[str, str, str, str, set[str]]
CASES: list[Case] = [
    ("holding_statement", ZH, "关于部分晨禾鲜奶出现异味的情况说明", HOLDING_ZH, set()),
    ("holding_statement", "en-GB", "Off-odour in some Chenhe fresh milk", HOLDING_EN, set()),
    ("apology", ZH, "致晨禾用户：对不起", APOLOGY_ZH, set()),
    ("faq", ZH, "关于晨禾鲜奶异味的问答", FAQ_ZH, {"missing-contact"}),
]


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("case", CASES)
def test_an_exemplary_statement_lacks_only_what_it_truly_lacks(chenhe: IncidentBrief, case: Case, level: Level) -> None:
    statement, language, title, text, missing = case
    found = check_elements(
        text, brief=chenhe, statement=StatementType(statement), level=level, language=language, title=title, channel="wechat"
    )
    assert {finding.rule for finding in found} == missing


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("case", CASES)
def test_an_exemplary_statement_has_no_conduct_finding(case: Case, level: Level) -> None:
    statement, language, _, text, _ = case
    assert check_conduct(text, statement=statement, level=level, language=language) == []
