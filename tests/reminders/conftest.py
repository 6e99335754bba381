"""A desk whose worker sends to real receivers on loopback."""

import pytest

from tests.desk import Desk
from tests.receiving import Hook, Mailbox
from tests.reminders.making import Post


@pytest.fixture
def post(desk: Desk, database_address: str, mailbox: Mailbox, hook: Hook) -> Post:
    return Post(desk, database_address, mailbox, hook)
