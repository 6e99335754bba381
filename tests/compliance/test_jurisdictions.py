"""What a finding rests on where the context names a jurisdiction."""

from typing import Any

import pytest
from pydantic import ValidationError

from service.compliance.checker import check
from service.compliance.cues import Ruleset
from service.compliance.schemas import CheckContext, Rule


def reference(name: str, *, verified: bool = True) -> dict[str, Any]:
    return {"instrument": {"zh": f"《{name}》", "en": name}, "article": {"zh": "第一条", "en": "art. 1"}, "verified": verified}


def rule(**basis: Any) -> Rule:
    return Rule.model_validate(
        {
            "id": "a-a",
            "title": {"zh": "题", "en": "title"},
            "group": "E",
            "severity": "legal",
            "basis": {"references": [reference("FTC Act")], **basis},
            "message": {"zh": "不行。", "en": "No."},
            "suggestion": {"zh": "改。", "en": "Change."},
            "kind": {"name": "existence", "patterns": {"en": [{"regex": "safest", "cue": ["safest"]}]}},
            "languages": ["en"],
            "jurisdictions": ["US", "UK", "EU"],
        }
    )


LOCAL = {"by_jurisdiction": {"UK": [reference("CAP Code"), reference("DMCC Act", verified=False)]}}


def basis(context: CheckContext, **more: Any) -> str:
    (finding,) = check("The safest car.", context, Ruleset((rule(**more),)))
    return finding.basis or ""


def test_the_law_of_the_named_jurisdiction_is_shown() -> None:
    assert basis(CheckContext(jurisdiction="UK"), **LOCAL) == "CAP Code art. 1; DMCC Act art. 1 (article unverified)"


@pytest.mark.parametrize("jurisdiction", ["US", "EU", None])
def test_a_jurisdiction_without_law_of_its_own_has_the_general_one(jurisdiction: str | None) -> None:
    assert basis(CheckContext(jurisdiction=jurisdiction), **LOCAL) == "FTC Act art. 1"


def test_local_law_comes_before_that_for_what_is_no_advertisement() -> None:
    both = {**LOCAL, "not_advertisement": [reference("Consumer Act")]}
    apology = CheckContext(statement="apology", jurisdiction="UK")
    assert basis(apology, **both).startswith("CAP Code")
    assert basis(CheckContext(statement="apology", jurisdiction="US"), **both) == "Consumer Act art. 1"


def test_an_unknown_jurisdiction_and_an_empty_list_are_refused() -> None:
    with pytest.raises(ValidationError):
        rule(by_jurisdiction={"FR": [reference("Code")]})
    with pytest.raises(ValidationError):
        rule(by_jurisdiction={"UK": []})
