"""Times in front of people: how long is left, how late, and the moment itself in the offset it came with."""

from dataclasses import dataclass
from datetime import datetime

from service.i18n import UiLanguage

_ZH, _EN = ("天", "小时", "分钟"), ("d", "h", "min")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment something is due: as a page prints it, and how far it is from now."""

    at: datetime
    words: str
    is_late: bool
    is_near: bool = False


def deadline(language: UiLanguage, at: datetime, now: datetime) -> Deadline:
    """The deadline as seen from `now`. Near: within half an hour."""
    seconds = (at - now).total_seconds()
    span = _span(language, abs(seconds))
    if seconds < 0:
        words = f"已晚 {span}" if language == "zh" else f"{span} late"
    else:
        words = f"还剩 {span}" if language == "zh" else f"{span} left"
    return Deadline(at, words, seconds < 0, 0 <= seconds <= 1800)


def moment_words(moment: datetime) -> str:
    """`2026-03-02 10:40 +08:00`, in the moment's own offset."""
    offset = moment.isoformat()[-6:] if moment.utcoffset() else "UTC"
    return f"{moment:%Y-%m-%d %H:%M} {offset}"


def local_moment(moment: datetime) -> str:
    """A moment as a field for times shows it, in its own offset."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S" if moment.second else "%Y-%m-%dT%H:%M")


def _span(language: UiLanguage, seconds: float) -> str:
    minutes = int(seconds // 60)
    parts = (minutes // 1440, minutes % 1440 // 60, minutes % 60)
    units = _ZH if language == "zh" else _EN
    # Days and hours, hours and minutes, or minutes alone: finer than that nobody plans.
    first = next((index for index, amount in enumerate(parts) if amount), 2)
    shown = [
        f"{amount} {unit}" for amount, unit in list(zip(parts, units, strict=True))[first : first + 2] if amount or first == 2
    ]
    return " ".join(shown)
