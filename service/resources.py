"""Where the data folders (prompts, knowledge, evals) are: beside the package in a checkout, inside it in a wheel."""

from functools import cache
from pathlib import Path


@cache
def data_root() -> Path:
    """The folder that holds `prompts/` and `knowledge/`."""
    package = Path(__file__).resolve().parent
    packaged = package / "_data"
    return packaged if packaged.is_dir() else package.parent


def prompts_dir() -> Path:
    """Composer templates and model prompts."""
    return data_root() / "prompts"


def knowledge_dir() -> Path:
    """Rules, level tables, brands and the retrieval corpus."""
    return data_root() / "knowledge"
