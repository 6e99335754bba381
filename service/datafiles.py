"""Shipped data files (rules, tables, brands, prompt headers) read into strict models; a fault names file, line and key."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from service.errors import DataFault, InvalidInput
from service.i18n import Localized
from service.resources import data_root
from service.structured import Source, dotted, parse

Model = TypeVar("Model", bound=BaseModel)


def load_data(path: Path, model: type[Model]) -> Model:
    """The file at `path` as `model`.

    Raises:
        DataFault: missing, broken, or with an unknown key or wrong value; names file, line and key.
    """
    return validate_data(read_source(path), model)


def read_source(path: Path) -> Source:
    """The file at `path` as plain data with its lines.

    Raises:
        DataFault: missing or broken; names file and line.
    """
    name = shown_name(path)
    try:
        return parse(path.read_bytes(), name)
    except OSError as error:
        raise fault(name, None, "", str(error.strerror)) from error
    except InvalidInput as error:
        first = error.problems[0]
        raise fault(name, first.line, first.field, first.message.en) from error


def validate_data(source: Source, model: type[Model]) -> Model:
    """Parsed data as `model`.

    Raises:
        DataFault: as for `load_data`.
    """
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = first["loc"]
        raise fault(source.file, source.line(where), dotted(where), first["msg"]) from error


def shown_name(path: Path) -> str:
    """The path as messages show it: relative to the data folder where it lies inside."""
    return str(path.relative_to(data_root())) if path.is_relative_to(data_root()) else str(path)


def fault(file: str, line: int | None, key: str, what: str) -> DataFault:
    """A DataFault naming file, line and key."""
    place = f"{file}:{line}" if line else file
    return DataFault(Localized(zh=f"数据文件有误：{place}：{key}：{what}", en=f"bad data file: {place}: {key}: {what}"))
