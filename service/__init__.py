"""Firstword 先声: drafts, checks and signs off what a brand says in a crisis."""

import os

__version__ = "0.1.0"

# No plugin of another package may touch what we validate; and looking for plugins costs a cold `check` a tenth of its time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
