"""Chinese phonetic symbols read as pinyin: ㄗㄨㄟˋ is zui."""

import re

from service.compliance.reading import Span

_INITIALS = dict(
    zip(
        "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙ",
        ["b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "zh", "ch", "sh", "r", "z", "c", "s"],
        strict=True,
    )
)
_FINALS = dict(
    zip(
        "ㄚ ㄛ ㄜ ㄝ ㄞ ㄟ ㄠ ㄡ ㄢ ㄣ ㄤ ㄥ ㄦ ㄧ ㄧㄚ ㄧㄝ ㄧㄠ ㄧㄡ ㄧㄢ ㄧㄣ ㄧㄤ ㄧㄥ ㄨ ㄨㄚ ㄨㄛ ㄨㄞ ㄨㄟ ㄨㄢ ㄨㄣ ㄨㄤ ㄨㄥ ㄩ ㄩㄝ ㄩㄢ ㄩㄣ ㄩㄥ".split(),  # noqa: SIM905 - as above
        "a o e e ai ei ao ou an en ang eng er i ia ie iao iu ian in iang ing u ua uo uai ui uan un uang ong v ve van vn iong".split(),  # noqa: SIM905 - as above
        strict=True,
    )
)
# How finals are written where no consonant stands before them.
_ALONE = (
    ("ing", "ying"), ("in", "yin"), ("iu", "you"), ("i", "y"), ("ui", "wei"), ("un", "wen"), ("ong", "weng"), ("u", "w"), ("v", "yu"),
)  # fmt: skip
_BARE = {"y": "yi", "w": "wu"}
_TONES = "ˊˇˋ˙"
_SYLLABLE = re.compile(r"[ㄅ-ㄩ](?:(?<=[ㄅ-ㄙ])[ㄚ-ㄩ]{1,2}|(?<=[ㄚ-ㄩ])[ㄚ-ㄩ]?|(?<=[ㄓ-ㄙ]))[ˊˇˋ˙]?")


def spelled(text: str) -> dict[Span, str]:
    """Every syllable in phonetic symbols, as pinyin without tone."""
    return {found.span(): pinyin for found in _SYLLABLE.finditer(text) if (pinyin := _pinyin(found[0].rstrip(_TONES)))}


def _pinyin(symbols: str) -> str:
    """One syllable; empty when it is none."""
    initial = _INITIALS.get(symbols[0], "")
    final = symbols[1:] if initial else symbols
    if not final:
        return initial + "i"
    sound = _FINALS.get(final, "")
    if initial:
        return initial + (sound.replace("v", "u") if initial in "jqx" else sound) if sound else ""
    for bare, written in _ALONE:
        if sound.startswith(bare):
            rest = sound[len(bare) :]
            return written + rest if rest else _BARE.get(written, written)
    return sound
