"""A wire to MongoDB that can be cut at a chosen message: real lost requests and real lost answers."""

import socket
import threading

ALWAYS = 10**6


class Wire:
    """A TCP hop in front of the server that loses chosen requests, or the answers to them."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._losses: dict[tuple[bytes, str], int] = {}
        self.seen: list[bytes] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"mongodb://127.0.0.1:{self._listener.getsockname()[1]}/?directConnection=true"

    def lose(self, command: str, what: str, times: int = ALWAYS) -> None:
        """`what` is `request` or `answer`."""
        self._losses[(command.encode(), what)] = times

    def heal(self) -> None:
        self._losses.clear()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(self._server)
            cut = threading.Event()
            threading.Thread(target=self._requests, args=(client, server, cut), daemon=True).start()
            threading.Thread(target=self._answers, args=(client, server, cut), daemon=True).start()

    def _requests(self, client: socket.socket, server: socket.socket, cut: threading.Event) -> None:
        while (message := _message(client)) is not None:
            self.seen.append(message)
            if self._lost(message, "request"):
                break
            if self._lost(message, "answer"):
                cut.set()
            server.sendall(message)
        _shut(client, server)

    def _answers(self, client: socket.socket, server: socket.socket, cut: threading.Event) -> None:
        while (message := _message(server)) is not None and not cut.is_set():
            client.sendall(message)
        _shut(client, server)

    def _lost(self, message: bytes, what: str) -> bool:
        for (command, kind), times in self._losses.items():
            if kind == what and times > 0 and command_of(message) == command:
                self._losses[(command, kind)] = times - 1
                return True
        return False


def command_of(message: bytes) -> bytes:
    """The first key of the first document: behind header (16), flags (4), section kind (1), length (4) and type (1)."""
    return message[26:].split(b"\x00", 1)[0]


def _message(source: socket.socket) -> bytes | None:
    head = _exactly(source, 4)
    rest = _exactly(source, int.from_bytes(head, "little") - 4) if head else None
    return head + rest if head and rest else None


def _exactly(source: socket.socket, size: int) -> bytes | None:
    data = b""
    while len(data) < size:
        try:
            part = source.recv(size - len(data))
        except OSError:
            return None
        if not part:
            return None
        data += part
    return data


def _shut(*sockets: socket.socket) -> None:
    for one in sockets:
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            continue  # the other side was faster
