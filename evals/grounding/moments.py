"""Changed dates, clock times and deadlines."""

import calendar
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from evals.grounding import scan
from evals.grounding.material import Edit, Material, capital_like, matches
from evals.grounding.numerals import rewrite, write_zh
from evals.grounding.scan import Clock, Day
from service.patterns import lazy

_ZH_RELATIVE = {
    "今天": 0,
    "今日": 0,
    "今晚": 0,
    "今早": 0,
    "昨天": -1,
    "昨日": -1,
    "昨晚": -1,
    "前天": -2,
    "明天": 1,
    "明日": 1,
    "明早": 1,
}
_ZH_OTHERS = {
    "今天": ("昨天", "明天"),
    "今日": ("昨日", "明日"),
    "今晚": ("昨晚",),
    "今早": ("明早",),
    "昨天": ("前天", "今天"),
    "昨日": ("今日", "明日"),
    "昨晚": ("今晚",),
    "前天": ("昨天",),
    "明天": ("今天",),
    "明日": ("今日",),
    "明早": ("今早",),
}
_EN_RELATIVE = {
    "today": 0,
    "tonight": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "this morning": 0,
    "this afternoon": 0,
    "last night": -1,
}
_EN_OTHERS = {
    "today": ("yesterday", "tomorrow"),
    "tonight": ("tomorrow",),
    "yesterday": ("today",),
    "tomorrow": ("today",),
    "this morning": ("yesterday morning",),
    "this afternoon": ("yesterday afternoon",),
    "last night": ("the night before last",),
}
_WEEKDAYS = list(calendar.day_name)
_PROMISES = lazy(
    r"将|会在|会于|不晚于|之?前|更新|再次|下一次|退款|退回|办结|完成|承担|垫付|通知|\bwill\b|\bby\b|\bnext\b|\bno later than\b|\bbefore\b",
    2,
)


def new_day(material: Material, day: Day) -> Edit | None:
    """Another day of the month that the brief does not name."""
    named = {number for _, number in material.ledger.days}
    options = [
        number
        for by in (-9, -7, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 9)
        if 1 <= (number := day.day + by) <= 28
        and ((day.month, number) not in material.ledger.days if day.month is not None else number not in named)
    ]
    if not options:
        return None
    token = material.text[day.day_start : day.day_end]
    return _numeral(day.day_start, day.day_end, token, material.dice.choice(options))


def _numeral(start: int, end: int, old: str, number: int) -> Edit | None:
    written = rewrite(old, Decimal(number))
    if written is None:
        return None
    # 二 is written in dates and times where a count takes 两.
    written = written.replace("两", "二")
    return Edit(start, end, written.zfill(len(old)) if old.startswith("0") else written)


def new_time(material: Material, clock: Clock) -> Edit | None:
    """Another time of day that the brief does not give, in this half of the day or the other."""
    times = material.ledger.times
    if clock.hour not in range(1, 24) and not clock.minute_at:
        return None
    text = material.text
    options: list[Edit | None] = []
    hours = {hour for hour, _ in times}
    low, high = (1, 11) if clock.part else (0, 23)
    for by in (-3, -2, -1, 1, 2, 3) if not clock.part else (-1, 1, 2):
        hour = clock.hour + by
        if low <= hour <= high and hour % 12 not in hours:
            options.append(_numeral(*clock.hour_at, text[slice(*clock.hour_at)], hour))
    if clock.minute_at is not None:
        for by in (-25, -20, -15, -10, -7, 7, 10, 12, 15, 20, 25):
            minute = clock.minute + by
            if 0 < minute < 60 and (clock.hour % 12, minute) not in times:
                edit = _numeral(*clock.minute_at, text[slice(*clock.minute_at)], minute)
                options.append(edit and Edit(edit.start, edit.end, edit.new.zfill(2) if edit.new.isdigit() else edit.new))
    elif not options:
        options += _with_minutes(material, clock)
    found = [edit for edit in options if edit is not None]
    return material.dice.choice(found) if found else None


def _with_minutes(material: Material, clock: Clock) -> Iterator[Edit]:
    text = material.text
    for minute in (30, 40, 20):
        if (clock.hour % 12, minute) in material.ledger.times:
            continue
        if material.language == "zh":
            written = str(minute) if text[clock.hour_at[0]].isdigit() else write_zh(minute)
            if text[clock.end - 1] in "时点" and not text[clock.end : clock.end + 1].startswith(("半", "整", "许")):
                yield Edit(clock.hour_at[0], clock.end, f"{text[clock.hour_at[0] : clock.end]}{written}分")
        else:
            yield Edit(clock.hour_at[0], clock.hour_at[1], f"{clock.hour}:{minute}")


