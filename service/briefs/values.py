"""The closed lists of the brief, and its strict scalar types."""

import re
import unicodedata
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from service.patterns import lazy
from service.structured import WrittenFloat, WrittenInt


class Status(StrEnum):
    """How far a fact is established."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    DISPUTED = "disputed"
    REFUTED = "refuted"
    UNKNOWN = "unknown"


class Disclosure(StrEnum):
    """Who may be told a fact. Only `public` ever reaches a statement or a model."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PRIVILEGED = "privileged"


class IncidentKind(StrEnum):
    """What happened, by kind."""

    PRODUCT_QUALITY = "product_quality"
    FOOD_SAFETY = "food_safety"
    FALSE_ADVERTISING = "false_advertising"
    CUSTOMER_COMPLAINT = "customer_complaint"
    NEGATIVE_REVIEW = "negative_review"
    EMPLOYEE_MISCONDUCT = "employee_misconduct"
    MANAGEMENT_MISCONDUCT = "management_misconduct"
    EXECUTIVE_REMARK = "executive_remark"
    DATA_BREACH = "data_breach"
    SERVICE_OUTAGE = "service_outage"
    SAFETY_ACCIDENT = "safety_accident"
    ENVIRONMENTAL = "environmental"
    RUMOUR = "rumour"
    MALICIOUS_ATTACK = "malicious_attack"
    LABOUR_DISPUTE = "labour_dispute"
    IP_DISPUTE = "ip_dispute"
    SUPPLY_CHAIN = "supply_chain"
    OTHER = "other"


class StatementType(StrEnum):
    """What is to be written."""

    HOLDING_STATEMENT = "holding_statement"
    APOLOGY = "apology"
    FAQ = "faq"
    UPDATE = "update"
    CORRECTION = "correction"
    RUMOUR_REBUTTAL = "rumour_rebuttal"
    RECALL_NOTICE = "recall_notice"
    BREACH_NOTICE = "breach_notice"
    INTERNAL_NOTICE = "internal_notice"
    CUSTOMER_LETTER = "customer_letter"
    CLOSING_STATEMENT = "closing_statement"


NEEDS_PREVIOUS = frozenset({StatementType.UPDATE, StatementType.CORRECTION, StatementType.CLOSING_STATEMENT})


class Audience(StrEnum):
    """Who reads it."""

    PUBLIC = "public"
    CUSTOMERS = "customers"
    EMPLOYEES = "employees"
    MEDIA = "media"
    REGULATOR = "regulator"
    PARTNERS = "partners"


class Channel(StrEnum):
    """Where it is published; length and form per channel are data under prompts/composer."""

    WEIBO = "weibo"
    WECHAT = "wechat"
    WECHAT_GROUP = "wechat_group"
    XIAOHONGSHU = "xiaohongshu"
    DOUYIN = "douyin"
    APP = "app"
    WEB = "web"
    PRESS = "press"
    EMAIL = "email"
    X = "x"
    LINKEDIN = "linkedin"


class Language(StrEnum):
    """Language of a statement."""

    ZH_CN = "zh-CN"
    ZH_HK = "zh-HK"
    EN_US = "en-US"
    EN_GB = "en-GB"


class Jurisdiction(StrEnum):
    """Whose law applies."""

    CN = "CN"
    HK = "HK"
    US = "US"
    UK = "UK"
    EU = "EU"


class Level(StrEnum):
    """Crisis level; I is the gravest."""

    I = "I"  # noqa: E741 - the level's name
    II = "II"
    III = "III"
    IV = "IV"


Media = Literal["none", "local", "national", "international"]
Authority = Literal["none", "inquiry", "investigation", "penalty"]

# Characters no statement may carry: C0/C1 controls, and the overrides that make text read backwards.
_BAD = lazy(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
# Invisible characters pasted along from web pages; they carry no meaning and are dropped.
_INVISIBLE = lazy(r"[\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff]")
_SPACES = lazy(r"\s+")


def _text(value: Any) -> str:
    if isinstance(value, WrittenInt | WrittenFloat):
        return value.written
    if not isinstance(value, str):
        raise PydanticCustomError("text", "must be text")
    if (bad := _BAD.search(value)) is not None:
        code = f"U+{ord(bad.group()):04X}"
        raise PydanticCustomError(
            "control-character", "holds a control character ({code}) at position {at}", {"code": code, "at": bad.start()}
        )
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", value))


def _line(value: Any) -> str:
    text = _SPACES.sub(" ", _text(value)).strip()
    if not text:
        raise PydanticCustomError("blank", "must not be blank")
    return text


def _time(value: Any) -> datetime:
    if isinstance(value, datetime):
        found = value
    else:
        try:
            found = datetime.fromisoformat(_text(value).strip())
        except ValueError:
            raise PydanticCustomError(
                "time", "is not an ISO 8601 time with an offset, such as 2026-03-02T10:40:00+08:00"
            ) from None
    if found.tzinfo is None:
        raise PydanticCustomError("naive-time", "needs an offset, such as +08:00")
    if not 2000 <= found.year <= 2100:
        raise PydanticCustomError("time-range", "must lie between 2000 and 2100")
    return found


def _day_or_time(value: Any) -> date | datetime:
    if isinstance(value, date):
        return value
    text = _text(value).strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise PydanticCustomError("time", "is not a date of the calendar") from None
        if not 2000 <= day.year <= 2100:
            raise PydanticCustomError("time-range", "must lie between 2000 and 2100")
        return day
    return _time(value)


def _ident(value: Any) -> str:
    text = _line(value)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}", text):
        raise PydanticCustomError("id", "must be 1 to 40 letters, digits, dots, dashes or underscores")
    return text


# Plain strings in the models' eyes; validated and cleaned on the way in.
Line = Annotated[str, BeforeValidator(_line), Field(max_length=300)]
Clause = Annotated[str, BeforeValidator(_line), Field(max_length=2000)]
FreeText = Annotated[str, BeforeValidator(_text), Field(max_length=100_000)]
Ident = Annotated[str, BeforeValidator(_ident)]
Time = Annotated[datetime, BeforeValidator(_time)]
DayOrTime = Annotated[datetime | date, BeforeValidator(_day_or_time)]
Count = Annotated[int, Field(strict=True, ge=0, le=10_000_000_000)]
Flag = Annotated[bool, Field(strict=True)]
