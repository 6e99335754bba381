"""The rules from their YAML files, strict; a fault names file and line. Their digest, and their self-tests."""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from service.compliance.schemas import Rule, Vocabulary
from service.datafiles import fault, load_data, shown_name, validate_data
from service.errors import InvalidInput
from service.resources import knowledge_dir
from service.structured import Path as DataPath
from service.structured import Source, parse

_WORD = re.compile(r"\{([a-z][a-z_]*)\}")
_VOCABULARY = "vocabulary.yml"
# Where expressions stand in a rule file; everything else keeps its braces.
_EXPRESSIONS = {"regex", "needs", "unless", "trigger", "companion", "between", "matching"}


@cache
def load_rules() -> tuple[Rule, ...]:
    """Every shipped rule, by id.

    Raises:
        DataFault: a file is missing, broken, or has an unknown key, word, placeholder or a bad expression; names file and line.
    """
    return load_folder(knowledge_dir() / "rules")


def load_folder(folder: Path) -> tuple[Rule, ...]:
    """Every rule under a folder of rulesets, by id.

    Raises:
        DataFault: as for `load_rules`, or an id used twice, or one that is not its file's name.
    """
    words = _vocabulary(folder)
    rules: dict[str, Rule] = {}
    for path in rule_files(folder):
        rule = load_rule(path, words)
        if rule.id != path.stem:
            raise fault(shown_name(path), 1, "id", f"{rule.id!r} is not the name of its file")
        if rule.id in rules:
            raise fault(shown_name(path), 1, "id", f"{rule.id!r} is used twice")
        rules[rule.id] = rule
    return tuple(rules[ident] for ident in sorted(rules))


def load_rule(path: Path, words: dict[str, str]) -> Rule:
    """One rule file, its word lists filled in.

    Raises:
        DataFault: as for `load_rules`.
    """
    name = shown_name(path)
    try:
        source = parse(path.read_bytes(), name)
    except OSError as error:
        raise fault(name, None, "", str(error.strerror)) from error
    except InvalidInput as error:
        first = error.problems[0]
        raise fault(name, first.line, first.field, first.message.en) from error
    return validate_data(Source(_expand(source.data, source, words, ()), source.file, source.lines), Rule)


def digest() -> str:
    """SHA-256 over the names and bytes of all rule files, so that a finding can be traced to the rules that made it."""
    folder = knowledge_dir() / "rules"
    total = hashlib.sha256()
    for path in [folder / _VOCABULARY, *rule_files(folder)]:
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"sha256:{total.hexdigest()}"


def rule_files(folder: Path) -> list[Path]:
    """The rule files of every ruleset, in order."""
    return sorted(folder.glob("*/*.yml"))


def _vocabulary(folder: Path) -> dict[str, str]:
    """Word lists, each with the ones above it filled in."""
    path = folder / _VOCABULARY
    words: dict[str, str] = {}
    for name, regex in load_data(path, Vocabulary).words.items():
        words[name] = _filled(regex, words, shown_name(path), None, ("words", name))
    return words


def _expand(data: Any, source: Source, words: dict[str, str], at: DataPath) -> Any:  # noqa: ANN401 - plain data of unknown shape
    if isinstance(data, dict):
        return {key: _expand(value, source, words, (*at, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [_expand(value, source, words, (*at, index)) for index, value in enumerate(data)]
    if isinstance(data, str) and _is_expression(at):
        return _filled(data, words, source.file, source.line(at), at)
    return data


def _is_expression(at: DataPath) -> bool:
    if at[-1:] and at[-1] in _EXPRESSIONS:
        return True
    # `unless` of a rule and `text` of a support have one expression for each language.
    return len(at) > 1 and at[-1] in {"zh", "en"} and (at[-2] == "unless" or (at[-2] == "text" and "supports" in at))


def _filled(regex: str, words: dict[str, str], file: str, line: int | None, at: DataPath) -> str:
    for unknown in _unknown(regex, words):
        raise fault(file, line, ".".join(str(part) for part in at), f"no word list is called {{{unknown}}}")
    filled = _WORD.sub(lambda found: f"(?:{words[found[1]]})", regex)
    _refuse_unbounded(filled, file, line, at)
    return filled


def _unknown(regex: str, words: dict[str, str]) -> Iterator[str]:
    return (found[1] for found in _WORD.finditer(regex) if found[1] not in words)


def _refuse_unbounded(regex: str, file: str, line: int | None, at: DataPath) -> None:
    """An unbounded quantifier is refused: a hostile text would make it slow."""
    plain = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]", "_", regex)
    if re.search(r"(?<!\()[*+]|\{\d+,\}", plain):
        raise fault(file, line, ".".join(str(part) for part in at), "an unbounded quantifier; give it an upper bound")
