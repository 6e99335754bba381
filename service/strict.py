"""The base of every model that holds data of ours: immutable, unknown keys refused, built when first used."""

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """Immutable; unknown keys are refused. Its schema is built on first use, so that a short command pays only for what it touches."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
