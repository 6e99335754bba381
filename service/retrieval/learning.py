"""Documents that come from no file, such as accepted knowledge, brought into the index: what is missing is written, what is gone is dropped."""

from collections.abc import Sequence

from service.retrieval.corpus import Document
from service.retrieval.cutting import cut
from service.retrieval.holdings import Batch, Keeper


def shelve(documents: Sequence[Document], keeper: Keeper, origin: str) -> int:
    """Makes the origin hold exactly these documents; gives how many were written. Running it again changes nothing.

    Raises:
        ComponentUnavailable: the index does not answer; the next run does the rest.
    """
    held = keeper.holdings(origin)
    fresh = [
        document
        for document in documents
        if (known := held.get(document.id)) is None or known.digest != document.digest or not known.is_whole
    ]
    gone = sorted(held.keys() - {document.id for document in documents})
    if not fresh and not gone:
        return 0
    keeper.begin(origin)
    written = tuple((cut(document), "") for document in fresh)
    if written:
        keeper.put(Batch(origin, written, frozenset(document.id for document in fresh if document.id in held)))
    if gone:
        keeper.drop(gone, origin)
    keeper.finish(origin)
    return len(fresh)
