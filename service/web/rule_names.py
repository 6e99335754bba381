"""What rules are called in front of people: a catalogue rule by its title, every other finding by the vocabulary; never by its id alone."""

from service.compliance.pack import shipped
from service.i18n import UiLanguage
from service.vocabulary import name_of

_GROUP = "rule"
_MISSING = "missing-"


def rule_name(language: UiLanguage, rule: str) -> str:
    """The name of a finding's rule; its id where nobody named it, as for a brand's own rules."""
    named = name_of(_GROUP, rule, language)
    if named != rule:
        return named
    if rule.startswith(_MISSING):
        return name_of(_GROUP, "missing", language)
    return next((known.title.in_(language) for known in shipped().rules if known.id == rule), rule)
