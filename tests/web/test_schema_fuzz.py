"""Schemathesis over the whole OpenAPI document: whatever is sent, by whoever, the answer is one the document names."""

from collections import Counter
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance
from starlette.testclient import TestClient

from service.users import EVERY_BRAND, Role
from tests.web.sites import Filed

pytestmark = pytest.mark.slow
EXAMPLES = 6
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def _clients(filed: Filed) -> dict[str, TestClient]:
    roles = tuple((EVERY_BRAND, role) for role in Role)
    return {
        "nobody": filed.site.client(),
        "every role": filed.site.act("everything", *roles),
        "auditor": filed.site.act("auditor", (EVERY_BRAND, Role.AUDITOR)),
    }


def _cases(operation: Any, known: dict[str, str]) -> st.SearchStrategy[Case[Any]]:
    """Bodies and parameters that fit and that do not; half of them for things that are there."""
    there = {name: known[name] for name in (p.name for p in operation.path_parameters) if name in known}
    made = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]
    if there:
        made += [operation.as_strategy(generation_mode=mode, path_parameters=there) for mode in GenerationMode]
    return st.one_of(*made)


def test_every_answer_is_one_the_document_names(filed: Filed) -> None:
    document = filed.site.app.openapi()
    schema = schemathesis.openapi.from_dict(document)
    clients = _clients(filed)
    known = {**filed.ids, "user_id": filed.site.person("somebody").user_id}
    told: dict[str, Counter[int]] = {name: Counter() for name in clients}
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) == sum(len(methods) for methods in document["paths"].values())
    for operation in operations:

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=_cases(operation, known))
        def hold(case: Case[Any]) -> None:
            for name, client in clients.items():
                response = _send(client, case)
                told[name][response.status_code] += 1
                case.validate_response(response, checks=CHECKS)

        hold()
    print(f"{len(operations)} operations, {EXAMPLES} examples each")  # noqa: T201 - the summary, seen with pytest -rP
    for name, counts in told.items():
        shown = ", ".join(f"{status}: {count}" for status, count in sorted(counts.items()))
        print(f"{name:12} {shown}")  # noqa: T201
    assert set(told["nobody"]) <= {200, 401, 404, 405, 422}


def _send(client: TestClient, case: Case[Any]) -> Any:
    given = case.as_transport_kwargs(base_url=str(client.base_url).rstrip("/"))
    wanted = {name: given[name] for name in ("params", "headers", "json") if given.get(name) is not None}
    # What the schema's bodies are in other forms than JSON comes as raw text.
    if given.get("data") is not None:
        wanted["content"] = given["data"]
    return client.request(given["method"], given["url"], **wanted)
