"""Who signs a statement: names and titles on its last lines."""

import pytest

from service.grounding.folding import fold
from service.grounding.signatures import find_signatures
from service.grounding.types import Label


def signed(text: str) -> list[tuple[str, str]]:
    folded = fold(text)
    return [(folded[m.start : m.end], m.value.kind) for m in find_signatures(folded, []) if isinstance(m.value, Label)]


class TestLastLines:
    @pytest.mark.parametrize(
        ("signature", "found"),
        [
            ("Orla Denby, Brackstone Mills", [("Orla Denby", "organisation"), ("Brackstone Mills", "organisation")]),
            ("Head of Customer Relations", [("Head of Customer Relations", "title")]),
            ("Deputy Managing Director, Brackstone", [("Deputy Managing Director", "title"), ("Brackstone", "organisation")]),
        ],
    )
    def test_they_name_who_signs(self, signature: str, found: list[tuple[str, str]]) -> None:
        assert sorted(signed(f"We are sorry.\n\n{signature}\n")) == sorted(found)

    @pytest.mark.parametrize(
        "text",
        [
            "Brackstone Mills",
            "We are sorry.\nThe Mill is shut until Monday.",
            "We are sorry.\nQuestions: 0800 555 0199",
            "We are sorry.\nplease write to us at the desk",
        ],
    )
    def test_a_sentence_or_a_lone_line_signs_nothing(self, text: str) -> None:
        assert signed(text) == []
