"""What a statement must hold and how it must not speak, by kind, level and channel; rules are data in `knowledge/elements/`."""

from service.elements.checker import check_elements, further_elements, required_elements
from service.elements.conduct import check_conduct, nevers
from service.elements.data import channel_limit
from service.elements.detection import speaks_of
from service.elements.length import check_length
from service.elements.presence import ElementState, Presence, element_states
from service.elements.schemas import ChannelForm, ElementDemand, ElementName

__all__ = [
    "ChannelForm",
    "ElementDemand",
    "ElementName",
    "ElementState",
    "Presence",
    "channel_limit",
    "check_conduct",
    "check_elements",
    "check_length",
    "element_states",
    "further_elements",
    "nevers",
    "required_elements",
    "speaks_of",
]
