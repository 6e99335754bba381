"""Sample briefs to begin with: those the evaluation uses where they are at hand, else the one shipped with the pages."""

from functools import cache
from pathlib import Path

from service.briefs.loader import load_brief
from service.i18n import UiLanguage
from service.language import text_language
from service.resources import data_root
from service.web.contexts import SampleBrief

_SHIPPED = Path(__file__).resolve().parent.parent / "templates" / "samples"


@cache
def sample_briefs(language: UiLanguage) -> tuple[SampleBrief, ...]:
    """The samples by their titles, those in the reader's language first."""
    return tuple(sorted(_samples(), key=lambda sample: sample.language != language))


def sample_text(name: str) -> str | None:
    """The YAML of a sample; None for a name nobody has given."""
    path = sample_files().get(name)
    return path.read_text(encoding="utf-8") if path is not None else None


@cache
def sample_files() -> dict[str, Path]:
    """Samples by name, in order."""
    for folder in (data_root() / "evals" / "briefs", _SHIPPED):
        if found := {path.stem: path for path in sorted(folder.glob("*.yml"))}:
            return found
    return {}


@cache
def _samples() -> tuple[SampleBrief, ...]:
    titles = {name: load_brief(path.read_bytes(), path.name).incident.title for name, path in sample_files().items()}
    return tuple(SampleBrief(name, title, text_language(title)) for name, title in titles.items())
