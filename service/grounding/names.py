"""Names of people, organisations, places and products. Generic mentions (the regulator, 当地医院) are none.

A mention that is not `unsure` carries proof that it is a name: a listed word, an ending, a title, a gazetteer's entry.
"""

from service.grounding.chinese_names import find_brands, find_organisations, find_products
from service.grounding.chinese_people import find_people
from service.grounding.chinese_places import find_places
from service.grounding.chinese_text import ChineseText
from service.grounding.english_names import find_english
from service.grounding.name_keys import canonical, holds, lookup_keys, place_names, same_name, split_suffix
from service.grounding.types import Mention
from service.patterns import lazy

__all__ = ["canonical", "find_names", "holds", "lookup_keys", "place_names", "same_name", "split_suffix"]

_HAN = lazy(r"[\u3400-\u9fff]")
_CAPITAL = lazy(r"[A-Z]")
# Of two readings of one place the surer kind is kept: an organisation's name holds places and people's names.
_RANK = {"organisation": 0, "person": 1, "place": 2, "product": 3}


def find_names(text: str) -> list[Mention]:
    """Names in a folded text, in order, none inside another. `Label.kind`: person, organisation, place or product."""
    found: list[Mention] = []
    if _HAN.search(text):
        chinese = ChineseText(text)
        found += find_organisations(chinese)
        found += find_people(chinese)
        found += find_places(chinese)
        found += find_brands(chinese)
        found += find_products(text)
    if _CAPITAL.search(text):
        found += find_english(text)
    return _apart(found)


def _apart(found: list[Mention]) -> list[Mention]:
    """Mentions that do not overlap: sure ones before guesses, organisations before what lies in them, longer before shorter."""
    taken: list[Mention] = []
    covered = bytearray()
    for mention in sorted(found, key=_precedence):
        if len(covered) < mention.end:
            covered.extend(bytes(mention.end - len(covered)))
        if not any(covered[mention.start : mention.end]):
            covered[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
            taken.append(mention)
    return sorted(taken, key=lambda mention: mention.start)


def _precedence(mention: Mention) -> tuple[bool, int, int, int]:
    kind = getattr(mention.value, "kind", "")
    return mention.unsure, _RANK.get(kind, 4), mention.start - mention.end, mention.start
