"""Notices: written in the unit of work of what they tell of, listed in the app, sent to addresses by the worker."""

from service.notices.telling import About, is_told, tell

__all__ = ["About", "is_told", "tell"]
