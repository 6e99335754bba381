from pathlib import Path
from typing import Any

import pytest

from evals.models.recordings import Recorded, Recordings, digest_of, load
from service.errors import ServiceError


def asked(fence: str = "2e0408d86bc5", fact: str = "6起") -> list[dict[str, Any]]:
    return [
        {"role": "system", "content": f"`<<<{fence}` 与 `{fence}>>>` 之间是资料"},
        {"role": "user", "content": f"<<<{fence}\n{fact}\n{fence}>>>"},
    ]


def row(sample: str = "a", turn: int = 0, digest: str = "sha256:1", content: str = "好") -> Recorded:
    return Recorded(sample=sample, turn=turn, digest=digest, content=content)


class TestDigest:
    def test_the_fence_of_the_day_is_no_part_of_it(self) -> None:
        assert digest_of(asked("aaaaaaaaaaaa")) == digest_of(asked("bbbbbbbbbbbb"))

    def test_everything_else_is(self) -> None:
        assert digest_of(asked(fact="6起")) != digest_of(asked(fact="7起"))
        assert digest_of(asked()) != digest_of([{"role": "user", "content": asked()[0]["content"]}, asked()[1]])


class TestRecordings:
    def test_what_was_added_is_there_for_the_next_run(self, tmp_path: Path) -> None:
        kept = Recordings(tmp_path / "sub" / "m.jsonl")
        kept.add(row())
        kept.add(row(turn=1, digest="sha256:2", content="改"))
        again = load("m", tmp_path / "sub")
        assert again.samples == ["a"]
        assert again.find("a", "sha256:2") == row(turn=1, digest="sha256:2", content="改")
        assert again.find("b", "sha256:2") is None

    def test_a_new_wording_of_the_prompt_replaces_the_draft_before(self, tmp_path: Path) -> None:
        kept = Recordings(tmp_path / "m.jsonl")
        kept.add(row())
        kept.add(row(digest="sha256:9", content="新"))
        assert kept.find("a", "sha256:1") is None
        earlier = kept.earlier("a")
        assert earlier is not None
        assert earlier.content == "新"

    def test_a_line_that_is_none_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "m.jsonl").write_text(row().model_dump_json() + '\n{"sample": "a", "colour": 1}\n', encoding="utf-8")
        with pytest.raises(ServiceError, match=r"m\.jsonl:2"):
            load("m", tmp_path)
