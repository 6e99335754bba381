"""Bars as SVG, drawn here: a page that is kept must not need a library from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

_WIDTH, _LABEL, _VALUE, _BAR, _GAP, _LEFT_CHARACTER = 380, 136, 40, 13, 10, 6.6


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its value, how it is printed, and the class that colours it."""

    value: float
    told: str
    kind: str


@dataclass(frozen=True, slots=True)
class Group:
    """The bars of one model."""

    name: str
    bars: tuple[Bar, ...]


def bars(groups: Sequence[Group], title: str, most: float | None = None) -> Markup:
    """Horizontal bars, a group for each model; `most` is the full length, by default the largest value."""
    top = most or max((bar.value for group in groups for bar in group.bars), default=0) or 1
    room = _WIDTH - _LABEL - _VALUE
    parts: list[Markup] = []
    y = 4
    for group in groups:
        middle = y + len(group.bars) * (_BAR + 2) / 2
        parts.append(
            Markup('<text x="{}" y="{:.1f}" text-anchor="end">{}</text>').format(_LABEL - 8, middle + 4, _short(group.name))
        )
        for bar in group.bars:
            # A value of nothing still shows where its bar would be.
            length = max(bar.value / top * room, 1.5)
            parts.append(
                Markup('<rect class="{}" x="{}" y="{}" width="{:.1f}" height="{}" rx="2"/>').format(
                    bar.kind, _LABEL, y, length, _BAR
                )
            )
            parts.append(
                Markup('<text class="value" x="{:.1f}" y="{:.1f}">{}</text>').format(_LABEL + length + 5, y + _BAR - 3, bar.told)
            )
            y += _BAR + 2
        y += _GAP
    head = Markup('<svg role="img" viewBox="0 0 {} {}" aria-label="{}">').format(_WIDTH, y, title)
    return head + Markup("").join(parts) + Markup("</svg>")


def _short(name: str) -> str:
    most = int((_LABEL - 12) / _LEFT_CHARACTER)
    return name if len(name) <= most else f"{name[: most - 1]}…"
