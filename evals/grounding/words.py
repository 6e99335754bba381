"""Lists of words, written as one line of them."""


def listed(words: str) -> tuple[str, ...]:
    """The words of a line."""
    return tuple(words.split())
