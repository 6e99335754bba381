"""What exporting costs everybody else: nothing, until somebody exports."""

import subprocess
import sys

from tests.samples import ROOT


def test_the_application_starts_without_word_and_pdf_libraries() -> None:
    code = "import sys, service.app, service.cli.export\nprint(sorted({'docx', 'weasyprint', 'pypdf', 'PIL', 'fontTools'} & set(sys.modules)))"
    run = [sys.executable, "-W", "ignore", "-c", code]
    told = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert told.strip() == "[]"
