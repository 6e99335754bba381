"""Sample briefs to begin with: those the evaluation uses where they are at hand, else the one shipped with the pages."""

from functools import cache
from pathlib import Path

from service.resources import data_root

_SHIPPED = Path(__file__).resolve().parent.parent / "templates" / "samples"


@cache
def sample_files() -> dict[str, Path]:
    """Samples by name, in order."""
    for folder in (data_root() / "evals" / "briefs", _SHIPPED):
        if found := {path.stem: path for path in sorted(folder.glob("*.yml"))}:
            return found
    return {}


def sample_text(name: str) -> str | None:
    """The YAML of a sample; None for a name nobody has given."""
    path = sample_files().get(name)
    return path.read_text(encoding="utf-8") if path is not None else None
