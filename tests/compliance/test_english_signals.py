"""English around a match: what is taken back in the next sentence, what only looks like a negation, who is reported."""

import pytest

from service.compliance.reading import read
from service.compliance.signals import Place, is_negated, is_quoted


def place(text: str, match: str) -> Place:
    at = text.index(match)
    return Place(read(text), (at, at + len(match)), "correction")


@pytest.mark.parametrize(
    "text",
    [
        "On Monday we called it “the safest car”. We had no basis for that statement.",
        'Our leaflet called it "the safest car". That claim was not supported.',
        "We described it as “the safest car”. We should not have said so.",
        "此前我们写了“the safest car”。该说法没有依据。",
        'A page using our logo calls it "the safest car". It isn’t ours.',
    ],
)
def test_a_quotation_taken_back_in_the_next_sentence_is_excused(text: str) -> None:
    assert is_quoted(place(text, "the safest car"))


@pytest.mark.parametrize(
    "text",
    [
        "We call it “the safest car”. It was built in Ohio.",
        "Drivers love “the safest car”. We had no complaints.",
    ],
)
def test_a_quotation_that_stands_is_not(text: str) -> None:
    assert not is_quoted(place(text, "the safest car"))


@pytest.mark.parametrize("before", ["Not just", "Without a doubt", "There is no question that this is", "Not only"])
def test_what_only_looks_like_a_negation_is_none(before: str) -> None:
    assert not is_negated(place(f"{before} the safest car.", "the safest car"))


@pytest.mark.parametrize("before", ["This is not", "We never said it was", "Nobody says this is"])
def test_a_negation_is_one(before: str) -> None:
    assert is_negated(place(f"{before} the safest car.", "the safest car"))
