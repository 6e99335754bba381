"""Options every test folder shares."""

import pytest

from service.llm.breaker import breakers

pytest_plugins = ["tests.databases", "tests.desk", "tests.receiving", "tests.oidc.provider"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` rewrites expected outputs, to be judged as a diff."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected outputs")


@pytest.fixture(scope="session")
def update_golden(pytestconfig: pytest.Config) -> bool:
    """Whether expected outputs are to be rewritten."""
    return bool(pytestconfig.getoption("--update-golden"))


@pytest.fixture(autouse=True)
def no_model_paused() -> None:
    """Breakers last as long as the process: a test's unreachable server must not pause the same address in a later test."""
    breakers.clear()
