"""create_app: builds the web application from its parts; the only file that knows every part."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from service import __version__
from service.config import Settings, load_settings
from service.installation import Installation
from service.notices.addresses import require_usable
from service.reminders.worker import Worker
from service.web import errors, openapi
from service.web.headers import Guard
from service.web.routes import routers

_STATIC = Path(__file__).resolve().parent / "web" / "static"


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application: API under /api/v1, the page at /, probes, /openapi.json.

    Args:
        settings: None reads them from the environment.

    Raises:
        InvalidInput: a setting is wrong.
    """
    chosen = settings or load_settings()
    require_usable(chosen)
    app = FastAPI(
        title="Firstword 先声",
        version=__version__,
        description="Drafts and checks what a brand says in a crisis. It never invents.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_with_worker,
    )
    app.state.settings = chosen
    app.state.installation = Installation(app.state.settings)
    app.add_middleware(Guard, hosts=app.state.settings.host_names(), refuse=errors.refusal)
    errors.install(app)
    openapi.install(app)
    for router in routers():
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    return app


@asynccontextmanager
async def _with_worker(app: FastAPI) -> AsyncIterator[None]:
    """Notices are sent while the application runs."""
    worker = Worker(app.state.installation)
    worker.start()
    yield
    await run_in_threadpool(worker.stop)
