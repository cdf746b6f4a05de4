"""Searches for texts in everything a platform leaves behind, in every form in which a text usually travels."""

import base64
from collections.abc import Iterable, Mapping
from pathlib import Path

import httpx

from contracts.topics import PUBLISHED, topic_of
from deploy.demo.letters import Letter
from kernel.bus.port import Bus, Record

QUIET_POLLS = 6  # in a row without a record: the end of every partition has been read
POLL_SECONDS = 0.5

Places = Mapping[str, bytes]


def found(places: Places, words: Mapping[str, str]) -> list[str]:
    """`<name of the word> in <place>` for each word found anywhere; empty is what one hopes for."""
    lowered = {place: content.lower() for place, content in places.items()}
    return sorted(
        f"{name} in {place}"
        for name, word in words.items()
        for place, content in places.items()
        if any(form in content for form in _exact(word)) or any(form in lowered[place] for form in _lower(word))
    )


def in_files(folder: Path, leave_out: Iterable[str] = ()) -> dict[str, bytes]:
    """Every file below the folder, raw, by its path from there; folders named in `leave_out` are not entered."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    names = {str(path.relative_to(folder)): path for path in files}
    return {name: path.read_bytes() for name, path in names.items() if name.split("/")[0] not in set(leave_out)}


def in_messages(letters: Iterable[Letter]) -> dict[str, bytes]:
    """What mails and text messages say; the address they go to is the envelope's, not theirs."""
    parts = [f"{one.sender}\n{one.subject}\n{one.text}\n{one.reference}" for one in letters]
    return {"messages": "\n".join(parts).encode()}


def in_topics(bus: Bus, group: str) -> dict[str, bytes]:
    """Every record of every topic of ours: key, value and headers, decompressed."""
    topics = [topic_of(service).name for service, events in PUBLISHED.items() if events]
    consumer, read, quiet = bus.consumer(group, topics), dict.fromkeys(topics, b""), 0
    while quiet < QUIET_POLLS:
        records = consumer.poll(POLL_SECONDS, 500)
        quiet = 0 if records else quiet + 1
        for record in records:
            read[record.topic] += _whole(record)
    consumer.close()
    return {f"topic {topic}": content for topic, content in read.items()}


def in_metrics(addresses: Iterable[str]) -> dict[str, bytes]:
    """What each process tells Prometheus."""
    return {f"metrics of {url}": httpx.get(f"{url}/metrics", trust_env=False).content for url in addresses}


def _whole(record: Record) -> bytes:
    headers = b"".join(name.encode() + b"=" + (value or b"") + b"\n" for name, value in record.headers)
    return (record.key or "").encode() + b"\n" + headers + record.value + b"\n"


def _exact(word: str) -> list[bytes]:
    """As it is, in UTF-16, and inside base64 wherever it may begin in a group of three bytes."""
    encoded = [base64.b64encode(b"\0" * shift + word.encode())[4:-4] for shift in range(3)]
    return [word.encode(), word.encode("utf-16-le"), *encoded]


def _lower(word: str) -> list[bytes]:
    """Whatever the case, and as hexadecimal digits."""
    return [word.lower().encode(), word.encode().hex().encode()]
