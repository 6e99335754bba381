"""The brief's side of grounding, with what only drafting knows: the admission ceiling, and the names of topics."""

from collections import OrderedDict
from hashlib import sha256
from threading import Lock

from service.assessment.assess import assess
from service.assessment.schemas import Assessment
from service.brands import BrandProfile
from service.briefs import IncidentBrief, StatementRequest
from service.drafting.composer.times import stamps
from service.drafting.composer.topics import topic_names
from service.grounding import Grounds, grounds_of

# So many briefs, and facts of them all together, are held at a time: the longest brief there may be, or the desk's last few.
_BRIEFS, _FACTS = 8, 2_000


def released_before(request: StatementRequest) -> str | None:
    """The earlier statement as grounding reads it: its text, and when it was issued, which may be said as well."""
    if request.previous is None:
        return None
    return "\n".join((request.previous.text, *stamps(request.previous.issued_at)))


def grounds_for(brief: IncidentBrief, brand: BrandProfile | None, assessment: Assessment | None = None) -> Grounds:
    """The grounds every text under `brief` is held against.

    Those of the last few briefs are held: each edit of a statement asks for them again, and what was seen of its other sentences is
    remembered with them. They are known by the brief's value, so a changed brief has grounds of its own.
    """
    ceiling = str(assessment.admission_ceiling) if assessment is not None else None
    key = _key(brief, brand, ceiling)
    found = _LATEST.get(key)
    if found is None:
        highest = ceiling if ceiling is not None else str(assess(brief, brand).admission_ceiling)
        found = grounds_of(brief, brand=brand, ceiling=highest, topics=topic_names(brief))
        _LATEST.hold(key, found)
    return found


def _key(brief: IncidentBrief, brand: BrandProfile | None, ceiling: str | None) -> bytes:
    told = brief.model_dump_json(), brand.model_dump_json() if brand is not None else "", ceiling or ""
    return sha256("\x00".join(told).encode("utf-8", "surrogatepass")).digest()


class _Latest:
    """The grounds last asked for, the latest last."""

    def __init__(self) -> None:
        self._held: OrderedDict[bytes, Grounds] = OrderedDict()
        self._lock = Lock()

    def get(self, key: bytes) -> Grounds | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def hold(self, key: bytes, grounds: Grounds) -> None:
        with self._lock:
            self._held[key] = grounds
            while len(self._held) > 1 and (len(self._held) > _BRIEFS or self._facts() > _FACTS):
                self._held.popitem(last=False)

    def _facts(self) -> int:
        return sum(len(grounds.brief.facts) for grounds in self._held.values())


_LATEST = _Latest()
