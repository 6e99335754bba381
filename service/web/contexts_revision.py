"""What the page that revises a kept draft receives."""

from dataclasses import dataclass, field

from service.web.contexts import Page, VariantView
from service.web.contexts_review import DraftHead, Refusal


@dataclass(frozen=True, slots=True)
class OfferView:
    """A variant with what takes it over. `is_of_its_own`: it is for another channel or audience, and becomes a draft of its own."""

    view: VariantView
    sealed: str
    is_of_its_own: bool


@dataclass(frozen=True, slots=True)
class RevisionPage(Page):
    """An instruction goes in; up to two variants of the newest version come out, or why there is none.

    Attributes:
        expected: the draft's `version` that the variants are shown against.
        note: why there are fewer variants, or that a model could not be had.
        is_conflict: somebody changed the draft since the variants were made; they are shown against what stands now.
    """

    head: DraftHead
    title: str
    text: str
    instruction: str
    max_instruction: int
    is_open: bool
    has_model: bool
    expected: int
    offers: tuple[OfferView, ...] = ()
    note: str = ""
    is_conflict: bool = False
    refusal: Refusal = field(default_factory=Refusal)
