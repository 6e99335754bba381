"""All prompts by id, and the lock that makes every change of one visible as a line."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.datafiles import fault, shown_name
from service.prompting.template import PromptTemplate, load_template
from service.resources import prompts_dir

LOCK = "versions.lock"
# The composer's templates live beside the prompts and are not sent to any model.
_NOT_PROMPTS = frozenset({"composer"})


@dataclass(frozen=True, slots=True, order=True)
class LockLine:
    """One line of the lock: `id version digest`."""

    id: str
    version: int
    digest: str

    def __str__(self) -> str:
        return f"{self.id} {self.version} {self.digest}"


@cache
def list_prompts(root: Path | None = None) -> tuple[PromptTemplate, ...]:
    """Every prompt under `root` (the shipped ones by default), by id.

    Raises:
        DataFault: a prompt breaks its format; with file and line.
    """
    folder = root or prompts_dir()
    paths = sorted(
        path
        for path in folder.glob("*/**/*.md")
        if not path.name.startswith("_") and path.relative_to(folder).parts[0] not in _NOT_PROMPTS
    )
    return tuple(load_template(path, folder) for path in paths)


def find_prompt(prompt_id: str, root: Path | None = None) -> PromptTemplate | None:
    """The prompt of this id, if there is one.

    Raises:
        DataFault: as for `list_prompts`.
    """
    return next((prompt for prompt in list_prompts(root) if prompt.id == prompt_id), None)


def read_lock(root: Path | None = None) -> tuple[LockLine, ...]:
    """The lines of the lock; a missing lock has none.

    Raises:
        DataFault: a line is not `id version digest`.
    """
    path = (root or prompts_dir()) / LOCK
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    found: list[LockLine] = []
    for number, line in enumerate(lines, start=1):
        parts = line.split()
        if not parts:
            continue
        if len(parts) != 3 or not parts[1].isdecimal():
            raise fault(shown_name(path), number, "", "a line is: id version digest")
        found.append(LockLine(parts[0], int(parts[1]), parts[2]))
    return tuple(found)


def unlocked_prompts(root: Path | None = None) -> tuple[LockLine, ...]:
    """What the lock should say and does not: prompts changed or added since it was written."""
    locked = set(read_lock(root))
    return tuple(line for line in _current(root) if line not in locked)


def write_lock(root: Path | None = None) -> None:
    """Rewrites the lock: today's line of every prompt, and the lines of earlier versions, which old drafts refer to."""
    current = _current(root)
    versions = {(line.id, line.version) for line in current}
    earlier = (line for line in read_lock(root) if (line.id, line.version) not in versions)
    text = "".join(f"{line}\n" for line in sorted((*current, *earlier)))
    ((root or prompts_dir()) / LOCK).write_text(text, encoding="utf-8", newline="\n")


def _current(root: Path | None) -> list[LockLine]:
    list_prompts.cache_clear()
    return [LockLine(prompt.id, prompt.header.version, prompt.digest) for prompt in list_prompts(root)]
