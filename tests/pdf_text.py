"""The text of a PDF, to be compared with what was to be printed."""

from __future__ import annotations

import io
import re

from pypdf import PdfReader


def words(text: str) -> str:
    """Text without the spaces and line ends that setting it adds or drops."""
    return re.sub(r"[\s\u200b]+", "", text)


def read(pdf: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(pdf))
    return reader, "\n".join(page.extract_text() for page in reader.pages)