def _days(material: Material) -> list[Day]:
    return [
        day
        for day in scan.days(material.text, material.language)
        if (day.month, day.day) in material.ledger.days
        or (day.month is None and any(day.day == number for _, number in material.ledger.days))
    ]


def _asserted(material: Material, start: int) -> bool:
    return material.sentence_at(start) is not None


def dates(material: Material) -> Iterator[Edit]:
    """Another date."""
    for day in _days(material):
        if _asserted(material, day.start) and (edit := new_day(material, day)) is not None:
            # The whole date is what reads wrong.
            left, right = material.text[day.start : edit.start], material.text[edit.end : day.end]
            yield Edit(day.start, day.end, left + edit.new + right)
    relative, others = (_ZH_RELATIVE, _ZH_OTHERS) if material.language == "zh" else (_EN_RELATIVE, _EN_OTHERS)
    issued = material.ledger.brief.issued_at
    for start, end, _ in matches(material, "|".join(rf"(?i:\b{word}\b)" if word.isascii() else word for word in relative)):
        word = material.text[start:end].lower()
        for other in others[word]:
            by = relative.get(other, relative[word] - 1)
            at = issued + timedelta(days=by)
            # A promise for yesterday or a report of tomorrow would give itself away.
            if (by > 0) is not (_PROMISES.search(material.words(material.clause_at(start))) is not None):
                continue
            if (at.month, at.day) not in material.ledger.days and not material.ledger.holds(other):
                yield Edit(start, end, capital_like(other, material.text[start]))
    if material.language == "en":
        yield from _weekdays(material)


def _weekdays(material: Material) -> Iterator[Edit]:
    given = {_WEEKDAYS[at.weekday()] for at in material.ledger.moments}
    year = material.ledger.brief.issued_at.year
    given |= {_WEEKDAYS[calendar.weekday(year, month, day)] for month, day in material.ledger.days if day <= 28}
    for start, end, _ in matches(material, rf"\b(?:{'|'.join(_WEEKDAYS)})\b"):
        options = [name for name in _WEEKDAYS if name not in given and not material.ledger.holds(name)]
        if options:
            yield Edit(start, end, material.dice.choice(options))


def _whole(material: Material, clock: Clock, edit: Edit) -> Edit:
    left, right = material.text[clock.start : edit.start], material.text[edit.end : clock.end]
    return Edit(clock.start, max(clock.end, edit.end), left + edit.new + right)


def _clocks(material: Material) -> list[Clock]:
    return [
        item for item in scan.clocks(material.text, material.language) if (item.hour % 12, item.minute) in material.ledger.times
    ]


def times(material: Material) -> Iterator[Edit]:
    """Another time of day."""
    for clock in _clocks(material):
        if _asserted(material, clock.start) and (edit := new_time(material, clock)) is not None:
            yield _whole(material, clock, edit)


def deadlines(material: Material) -> Iterator[Edit]:
    """Another date or time in the sentence that promises for it."""
    brief = material.ledger.brief
    due = [at for at in (brief.next_update_at, *(item.due for item in brief.approved_commitments)) if at is not None]
    due_days = {(at.month, at.day) for at in due}
    due_days |= {
        found
        for line in material.ledger.lines
        if line.status == "promise"
        for language in ("zh", "en")
        for found in [(day.month, day.day) for day in scan.days(line.text, language) if day.month is not None]
        if found > (brief.issued_at.month, brief.issued_at.day)
    }
    due_times = {(at.hour % 12, at.minute) for at in due}
    for day in _days(material):
        if day.month is not None and (day.month, day.day) in due_days and _promised(material, day.start):
            edit = new_day(material, day)
            if edit is not None:
                yield Edit(
                    day.start, day.end, material.text[day.start : edit.start] + edit.new + material.text[edit.end : day.end]
                )
    for clock in _clocks(material):
        if (clock.hour % 12, clock.minute) in due_times and _promised(material, clock.start):
            edit = new_time(material, clock)
            if edit is not None:
                yield _whole(material, clock, edit)


def _promised(material: Material, place: int) -> bool:
    span = material.sentence_at(place)
    return span is not None and _PROMISES.search(material.words(span)) is not None
