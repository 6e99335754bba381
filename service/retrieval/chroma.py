"""Chroma: reached or opened, and its failures as ours. The only import of chromadb; it takes most of a second."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

import chromadb
from chromadb import Where
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings as ChromaSettings

from service.config import Settings
from service.errors import ComponentUnavailable, InvalidInput, Problem, ServiceError
from service.i18n import Localized

__all__ = ["Client", "Collection", "Where", "close", "guarded", "open_client"]
# A server in reach accepts at once; writing a batch of passages takes it seconds.
_CONNECT_SECONDS, _ANSWER_SECONDS = 3.0, 60.0
Args = ParamSpec("Args")
Result = TypeVar("Result")


def guarded(call: Callable[Args, Result]) -> Callable[Args, Result]:
    """`call` with every failure of Chroma as ComponentUnavailable."""

    def guarded(*args: Args.args, **kwargs: Args.kwargs) -> Result:
        try:
            return call(*args, **kwargs)
        except ServiceError:
            raise
        # Chroma raises its own errors, ValueError, httpx's and sqlite's alike when it cannot be reached.
        except Exception as error:
            message = f"{type(error).__name__}: {error}"[:200]
            raise ComponentUnavailable(
                Localized(
                    zh=f"知识库索引（Chroma）不可用：{message}", en=f"The knowledge index (Chroma) is unavailable: {message}"
                )
            ) from error

    return guarded


@guarded
def _connect(host: str, port: int, scheme: str) -> Client:
    # Chroma itself would wait without end for an address that swallows what is sent to it.
    socket.create_connection((host, port), timeout=_CONNECT_SECONDS).close()
    # Chroma declares an interface without close(); what it returns has it.
    client = cast(
        "Client",
        chromadb.HttpClient(host=host, port=port, ssl=scheme == "https", settings=ChromaSettings(anonymized_telemetry=False)),
    )
    for session in _sessions(client):
        session.timeout = _ANSWER_SECONDS
    return client


@guarded
def _embedded(folder: Path) -> Client:
    return cast("Client", chromadb.PersistentClient(path=folder, settings=ChromaSettings(anonymized_telemetry=False)))


def open_client(settings: Settings) -> Client:
    """The server at CHROMA_URL, or the database in DATA_DIR.

    Raises:
        ComponentUnavailable: it cannot be reached or opened.
        InvalidInput: CHROMA_URL is not an address.
    """
    if not settings.chroma_url:
        return _embedded(settings.data_dir / "chroma")
    try:
        url = urlsplit(settings.chroma_url)
        host, port = url.hostname, url.port
    except ValueError:
        host, port = None, None
    if not host or url.scheme not in ("http", "https"):
        message = Localized(zh="应为 http://主机:端口 的形式", en="must look like http://host:port")
        raise InvalidInput([Problem(field="FIRSTWORD_CHROMA_URL", code="setting", message=message)])
    return _connect(host, port or (443 if url.scheme == "https" else 80), url.scheme)


def close(client: Client) -> None:
    """Lets go of the database, and of the two HTTP connections that Chroma forgets and nobody else shares."""
    sessions = _sessions(client)
    client.close()
    for session in sessions:
        session.close()


def _sessions(client: Client) -> list[Any]:
    """The HTTP clients inside; none for an embedded database."""
    owners = (client, getattr(client, "_admin_client", None))
    found = [getattr(getattr(owner, "_server", None), "_session", None) for owner in owners]
    return [session for session in found if session is not None]
