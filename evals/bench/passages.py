"""Passages of about 200 characters that nobody wrote: words drawn by how common they are, in sentences, in files of fifty."""

import random
from collections.abc import Iterator
from pathlib import Path

from service.resources import knowledge_dir

SIZE = 200
_PER_FILE = 50
_VOCABULARY = 20_000
_SENTENCE = (5, 14)
# Common words are common: the word of rank r is drawn about as often as 1 / r.
_SKEW = 1.0


def passages(count: int, seed: int = 1) -> Iterator[str]:
    """`count` passages, the same ones every time."""
    dice = random.Random(seed)  # noqa: S311 - a benchmark's dice
    words = (knowledge_dir() / "embeddings" / "zh.words.txt").read_text(encoding="utf-8").split("\n")[:_VOCABULARY]
    weights = [1 / (rank + 10) ** _SKEW for rank in range(len(words))]
    bag = dice.choices(words, weights, k=400_000)
    for number in range(count):
        text = f"第{number}号。"
        while len(text) < SIZE:
            start = dice.randrange(len(bag) - _SENTENCE[1])
            text += "".join(bag[start : start + dice.randint(*_SENTENCE)]) + "。"
            dice.shuffle(bag) if number % 20_000 == 19_999 else None
        yield text


def write_files(folder: Path, count: int) -> None:
    """The passages as text files."""
    folder.mkdir(parents=True, exist_ok=True)
    batch: list[str] = []
    for number, text in enumerate(passages(count), start=1):
        batch.append(text)
        if len(batch) == _PER_FILE or number == count:
            (folder / f"{number:08}.txt").write_text("\n\n".join(batch), encoding="utf-8")
            batch = []


def queries(count: int, seed: int = 2) -> list[str]:
    """What somebody might look for: a few words in a row out of passages."""
    dice = random.Random(seed)  # noqa: S311
    return [text[start : start + 14] for text in passages(count) if (start := dice.randrange(10, SIZE - 20))]
