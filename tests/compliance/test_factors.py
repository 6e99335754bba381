"""What a match cannot do without: it must hold for every match, or rules would go blind on texts nobody tried."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.compliance.factors import factors, opened
from service.compliance.kinds.searching import search_of

EXPRESSIONS = [
    "全国第一",
    "(?:全国|全球)第[一1]",
    "(?:国家级|最[高好强大])(?:的)?(?:品牌|产品)",
    "[^，。]{0,4}?保证[^，。]{0,3}(?:零|无)(?:风险|事故)?",
    "(?P<span>[^，。]{0,4}?(?:稳赚|保本)(?:不赔)?)(?=[，。]|$)",
    "(?P<who>[^，。]{0,4}?)(?:造假|骗人)",
    "(?P<who>[^，。]{0,4}?)造假|骗人",
    "(?:根治|治[好愈])(?![没不])",
    "(?<!不)包退(?:包换)?",
    "(?:a|the) (?:cheapest|safest)(?: \\w{1,4}){0,2} (?:brand|milk)",
    "(?i:Best) (?:ever|yet)",
    "(?:ha){2,3}!?",
    "(?:安全|可靠)?(?:放心)?",
    "\\d{1,2}%(?:有效|成功)",
    "(?>绝对|完全)安全",
]


@pytest.mark.parametrize("regex", EXPRESSIONS)
class TestFactors:
    @given(data=st.data())
    def test_every_match_holds_a_word_of_every_group(self, regex: str, data: st.DataObject) -> None:
        found = re.search(regex, data.draw(st.from_regex(regex)))
        assert found is not None
        assert [group for group in factors(regex) if not any(word in found.string for word in group)] == []

    @given(data=st.data())
    def test_a_look_at_the_first_character_changes_nothing(self, regex: str, data: st.DataObject) -> None:
        text = data.draw(st.from_regex(regex)) + "，" + data.draw(st.from_regex(regex))
        plain = [match.span() for match in re.finditer(regex, text) if match.group()]
        assert [match.span() for match in re.finditer(opened(regex), text) if match.group()] == plain

    @given(data=st.data())
    def test_to_take_the_beginning_off_changes_nothing(self, regex: str, data: st.DataObject) -> None:
        text = "我们就" + data.draw(st.from_regex(regex)) + "，而" + data.draw(st.from_regex(regex))
        plain = [match.span("span") if "(?P<span>" in regex else match.span() for match in re.finditer(regex, text)]
        found = [found.span for found in search_of(regex).over(text, 0, len(text))]
        assert found == [span for span in plain if span[0] < span[1]]


class TestWhatIsKnown:
    def test_a_sequence_needs_what_its_parts_need(self) -> None:
        assert factors("保证.{0,3}(?:零|无)风险") == (frozenset(["保证"]), frozenset(["零风险", "无风险"]))

    def test_of_a_choice_with_an_unknown_branch_nothing_is_known(self) -> None:
        assert factors("稳赚|.{3}") == ()

    def test_what_may_be_left_out_is_not_needed(self) -> None:
        assert factors("(?:稳赚)*") == ()
        assert factors("(?:很)?安全") == (frozenset(["很安全", "安全"]),)

    def test_what_matches_in_either_case_is_not_followed(self) -> None:
        assert factors("(?i:best) ever") == (frozenset([" ever"]),)

    def test_an_assertion_adds_nothing(self) -> None:
        assert factors("治好(?=了|过)") == (frozenset(["治好"]),)
