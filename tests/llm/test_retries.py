from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace
from typing import Any

import pytest

from service.llm.failures import Reason
from service.llm.retries import ATTEMPTS, CallFailed, persist, retry_after


def failing(times: int, reason: Reason, after: float | None = None) -> Callable[[], str]:
    left = [times]

    def work() -> str:
        if left[0]:
            left[0] -= 1
            raise CallFailed(reason, after)
        return "said"

    return work


def run(work: Callable[[], str], remaining: float = 60) -> tuple[str, list[float]]:
    slept: list[float] = []
    try:
        return persist(work, lambda: remaining - sum(slept), slept.append), slept
    except CallFailed as failed:
        return failed.reason, slept


def test_pauses_grow_and_are_uneven() -> None:
    said, slept = run(failing(4, "rate_limit"))
    assert said == "said"
    assert len(slept) == 4
    assert all(low <= pause <= low + 0.3 for pause, low in zip(slept, (0.3, 0.6, 1.2, 2.4), strict=True))
    assert len({round(pause % 0.3, 6) for pause in slept}) > 1


@pytest.mark.parametrize("reason", ["connection", "server", "rate_limit"])
def test_it_gives_up_after_so_many_attempts(reason: Reason) -> None:
    said, slept = run(failing(99, reason))
    assert (said, len(slept)) == (reason, ATTEMPTS[reason] - 1)


@pytest.mark.parametrize("reason", ["auth", "not_found", "refused_request", "timeout", "bad_answer", "certificate"])
def test_what_will_not_pass_is_not_asked_again(reason: Reason) -> None:
    assert run(failing(1, reason)) == (reason, [])


def test_the_servers_own_wish_is_honoured() -> None:
    assert run(failing(2, "rate_limit", after=7.0)) == ("said", [7.0, 7.0])


def test_a_pause_that_does_not_fit_before_the_deadline_is_not_begun() -> None:
    assert run(failing(1, "rate_limit", after=61.0)) == ("rate_limit", [])
    assert run(failing(2, "rate_limit", after=40.0)) == ("rate_limit", [40.0])


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_the_wish_is_read_from_the_headers(headers: dict[str, str], seconds: float | None) -> None:
    for place in ({"litellm_response_headers": headers}, {"response": SimpleNamespace(headers=headers)}):
        error: Any = Exception()
        vars(error).update(place)
        assert retry_after(error) == seconds


def test_a_wish_may_be_a_date() -> None:
    error: Any = Exception()
    error.litellm_response_headers = {"retry-after": format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)}
    wished = retry_after(error)
    assert wished is not None
    assert 80 < wished <= 90
