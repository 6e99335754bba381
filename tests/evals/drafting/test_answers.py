from pathlib import Path

import pytest

from evals.drafting.answers import DATA, DatasetError, plants, public_words, true_sentences, truthful
from evals.drafting.inventing import VARIANTS, inventing


def test_the_data_is_whole_and_names_open_briefs_alone() -> None:
    cases = truthful()
    assert len(cases) == 100
    assert len({case.id for case in cases}) == 100
    assert len(plants()) > 100
    text = (DATA / "truthful.jsonl").read_text(encoding="utf-8") + (DATA / "plants.jsonl").read_text(encoding="utf-8")
    assert "/held" not in text


def test_later_inventions_and_sentences_are_whole() -> None:
    assert len(plants(name="inventions.jsonl")) == 249
    assert len({item.text for item in true_sentences()}) == 122


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"language": "zh", "kind": "cause", "text": "因为甲。", "marker": "乙"}', "plants.jsonl:1: marker"),
        ('{"language": "zh", "kind": "wish", "text": "甲", "marker": "甲"}', "plants.jsonl:1: kind"),
        ('{"language": "zh", "kind": "cause", "text": "甲", "marker": "甲", "more": 1}', "plants.jsonl:1: more"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / "plants.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(DatasetError, match=words):
        plants(tmp_path)


class TestInventing:
    def test_the_same_answers_come_out_every_time(self) -> None:
        first, second = (inventing(truthful()[:3], plants()) for _ in range(2))
        assert len(first) == 3 * VARIANTS
        assert first == second

    def test_every_marker_is_in_the_answer_and_in_nothing_public(self) -> None:
        for case in inventing(truthful()[::9], plants()):
            whole = "".join(row.text for row in case.sentences)
            public = public_words(case.brief).casefold()
            assert len(case.markers) >= 2
            for marker in case.markers:
                assert marker.casefold() in whole.casefold(), (case.id, marker)
                assert marker.casefold() not in public, (case.id, marker)
