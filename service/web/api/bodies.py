"""Bodies of the API as models: unknown keys are refused, every wrong value is named with its place."""

import re
from typing import Annotated, TypeVar

from fastapi import Depends, Header
from pydantic import BaseModel, ValidationError

from service.briefs.messages import localize
from service.errors import InvalidInput, Problem
from service.i18n import Localized
from service.structured import parse
from service.web.dependencies import BODY

Model = TypeVar("Model", bound=BaseModel)
_ETAG = re.compile(r'^(?:W/)?"(\d{1,9})"$')


def read(body: bytes, model: type[Model]) -> Model:
    """The body as a model.

    Raises:
        InvalidInput: every problem, with line and field.
    """
    source = parse(body, BODY)
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        raise InvalidInput(
            [
                source.problem(item["loc"], item["type"].replace("_", "-"), localize(item))
                for item in error.errors(include_url=False, include_input=False)
            ]
        ) from None


def expected_version(if_match: Annotated[str, Header(description='The ETag that was read, such as "3"')] = "") -> int:
    """The version the caller saw, from If-Match.

    Raises:
        InvalidInput: the header is missing, or is no version of ours.
    """
    found = _ETAG.match(if_match.strip())
    if found is None:
        message = Localized(
            zh='请带上 If-Match 头，值为读到的 ETag，例如 "3"', en='send If-Match with the ETag that was read, such as "3"'
        )
        raise InvalidInput([Problem(field="If-Match", code="if-match", message=message)])
    return int(found.group(1))


ExpectedVersion = Annotated[int, Depends(expected_version)]


def etag(version: int) -> dict[str, str]:
    """The header that names a version."""
    return {"etag": f'"{version}"'}
