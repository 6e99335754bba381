"""In which offset the times of a form are meant: the one given, else the one people of the jurisdiction live by."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DEFAULT_OFFSET = "+08:00"
_LOCAL_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2}(?::\d{2})?)\Z")
# The United States and, strictly, the Union live by more than one: the Union's institutions and most of its people by this.
_ZONES = {"UK": "Europe/London", "EU": "Europe/Brussels"}
_SEVERAL = frozenset({"US"})


@dataclass(frozen=True, slots=True)
class Offsets:
    """How a form's times are meant. `given`: the offset that was typed, empty for the jurisdiction's own."""

    given: str = ""
    jurisdiction: str = ""

    def at(self, local: str) -> str:
        """The offset at a local time such as `2026-07-02T09:10:00`; empty where only a person can say."""
        if self.given:
            return self.given
        if self.jurisdiction in _SEVERAL:
            return ""
        if self.jurisdiction not in _ZONES:
            return DEFAULT_OFFSET
        try:
            moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(_ZONES[self.jurisdiction]))
        except (ValueError, ZoneInfoNotFoundError):
            return ""
        return moment.isoformat()[-6:]


def is_local_time(text: str) -> bool:
    """Whether a browser's field for times can show it."""
    return _LOCAL_TIME.match(text) is not None


def moment_value(value: str | None, offsets: Offsets | str) -> str | None:
    """A time as browsers send it, with its offset; anything else as typed."""
    text = (value or "").strip()
    if (match := _LOCAL_TIME.match(text)) is None:
        return text or None
    clock = match[2].zfill(5) if len(match[2]) <= len("09:10") else match[2].zfill(8)
    local = f"{match[1]}T{clock if len(clock) == len('09:10:00') else clock + ':00'}"
    return local + (offsets if isinstance(offsets, str) else offsets.at(local))
