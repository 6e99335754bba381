"""What models said, kept by the digest of what they were asked, so that a run needs no model and gives the same again."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from service.errors import ServiceError
from service.i18n import Localized
from service.strict import Strict

FOLDER = Path(__file__).resolve().parents[1] / "recordings"
# The fence is drawn anew for every call, so that no text can foresee it; to the answer it means nothing.
_FENCE = re.compile(r"<<<([0-9a-f]{12})")
_SAME_FENCE = "000000000000"

Messages = Sequence[Mapping[str, Any]]


class Recorded(Strict):
    """One answer.

    Attributes:
        sample: which statement it was for. turn: the how-many-eth call for it; 0 is the draft, the rest are repairs and readers.
        digest: of the messages, see `digest_of`. content: what the model said, unread.
        seconds: how long it took, on whatever machine it was.
    """

    sample: str
    turn: int
    digest: str
    content: str
    finish_reason: str = "stop"
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0


def same_fence(messages: Messages) -> list[dict[str, Any]]:
    """The messages with one fence for all: what is sent to a model whose answer is kept, and what the digest is of."""
    text = json.dumps(list(messages), ensure_ascii=False)
    for fence in dict.fromkeys(_FENCE.findall(text)):
        text = text.replace(fence, _SAME_FENCE)
    found: list[dict[str, Any]] = json.loads(text)
    return found


def digest_of(messages: Messages) -> str:
    """`sha256:…` of roles and contents, whatever fence they use."""
    said = [[message.get("role"), message.get("content")] for message in same_fence(messages)]
    return "sha256:" + hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


class Recordings:
    """The answers of one model. `path` is written after every answer, so that a run that is stopped loses none."""

    def __init__(self, path: Path, rows: Iterable[Recorded] = ()) -> None:
        self.path = path
        self._rows = {(row.sample, row.digest): row for row in rows}

    def find(self, sample: str, digest: str) -> Recorded | None:
        """The answer to exactly this prompt."""
        return self._rows.get((sample, digest))

    def earlier(self, sample: str) -> Recorded | None:
        """The newest answer to a draft's prompt that has changed since."""
        return next((row for row in reversed(self._rows.values()) if row.sample == sample and row.turn == 0), None)

    def add(self, row: Recorded) -> None:
        """Keep an answer; one to an earlier wording of the same draft's prompt goes."""
        if row.turn == 0:
            self._rows = {key: old for key, old in self._rows.items() if key[0] != row.sample or old.turn}
        self._rows[row.sample, row.digest] = row
        lines = [item.model_dump_json() for item in sorted(self._rows.values(), key=lambda item: (item.sample, item.turn))]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    @property
    def samples(self) -> list[str]:
        """What there is a draft for."""
        return sorted({row.sample for row in self._rows.values() if row.turn == 0})

    def __len__(self) -> int:
        return len(self._rows)


def load(model: str, folder: Path = FOLDER) -> Recordings:
    """The recorded answers of a model; none where there is no file.

    Raises:
        ServiceError: a line is no recording; file and line are named.
    """
    path = folder / f"{model}.jsonl"
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.is_file() else (), start=1):
        try:
            rows.append(Recorded.model_validate_json(line))
        except ValidationError as error:
            where = f"{path.name}:{number}: {error.errors()[0]['msg']}"
            raise ServiceError(Localized(zh=f"模型答案记录有误：{where}", en=f"the recording is wrong: {where}")) from error
    return Recordings(path, rows)
