"""On what kind of device somebody reads: so coarse that it tells nobody apart. The browser's own word is not kept."""

from flask import request


def client() -> str:
    """`phone`, `tablet`, `computer` or `other`."""
    told = request.headers.get("User-Agent", "")
    if "iPad" in told or "Tablet" in told or ("Android" in told and "Mobile" not in told):
        return "tablet"
    if "Mobi" in told:
        return "phone"
    return "computer" if any(name in told for name in ("Windows", "Macintosh", "X11")) else "other"
