"""Starts the service again and again from one process that has read its rules: `python -m tests.journeys.launching`.

Prints the port; then, for every line end on its standard input, forks a service on that port and prints its process id.
"""

import os
import select
import socket
import sys

from service.app import create_app
from service.briefs.loader import load_brief
from service.cli.serve import listen, server
from service.config import load_settings
from service.drafting.submitted import CheckRequest, check
from tests.samples import FOLDER


def main() -> None:
    """Serves until the input ends."""
    settings = load_settings()
    listener = listen("127.0.0.1", 0)
    brief = load_brief((FOLDER / "05-hotpot-food-poisoning.yml").read_bytes(), "brief.yml")
    # Made and read once, for all that are forked; the database is opened by each.
    app = create_app(settings)
    app.openapi()
    check(CheckRequest(text=brief.public_facts[0].text, brief=brief))
    print(listener.getsockname()[1], flush=True)  # noqa: T201 - read by the test
    while _asked(listener):
        child = os.fork()
        if child == 0:
            serving = server(settings, access_log=False)
            serving.config.app, serving.config.factory = app, False
            serving.run(sockets=[listener])
            os._exit(0)
        print(child, flush=True)  # noqa: T201 - read by the test
        os.waitpid(child, 0)


def _asked(listener: socket.socket) -> bool:
    """Waits for a line; whoever connects while nobody serves is hung up on, as by a machine whose service is gone."""
    while True:
        ready, _, _ = select.select([sys.stdin, listener], [], [])
        if sys.stdin in ready:
            # Unbuffered, so that what select says of the file holds.
            return os.read(sys.stdin.fileno(), 1) == b"\n"
        listener.accept()[0].close()


if __name__ == "__main__":
    main()
