"""wkhtmltopdf, held in bounds: a few at once, each for a limited time, without scripts, files or network."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from functools import cache
from pathlib import Path

import pdfkit
from markupsafe import escape

from services.errors import AccountPlanningError, TooManyAttempts
from services.fonts import FONTS
from services.jobs import Progress
from services.language import translate as _

OPTIONS = {
    "page-size": "A4",
    "margin-top": "16mm",
    "margin-bottom": "20mm",
    "margin-left": "17mm",
    "margin-right": "17mm",
    "encoding": "UTF-8",
    "disable-javascript": "",
    "disable-local-file-access": "",
    "disable-plugins": "",
    "no-images": "",
    # Nobody answers there: were anything to be fetched after all, it would not leave this machine.
    "proxy": "127.0.0.1:1",
}
LONGEST_PRINT = 120.0
"""Seconds, far more than a plan with all that its grids hold takes."""
LONGEST_WAIT = 30.0
_LOOK = 0.1
# Each printing may take a processor and some hundred MB: many at once must not take all there is.
_printing = threading.BoundedSemaphore(2)


class PdfNotAvailable(AccountPlanningError):
    """wkhtmltopdf is missing, failed or took too long; the message says what to do."""


def print_html(html: str, progress: Progress | None = None) -> bytes:
    """The page as PDF, with the shipped fonts. Cancelling the work ends wkhtmltopdf.

    Raises PdfNotAvailable, TooManyAttempts (others print already), Cancelled.
    """
    progress = progress or Progress()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "FONTCONFIG_FILE": str(_font_configuration())}
    try:
        configuration = pdfkit.configuration(environ=environment)
    except OSError as error:
        raise PdfNotAvailable(_("PDF export needs wkhtmltopdf. Ask the administrator to install the package.")) from error
    command = pdfkit.PDFKit("", "string", options=OPTIONS, configuration=configuration).command()
    _take_place(progress)
    try:
        return _run(command, environment, html.encode(), progress)
    finally:
        _printing.release()


def _take_place(progress: Progress) -> None:
    until = time.monotonic() + LONGEST_WAIT
    while not _printing.acquire(timeout=_LOOK):
        progress.check()
        if time.monotonic() > until:
            raise TooManyAttempts(_("Others are making PDFs at the moment. Try again in a minute."), retry_after=60)


def _run(command: list[str], environment: dict[str, str], page: bytes, progress: Progress) -> bytes:
    """What the command prints. It is ended at the time limit, when the work is cancelled, and whatever else happens."""
    until = time.monotonic() + LONGEST_PRINT
    # From a file: what a pipe could not take before a look at the progress would never be sent.
    with tempfile.TemporaryFile() as source:
        source.write(page)
        source.seek(0)
        process = subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    with process:
        try:
            while True:
                try:
                    printed, _told = process.communicate(timeout=_LOOK)
                    break
                except subprocess.TimeoutExpired as error:
                    progress.check()
                    if time.monotonic() > until:
                        raise PdfNotAvailable(_("The PDF takes too long to make. Leave out a section and try again.")) from error
        finally:
            process.kill()
    if process.returncode or not printed.startswith(b"%PDF"):
        raise PdfNotAvailable(_("The PDF could not be made. Leave out a section and try again."))
    return printed


@cache
def _font_configuration() -> Path:
    """A fontconfig file that knows the shipped fonts first, then those of the system for scripts they lack."""
    folder = Path(tempfile.mkdtemp(prefix="account-planning-fonts-"))
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(FONTS))}</dir><dir>/usr/share/fonts</dir><cachedir>{folder}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return path
