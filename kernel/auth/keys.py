"""One Ed25519 key per service, as files: `private/<service>.pem` for it alone, `public/<service>.pem` for all.

The same layout serves a laptop (made on first use) and mounted secrets (made by the operator, read-only here).
"""

import os
import re
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

OTHERS_MAY = 0o007  # group access stays allowed: orchestrators mount secrets for the container's group
_SERVICE = re.compile(r"[a-z][a-z0-9-]{0,31}")


class KeyUnusable(Exception):
    """A key is missing, open to others, or no Ed25519 key. Names the service and the reason, never the content."""


def create(directory: Path, service: str) -> Ed25519PrivateKey:
    """Make the pair if there is none yet and give the one that is on disk; two processes at once agree on one."""
    private = _path(directory, "private", service)
    private.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not private.exists():
        _publish_once(private, _private_pem(Ed25519PrivateKey.generate()), 0o600)
    key = load_private(directory, service)
    public = _path(directory, "public", service)
    public.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    if not public.exists():
        _publish_once(public, _public_pem(key.public_key()), 0o644)
    return key


def load_private(directory: Path, service: str) -> Ed25519PrivateKey:
    """The service's own key; KeyUnusable when others on the machine may read it."""
    path = _path(directory, "private", service)
    if not path.is_file():
        raise KeyUnusable(f"{service}: no private key")
    if path.stat().st_mode & OTHERS_MAY:
        raise KeyUnusable(f"{service}: the private key is open to others")
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise KeyUnusable(f"{service}: the private key cannot be read") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"{service}: not an Ed25519 key")
    return key


def load_public(directory: Path) -> dict[str, Ed25519PublicKey]:
    """Every service that may issue tokens here, by name: the trust list of a checker."""
    paths = sorted((directory / "public").glob("*.pem"))
    return {path.stem: _public(path) for path in paths if _SERVICE.fullmatch(path.stem)}


def _public(path: Path) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(path.read_bytes())
    except ValueError as error:
        raise KeyUnusable(f"{path.stem}: the public key cannot be read") from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyUnusable(f"{path.stem}: not an Ed25519 key")
    return key


def _path(directory: Path, half: str, service: str) -> Path:
    if not _SERVICE.fullmatch(service):
        raise KeyUnusable("a service is named by small letters, digits and hyphens")
    return directory / half / f"{service}.pem"


def _publish_once(target: Path, content: bytes, mode: int) -> None:
    """Complete or absent: written beside the target, then linked; the first of two writers wins."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, mode)
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    try:
        os.link(draft, target)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _private_pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _public_pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
