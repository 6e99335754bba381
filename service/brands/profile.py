"""Who a brand is and how it speaks. A brand nobody has described simply has no profile: drafting goes on without a voice."""

from functools import cache

from pydantic import Field

from service.brands.letterhead import Letterhead
from service.datafiles import load_data
from service.language import TextLanguage
from service.resources import knowledge_dir
from service.strict import Strict


class BrandVoice(Strict):
    """How the brand writes in one language: a few lines for a writer, and words it never uses with what to say instead."""

    guide: str = ""
    avoid: dict[str, str] = Field(default_factory=dict)


class BrandProfile(Strict):
    """One brand.

    Attributes:
        key: the folder's name, ASCII.
        names: the brand's name per language (`zh`, `en`); the first choice in a statement of that language.
        aliases: other names a brief or a text may use for it.
        products: product and store names that statements may use.
        voice: per language.
        spokespeople: who speaks at a level (`I` to `IV`): a role, never an invented person.
        escalation: who is told at a level, in this order: roles too.
        prior_crises: whether the public remembers an earlier crisis of this brand; shifts the SCCT strategy one step.
        letterhead: what stands over an exported document.
    """

    key: str
    names: dict[TextLanguage, str]
    aliases: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    industry: str = ""
    voice: dict[TextLanguage, BrandVoice] = Field(default_factory=dict)
    spokespeople: dict[str, str] = Field(default_factory=dict)
    escalation: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    prior_crises: bool = False
    letterhead: Letterhead | None = None

    def is_called(self, name: str) -> bool:
        """Whether `name` is the key, a name or an alias."""
        folded = name.strip().casefold()
        return folded in {known.casefold() for known in (self.key, *self.names.values(), *self.aliases)}

    def all_names(self) -> tuple[str, ...]:
        """Every name of the brand and its products."""
        return (*self.names.values(), *self.aliases, *self.products)


@cache
def list_brands() -> tuple[BrandProfile, ...]:
    """All described brands, by key.

    Raises:
        DataFault: a profile breaks its schema.
    """
    folder = knowledge_dir() / "brands"
    return tuple(load_data(path, BrandProfile) for path in sorted(folder.glob("*/profile.yml")))


def find_brand(name: str) -> BrandProfile | None:
    """The profile of the brand called `name` (key, name or alias), if somebody described it."""
    return next((brand for brand in list_brands() if brand.is_called(name)), None)
