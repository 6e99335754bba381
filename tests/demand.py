"""What a user's machine may lack: tests skip with the reason printed, and continuous integration demands them."""

import os
import shutil

import pytest

from service.errors import ComponentUnavailable
from service.export.formats.pdf import require_pdf


def need(condition: object, reason: str) -> None:
    """Skip with the reason where something is missing; fail where FIRSTWORD_TESTS_DEMAND_ALL is set."""
    if condition:
        return
    if os.environ.get("FIRSTWORD_TESTS_DEMAND_ALL"):
        pytest.fail(f"demanded here, but {reason}")
    pytest.skip(reason)


def chromium() -> str:
    """The path of a Chromium or Chrome on this machine."""
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    need(found, "no Chromium is installed (Debian: apt-get install chromium)")
    return str(found)


def printer() -> None:
    """What PDF is made with: Pango and the fonts of every language."""
    try:
        require_pdf("zh-CN")
        require_pdf("zh-HK")
        require_pdf("en-GB")
    except ComponentUnavailable as lacking:
        need(False, lacking.message.en)
