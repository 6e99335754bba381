"""The rules as their files say, not as the pack does: a rule that is being written is held to its tests too."""

from functools import cache

from service.compliance.rulefiles import load_folder
from service.compliance.schemas import SourceRule
from service.resources import knowledge_dir

FOLDER = knowledge_dir() / "rules"


@cache
def rules() -> dict[str, SourceRule]:
    """Every rule by its id. Trying all their expressions takes seconds, so tests ask for it when they run and share it."""
    return {rule.id: rule for rule in load_folder(FOLDER, compile_all=True)}
