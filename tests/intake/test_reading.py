"""Who said what when, in the ways chats are exported, mails forwarded and notes jotted down."""

import pytest

from service.intake.reading import Placed, utterances
from service.intake.schemas import Note


def read(text: str) -> list[tuple[str, str, str]]:
    return [(item.speaker, item.said_at, item.text) for item in utterances(Note(name="n", text=text))]


@pytest.mark.parametrize(
    ("text", "speaker", "said_at", "said"),
    [
        ("[客服 21:52] 当事妈妈要求公开道歉", "客服", "21:52", "当事妈妈要求公开道歉"),
        ("张三 10:22: 收到6起反馈", "张三", "10:22", "收到6起反馈"),
        ("2026-03-02 10:22 张三\n收到6起反馈", "张三", "2026-03-02 10:22", "收到6起反馈"),
        ("张三 2026/3/2 10:22:05\n收到6起反馈", "张三", "2026/3/2 10:22:05", "收到6起反馈"),
        ("昨天 22:10 李四：收到6起反馈", "李四", "昨天 22:10", "收到6起反馈"),
        ("Jane Doe  [10:22 AM]\nsix complaints so far", "Jane Doe", "10:22 AM", "six complaints so far"),
        ("[10:22] jane.doe: six complaints so far", "jane.doe", "10:22", "six complaints so far"),
        ("<jane> six complaints so far", "jane", "", "six complaints so far"),
        (
            "From: Jane <j@x.example>\nDate: Mon, 2 Mar\nSubject: milk\n\nsix complaints",
            "Jane <j@x.example>",
            "Mon, 2 Mar",
            "six complaints",
        ),
        ("发件人：王五\n时间：3月2日\n主题：鲜奶\n\n收到6起反馈", "王五", "3月2日", "收到6起反馈"),
    ],
)
def test_the_ways_a_speaker_is_named(text: str, speaker: str, said_at: str, said: str) -> None:
    assert read(text) == [(speaker, said_at, said)]


def test_a_log_keeps_its_time_in_what_it_says_and_for_that_line_alone() -> None:
    assert read("23:50 医院打电话到店里\n家属到了") == [("", "23:50", "23:50 医院打电话到店里"), ("", "", "家属到了")]


def test_a_speaker_holds_until_the_next() -> None:
    assert [who for who, _, _ in read("张三 10:22\n一\n二\n李四 10:23\n三")] == ["张三", "张三", "李四"]


def test_a_name_before_a_colon_counts_from_its_second_time_and_a_label_never() -> None:
    assert read("老王：漏了\n老王：停了")[0] == ("老王", "", "漏了")
    assert read("时间：3月2日\n时间：3月3日")[0] == ("", "", "时间：3月2日")


def test_quoted_mail_is_read_as_what_it_quotes() -> None:
    assert read("> six complaints") == [("", "", "six complaints")]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_places_count_in_the_text_as_it_came(end: str) -> None:
    note = Note(name="n", text=f"第一行{end}[客服 21:52] 😀收到6起反馈{end}")
    (_, item) = utterances(note)
    span = Placed(note).span(item.start, item.start + len(item.text))
    assert (span.line, span.quote) == (2, "😀收到6起反馈")
    assert note.text[span.start : span.end] == span.quote
