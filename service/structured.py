"""Strict reading of YAML and JSON: bounded size and depth, no aliases, no duplicate keys, every value with its line.

YAML is read by the 1.2 core rules (only `true`/`false` are booleans, times stay text), because briefs are typed by people
under pressure and `no`, `on` or `10:40` must mean what they say.
"""

import json
from dataclasses import dataclass, field
from typing import Any, NoReturn, Self

import yaml

from service.errors import InvalidInput, Problem, TooLarge
from service.i18n import Localized
from service.patterns import lazy

Path = tuple[str | int, ...]
MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 24
_LINE_ENDS = lazy(r"\r\n|[\n\r\x85\u2028\u2029]")
_CUT = lazy(r"\s+#[^\s#]")
_INT = lazy(r"[-+]?[0-9]{1,18}\Z")
_FLOAT = lazy(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?\Z")
_CONSTANTS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
# YAML's own parsers: the C one where the wheel has it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class WrittenInt(int):
    """A whole number that remembers how it was written, so that an unquoted phone number keeps its zeros."""

    written: str

    def __new__(cls, written: str) -> Self:
        """The number written as `written`."""
        value = super().__new__(cls, written)
        value.written = written
        return value


class WrittenFloat(float):
    """A decimal number that remembers how it was written."""

    written: str

    def __new__(cls, written: str) -> Self:
        """The number written as `written`."""
        value = super().__new__(cls, written)
        value.written = written
        return value


@dataclass(frozen=True)
class Source:
    """A parsed document: plain data, and the 1-based line of every value (YAML only)."""

    data: Any
    file: str
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """The line of the value at `path`, or of the nearest enclosing one."""
        for length in range(len(path), -1, -1):
            if (found := self.lines.get(path[:length])) is not None:
                return found
        return None

    def problem(self, path: Path, code: str, message: Localized) -> Problem:
        """A problem at `path` of this document."""
        return Problem(field=dotted(path), code=code, message=message, file=self.file, line=self.line(path))


def dotted(path: Path) -> str:
    """`("facts", 2, "status")` as `facts[2].status`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def decode(raw: bytes | str, file: str) -> str:
    """Bytes as text: UTF-8, a leading byte-order mark dropped.

    Raises:
        InvalidInput: not UTF-8, or a lone surrogate.
        TooLarge: over MAX_BYTES.
    """
    if len(raw) > MAX_BYTES:
        limit = MAX_BYTES // 1024
        raise TooLarge(Localized(zh=f"{file} 超过 {limit} KiB 的上限", en=f"{file} is over the limit of {limit} KiB"))
    try:
        text = raw.decode("utf-8") if isinstance(raw, bytes) else raw
        text.encode("utf-8")
    except UnicodeError as error:
        # Both UnicodeDecodeError and UnicodeEncodeError carry `start`.
        at = getattr(error, "start", 0)
        _refuse(file, None, "encoding", f"不是 UTF-8 文本（第 {at} 位）", f"not UTF-8 text (position {at})")
    return text.removeprefix("\ufeff")


def parse(raw: bytes | str, file: str) -> Source:
    """A YAML or JSON document as plain data.

    Raises:
        InvalidInput: empty, broken, too deep, an alias, a duplicate key; with file and line.
        TooLarge: over MAX_BYTES.
    """
    text = decode(raw, file)
    if not text.strip():
        _refuse(file, None, "empty", "内容是空的", "the document is empty")
    if file.endswith(".json") or (text.lstrip()[:1] in ("{", "[") and not file.endswith((".yml", ".yaml"))):
        return Source(data=_parse_json(text, file), file=file)
    return _parse_yaml(text, file)


def _refuse(file: str, line: int | None, code: str, zh: str, en: str, at: Path = ()) -> NoReturn:
    raise InvalidInput([Problem(field=dotted(at), code=code, message=Localized(zh=zh, en=en), file=file, line=line)])


def _parse_json(text: str, file: str) -> Any:
    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in items:
            if key in result:
                _refuse(file, None, "duplicate-key", f"键“{key}”重复", f"duplicate key {key!r}")
            result[key] = value
        return result

    def constant(name: str) -> NoReturn:
        _refuse(file, None, "syntax", f"{name} 不是 JSON 的值", f"{name} is not a JSON value")

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    except json.JSONDecodeError as error:
        _refuse(file, error.lineno, "syntax", f"JSON 有语法错误（第 {error.colno} 列）", f"not valid JSON: {error.msg}")
    except RecursionError:
        _refuse(file, None, "too-deep", "嵌套太深", "nested too deeply")
    except ValueError:
        # Python refuses integers of thousands of digits.
        _refuse(file, None, "syntax", "有一个数字太长", "a number is too long")


@dataclass
class _Frame:
    value: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None


class _Builder:
    """Builds data from YAML events without recursion, so depth costs nothing and is refused early."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        # As YAML counts lines, for columns beside its marks.
        self.text_lines = _LINE_ENDS.split(text) if "#" in text else []
        self.stack: list[_Frame] = []
        self.lines: dict[Path, int] = {}
        self.root: Any = None
        self.documents = 0

    def event(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark is not None else 1
        if isinstance(event, yaml.AliasEvent):
            _refuse(self.file, line, "alias", "不支持 YAML 的引用（*）", "YAML aliases (*) are not supported")
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                _refuse(self.file, line, "documents", "一个文件只能有一份内容", "one file holds one document")
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open({}, line)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open([], line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.stack.pop()

    def _scalar(self, event: Any, line: int) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            if event.value in top.value:
                _refuse(self.file, line, "duplicate-key", f"键“{event.value}”重复", f"duplicate key {event.value!r}", top.path)
            top.key = event.value
            self.lines[(*top.path, event.value)] = line
            return
        plain = event.implicit[0] and event.style in (None, "")
        if event.style in (None, ""):
            self._refuse_cut(event, line)
        self._add(_resolve(event.value) if plain else event.value, line)

    def _refuse_cut(self, event: Any, line: int) -> None:
        """`收到 #3 号门店的反馈` would lose all from `#` on, unseen: a real comment has a space after its mark."""
        rest = self.text_lines[event.end_mark.line][event.end_mark.column :] if self.text_lines else ""
        if _CUT.match(rest):
            _refuse(
                self.file, line, "comment-in-text", "“#”之后的文字会被当作注释丢掉；请给整段文字加引号",
                "what follows # would be dropped as a comment; put the whole text in quotes",
            )  # fmt: skip

    def _open(self, value: dict[str, Any] | list[Any], line: int) -> None:
        if len(self.stack) >= MAX_DEPTH:
            _refuse(self.file, line, "too-deep", "嵌套太深", "nested too deeply")
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            _refuse(self.file, line, "syntax", "键必须是文字", "a key must be plain text")
        path = self._add(value, line)
        self.stack.append(_Frame(value, path))

    def _add(self, value: Any, line: int) -> Path:
        if not self.stack:
            self.root = value
            self.lines.setdefault((), line)
            return ()
        top = self.stack[-1]
        if isinstance(top.value, dict):
            key = str(top.key)
            top.value[key] = value
            top.key = None
            return (*top.path, key)
        top.value.append(value)
        path = (*top.path, len(top.value) - 1)
        self.lines[path] = line
        return path


def _resolve(text: str) -> Any:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INT.match(text):
        return WrittenInt(text)
    if _FLOAT.match(text):
        return WrittenFloat(text)
    return text


def _parse_yaml(text: str, file: str) -> Source:
    builder = _Builder(file, text)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.event(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or "syntax error"
        line = mark.line + 1 if mark is not None else None
        _refuse(file, line, "syntax", "YAML 有语法错误，请检查这一行的缩进、冒号和引号", f"not valid YAML: {what}")
    return Source(data=builder.root, file=file, lines=builder.lines)
