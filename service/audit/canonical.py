"""Canonical JSON and digests: the same data always gives the same bytes."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]


def canonical_json(data: object) -> str:
    """JSON with sorted keys, no spaces, UTF-8 letters as they are.

    Raises:
        ValueError: a float that is not a number.
    """
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(text: str) -> str:
    """The hexadecimal SHA-256 of the UTF-8 text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def event_hash(fields: Mapping[str, object], previous: str) -> str:
    """The hash of an event: its fields in canonical form after the hash before it."""
    return sha256(previous + "\n" + canonical_json(dict(fields)))


def stamp(moment: datetime) -> str:
    """A moment in UTC to the second, the only form that is hashed."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
