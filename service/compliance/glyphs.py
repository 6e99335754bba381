"""How characters sound and of which parts they are written, as codes that those share which sound or look alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any

from service.compliance.codes import Codes, Flags, members_of, paired
from service.strict import Strict

_SOUND, _PART = 0xE000, 0xE800
# Near sounds that writers swap.
_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"))
# And those that fewer do, at the beginning of a syllable as it is nearly heard.
_FAR = (("hui", "fei"), ("hun", "fen"), ("hong", "fen"), ("hu", "f"), ("n", "l"))
# Parts that so many characters share that they make none look alike.
_RADICALS = frozenset(
    "水金言手人丝心犬示衣食足火刀病口日月目木土女子禾米石竹艹辶阝贝车马王山巾又大力厂广尸门虫田鸟鱼页欠攴囗冖宀走立白耳酉雨革骨穴舟羊牛身止寸儿二丨一丶"
)
# The form a part takes at the side, which stands alone in no ordinary text.
_ASIDE = dict(zip("水金言手人丝心犬示衣食火刀病攴", "氵钅讠扌亻纟忄犭礻衤饣灬刂疒攵", strict=True))
BARE = frozenset(_ASIDE.values())


class Distance(IntEnum):
    """How far apart two sounds are: of one spelling, of a near one, or not too far."""

    SAME = 0
    NEAR = 1
    FAR = 2


class Characters(Strict):
    """`characters.yml`: the characters of each sound and of each pair of parts; `alike`: groups that look alike though they share no part."""

    alike: tuple[str, ...]
    sounds: dict[str, str]
    parts: dict[str, str]

    def compiled(self) -> dict[str, Any]:
        """What `Glyphs.of` reads: each mapping of characters as two strings that run side by side."""
        return {
            "sounds": self.sounds,
            "seen": ["".join(map(chr, self._seen())), "".join(self._seen().values())],
            "joined": ["".join(self._joined()), "".join(self._joined().values())],
        }

    def _seen(self) -> dict[int, str]:
        """Every character with a part that few share, to the code of the rarest such part."""
        holders: dict[str, set[str]] = {}
        for pair, chars in self.parts.items():
            for part in pair:
                if part not in _RADICALS:
                    holders.setdefault(part, {part}).update(chars)
        codes: dict[int, str] = {}
        for number, part in enumerate(sorted(holders, key=lambda part: (-len(holders[part]), part))):
            code = chr(_PART + number)
            codes.update(dict.fromkeys(map(ord, holders[part] - {part}), code))
            codes.setdefault(ord(part), code)
        for number, alike in enumerate(self.alike):
            codes.update(dict.fromkeys(map(ord, alike), chr(_PART + len(holders) + number)))
        return dict(sorted(codes.items()))

    def _joined(self) -> dict[str, str]:
        """Two parts side by side, to the first character written of them."""
        pairs: dict[str, str] = {}
        for both, chars in self.parts.items():
            left, right = both[0], both[1]
            pairs.setdefault(left + right, chars[0])
            if left in _ASIDE:
                pairs.setdefault(_ASIDE[left] + right, chars[0])
            if right in _ASIDE:
                pairs.setdefault(left + _ASIDE[right], chars[0])
            if left == "肉":
                pairs.setdefault("月" + right, chars[0])
        return pairs


@dataclass(frozen=True)
class Glyphs:
    """How characters sound and look, ready for use.

    Attributes:
        sounds: the characters of each spelling.
        seen: every code point to the code of the rarest part that few share.
        joined: two parts side by side, to the character written of them.
    """

    sounds: Mapping[str, str]
    seen: Codes
    joined: Mapping[str, str]

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Glyphs":
        """From what was compiled."""
        (chars, codes), (pairs, whole) = body["seen"], body["joined"]
        joined = {pairs[2 * at : 2 * at + 2]: char for at, char in enumerate(whole)}
        return cls(body["sounds"], paired(chars, codes), joined)

    @cached_property
    def syllables(self) -> dict[str, str]:
        """Every spelling of a sound, to its code; sounds that are near, or not too far, share one."""
        codes: dict[str, str] = {}
        for spelling in self.sounds:
            near = _far(spelling)
            codes.setdefault(near, chr(_SOUND + len(codes)))
            codes[spelling] = codes[near]
        return codes

    @cached_property
    def heard(self) -> Codes:
        """Every code point to the code of its sound."""
        chars = "".join(self.sounds.values())
        return paired(chars, "".join(self.syllables[sound] * len(same) for sound, same in self.sounds.items()))

    @cached_property
    def halves(self) -> tuple[Flags, Flags]:
        """The characters that are the left, and the right, of two parts that make one."""
        return members_of(frozenset(both[0] for both in self.joined)), members_of(frozenset(both[1] for both in self.joined))

    def distance(self, written: str, own: str) -> Distance:
        """How far one character's or spelling's sound is from that of another character."""
        if written == own:
            return Distance.SAME
        mine, theirs = (written,) if written.isascii() else self.sounds_of(written), self.sounds_of(own)
        if not set(mine).isdisjoint(theirs):
            return Distance.SAME
        return Distance.FAR if set(map(_near, mine)).isdisjoint(map(_near, theirs)) else Distance.NEAR

    def sounds_of(self, char: str) -> tuple[str, ...]:
        """Every way a character is spelled."""
        known = self._spellings.get(char)
        if known is None:
            known = self._spellings[char] = tuple(sound for sound, chars in self.sounds.items() if char in chars)
        return known

    @cached_property
    def _spellings(self) -> dict[str, tuple[str, ...]]:
        """What was asked so far."""
        return {}


def _near(spelling: str) -> str:
    for written, read in _NEAR:
        spelling = spelling.replace(written, read)
    return spelling


def _far(spelling: str) -> str:
    spelling = _near(spelling).replace("ang", "an")
    for written, read in _FAR:
        if spelling.startswith(written):
            return read + spelling[len(written) :]
    return spelling
