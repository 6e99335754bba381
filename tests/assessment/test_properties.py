"""What must hold for every exposure, found by trying many."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.assessment.assess import assess
from service.brands import BrandProfile, find_brand
from service.briefs import IncidentBrief, IncidentKind, Level, StatementType, Status
from tests.assessment.making import make_brief, make_fact

_COUNT = st.one_of(st.integers(0, 12), st.sampled_from([29, 30, 99, 100, 999, 10_000, 99_999, 100_000, 1_000_000, 20_000_000]))
_COUNTS = ("people_harmed", "people_hospitalised", "deaths", "people_exposed", "mentions_last_hour")
_FLAGS = ("minors_affected", "recurrence", "listed_company")
_MEDIA = ("none", "local", "national", "international")
_AUTHORITY = ("none", "inquiry", "investigation", "penalty")
_KNOWN: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(_COUNTS, _COUNT),
    **dict.fromkeys(_FLAGS, st.booleans()),
    "media": st.sampled_from(_MEDIA),
    "authority_involved": st.sampled_from(_AUTHORITY),
}
_EXPOSURE = st.fixed_dictionaries(_KNOWN)
_PARTIAL = st.fixed_dictionaries({name: st.one_of(st.none(), value) for name, value in _KNOWN.items()})
_KIND = st.sampled_from([kind.value for kind in IncidentKind])
_FACT = st.builds(
    make_fact,
    st.sampled_from(
        ["收到2起反馈", "1人死亡", "没有人住院", "异味系杀菌温度不足所致", "员工违反操作规程", "12名学生呕吐", "网传内容不实"]
    ),
    st.sampled_from([status.value for status in Status]),
    st.sampled_from(["public", "internal", "privileged"]),
)
_BRAND = st.sampled_from(
    [
        None,
        find_brand("chenhe"),
        BrandProfile(key="remembered", names={"en": "Remembered"}, prior_crises=True),
    ]
)


def _gravity(level: Level) -> int:
    return len(Level) - list(Level).index(level)


def _raised(exposure: dict[str, Any], factor: str, by: int) -> dict[str, Any]:
    value = exposure[factor]
    if factor in _FLAGS:
        return exposure | {factor: True}
    if factor in _COUNTS:
        return exposure | {factor: value + by}
    ranks = _MEDIA if factor == "media" else _AUTHORITY
    return exposure | {factor: ranks[min(ranks.index(value) + 1, len(ranks) - 1)]}


@settings(max_examples=120, deadline=None)
@given(_KIND, _EXPOSURE, st.sampled_from(sorted(_KNOWN)), st.integers(1, 1_000_000), st.lists(_FACT, max_size=2), _BRAND)
def test_more_of_anything_never_lowers_the_level(
    kind: str, exposure: dict[str, Any], factor: str, by: int, facts: list[dict[str, Any]], brand: BrandProfile | None
) -> None:
    before = assess(make_brief(kind, *facts, exposure=exposure), brand)
    after = assess(make_brief(kind, *facts, exposure=_raised(exposure, factor, by)), brand)
    assert _gravity(after.level) >= _gravity(before.level)
    assert after.score >= before.score


@settings(max_examples=60, deadline=None)
@given(_KIND, _PARTIAL, st.sampled_from(["people_harmed", "people_hospitalised", "deaths", "minors_affected"]))
def test_learning_of_harm_never_lowers_the_level(kind: str, exposure: dict[str, Any], factor: str) -> None:
    unknown = assess(make_brief(kind, exposure=exposure | {factor: None}), None)
    known = assess(make_brief(kind, exposure=exposure | {factor: True if factor == "minors_affected" else 1}), None)
    assert _gravity(known.level) >= _gravity(unknown.level)


@settings(max_examples=60, deadline=None)
@given(_KIND, _PARTIAL, st.lists(_FACT, max_size=3))
def test_a_brand_only_raises(kind: str, exposure: dict[str, Any], facts: list[dict[str, Any]]) -> None:
    brief = make_brief(kind, *facts, title="某校学生奶异味", exposure=exposure)
    plain, branded = assess(brief, None), assess(brief, find_brand("chenhe"))
    assert _gravity(branded.level) >= _gravity(plain.level)
    assert set(plain.floors) <= set(branded.floors)


@settings(max_examples=120, deadline=None)
@given(_KIND, _PARTIAL, st.lists(_FACT, max_size=3), _BRAND, st.sampled_from(["CN", "HK", "US", "UK", "EU"]))
def test_strategies_ceiling_and_documents_keep_their_promises(
    kind: str, exposure: dict[str, Any], facts: list[dict[str, Any]], brand: BrandProfile | None, jurisdiction: str
) -> None:
    brief: IncidentBrief = make_brief(kind, *facts, exposure=exposure, jurisdiction=jurisdiction)
    found = assess(brief, brand)
    assert found.strategies[:2] == ("instructing", "adjusting")
    assert not {"deny", "rebuild"} <= set(found.strategies)
    assert "deny" not in found.strategies or kind in {"rumour", "malicious_attack"}
    assert "bolster" not in found.strategies or (found.level != "I" and found.strategies[-1] == "bolster")
    assert found.admission_ceiling != "legal_fault"
    assert found.recommended
    assert len(set(found.recommended)) == len(found.recommended)
    assert StatementType.FAQ in found.recommended
    assert not ("deny" in found.strategies and StatementType.APOLOGY in found.recommended)
    assert found.clock.next_update_due_at >= found.clock.first_statement_due_at
    assert all(floor.reason for floor in found.floors)
    assert found == assess(brief, brand)
