"""Regular expressions compiled on first use.

Hundreds are written down at module level; a process that checks one line of copy needs few of them, and compiling them all
would cost it half its time.
"""

import re
from typing import cast


class _Lazy:
    """Stands for a pattern; the first attribute asked for compiles it, later ones go straight to the compiled one."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self._source, self._flags)
        for method in (
            "search",
            "match",
            "fullmatch",
            "finditer",
            "findall",
            "sub",
            "subn",
            "split",
            "pattern",
            "flags",
            "groups",
        ):
            self.__dict__[method] = getattr(compiled, method)
        return getattr(compiled, name)


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern like `re.compile(source, flags)`, compiled when it is first used."""
    return cast("re.Pattern[str]", _Lazy(source, flags))
