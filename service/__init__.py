"""Firstword 先声: drafts, checks and signs off what a brand says in a crisis."""

__version__ = "0.1.0"
