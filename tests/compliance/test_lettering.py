"""Latin words in odd lettering are read as the words the rules know."""

import pytest

from service.compliance.lettering import Lettering

WORDS = Lettering(frozenset({"best", "cure", "cancer", "glitch", "safe", "prevent", "now"}))


def lifted(text: str) -> list[tuple[str, str]]:
    return [(text[start:end], word) for (start, end), word in WORDS.lifted(text)]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("n u m b e r   o n e brand", [("n u m b e r   o n e", "number one")]),
        ("it p.r.e.v.e.n.t.s c.a.n.c.e.r.", [("p.r.e.v.e.n.t.s c.a.n.c.e.r.", "prevents cancer")]),
        ("s*a*f*e toys", [("s*a*f*e", "safe")]),
        ("the b3st one", [("b3st", "best"), ("b3st", "best")]),
        ("it c^res", [("c^res", "cures")]),
        ("a gl-1-tch", [("gl-1-tch", "glitch")]),
        ("通过率1oo%，l00%", [("1oo", "100"), ("l00", "100")]),
        ("录取率9o趴", [("9o", "90"), ("趴", "%")]),
        ("a pre-vent", [("pre-vent", "prevent")]),
        ("it pre.vents ca🔥ncer", [("🔥", " "), ("pre.vents", "prevents"), ("ca🔥ncer", "cancer")]),
        ("c_ncer", [("c_ncer", "cancer")]),
        ("@glitch? no: $afe", [("$afe", "safe")]),
        ("the bést and the cáncer", [("bést", "best"), ("cáncer", "cancer")]),
        ("n0w here", [("n0w", "now")]),
        ("the🔥best🔥toy", [("🔥", " "), ("🔥", " ")]),
        ("z u i 好喝", [("z u i ", "zui")]),
        ("电话1·3·8·1·2·3·4·5·6·7·8。", [("1·3·8·1·2·3·4·5·6·7·8", "13812345678")]),
    ],
)
def test_reads_what_is_meant(text: str, pairs: list[tuple[str, str]]) -> None:
    assert lifted(text) == pairs


@pytest.mark.parametrize(
    "text",
    [
        "",
        "flight ba2491",
        "web3 and covid19",
        "5l of oil, 10l%, 生日趴, 开了2趴",
        "write to help@lakeside.example",
        "model gt4",
        "seats 1a to 4f",
        "version 2.0.1",
        "1、2、3步",
        "1.5 2.5 3.5",
        "well-known and re-used",
        "it re-prevents, be.st it",
        "résumé, naïve, zuì hǎo",
        "write to pre@vent.example or see a-prevent.example",
        "100%",
        "批号t-0-p-1-2026",
        "编号：a-b-c-d",
        "the park's 5 p.m. bulletin",
    ],
)
def test_ordinary_text_is_left(text: str) -> None:
    assert lifted(text) == []
