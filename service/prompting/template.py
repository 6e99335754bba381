"""A prompt file: YAML front matter and a Jinja2 body with two sections. Strict, so that a wrong prompt never reaches a model.

The body is `=== system ===` and `=== user ===`, each with its text. Names beginning with an underscore are partials: bodies
without front matter that prompts include or import by their path under `prompts/`.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import Field

from service.datafiles import fault, shown_name, validate_data
from service.errors import InvalidInput
from service.prompting.fence import quoted
from service.strict import Strict
from service.structured import Source, parse

SECTIONS = ("system", "user")
_MARKER = re.compile(r"^=== (\w+) ===[ \t]*$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)


class ModelParameters(Strict):
    """How the model is to be asked."""

    temperature: Annotated[float, Field(ge=0, le=2)]
    max_tokens: Annotated[int, Field(ge=1, le=16_000)]


class PromptHeader(Strict):
    """The front matter. `output` names the schema of the answer."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+(?:/[a-z_]+)+(?:\.(?:zh|en))?$")]
    version: Annotated[int, Field(ge=1)]
    purpose: Annotated[str, Field(min_length=1)]
    inputs: tuple[Annotated[str, Field(pattern=r"^[a-z_]+$")], ...]
    output: Literal["composition", "replacements", "remarks", "candidates"]
    parameters: ModelParameters


@dataclass(frozen=True, slots=True)
class PromptTemplate:
    """A loaded prompt. `digest` covers the file and every partial it uses."""

    header: PromptHeader
    digest: str
    file: str
    sections: tuple[tuple[str, Template], ...]

    @property
    def id(self) -> str:
        """Path under `prompts/` without its ending."""
        return self.header.id


def load_template(path: Path, root: Path) -> PromptTemplate:
    """The prompt at `path`, whose partials are under `root`.

    Raises:
        DataFault: unknown front-matter key, a section missing, a name used but not declared or declared but not used; with file and line.
    """
    name, text = shown_name(path), _text(path)
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise fault(name, 1, "front matter", "a prompt begins with front matter between two lines ---")
    # The opening line stays as a blank one, so that lines are counted as in the file.
    try:
        source = parse("\n" + match.group(1), name)
    except InvalidInput as error:
        first = error.problems[0]
        raise fault(name, first.line, first.field, first.message.en) from error
    header = validate_data(source, PromptHeader)
    expected = path.relative_to(root).with_suffix("").as_posix()
    if header.id != expected:
        raise fault(name, source.line(("id",)), "id", f"is {header.id!r}, but the file's place says {expected!r}")
    environment = _environment(root)
    sections = _sections(text, match.end(), name)
    sources = {name: [body for _, body in sections]} | _partials(environment, sections, root, name)
    _compare_inputs(environment, source, header, sources)
    return PromptTemplate(
        header=header,
        digest=_digest(text, [(partial, bodies[0]) for partial, bodies in sources.items() if partial != name]),
        file=name,
        sections=tuple((section, environment.from_string(body)) for section, body in sections),
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise fault(shown_name(path), None, "", f"cannot be read: {type(error).__name__}") from error


def _printable(value: object) -> object:
    if value is None:
        raise TemplateError("a value is missing (None)")
    return value


def _environment(root: Path) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(root),
        undefined=StrictUndefined,
        # The output is a prompt, not a page; fences do what escaping would.
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    # Whatever a prompt prints is a declared input.
    environment.globals.clear()
    environment.filters["quoted"] = quoted
    return environment


def _sections(text: str, start: int, name: str) -> list[tuple[str, str]]:
    """Section name and body, each body on its own line number of the file."""
    markers = list(_MARKER.finditer(text, start))
    found = tuple(marker.group(1) for marker in markers)
    line = text.count("\n", 0, start) + 1
    if found != SECTIONS or text[start : markers[0].start()].strip():
        raise fault(name, line, "body", "needs exactly the sections === system === and === user ===, in this order")
    ends = [marker.start() for marker in markers[1:]] + [len(text)]
    return [
        (marker.group(1), "\n" * text.count("\n", 0, marker.end()) + text[marker.end() : end])
        for marker, end in zip(markers, ends, strict=True)
    ]


def _tree(environment: ImmutableSandboxedEnvironment, body: str, name: str) -> nodes.Template:
    try:
        # Parsing alone lets an unknown filter pass.
        environment.compile(body)
        return environment.parse(body)
    except TemplateSyntaxError as error:
        raise fault(name, error.lineno, "body", error.message or "not valid Jinja2") from error


def _partials(
    environment: ImmutableSandboxedEnvironment, sections: list[tuple[str, str]], root: Path, name: str
) -> dict[str, list[str]]:
    """Every partial the sections reach, by its shown name."""
    found: dict[str, list[str]] = {}
    waiting = [(name, body) for _, body in sections]
    while waiting:
        owner, body = waiting.pop()
        for partial in meta.find_referenced_templates(_tree(environment, body, owner)):
            if partial is None:
                raise fault(owner, None, "include", "a partial must be named by a plain string")
            path = (root / partial).resolve()
            if not path.is_relative_to(root.resolve()) or not path.is_file() or not path.name.startswith("_"):
                raise fault(owner, None, "include", f"there is no partial {partial!r}")
            shown = shown_name(root / partial)
            if shown not in found:
                found[shown] = [_text(path)]
                waiting.append((shown, found[shown][0]))
    return found


def _used(environment: ImmutableSandboxedEnvironment, sources: dict[str, list[str]]) -> Iterator[tuple[str, str, int]]:
    """Name, file and line of every variable that must come from outside."""
    for file, bodies in sources.items():
        for body in bodies:
            tree = _tree(environment, body, file)
            outside = meta.find_undeclared_variables(tree)
            yield from ((node.name, file, node.lineno) for node in tree.find_all(nodes.Name) if node.name in outside)


def _compare_inputs(
    environment: ImmutableSandboxedEnvironment, source: Source, header: PromptHeader, sources: dict[str, list[str]]
) -> None:
    seen: set[str] = set()
    for name, file, line in _used(environment, sources):
        if name not in header.inputs:
            raise fault(file, line, name, "is used but not declared under inputs")
        seen.add(name)
    for place, name in enumerate(header.inputs):
        line_of = source.line(("inputs", place))
        if name not in seen:
            raise fault(source.file, line_of, name, "is declared under inputs but never used")
        if name in header.inputs[:place]:
            raise fault(source.file, line_of, name, "is declared twice")


def _digest(text: str, partials: list[tuple[str, str]]) -> str:
    digest = hashlib.sha256(text.encode())
    for name, body in sorted(partials):
        # The file's name alone: where the data folder lies must not change the digest.
        digest.update(f"\0{Path(name).name}\0{body}".encode())
    return f"sha256:{digest.hexdigest()}"
