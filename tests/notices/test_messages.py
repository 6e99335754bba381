"""What a notice says outside: enough to come and look, and nothing that is in the case."""

import pytest

from service.models import NoticeKind
from service.notices.messages import Told, message_of, path_of

TOLD = Told(
    "n1", NoticeKind.CLOCK_PASSING, "c1", None, "I", "晨禾乳业", due="2026-03-02T11:00+08:00", origin="https://desk.example.com"
)


def test_chinese_and_english() -> None:
    chinese, english = message_of(TOLD, "zh"), message_of(TOLD, "en")
    assert chinese.title == "[先声] 声明或更新的时限将到 · I 级 · 晨禾乳业"
    assert chinese.body.splitlines()[1:] == [
        "案件 c1",
        "时限 2026-03-02T11:00+08:00",
        "https://desk.example.com/cases/c1",
        "编号 n1",
    ]
    assert english.title == "[Firstword] Statement or update due soon · level I · 晨禾乳业"
    assert english.body.splitlines()[1:] == [
        "Case c1",
        "Due 2026-03-02T11:00+08:00",
        "https://desk.example.com/cases/c1",
        "Reference n1",
    ]


def test_without_an_address_of_the_pages_there_is_no_link() -> None:
    assert "/cases" not in message_of(Told("n1", NoticeKind.SIGNED, "c1", "d1", "I", "x"), "zh").body


def test_every_kind_has_a_page() -> None:
    assert {kind: path_of(kind, "c", "d") for kind in NoticeKind} == {
        NoticeKind.REVIEW_WANTED: "/drafts/d/review",
        NoticeKind.CHANGES_REQUESTED: "/drafts/d",
        NoticeKind.REJECTED: "/drafts/d",
        NoticeKind.SIGNED: "/drafts/d",
        NoticeKind.CLOCK_PASSING: "/drafts/d",
        NoticeKind.UPDATE_MISSING: "/cases/c",
        NoticeKind.COMMITMENT_DUE: "/cases/c",
    }


@pytest.mark.parametrize(
    "name", ["<!channel>", "[x](http://evil.example)", "a\r\nBcc: x@evil.example", "@all", "x" * 500, "\x1b[31m"]
)
def test_a_name_is_one_plain_line(name: str) -> None:
    message = message_of(Told("n1", NoticeKind.SIGNED, "c1", None, "I", name, case_title=name), "en")
    assert "\n" not in message.title
    assert len(message.body.splitlines()) == 3
    assert not set(message.title.removeprefix("[Firstword]") + message.body) & set("<>[]@\x1b")
    assert len(message.title) < 200
