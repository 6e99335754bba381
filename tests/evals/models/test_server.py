import json
from pathlib import Path
from typing import Any

import httpx

from evals.models.recordings import Recorded, Recordings, digest_of, load
from evals.models.server import RecordingServer
from tests.model_server import ModelServer, Reply

MESSAGES = [{"role": "user", "content": "<<<2e0408d86bc5\n写\n2e0408d86bc5>>>"}]


def post(server: RecordingServer, sample: str, **changes: Any) -> httpx.Response:
    body = {"model": "m", "messages": MESSAGES} | changes
    return httpx.post(f"{server.address(sample)}/chat/completions", json=body, trust_env=False, timeout=30)


def kept(tmp_path: Path, *rows: Recorded) -> Recordings:
    return Recordings(tmp_path / "m.jsonl", rows)


def test_a_recorded_answer_is_given_whatever_the_fence(tmp_path: Path) -> None:
    recordings = kept(tmp_path, Recorded(sample="a.b", turn=0, digest=digest_of(MESSAGES), content="好", prompt_tokens=5))
    with RecordingServer(recordings, model="m") as server:
        other = [{"role": "user", "content": MESSAGES[0]["content"].replace("2e0408d86bc5", "bbbbbbbbbbbb")}]
        told = post(server, "a.b", messages=other).json()
        assert told["choices"][0]["message"]["content"] == "好"
        assert told["usage"]["prompt_tokens"] == 5
        assert [(call.turn, call.is_stale) for call in server.heard("a.b")] == [(0, False)]


def test_it_is_given_as_a_stream_too(tmp_path: Path) -> None:
    recordings = kept(tmp_path, Recorded(sample="a", turn=0, digest=digest_of(MESSAGES), content="好。"))
    with RecordingServer(recordings, model="m") as server:
        lines = [line[6:] for line in post(server, "a", stream=True).text.splitlines() if line.startswith("data: ")]
    assert lines[-1] == "[DONE]"
    assert "".join(json.loads(line)["choices"][0]["delta"].get("content", "") for line in lines[:-1]) == "好。"


def test_an_answer_to_an_earlier_wording_is_given_once_and_marked(tmp_path: Path) -> None:
    recordings = kept(tmp_path, Recorded(sample="a", turn=0, digest="sha256:old", content="旧"))
    with RecordingServer(recordings, model="m") as server:
        assert post(server, "a").json()["choices"][0]["message"]["content"] == "旧"
        repair = [{"role": "user", "content": "第2句改写"}]
        assert post(server, "a", messages=repair).status_code == 404
        assert [(call.turn, call.is_stale, call.answer is None) for call in server.heard("a")] == [
            (0, True, False),
            (1, False, True),
        ]


def test_a_live_model_is_asked_once_with_one_fence_for_all_and_recorded(tmp_path: Path) -> None:
    recordings = kept(tmp_path)
    with ModelServer([Reply("活的")]) as live, RecordingServer(recordings, model="m", upstream=live.url) as server:
        for _ in range(2):
            assert post(server, "a").json()["choices"][0]["message"]["content"] == "活的"
        assert len(live.requests) == 1
        assert "<<<000000000000" in live.requests[0]["messages"][0]["content"]
    again = load("m", tmp_path).find("a", digest_of(MESSAGES))
    assert again is not None
    assert (again.turn, again.completion_tokens) == (0, 7)


def test_a_model_that_fails_leaves_no_recording(tmp_path: Path) -> None:
    recordings = kept(tmp_path)
    with ModelServer([Reply("no", status=500)]) as live, RecordingServer(recordings, model="m", upstream=live.url) as server:
        assert post(server, "a").status_code == 404
    assert recordings.samples == []
