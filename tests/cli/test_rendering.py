"""What a terminal shows."""

import re
import sys

import pytest

from service.assessment.schemas import Factor
from service.cli.rendering import (
    Page,
    page_for_stdout,
    render_assessment,
    render_findings,
    render_passages,
    render_result,
    render_statement,
    render_text,
)
from service.cli.wrapping import Styled, cells, printable, wrap
from service.drafting.schemas import Gap, GenerationRecord, Inconsistency, TextPlace
from service.findings import Severity
from service.retrieval.passages import Note, Passage
from tests.cli.showing import TEXT, a_finding, a_result, a_statement, an_assessment

PLAIN = Page("zh")
STYLED = Page("zh", width=40, styled=True)


def unstyled(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


class TestText:
    def test_a_plain_page_shows_the_numbers_behind_the_findings(self) -> None:
        findings = [a_finding("error", 10, 13), a_finding("warning", 11, 13)]
        assert render_text(TEXT, findings, PLAIN) == "我们深表歉意。本品是最安全[1][2]的牛奶。【待确认：热线】"

    def test_a_terminal_underlines_in_the_colour_of_the_gravest(self) -> None:
        findings = [a_finding("suggestion", 10, 13), a_finding("error", 11, 13)]
        shown = render_text(TEXT, findings, STYLED, [(17, 25)])
        assert "\x1b[4;36m最\x1b[0m\x1b[4;31m安全\x1b[0m" in shown
        assert "\x1b[7m【待确认：热线】" in shown

    def test_control_characters_never_reach_the_terminal(self) -> None:
        assert "\x1b" not in render_text("a\x1b[2Jb\x07\x9b", [], PLAIN)
        assert printable("a\r\nb\tc") == "a\nb c"


class TestFindings:
    def test_show_rule_basis_message_and_suggestion(self) -> None:
        shown = render_findings([a_finding("error", 10, 13)], PLAIN)
        assert shown.splitlines() == ["[1] 错误 rule-id “最安全”", "    说法没有依据", "    依据：《广告法》第九条", "    → 删去"]

    def test_one_about_something_missing_quotes_nothing(self) -> None:
        assert render_findings([a_finding("warning", 0, 0)], Page("en")).splitlines()[0] == "[1] warning rule-id"

    def test_with_signs_long_words_are_quoted_in_part(self) -> None:
        shown = render_findings([a_finding("warning", 0, 50, "长" * 50)], PLAIN, {Severity.WARNING: "!"})
        assert shown.splitlines()[0] == f"[!1] 警告 rule-id “{'长' * 40}…”"

    def test_none_is_said(self) -> None:
        assert render_findings([], Page("en")) == "Nothing found."


class TestResult:
    def test_a_statement_shows_heading_text_gaps_and_findings_in_this_order(self) -> None:
        statement = a_statement(findings=(a_finding("error", 10, 13),), gaps=(Gap(start=17, end=25, need="热线"),))
        shown = render_statement(statement, PLAIN)
        places = [shown.index(part) for part in ("== holding_statement", "情况说明", "我们深表", "□ 热线", "[1] 错误")]
        assert places == sorted(places)
        assert "未可签发" in shown

    def test_the_writer_is_named_and_why_it_is_not_the_one_asked_for(self) -> None:
        made = GenerationRecord(model="composer", fallback=True, reason="the model openai/x refused the key")
        statement = a_statement().model_copy(update={"generation": made})
        assert render_statement(statement, Page("en")).splitlines()[1] == (
            "Written by composer, not the model asked for: the model openai/x refused the key"
        )

    def test_contradictions_quote_both_places(self) -> None:
        item = Inconsistency(
            kind="number",
            a=TextPlace(statement=0, start=0, end=2),
            b=TextPlace(statement=1, start=2, end=4),
            message="数字不同",
        )
        shown = render_result(a_result(a_statement(), a_statement(), consistency=(item,)), PLAIN)
        assert "- 数字不同 (1: 我们 / 2: 深表)" in shown

    def test_an_assessment_says_level_reasons_clock_and_sign_off(self) -> None:
        assessment = an_assessment(
            forced=True, level_reason="演练", reasons=("多人受伤",), warnings=("时限已过",), unknown=("deaths",)
        )
        shown = render_assessment(assessment, PLAIN)
        assert shown.startswith("级别 II（人工指定）")
        for part in ("演练", "多人受伤", "时限已过", "死亡人数", "2026-03-02 10:40 +0000", "公关、法务", "holding_statement"):
            assert part in shown

    def test_without_reasons_the_factors_that_gave_points_stand_in(self) -> None:
        factors = (Factor(factor="deaths", value=1, points=9), Factor(factor="media", value=None, points=0))
        shown = render_assessment(an_assessment(factors=factors), PLAIN)
        assert "deaths=1 (+9)" in shown
        assert "media" not in shown

    def test_passages_are_numbered_and_none_is_said(self) -> None:
        why = (
            Note(code="words", zh="共有词语：召回", en="shares the words: recall"),
            Note(code="meaning", zh="意思相近", en="close"),
        )
        passage = Passage(id="p", document="d", collection="law", title="题", text="正文", score=0.5, reasons=why)
        assert render_passages([passage], PLAIN) == "1. 题  (law · 0.50 · p)\n   共有词语：召回；意思相近；未核实\n   正文"
        assert render_passages([], PLAIN) == "没有找到相关内容。"


class TestPage:
    def test_a_pipe_gets_a_plain_page(self) -> None:
        assert page_for_stdout("zh") == Page("zh")

    @pytest.mark.parametrize(("no_color", "term", "styled"), [("", "xterm", True), ("1", "xterm", False), ("", "dumb", False)])
    def test_a_terminal_gets_its_width_and_styles_unless_declined(
        self, monkeypatch: pytest.MonkeyPatch, no_color: str, term: str, *, styled: bool
    ) -> None:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setenv("NO_COLOR", no_color)
        monkeypatch.setenv("TERM", term)
        monkeypatch.setenv("COLUMNS", "72")
        assert page_for_stdout("en") == Page("en", width=72, styled=styled)


class TestWrapping:
    def test_a_chinese_character_takes_two_cells_and_a_combining_mark_none(self) -> None:
        assert [cells(text) for text in ("中a", "e\u0301", "ｗ", "")] == [3, 1, 2, 0]

    def test_no_line_is_wider_than_the_window(self) -> None:
        lines = wrap([Styled("很长的一段中文" * 10 + " mixed with English words " * 5)], 20).splitlines()
        assert len(lines) > 5
        assert all(cells(line) <= 20 for line in lines)

    def test_closing_punctuation_does_not_begin_a_line(self) -> None:
        lines = wrap([Styled("一二三四五，六七八九十。")], 10).splitlines()
        assert all(line[0] not in "，。" for line in lines)

    def test_a_bracket_stays_with_what_it_is_about(self) -> None:
        assert wrap([Styled("一二三四五[F1]六")], 10).splitlines() == ["一二三四", "五[F1]六"]

    def test_no_line_ends_with_a_styled_space(self) -> None:
        assert unstyled(wrap([Styled("alpha beta gamma", "4")], 11)).splitlines() == ["alpha beta", "gamma"]

    def test_words_stay_whole_and_a_word_wider_than_the_window_is_cut(self) -> None:
        assert wrap([Styled("alpha beta gamma")], 11).splitlines() == ["alpha beta", "gamma"]
        assert wrap([Styled("x" * 25)], 10).splitlines() == ["x" * 10, "x" * 10, "x" * 5]

    def test_indent_and_blank_lines_are_kept(self) -> None:
        assert wrap([Styled("a\n\nb")], None, "  ") == "  a\n\n  b"

    def test_a_style_is_closed_at_the_end_of_each_line(self) -> None:
        shown = wrap([Styled("红色的一段比较长的话", "31")], 10)
        assert all(line.startswith("\x1b[31m") and line.endswith("\x1b[0m") for line in shown.splitlines())
        assert unstyled(shown).replace("\n", "") == "红色的一段比较长的话"
