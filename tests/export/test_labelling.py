"""The label of generated content: when it is wanted, who wrote what, and what it says."""

import json

import pytest

from service.drafting.schemas import Segment
from service.errors import InvalidInput
from service.export.labelling import LabelChoice, Provenance, WrittenVersion, is_shown, label_for, trace
from service.llm.schemas import Origin

A, B, C = "第一句。", "第二句。", "第三句。"


def _version(model: str | None, *sentences: tuple[str, Origin]) -> WrittenVersion:
    text, segments = "", []
    for said, origin in sentences:
        segments.append(Segment(start=len(text), end=len(text) + len(said), element="", origin=origin))
        text += said
    return WrittenVersion(text, tuple(segments), model)


class TestTrace:
    def test_the_composer_alone_asks_for_no_label(self) -> None:
        found = trace([_version("composer", (A, "composer"), (B, "composer")), _version(None, (A, "composer"), (C, "person"))])
        assert found == Provenance((), (None, None))
        assert not found.wants_label

    def test_a_model_s_sentence_keeps_its_name_through_edits(self) -> None:
        found = trace([_version("m/one", (A, "model"), (B, "composer")), _version(None, (C, "person"), (A, "model"))])
        assert found == Provenance(("m/one",), (None, "m/one"))

    def test_a_text_whose_model_s_sentences_were_all_replaced_is_still_labelled(self) -> None:
        found = trace([_version("m/one", (A, "model")), _version(None, (B, "person"))])
        assert found == Provenance(("m/one",), (None,))
        assert found.wants_label

    def test_a_second_model_s_sentences_are_told_from_the_first_s(self) -> None:
        found = trace([_version("m/one", (A, "model"), (B, "model")), _version("m/two", (A, "model"), (C, "model"))])
        assert found == Provenance(("m/one", "m/two"), ("m/one", "m/two"))

    def test_erased_words_leave_the_label(self) -> None:
        erased = WrittenVersion("", _version("m/one", (A, "model")).segments, "m/one")
        assert trace([erased, _version(None, (B, "person"))]).models == ("m/one",)

    def test_a_model_s_sentence_without_a_name_is_said_to_have_none(self) -> None:
        assert trace([_version(None, (A, "model"))]) == Provenance(("unnamed",), ("unnamed",))


class TestIsShown:
    def test_where_no_model_wrote_nothing_is_shown_and_nothing_asked(self) -> None:
        assert not is_shown(Provenance((), ()), LabelChoice.AUTO, "")
        assert not is_shown(Provenance((), ()), LabelChoice.NONE, "")

    def test_it_can_be_asked_for_where_no_record_wants_it(self) -> None:
        assert is_shown(Provenance((), ()), LabelChoice.ALWAYS, "")

    def test_a_wanted_label_is_declined_only_with_a_word(self) -> None:
        wanted = Provenance(("m/one",), ())
        assert is_shown(wanted, LabelChoice.AUTO, "")
        assert not is_shown(wanted, LabelChoice.NONE, "由平台发布时声明，李")
        for empty in ("", " \n", "长" * 2001):
            with pytest.raises(InvalidInput) as refused:
                is_shown(wanted, LabelChoice.NONE, empty)
            assert refused.value.problems[0].field == "acknowledgement"


class TestLabelFor:
    def test_the_fields_stand_in_the_order_of_the_standard(self) -> None:
        label = label_for("zh-HK", producer="寶禾餅家", identifier="d1/2", digest="sha256:0")
        assert list(json.loads(label.to_json()).items()) == [
            ("Label", "1"),
            ("ContentProducer", "寶禾餅家"),
            ("ProduceID", "d1/2"),
            ("ReservedCode1", "sha256:0"),
            ("ContentPropagator", ""),
            ("PropagateID", ""),
            ("ReservedCode2", ""),
        ]

    @pytest.mark.parametrize(
        ("language", "words"), [("zh-CN", "人工智能辅助生成"), ("zh-HK", "人工智能輔助生成"), ("en-GB", "AI-generated")]
    )
    def test_it_speaks_the_statement_s_language(self, language: str, words: str) -> None:
        label = label_for(language, producer="x", identifier="d1/2", digest="sha256:0")  # type: ignore[arg-type]  # of the list
        assert words in label.notice
