"""The rules from their YAML files, strict; a fault names file and line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.compliance.factors import opened
from service.compliance.kinds.searching import quickened
from service.compliance.schemas import SourceRule, Vocabulary
from service.datafiles import fault, load_data, read_source, shown_name, validate_data
from service.patterns import lazy
from service.structured import Path as DataPath
from service.structured import Source, dotted

_WORD = lazy(r"\{([a-z][a-z_]*)\}")
VOCABULARY = "vocabulary.yml"
# Where expressions stand in a rule file; everything else keeps its braces.
_EXPRESSIONS = {"regex", "needs", "unless", "trigger", "companion", "between", "matching", "against"}


def load_folder(folder: Path, *, compile_all: bool = False) -> tuple[SourceRule, ...]:
    """Every rule under a folder of rulesets, by id.

    Args:
        folder: holds vocabulary.yml and a folder for each ruleset.
        compile_all: also try every expression, which a check does only when its cue occurs, and make it quicker to search.

    Raises:
        DataFault: a file is missing, broken, or has an unknown key, word, placeholder or a bad expression, an id used twice, or one that is not its file's name.
    """
    rules: dict[str, SourceRule] = {}
    for path, rule in rules_in(rule_files(folder), folder, compile_all=compile_all):
        if rule.id in rules:
            raise fault(shown_name(path), 1, "id", f"{rule.id!r} is used twice")
        rules[rule.id] = rule
    return tuple(rules[ident] for ident in sorted(rules))


def rules_in(paths: Iterable[Path], folder: Path, *, compile_all: bool = False) -> Iterator[tuple[Path, SourceRule]]:
    """The rules of these files with the word lists of a folder of rulesets.

    Raises:
        DataFault: as for `load_folder`.
    """
    reader = _Reader(_vocabulary(folder), compile_all=compile_all)
    for path in paths:
        rule = reader.rule(path)
        if rule.id != path.stem:
            raise fault(shown_name(path), 1, "id", f"{rule.id!r} is not the name of its file")
        yield path, rule


def rule_files(folder: Path) -> list[Path]:
    """The rule files of every ruleset, in order."""
    return sorted(folder.glob("*/*.yml"))


@dataclass(frozen=True)
class _Reader:
    """Reads rule files, filling word lists into their expressions."""

    words: dict[str, str]
    compile_all: bool

    def rule(self, path: Path) -> SourceRule:
        source = read_source(path)
        return validate_data(Source(self._expand(source.data, source, ()), source.file, source.lines), SourceRule)

    def _expand(self, data: Any, source: Source, at: DataPath) -> Any:  # noqa: ANN401 - plain data of unknown shape
        if isinstance(data, dict):
            return {key: self._expand(value, source, (*at, key)) for key, value in data.items()}
        if isinstance(data, list):
            return [self._expand(value, source, (*at, index)) for index, value in enumerate(data)]
        if isinstance(data, str) and _is_expression(at):
            filled = _filled(data, self.words, _Place(source.file, source.line(at), dotted(at)))
            return self._tried(filled, _Place(source.file, source.line(at), dotted(at)))
        return data

    def _tried(self, regex: str, place: "_Place") -> str:
        if not self.compile_all:
            return regex
        try:
            re.compile(regex)
        except re.error as error:
            raise fault(place.file, place.line, place.key, f"not a regular expression: {error}") from error
        return quickened(regex)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an expression stands."""

    file: str
    line: int | None
    key: str


def _vocabulary(folder: Path) -> dict[str, str]:
    """Word lists, each with the ones above it filled in."""
    path = folder / VOCABULARY
    words: dict[str, str] = {}
    for name, regex in load_data(path, Vocabulary).words.items():
        words[name] = opened(_filled(regex, words, _Place(shown_name(path), None, f"words.{name}")))
    return words


def _is_expression(at: DataPath) -> bool:
    if at[-1:] and at[-1] in _EXPRESSIONS:
        return True
    # The rule's own `unless` holds one expression for each language.
    return (
        len(at) > 1
        and at[-1] in {"zh", "en"}
        and (at[-2] in {"unless", "present", "pointer", "when"} or (at[-2] == "text" and "supports" in at))
    )


def _filled(regex: str, words: dict[str, str], place: _Place) -> str:
    """The expression with its word lists; one that is unknown, or an unbounded quantifier, is refused."""
    for found in _WORD.finditer(regex):
        if found[1] not in words:
            raise fault(place.file, place.line, place.key, f"no word list is called {{{found[1]}}}")
    filled = _WORD.sub(lambda found: f"(?:{words[found[1]]})", regex)
    plain = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]", "_", filled)
    # A hostile text would make it slow.
    if re.search(r"(?<!\()[*+]|\{\d+,\}", plain):
        raise fault(place.file, place.line, place.key, "an unbounded quantifier; give it an upper bound")
    return filled
