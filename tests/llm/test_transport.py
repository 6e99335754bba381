import httpx
import pytest

from service.llm.transport import BodyTooLarge, BodyTooSlow, bounded_client
from tests.model_server import ModelServer, Reply


def post(reply: Reply, timeout: float | None) -> httpx.Response:
    with ModelServer([reply]) as server, bounded_client() as client:
        return client.post(f"{server.url}/chat/completions", json={}, timeout=timeout)


def test_an_ordinary_body_is_read_whole() -> None:
    assert post(Reply(raw=b"x" * 1_000_000), 10).content == b"x" * 1_000_000


def test_without_a_timeout_only_the_size_is_bounded() -> None:
    assert post(Reply(raw=b"abc", drip=0.01), None).content == b"abc"


def test_a_body_that_drips_is_cut_though_every_piece_is_in_time() -> None:
    with pytest.raises(BodyTooSlow):
        post(Reply(raw=b"x" * 1000, drip=0.02), 0.3)


def test_a_body_without_end_is_cut() -> None:
    with pytest.raises(BodyTooLarge):
        post(Reply(raw=b"x" * 3_000_000), 10)
