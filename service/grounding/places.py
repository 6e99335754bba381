"""Known places in English and Chinese, read once from places.tsv."""

from dataclasses import dataclass, field
from functools import cache

from service.datafiles import fault, shown_name
from service.resources import knowledge_dir

# What may be left off a Chinese place's name: 成都 for 成都市. Of a name of two characters nothing may (开县).
_ENDINGS = ("特别行政区", "自治州", "自治区", "自治县", "新区", "省", "市", "区", "县", "州", "旗", "盟", "镇")
# Words of an English name are looked up together up to this many.
LONGEST = 4


@dataclass(frozen=True, slots=True)
class Places:
    """The gazetteer. The sets hold names that are places wherever they stand; `doubtful` ones mean other things too."""

    chinese: frozenset[str]
    english: frozenset[str]
    doubtful: frozenset[str]
    twins: dict[str, tuple[str, ...]] = field(repr=False)

    def others(self, key: str) -> tuple[str, ...]:
        """All names of the place `key` names, in both languages, folded to small letters; empty for an unknown one."""
        return self.twins.get(key) or self.twins.get(without_ending(key), ())


def without_ending(name: str) -> str:
    """成都 of 成都市; a name that would be left with one character keeps its ending."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name


@cache
def places() -> Places:
    """The known places.

    Raises:
        DataFault: a line is not two columns, or names nothing.
    """
    path = knowledge_dir() / "grounding" / "places.tsv"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise fault(shown_name(path), None, "", str(error.strerror)) from error
    chinese: set[str] = set()
    english: set[str] = set()
    doubtful: set[str] = set()
    twins: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(lines, start=1):
        if line[:1] == "\t" and "|" not in line:
            # Nearly half of the lines: a Chinese district, alone.
            (doubtful if line[-1] == "*" else chinese).add(line.strip("\t*"))
            continue
        if line.startswith("#"):
            continue
        left, tab, right = line.partition("\t")
        if not tab or "\t" in right or not (left or right):
            raise fault(shown_name(path), number, "", "expected: english<TAB>chinese")
        names = [*(left.split("|") if left else ()), *(right.split("|") if right else ())]
        for place, name in enumerate(names):
            if name[-1:] == "*":
                names[place] = name[:-1]
                doubtful.add(names[place])
            else:
                (english if name.isascii() else chinese).add(name)
        if len(names) > 1:
            # Two places of one name share all names of both: a look-up by name cannot tell them apart.
            group = tuple([name.casefold() for name in names])
            for name in group:
                twins[name] = twins[name] + group if name in twins else group
    return Places(frozenset(chinese), frozenset(english), frozenset(doubtful), twins)
