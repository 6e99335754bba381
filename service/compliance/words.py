"""Whether a match begins or ends inside a Chinese word: 没有发 of 没有发现, 通病 of 普通病房."""

from service.compliance.reading import Span

# What an expression meets by chance is short; a longer match is itself, wherever it was cut off.
_SHORT = 5
_AROUND = 12


def is_chance(text: str, span: Span) -> bool:
    """Whether a short match reaches only part of a word of the dictionary."""
    start, end = span
    if end - start > _SHORT or not ("\u3400" <= text[start] <= "\u9fff"):
        return False
    import rjieba  # noqa: PLC0415  # it loads its dictionary, which a text without short matches need not wait for

    left = max(0, start - _AROUND)
    for word, begins, stops in rjieba.tokenize(text[left : end + _AROUND], "default", False):
        if len(word) > 1 and (begins + left < start < stops + left or begins + left < end < stops + left):
            return True
    return False
