"""The OpenAPI document: bodies are read raw, so that YAML works too, and described here from the models they must fit."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from service.briefs import IncidentBrief
from service.drafting.claims import GroundRequest
from service.drafting.revisions import RevisionRequest
from service.drafting.submitted import CheckRequest
from service.intake.schemas import IntakeRequest

BRIEF = IncidentBrief.__name__
CHECK = CheckRequest.__name__
GROUND = GroundRequest.__name__
INTAKE = IntakeRequest.__name__
REVISION = RevisionRequest.__name__
_COMPONENTS = "#/components/schemas/"
# Models of bodies that endpoints read raw, filled while they are defined.
_BODIES: dict[str, type[BaseModel]] = {}


class ProblemItem(BaseModel):
    """One thing wrong with the input."""

    file: str
    line: int | None
    field: str
    code: str
    message: str


class ProblemDocument(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    problems: list[ProblemItem]


def body_of(model: str, *, many: bool = False, required: bool = True) -> dict[str, Any]:
    """The request body of an endpoint that reads `model`, as JSON or YAML; with `many` also a list of them."""
    one: dict[str, Any] = {"$ref": _COMPONENTS + model}
    schema = {"schema": {"oneOf": [one, {"type": "array", "items": one}]} if many else one}
    return {"requestBody": {"required": required, "content": {"application/json": schema, "application/yaml": schema}}}


def described(model: type[BaseModel], *, required: bool = True) -> dict[str, Any]:
    """The request body of an endpoint that reads `model`, whose schema the document then holds."""
    _BODIES[model.__name__] = model
    return body_of(model.__name__, required=required)


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problem documents an endpoint may answer with."""
    content = {"application/problem+json": {"schema": {"$ref": _COMPONENTS + ProblemDocument.__name__}}}
    return {status: {"description": "Problem", "content": content} for status in statuses}


def _everywhere(document: dict[str, Any]) -> None:
    """What any route of the API may answer: who asks is not let in, or the database is away."""
    for path, operations in document["paths"].items():
        if path.startswith("/api/"):
            for operation in operations.values():
                for status, answer in refusals(401, 403, 422, 503).items():
                    # FastAPI's own 422 describes a body that no answer of ours has.
                    if status == 422 or str(status) not in operation["responses"]:
                        operation["responses"][str(status)] = answer


def install(app: FastAPI) -> None:
    """Gives the application its document, with the schemas of the raw bodies."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            models: list[tuple[type[BaseModel], Any]] = [
                (IncidentBrief, "validation"),
                (CheckRequest, "validation"),
                (GroundRequest, "validation"),
                (IntakeRequest, "validation"),
                (RevisionRequest, "validation"),
                *((model, "validation") for model in _BODIES.values()),
                (ProblemDocument, "serialization"),
            ]
            _, definitions = models_json_schema(models, ref_template=_COMPONENTS + "{model}")
            schemas = made.setdefault("components", {}).setdefault("schemas", {})
            for name, schema in definitions["$defs"].items():
                schemas.setdefault(name, schema)
            _everywhere(made)
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]
