"""What an index remembers of itself: which embedder filled it, how long its vectors are, which build is in use, what it was brought to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from service.errors import ComponentUnavailable
from service.i18n import Localized

KIND = "card"
_OWN = frozenset({"kind", "embedder", "digest", "dimension", "generation", "floor"})


@dataclass(frozen=True, slots=True)
class Card:
    """The label of an index.

    Attributes:
        dimension: numbers of a vector; 0 until the first is written.
        generation: which build is in use; another is written beside it and then takes its place.
        floor: how near two passages are that have nothing to do with each other, where it was measured.
        origins: for each folder of files read in, and for the shipped corpus, what it was brought to.
    """

    embedder: str
    digest: str
    dimension: int = 0
    generation: int = 0
    floor: float = 0.0
    origins: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, said: Mapping[str, object]) -> Self:
        """The card that `written` became."""
        return cls(
            embedder=str(said.get("embedder", "")),
            digest=str(said.get("digest", "")),
            dimension=int(str(said.get("dimension", 0))),
            generation=int(str(said.get("generation", 0))),
            floor=float(str(said.get("floor", 0.0))),
            origins={key: str(value) for key, value in said.items() if key not in _OWN},
        )

    def written(self) -> dict[str, str | int | float]:
        """As flat metadata."""
        own: dict[str, str | int | float] = {
            "kind": KIND,
            "embedder": self.embedder,
            "digest": self.digest,
            "dimension": self.dimension,
            "generation": self.generation,
            "floor": self.floor,
        }
        return {**self.origins, **own}

    def with_origin(self, origin: str, state: str) -> "Card":
        """The card after an origin was brought to `state`."""
        return replace(self, origins={**self.origins, origin: state})


class OtherEmbedder(ComponentUnavailable):
    """The index was filled by another embedder than the one that is set: their vectors do not compare."""

    code = "other-embedder"

    def __init__(self, held: str, wanted: str) -> None:
        way = "firstword knowledge reindex"
        super().__init__(
            Localized(
                zh=f"知识库里的资料是用另一个向量模型编入的（{held}，现在设置的是 {wanted}），两者不能混用。请运行 {way}，或改回原来的 FIRSTWORD_EMBEDDING_MODEL",
                en=f"the knowledge index was filled by another embedding model ({held}; {wanted} is set now), and the two do not mix. "
                f"Run `{way}`, or set FIRSTWORD_EMBEDDING_MODEL back",
            )
        )
