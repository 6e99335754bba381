"""A clause that repeats a line word for word says nothing that differs from it."""

import pytest

from service.grounding import check
from tests.grounding.ledgers import grounds

EN = grounds(
    ("The game was stopped at 8:19 p.m. and was not resumed", "confirmed"),
    ("The Department of Insurance has asked the company for a written account by May 22", "confirmed"),
    ("A cap was loose", "reported"),
)


@pytest.mark.parametrize(
    "text",
    [
        "The game was stopped at 8:19 p.m. and was not resumed.",
        "The Department of Insurance has asked the company for a written account by May 22.",
    ],
)
def test_a_line_itself_raises_no_question(text: str) -> None:
    assert [item.rule for item in check(text, EN, language="en").findings] == []


def test_what_is_only_reported_is_no_line_to_repeat() -> None:
    assert "status-overstated" in [item.rule for item in check("A cap was loose on the toy.", EN, language="en").findings]
