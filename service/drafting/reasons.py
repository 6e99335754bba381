"""What a second reader may object to: a closed list, from `knowledge/review/reasons.yml`, and the rules of the catalogue."""

from functools import cache
from typing import Literal

from pydantic import Field

from service.compliance.brand_rules import rules_for
from service.datafiles import load_data
from service.findings import Severity
from service.i18n import Localized
from service.resources import knowledge_dir
from service.strict import Strict


class _Words(Strict):
    zh: str
    en: str

    @property
    def told(self) -> Localized:
        return Localized(self.zh, self.en)


class Reason(Strict):
    """One kind of trouble. `what` tells the reader what to look for."""

    id: str = Field(pattern=r"^reader-[a-z-]+$")
    severity: Literal["warning", "suggestion"]
    name: _Words
    what: _Words


class _Reasons(Strict):
    reasons: tuple[Reason, ...]


@cache
def reasons() -> tuple[Reason, ...]:
    """All kinds, in the order they are told to a reader."""
    return load_data(knowledge_dir() / "review" / "reasons.yml", _Reasons).reasons


def named_reason(ident: str) -> tuple[str, Severity, Localized] | None:
    """The rule id, severity and name of a reader's reason or of a rule; None for what nobody listed. A reader never blocks."""
    for reason in reasons():
        if ident in {reason.id, reason.id.removeprefix("reader-")}:
            return reason.id, Severity(reason.severity), reason.name.told
    for rule in rules_for(None).rules:
        if rule.id == ident:
            return ident, Severity.WARNING, Localized(rule.message.zh, rule.message.en)
    return None
