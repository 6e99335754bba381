"""Expressions behind a look for the words of which a match must hold one: most texts hold none, and to see that costs a tenth of the search."""

import re
from functools import cached_property
from typing import TYPE_CHECKING

from service.compliance.factors import factors, opened

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick


class Prefiltered:
    """An expression over text in lower case.

    Args:
        regex: in lower case and without flags; nothing is compiled before it is first asked for.
    """

    def __init__(self, regex: str) -> None:
        self._regex = regex

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(opened(self._regex))

    @cached_property
    def _words(self) -> "AhoCorasick | None":
        from ahocorasick_rs import AhoCorasick  # noqa: PLC0415  # as for the cues

        group = min(factors(self._regex), key=len, default=None)
        return None if group is None else AhoCorasick(sorted(group), store_patterns=False)

    def search(self, low: str) -> re.Match[str] | None:
        """The first match in a text in lower case."""
        if self._words is not None and not self._words.find_matches_as_indexes(low):
            return None
        return self._compiled.search(low)
