"""How every Kafka client of this process is made: lazily, never inherited over a fork, and cleaned up when it fails."""

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kafka.net.compat import KafkaNetClient

from kernel.errors import BusUnavailable

# With a broker gone for long, look again this often; the library's 30 s would delay every recovery.
_RECONNECT_MS = 1_000
_METADATA_MAX_AGE_MS = 30_000
_SECURITY_OPTIONS = ("security_protocol", "ssl_", "sasl_")


@dataclass(frozen=True, slots=True)
class Link:
    """Where the brokers are and how long one request may take. `security` holds kafka-python's own options."""

    bootstrap: str
    client_id: str
    security: Mapping[str, Any] = field(default_factory=dict, repr=False)
    request_seconds: float = 10.0

    def __post_init__(self) -> None:
        unknown = [name for name in self.security if not name.startswith(_SECURITY_OPTIONS)]
        if unknown:
            raise ValueError(f"no security options: {', '.join(unknown)}")

    def open(self, make: Callable[..., Any], **options: Any) -> Any:
        """A client that has reached a broker; BusUnavailable, with nothing left open, when none answers."""
        # DEBUG and INFO of the library print keys and values.
        logging.getLogger("kafka").setLevel(logging.WARNING)
        nets: list[Any] = []

        def net(**config: Any) -> Any:
            nets.append(KafkaNetClient(**config))
            return nets[-1]

        try:
            return make(kafka_client=net, **self._common(), **options)
        except Exception as error:
            for opened in nets:
                opened.close()
            raise BusUnavailable("no broker answers") from error

    def _common(self) -> dict[str, Any]:
        return {
            "bootstrap_servers": self.bootstrap.split(","),
            "client_id": self.client_id,
            "bootstrap_timeout_ms": int(self.request_seconds * 1000),
            "request_timeout_ms": int(self.request_seconds * 1000),
            "reconnect_backoff_max_ms": _RECONNECT_MS,
            "metadata_max_age_ms": _METADATA_MAX_AGE_MS,
            **self.security,
        }


# Clients of a parent process are neither used nor finalised in its child: their threads do not exist here.
_INHERITED: list[Any] = []


class Lazy:
    """One client per process, made at the first use and made anew after `drop`."""

    def __init__(self, make: Callable[[], Any], close: Callable[[Any], None]) -> None:
        self._make = make
        self._close = close
        self._client: Any = None
        self._pid = os.getpid()

    def present(self) -> Any:
        """The client of this process, or None."""
        if self._pid != os.getpid():
            if self._client is not None:
                _INHERITED.append(self._client)
            self._client, self._pid = None, os.getpid()
        return self._client

    def get(self) -> Any:
        """The client of this process, made now if need be."""
        if self.present() is None:
            self._client = self._make()
        return self._client

    def drop(self) -> None:
        """Close the client, if any; the next `get` makes another."""
        client = self.present()
        self._client = None
        if client is not None:
            self._close(client)
