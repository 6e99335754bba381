"""Options every test folder shares."""

import gc

import pytest

from service.llm.breaker import breakers

pytest_plugins = ["tests.databases", "tests.indexed", "tests.desk", "tests.receiving", "tests.oidc.provider"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` rewrites expected outputs, to be judged as a diff."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected outputs")


def pytest_sessionstart() -> None:
    """Collecting makes half a million objects and drops none."""
    gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begin first, so that at the end no worker waits for the other; each worker takes what the other has left."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What was collected lives to the end; to go through it whenever objects were made took a fifth of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()


@pytest.fixture(scope="session")
def update_golden(pytestconfig: pytest.Config) -> bool:
    """Whether expected outputs are to be rewritten."""
    return bool(pytestconfig.getoption("--update-golden"))


@pytest.fixture(autouse=True)
def no_model_paused() -> None:
    """Breakers last as long as the process: a test's unreachable server must not pause the same address in a later test."""
    breakers.clear()
