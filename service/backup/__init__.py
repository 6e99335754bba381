"""The whole database as one file, and back: the same file for SQLite and PostgreSQL, so that one can become the other."""

from service.backup.archive import back_up, restore

__all__ = ["back_up", "restore"]
