"""Length and form by channel and kind."""

import pytest

from service.briefs import Channel
from service.elements import channel_limit, check_length
from service.findings import Severity


@pytest.mark.parametrize("channel", list(Channel))
def test_every_channel_has_a_form(channel: Channel) -> None:
    form = channel_limit(channel)
    assert 0 < form.advised_characters <= form.max_characters
    assert form.note.of("zh")
    assert form.note.of("en")


def test_an_unknown_channel_is_refused() -> None:
    with pytest.raises(ValueError, match="fax"):
        channel_limit("fax")


class TestChannelLength:
    def test_over_the_limit_is_a_warning_on_the_excess(self) -> None:
        text = "字" * 2003
        (finding,) = check_length(text, channel="weibo", statement=None, language="zh")
        assert (finding.rule, finding.severity, finding.start, finding.end) == ("too-long", Severity.WARNING, 2000, 2003)

    def test_over_the_advice_is_a_suggestion(self) -> None:
        (finding,) = check_length("字" * 501, channel=Channel.WEIBO, statement=None, language="zh")
        assert (finding.severity, finding.start) == (Severity.SUGGESTION, 500)

    def test_within_the_advice_is_nothing(self) -> None:
        assert check_length("字" * 500, channel="weibo", statement=None, language="zh") == []

    def test_x_counts_wide_characters_twice(self) -> None:
        assert check_length("字" * 140, channel="x", statement=None, language="zh") == []
        (finding,) = check_length("字" * 141, channel="x", statement=None, language="zh")
        assert (finding.severity, finding.start) == (Severity.WARNING, 140)
        assert check_length("a" * 280, channel="x", statement=None, language="en") == []

    def test_without_a_channel_only_the_kind_counts(self) -> None:
        assert check_length("字" * 5000, channel=None, statement=None, language="zh") == []


class TestKindLength:
    @pytest.mark.parametrize(("count", "long"), [(480, False), (481, True)])
    def test_a_long_chinese_holding_statement_is_advised_against(self, count: int, *, long: bool) -> None:
        found = check_length("字" * count, channel=None, statement="holding_statement", language="zh-CN")
        assert [finding.severity for finding in found] == ([Severity.SUGGESTION] if long else [])

    @pytest.mark.parametrize(("count", "long"), [(288, False), (289, True)])
    def test_a_long_english_holding_statement_is_advised_against(self, count: int, *, long: bool) -> None:
        found = check_length("word " * count, channel=None, statement="holding_statement", language="en")
        assert bool(found) is long


class TestForm:
    def test_markdown_is_found_where_it_would_show(self) -> None:
        text = "# 说明\n**已停售**，见[公告](https://example.com/a)"
        found = check_length(text, channel="weibo", statement=None, language="zh")
        assert [finding.text for finding in found] == ["# 说明", "**已停售**", "[公告](https://example.com/a)"]
        assert {finding.rule for finding in found} == {"channel-markdown"}
        assert check_length(text, channel="web", statement=None, language="zh") == []

    def test_links_are_found_where_they_do_not_work(self) -> None:
        (finding,) = check_length("See https://example.com/a for more", channel="xiaohongshu", statement=None, language="en")
        assert (finding.rule, finding.text) == ("channel-link", "https://example.com/a")
