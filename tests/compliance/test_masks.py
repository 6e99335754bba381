"""Words with one character struck out are told by the rest of them."""

import pytest

from service.compliance.masks import Masks
from service.compliance.reading import close_up, read
from service.compliance.tables import shipped_tables

MASKS = Masks(
    frozenset({"治愈率", "成交率", "不退不换", "上纲上线", "删差评", "差评"}),
    frozenset({"成功率", "删评"}),
    shipped_tables().glyphs.sounds_of,
)


def found(text: str) -> list[tuple[str, str]]:
    reading = read(text)
    reading = close_up(reading) or reading
    return [(text[slice(*reading.original(place))], word) for place, word in MASKS.found(reading)]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("治*率百分百", ("治*率", "治愈率")),
        ("治🔥率百分百", ("治🔥率", "治愈率")),
        ("治X率百分百", ("治X率", "治愈率")),
        ("一经售出，不○不换", ("不○不换", "不退不换")),
        ("别动不动上g上线", ("上g上线", "上纲上线")),
        ("手术成*率高", ("成*率", "成功率")),
    ],
)
def test_a_word_is_told_by_the_rest_of_it(text: str, pair: tuple[str, str]) -> None:
    assert found(text) == [pair]


@pytest.mark.parametrize("text", ["张X明说", "治 率", "治、率", "治/率", "上s上线", "删*评", "成交*率", "删Q", ""])
def test_other_gaps_strike_nothing_out(text: str) -> None:
    assert found(text) == []
