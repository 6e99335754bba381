"""What every match of a regular expression must hold: a few words of which one has to stand in it, found by reading the expression.

A text that lacks them cannot match, and to see that costs far less than to try. The method is that of prefilters in search engines:
a sequence needs what each of its parts needs, a choice needs one of what its branches need.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from re import _constants as code  # type: ignore[attr-defined, unused-ignore] # found or not, by what else mypy has read
from re import _parser  # type: ignore[attr-defined, unused-ignore]
from typing import Any

Group = frozenset[str]
# Sets of strings grow by multiplication; beyond this they are not followed further. A list of words may be longer.
_PRODUCT = 32
_LIST = 600
_OPENINGS = 600
_CLASS = 24


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a part: all strings it can match (None: too many), and the groups it needs besides."""

    exact: Group | None
    needs: tuple[Group, ...] = ()


_EMPTY = _Known(frozenset([""]))
_ANYTHING = _Known(None)


@cache
def factors(regex: str) -> tuple[Group, ...]:
    """Groups of words: a text matches only where it holds at least one word of each group. Empty: nothing is known."""
    parts = _parser.parse(regex)
    known = _ANYTHING if parts.state.flags & re.IGNORECASE else _sequence(parts)
    return tuple(dict.fromkeys(sorted(_settled(known), key=lambda group: (len(group), sorted(group)))))


def _settled(known: _Known) -> tuple[Group, ...]:
    return known.needs if known.exact is None or "" in known.exact else (*known.needs, known.exact)


def _sequence(parts: Iterable[tuple[Any, Any]]) -> _Known:
    needs: list[Group] = []
    exact: Group | None = frozenset([""])
    for operator, argument in parts:
        known = _one(operator, argument)
        needs += known.needs
        if known.exact is None:
            needs += _worth(exact)
            exact = None
            continue
        if exact is None:
            exact = known.exact
            continue
        if len(exact) == 1 or len(known.exact) == 1 or len(exact) * len(known.exact) <= _PRODUCT:
            exact = frozenset(left + right for left in exact for right in known.exact)
        else:
            needs += _worth(exact)
            exact = known.exact
    return _closed(exact, needs, parts)


def _closed(exact: Group | None, needs: list[Group], parts: Iterable[tuple[Any, Any]]) -> _Known:
    """The sequence as a whole: its strings are all there are only if no part of it was given up."""
    whole = not needs and exact is not None and all(_one(*part).exact is not None for part in parts)
    return _Known(exact, ()) if whole else _Known(None, (*needs, *_worth(exact)))


def _worth(exact: Group | None) -> tuple[Group, ...]:
    return () if exact is None or "" in exact else (exact,)


def _one(operator: Any, argument: Any) -> _Known:  # noqa: ANN401 - the parser's own nodes
    if operator is code.LITERAL:
        return _Known(frozenset([chr(argument)]))
    if operator is code.IN:
        return _class(argument)
    if operator is code.SUBPATTERN:
        # What matches in either case is not followed.
        return _ANYTHING if argument[1] & re.IGNORECASE else _sequence(argument[3])
    if operator is code.BRANCH:
        return _choice([_sequence(branch) for branch in argument[1]])
    if operator in {code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT}:
        return _repeated(*argument)
    if operator is code.ATOMIC_GROUP:
        return _sequence(argument)
    if operator in {code.AT, code.ASSERT, code.ASSERT_NOT}:
        return _EMPTY
    return _ANYTHING


def _class(items: Sequence[tuple[Any, Any]]) -> _Known:
    found: set[str] = set()
    for operator, argument in items:
        if operator is code.LITERAL:
            found.add(chr(argument))
        elif operator is code.RANGE and argument[1] - argument[0] < _CLASS:
            found.update(map(chr, range(argument[0], argument[1] + 1)))
        else:
            return _ANYTHING
    return _Known(frozenset(found)) if len(found) <= _CLASS else _ANYTHING


def _choice(branches: list[_Known]) -> _Known:
    exacts = [branch.exact for branch in branches]
    if all(exact is not None for exact in exacts) and not any(branch.needs for branch in branches):
        union = frozenset(word for exact in exacts if exact is not None for word in exact)
        if len(union) <= _LIST:
            return _Known(union)
    best: list[Group] = []
    for branch in branches:
        groups = _settled(branch)
        if not groups:
            return _ANYTHING
        # Long words are rare; of equally long ones few are rarer than many.
        best.append(max(groups, key=lambda group: (min(map(len, group)), -len(group))))
    return _Known(None, (frozenset(word for group in best for word in group),))


def _repeated(least: int, most: Any, body: Any) -> _Known:  # noqa: ANN401 - the parser's own nodes
    known = _sequence(body)
    if least == 0:
        optional = most == 1 and known.exact is not None and not known.needs and len(known.exact) < _LIST
        return _Known(frozenset(["", *(known.exact or ())])) if optional else _ANYTHING
    if least == most == 1:
        return known
    return _Known(None, _settled(known))


def opened(regex: str) -> str:
    """The expression behind a look at the first character, where few characters can begin a match.

    Python tries the branches of a choice one by one; to see first whether any of them can begin here costs a hundredth of that.
    """
    parts = _parser.parse(regex)
    if parts.state.flags & re.IGNORECASE:
        return regex
    first = None if all(_may_be_empty(*part) for part in parts) else _begins(parts)
    if first is None or not 0 < len(first) <= _OPENINGS:
        return regex
    return f"(?=[{''.join(re.escape(char) for char in sorted(first))}]){regex}"


def _first_of(operator: Any, argument: Any) -> set[str] | None:  # noqa: ANN401 - the parser's own nodes
    if operator is code.SUBPATTERN:
        return None if argument[1] & re.IGNORECASE else _begins(argument[3])
    if operator is code.BRANCH:
        found: set[str] = set()
        for branch in argument[1]:
            begins = _begins(branch)
            if begins is None:
                return None
            found |= begins
        return found
    known = _one(operator, argument)
    return None if known.exact is None else {word[0] for word in known.exact if word}


def _begins(parts: Iterable[tuple[Any, Any]]) -> set[str] | None:
    """The characters that can begin what a sequence matches, where it is not empty; None: too many to name."""
    found: set[str] = set()
    for operator, argument in parts:
        if operator in {code.AT, code.ASSERT, code.ASSERT_NOT}:
            continue
        repeated = operator in {code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT}
        begins = _begins(argument[2]) if repeated else _first_of(operator, argument)
        if begins is None:
            return None
        found |= begins
        if not _may_be_empty(operator, argument):
            break
    return found


def _may_be_empty(operator: Any, argument: Any) -> bool:  # noqa: ANN401 - the parser's own nodes
    if operator in {code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT}:
        return argument[0] == 0 or all(_may_be_empty(*part) for part in argument[2])
    if operator is code.SUBPATTERN:
        return all(_may_be_empty(*part) for part in argument[3])
    if operator is code.BRANCH:
        return any(all(_may_be_empty(*part) for part in branch) for branch in argument[1])
    return operator in {code.AT, code.ASSERT, code.ASSERT_NOT}
