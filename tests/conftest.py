"""Options every test folder shares."""

import pytest

pytest_plugins = ["tests.databases", "tests.desk", "tests.receiving", "tests.oidc.provider"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` rewrites expected outputs, to be judged as a diff."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected outputs")


@pytest.fixture(scope="session")
def update_golden(pytestconfig: pytest.Config) -> bool:
    """Whether expected outputs are to be rewritten."""
    return bool(pytestconfig.getoption("--update-golden"))
