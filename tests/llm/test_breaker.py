import pytest

from service.llm.breaker import Breaker, Breakers


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def broken(clock: Clock, times: int = 3) -> Breaker:
    breaker = Breaker(failures=3, pause=30, clock=clock)
    for _ in range(times):
        breaker.failed()
    return breaker


def test_it_opens_after_failures_in_a_row(clock: Clock) -> None:
    assert broken(clock, times=2).admits()
    assert not broken(clock, times=3).admits()


def test_a_success_between_begins_the_count_anew(clock: Clock) -> None:
    breaker = broken(clock, times=2)
    breaker.succeeded()
    breaker.failed()
    breaker.failed()
    assert breaker.admits()


def test_after_the_pause_one_call_may_try_and_no_second(clock: Clock) -> None:
    breaker = broken(clock)
    clock.now += 29.9
    assert not breaker.admits()
    clock.now += 0.1
    assert [breaker.admits() for _ in range(3)] == [True, False, False]


def test_a_trial_that_succeeds_closes_it_and_one_that_fails_opens_it_again(clock: Clock) -> None:
    breaker = broken(clock)
    clock.now += 30
    assert breaker.admits()
    breaker.failed()
    clock.now += 29
    assert not breaker.admits()
    clock.now += 1
    assert breaker.admits()
    breaker.succeeded()
    assert [breaker.admits() for _ in range(3)] == [True, True, True]


def test_a_trial_that_never_comes_back_does_not_keep_it_shut(clock: Clock) -> None:
    breaker = broken(clock)
    clock.now += 30
    assert breaker.admits()
    clock.now += 30
    assert breaker.admits()


def test_each_model_at_each_address_has_its_own(clock: Clock) -> None:
    found = Breakers(lambda: broken(clock))
    assert found.of("a", "x") is found.of("a", "x")
    found.of("a", "x").succeeded()
    assert found.of("a", "x").admits()
    assert not found.of("a", "y").admits()
    found.clear()
    assert not found.of("a", "x").admits()
