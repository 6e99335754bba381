"""The label of generated content: whether a text needs one, who wrote each sentence, and what the label says. Pure.

Wanted as soon as any version of the draft held a model's words: an edit of a model's sentence is still made from it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.drafting.schemas import Segment
from service.drafting.writing import COMPOSER
from service.errors import InvalidInput, Problem
from service.export.wording import document_table, wording_in
from service.i18n import Localized
from service.language import LanguageTag

MAX_ACKNOWLEDGEMENT = 2_000
# A sentence of a model whose name no version of the draft kept.
UNNAMED = "unnamed"


class LabelChoice(StrEnum):
    """When the label is shown.

    `auto`: where it is wanted. `always`: also where no version's record asks for it, for a model's words that a person brought from
    elsewhere. `none`: never, which needs an acknowledgement where it is wanted.
    """

    AUTO = "auto"
    ALWAYS = "always"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class WrittenVersion:
    """One version of a draft: its text (empty when it was erased), its sentences, and who generated it, if anybody did."""

    text: str
    segments: tuple[Segment, ...]
    generated_by: str | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Every model whose words entered any version, and for each sentence of the newest version the model that wrote it."""

    models: tuple[str, ...]
    sentences: tuple[str | None, ...]

    @property
    def wants_label(self) -> bool:
        """Whether the text has to be labelled."""
        return bool(self.models)


@dataclass(frozen=True, slots=True)
class AiLabel:
    """What is seen (`notice`), and what stands in the file's metadata under `AIGC` (`fields`)."""

    notice: str
    fields: Mapping[str, str]

    def to_json(self) -> str:
        """The fields as one line, in the order of the standard."""
        return json.dumps(dict(self.fields), ensure_ascii=False)


def trace(versions: Sequence[WrittenVersion]) -> Provenance:
    """Follows a model's sentences through the versions, oldest first."""
    models: dict[str, None] = {}
    known: dict[str, str] = {}
    sentences: tuple[str | None, ...] = ()
    for version in versions:
        model = version.generated_by if version.generated_by != COMPOSER else None
        if model:
            models[model] = None
        wrote: dict[str, str] = {}
        named: list[str | None] = []
        for segment in version.segments:
            said = version.text[segment.start : segment.end]
            writer = (known.get(said) or model or UNNAMED) if segment.origin == "model" else None
            if writer is not None:
                models[writer] = None
                if said:
                    wrote[said] = writer
            named.append(writer)
        known, sentences = wrote, tuple(named)
    return Provenance(tuple(models), sentences)


def is_shown(provenance: Provenance, choice: LabelChoice, acknowledgement: str) -> bool:
    """Whether the document carries the label.

    Raises:
        InvalidInput: it is wanted and was declined without a word of acknowledgement.
    """
    if choice is LabelChoice.ALWAYS:
        return True
    if choice is LabelChoice.AUTO or not provenance.wants_label:
        return provenance.wants_label
    if not acknowledgement.strip() or len(acknowledgement) > MAX_ACKNOWLEDGEMENT:
        wanted = Localized(
            zh=f"模型参与写过这份文稿，应当标识。不加标识须写明由谁、为何承担标识义务（最多 {MAX_ACKNOWLEDGEMENT} 字），并会记入审计链",
            en="a model wrote part of this draft, so a label is due. To leave it out, say who answers for labelling and why "
            f"(at most {MAX_ACKNOWLEDGEMENT} characters); it is kept in the audit chain",
        )
        raise InvalidInput([Problem(field="acknowledgement", code="acknowledgement", message=wanted)])
    return False


def label_for(language: LanguageTag, *, producer: str, identifier: str, digest: str) -> AiLabel:
    """The label of one text.

    Args:
        language: of the statement.
        producer: name or code of the organisation that had the text made.
        identifier: the draft and version.
        digest: of the signed text; kept in the field that the standard leaves to the producer's own protection.
    """
    fields = {
        "Label": document_table().label.value,
        "ContentProducer": producer,
        "ProduceID": identifier,
        "ReservedCode1": digest,
        # Of whoever spreads the text: a platform fills these in.
        "ContentPropagator": "",
        "PropagateID": "",
        "ReservedCode2": "",
    }
    return AiLabel(wording_in(language).notice, fields)
