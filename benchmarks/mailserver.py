"""A lean SMTP server, since it counts on this machine too. Each mail is on disk before it is acknowledged."""

import asyncio
import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

END_OF_CONTENT = b"\r\n.\r\n"
READY_SECONDS = 10.0
PLAIN = {b"EHLO": b"250 benchmark", b"HELO": b"250 benchmark", b"MAIL": b"250 ok", b"RSET": b"250 ok"}


@dataclass(frozen=True, slots=True)
class Taken:
    """One mail to one address, when it had been read whole."""

    to: str
    at: datetime


class MailServer:
    """On loopback, on a thread of its own, from `start` to `stop`."""

    def __init__(self, file: Path) -> None:
        self.taken: list[Taken] = []
        self.port = 0
        self._file = file.open("ab")
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mailserver", daemon=True)

    def start(self) -> None:
        """It answers at `port` when this returns."""
        self._thread.start()
        if not self._ready.wait(READY_SECONDS):
            raise TimeoutError("the mail server did not start")

    def stop(self) -> None:
        """No more is taken."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._file.close()

    def keep(self, recipients: list[str], content: bytes) -> None:
        """On disk when it returns."""
        now = datetime.now(UTC)
        self._file.write(content + END_OF_CONTENT)
        self._file.flush()
        os.fdatasync(self._file.fileno())
        self.taken += [Taken(to, now) for to in recipients]

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        making = self._loop.create_server(lambda: _Conversation(self), "127.0.0.1", 0)
        server = self._loop.run_until_complete(making)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()


class _Conversation(asyncio.Protocol):
    """One client: commands line by line, content until the lone dot."""

    def __init__(self, server: MailServer) -> None:
        self._server, self._buffer, self._recipients, self._in_content = server, b"", list[str](), False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._say(b"220 benchmark")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._end()) >= 0:
            part, self._buffer = self._buffer[:end], self._buffer[end + len(self._mark) :]
            self._content(part) if self._in_content else self._command(part)

    @property
    def _mark(self) -> bytes:
        return END_OF_CONTENT if self._in_content else b"\r\n"

    def _end(self) -> int:
        return self._buffer.find(self._mark)

    def _content(self, content: bytes) -> None:
        self._server.keep(self._recipients, content)
        self._recipients, self._in_content = [], False
        self._say(b"250 kept")

    def _command(self, line: bytes) -> None:
        verb = line[:4].upper()
        if verb == b"RCPT":
            self._recipients.append(line.partition(b"<")[2].partition(b">")[0].decode().lower())
            self._say(b"250 ok")
        elif verb == b"DATA":
            self._in_content = True
            self._say(b"354 go on")
        elif verb == b"QUIT":
            self._say(b"221 bye")
            self._transport.close()
        else:
            self._say(PLAIN.get(verb, b"502 not here"))

    def _say(self, line: bytes) -> None:
        self._transport.write(line + b"\r\n")
