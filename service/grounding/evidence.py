"""What a finding rests on, and how grave that makes it: the one place where error and warning part.

An error stops a statement from being signed, so it is given only for what the ledger positively contradicts, forbids or
cannot hold. A clause that no line was found for may be one of them in other words: that is for a person to judge.
"""

from enum import StrEnum

from service.findings import Severity


class Evidence(StrEnum):
    """What speaks against a place of a text."""

    # A line gives another value, state, time or status for the very thing the text speaks of.
    CONTRADICTED = "contradicted"
    # The brief hides it, refutes it or has not approved it; or the assessment does not allow it.
    FORBIDDEN = "forbidden"
    # Of an unmistakable kind, stated plainly, and no reading of any public line yields it.
    ABSENT = "absent"
    # A line that seems to be meant says otherwise; the text may speak of something else.
    DIFFERENT = "different"
    # No line was found; one may say it in other words.
    UNFOUND = "unfound"

    @classmethod
    def of_difference(cls, *, certain: bool) -> "Evidence":
        """What a clause that differs from a line rests on; `certain`: it speaks of the very thing."""
        return cls.CONTRADICTED if certain else cls.DIFFERENT

    @property
    def doubted(self) -> "Evidence":
        """What it is where the text does not say the thing outright; what is forbidden may not be hinted at either."""
        return _DOUBTED.get(self, self)

    @property
    def severity(self) -> Severity:
        """How grave a finding on this evidence is."""
        return Severity.ERROR if self in _POSITIVE else Severity.WARNING


_POSITIVE = frozenset({Evidence.CONTRADICTED, Evidence.FORBIDDEN, Evidence.ABSENT})
_DOUBTED = {Evidence.CONTRADICTED: Evidence.DIFFERENT, Evidence.ABSENT: Evidence.UNFOUND}
