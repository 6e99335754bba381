"""Words that only hidden lines of a ledger have: a model that never saw them guesses, or speaks of them by accident."""

from collections.abc import Collection, Sequence

from service.grounding import everyday
from service.grounding.alignment import Board
from service.grounding.marks import Mark
from service.grounding.said import Said
from service.grounding.segmentation import segment
from service.patterns import lazy

_LONG_HAN, _LONG_WORD = lazy(r"[\u3400-\u9fff]{3,}"), lazy(r"[A-Za-z]{6,}")


def hidden_words(board: Board) -> frozenset[str]:
    """The words and concepts that only hidden lines have, and no statement says by itself."""
    hidden = {key for item in board.items if not item.is_public for key in item.keys if key[0] not in "=@"}
    return frozenset(hidden - everyday.keys() - {key for item in board.items if item.is_public for key in item.keys})


def hints(said: Said, hidden: frozenset[str], names: Collection[str]) -> bool:
    """Whether a clause has words of a hidden line: a model that never saw it guesses at it, or speaks of it by accident."""
    text = said.folded[said.sentence.start : said.sentence.end]
    found = {
        key
        for piece in said.clause.pieces
        for key in piece.keys
        if key in hidden and not any(text[piece.start : piece.end] in name for name in names)
    }
    return len(found) > (1 if said.clause.marks & Mark.OPEN or not said.is_claim else 0)


def hidden_long_words(board: Board) -> tuple[str, ...]:
    """The longer words of hidden lines that stand in no public one, everyday ones too: 班组长."""
    public = "\n".join(item.folded + (item.attribution or "") for item in board.items if item.is_public).casefold()
    found: set[str] = set()
    for item in board.items:
        if not item.is_public:
            found |= {token.word for token in segment(item.folded) if _LONG_HAN.fullmatch(token.word)}
            found |= {word.casefold() for word in _LONG_WORD.findall(item.folded)}
    return tuple(word for word in sorted(found) if word.removesuffix("s") not in public)


def names_hidden(said: Said, words: Sequence[str]) -> bool:
    """Whether a clause states something with one of these longer words."""
    text = said.folded[said.start : said.end].casefold()
    return said.is_claim and any(word in text for word in words)
