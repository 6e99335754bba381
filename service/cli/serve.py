"""`firstword serve`: the API and the pages on one address."""

import ipaddress
import os
import socket
from typing import Annotated

import typer
import uvicorn

from service.cli import console
from service.config import Settings, load_settings
from service.errors import InvalidInput, Problem
from service.i18n import Localized
from service.installation import Installation
from service.users.commands import first_admin_link

# A name and not an import: the application is built above the command line.
_APPLICATION = "service.app:create_app"

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command(name="serve", help=console.say("启动网页与接口。", "Run the pages and the API."))
def run(
    *,
    host: Annotated[
        str | None, typer.Option("--host", help=console.say("监听地址，默认 127.0.0.1", "address, default 127.0.0.1"))
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port", min=0, max=65535, help=console.say("端口，默认 8000；0 为任选", "port, default 8000; 0 picks one")
        ),
    ] = None,
) -> None:
    """Serve until stopped."""
    settings = load_settings()
    address = host or settings.host
    if host is not None:
        # The application reads its own settings; this is how it learns which host name it answers to.
        os.environ["FIRSTWORD_HOST"] = host
    listener = listen(address, settings.port if port is None else port)
    with listener:
        announce(listener, address, settings)
        server(settings, access_log=False).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        InvalidInput: the address is taken, unknown or not ours.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        reason = str(getattr(error, "strerror", None) or error)
        message = Localized(zh=f"无法监听 {host}:{port}（{reason}）", en=f"cannot listen on {host}:{port} ({reason})")
        raise InvalidInput([Problem(field="", code="address", message=message, file="serve")]) from error


def announce(listener: socket.socket, host: str, settings: Settings) -> None:
    """Says where the pages are, and who may use them: while there are no users, with the link that makes the first."""
    shown = f"[{host}]" if ":" in host else host
    console.note(
        f"http://{shown}:{listener.getsockname()[1]}/  ({console.say('写手', 'writer')}: {settings.model or 'composer'})"
    )
    installation = Installation(settings)
    with installation.database().unit_of_work() as session:
        link = first_admin_link(session)
    installation.close()
    if link is None:
        return
    if not _is_loopback(listener.getsockname()[0]):
        console.note(
            console.say(
                "尚无用户：起草、检查和评估只回答本机的请求。",
                "No users yet: drafts, checks and assessments answer this machine only.",
            )
        )
    address = f"http://{shown}:{listener.getsockname()[1]}/join/{link}"
    console.note(
        console.say(
            f"第一位管理员（一次性，24 小时内有效）：{address}", f"first administrator (once, within 24 hours): {address}"
        )
    )


def server(settings: Settings, *, access_log: bool) -> uvicorn.Server:
    """The server for the application; forwarded addresses and schemes are believed from the configured proxies alone."""
    return uvicorn.Server(
        uvicorn.Config(
            _APPLICATION,
            factory=True,
            access_log=access_log,
            log_level="warning",
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips=settings.trusted_proxies,
            timeout_graceful_shutdown=5,
        )
    )


def _is_loopback(address: str) -> bool:
    return ipaddress.ip_address(address).is_loopback
