"""The schema's history. `upgrade` brings a database to this version's schema; a database of another version is never written to."""

from service.migrations.run import require_current, upgrade

__all__ = ["require_current", "upgrade"]
