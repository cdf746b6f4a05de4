"""What stands on a PDF that a service made."""

import io
from base64 import b64decode
from typing import Any

from pypdf import PdfReader


def pages(attachment: Any) -> list[str]:
    """The words of each page, lines joined by single spaces."""
    assert attachment["content_type"] == "application/pdf"
    made = PdfReader(io.BytesIO(b64decode(attachment["data"])))
    return [" ".join(page.extract_text().split()) for page in made.pages]
