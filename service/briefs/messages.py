"""Validation errors in words for the person who typed the brief."""

from collections.abc import Mapping
from typing import Any

from service.i18n import Localized

# Pydantic's error types, in both languages; {…} are filled from the error's context.
_MESSAGES: dict[str, tuple[str, str]] = {
    "missing": ("缺少这一项", "is required"),
    "extra_forbidden": (
        "没有这个键，请检查拼写；如果它是文字的一部分，请给整段文字加引号",
        "is not a known key; if it is part of a text, put the whole text in quotes",
    ),
    "text": ("应当是文字", "must be text"),
    "blank": ("不能是空白", "must not be blank"),
    "id": ("编号应为 1 到 40 个字母、数字、点、横线或下划线", "must be 1 to 40 letters, digits, dots, dashes or underscores"),
    "control-character": (
        "第 {at} 位有不可见的控制字符（{code}），请删除",
        "holds a control character ({code}) at position {at}; please remove it",
    ),
    "time": (
        "不是有效的时间，请写成 2026-03-02T10:40:00+08:00 的样子",
        "is not a valid time; write it like 2026-03-02T10:40:00+08:00",
    ),
    "naive-time": ("时间缺少时区，请加上如 +08:00", "needs an offset, such as +08:00"),
    "time-range": ("时间应在 2000 年到 2100 年之间", "must lie between 2000 and 2100"),
    "enum": ("只能是 {expected}", "must be {expected}"),
    "literal_error": ("只能是 {expected}", "must be {expected}"),
    "string_too_long": ("太长，最多 {max_length} 个字符", "is too long, at most {max_length} characters"),
    "too_long": ("太多，最多 {max_length} 项", "has too many items, at most {max_length}"),
    "int_type": ("应当是整数", "must be a whole number"),
    "int_from_float": ("应当是整数", "must be a whole number"),
    "bool_type": ("应当是 true 或 false", "must be true or false"),
    "greater_than_equal": ("不能小于 {ge}", "must be at least {ge}"),
    "less_than_equal": ("不能大于 {le}", "must be at most {le}"),
    "model_type": ("应当是“键: 值”的结构", "must be a mapping of keys to values"),
    "dict_type": ("应当是“键: 值”的结构", "must be a mapping of keys to values"),
    "tuple_type": ("应当是列表", "must be a list"),
    "list_type": ("应当是列表", "must be a list"),
}


def localize(error: Mapping[str, Any]) -> Localized:
    """One pydantic error as a message in both languages."""
    context = {key: str(value) for key, value in error.get("ctx", {}).items()}
    found = _MESSAGES.get(error["type"])
    if found is None:
        return Localized(zh=f"值不对（{error['msg']}）", en=error["msg"])
    zh, en = found
    return Localized(zh=zh.format_map(context).replace(" or ", " 或 "), en=en.format_map(context))
