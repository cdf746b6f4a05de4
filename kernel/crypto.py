"""Envelope encryption with one data key per subject (a child, a person).

Text is sealed with AES-256-GCM under the subject's data key; the data key is stored wrapped under the service's master
key (AES-256-GCM again). The subject is bound as associated data, so that a sealed text moved to another subject does
not open. Destroying the wrapped key (`shred`) makes every copy of the text unreadable, backups of it included; a
shredded subject never gets a new key.
"""

import base64
import hashlib
import os
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kernel.clock import Clock, to_text
from kernel.errors import Gone, StoreUnavailable
from kernel.kind import Sealed
from kernel.store.port import Collection, Document, Insert, Replace, Store, Write

KEYS = Collection("keys")
KEY_BYTES = 32
NONCE_BYTES = 12  # the size AES-GCM is specified for
CACHED_KEYS_MAX = 20_000  # 32 bytes each: well under 10 MB with Python's overhead
CACHE_SECONDS = 30.0  # how long another process may still read after a shredding


class MasterKey(Protocol):
    """Wraps data keys: a key file on one machine, a KMS in production."""

    id: str

    def wrap(self, key: bytes, subject: str) -> str:
        """Wrapped key as text."""
        ...

    def unwrap(self, wrapped: str, subject: str) -> bytes:
        """The data key; StoreUnavailable when this master key cannot open it."""
        ...

    def digest(self, **parts: str) -> str:
        """Keyed hash of named parts under a secret of this service: 64 hexadecimal characters."""
        ...


class LocalMasterKey:
    """Derived from a 32-byte secret by HKDF, per service: no service can unwrap another's keys."""

    def __init__(self, secret: bytes, service: str) -> None:
        info = f"alliance:{service}".encode()
        derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)
        self._cipher = AESGCM(derived)
        self.id = hashlib.sha256(b"id" + derived).hexdigest()[:12]
        self._digest_secret = hashlib.sha256(b"digest" + derived).digest()

    def wrap(self, key: bytes, subject: str) -> str:
        return _join(self._cipher, key, subject.encode())

    def unwrap(self, wrapped: str, subject: str) -> bytes:
        try:
            return _split(self._cipher, wrapped, subject.encode())
        except (InvalidTag, ValueError) as error:
            raise StoreUnavailable("the master key does not open this key") from error

    def digest(self, **parts: str) -> str:
        return digest(self._digest_secret, **parts)


def master_secret(path: Path) -> bytes:
    """The 32 bytes of a key file (hexadecimal text); ValueError for anything else."""
    secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(secret) != KEY_BYTES:
        raise ValueError("a master key file holds 64 hexadecimal digits")
    return secret


def create_master_secret(path: Path) -> None:
    """Make the key file of one machine, for its owner only, unless it is there. Without it nothing is ever readable."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(os.urandom(KEY_BYTES).hex())
        file.flush()
        os.fsync(descriptor)


class Vault:
    """Seals and opens text. Keys come from the store, unwrapped ones are kept for a short time."""

    def __init__(self, store: Store, master: MasterKey, clock: Clock) -> None:
        self._store, self._master, self._clock = store, master, clock
        self._cache: OrderedDict[str, tuple[AESGCM, float]] = OrderedDict()
        self._lock = Lock()

    def seal(self, subject: str, text: str, writes: list[Write]) -> Sealed:
        """The sealed text. A first key for the subject is added to `writes`, to be committed with the text."""
        return Sealed("v1." + _join(self._cipher(subject, writes), text.encode(), subject.encode()))

    def open(self, subject: str, sealed: Sealed) -> str:
        """The text; Gone("shredded") when the subject's key was destroyed."""
        cipher = self._cipher(subject, None)
        try:
            return _split(cipher, sealed.removeprefix("v1."), subject.encode()).decode()
        except InvalidTag as error:
            raise Gone("unreadable") from error

    def digest(self, **parts: str) -> str:
        """Keyed hash of named parts: compares codes, links and addresses without keeping them."""
        return self._master.digest(**parts)

    def shred(self, subject: str) -> list[Write]:
        """The writes that destroy the key; commit them with the audit row."""
        with self._lock:
            self._cache.pop(subject, None)
        document = self._store.get(KEYS, subject)
        tomb: Document = {"_id": subject, "wrapped": None, "shredded_at": to_text(self._clock.now())}
        return [Insert(KEYS, tomb)] if document is None else [Replace(KEYS, tomb, document["_v"])]

    def foresee(self, subjects: Iterable[str]) -> None:
        """Read the keys of all of them in one round trip; a subject without a key is left for the moment of need."""
        now = self._clock.monotonic()
        with self._lock:
            missing = sorted({one for one in subjects if one not in self._cache or self._cache[one][1] <= now})
        self.learn(self._store.get_many(KEYS, missing).values() if missing else ())

    def learn(self, documents: Iterable[Document]) -> None:
        """Keys that were just read with other things."""
        for document in documents:
            if document["wrapped"] is not None:
                self._remember(document["_id"], self._unwrapped(document))

    def _cipher(self, subject: str, writes: list[Write] | None) -> AESGCM:
        now = self._clock.monotonic()
        with self._lock:
            cached = self._cache.get(subject)
        if cached is not None and cached[1] > now:
            return cached[0]
        document = self._store.get(KEYS, subject)
        if document is None:
            return self._first(subject, writes)
        return self._remember(subject, self._unwrapped(document))

    def _unwrapped(self, document: Document) -> AESGCM:
        if document["wrapped"] is None:
            raise Gone("shredded")
        return AESGCM(self._master.unwrap(document["wrapped"], document["_id"]))

    def _first(self, subject: str, writes: list[Write] | None) -> AESGCM:
        if writes is None:
            raise Gone("shredded")
        for write in writes:
            if isinstance(write, Insert) and write.collection is KEYS and write.document["_id"] == subject:
                return self._unwrapped(write.document)
        key = AESGCM.generate_key(KEY_BYTES * 8)
        wrapped = {"_id": subject, "wrapped": self._master.wrap(key, subject), "master": self._master.id}
        writes.append(Insert(KEYS, wrapped))
        return AESGCM(key)  # remembered only once it is committed and read back

    def _remember(self, subject: str, cipher: AESGCM) -> AESGCM:
        with self._lock:
            self._cache[subject] = (cipher, self._clock.monotonic() + CACHE_SECONDS)
            self._cache.move_to_end(subject)
            while len(self._cache) > CACHED_KEYS_MAX:
                self._cache.popitem(last=False)
        return cipher


def digest(secret: bytes, **parts: str) -> str:
    """Keyed hash of named parts, for codes and pointers that are stored but never in the clear."""
    message = "\x1f".join(f"{name}={value}" for name, value in sorted(parts.items()))
    return hashlib.blake2b(message.encode(), key=secret[:64], digest_size=32).hexdigest()


def _join(cipher: AESGCM, plain: bytes, bound: bytes) -> str:
    nonce = os.urandom(NONCE_BYTES)
    return base64.b64encode(nonce + cipher.encrypt(nonce, plain, bound)).decode()


def _split(cipher: AESGCM, joined: str, bound: bytes) -> bytes:
    raw = base64.b64decode(joined, validate=True)
    return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound)
