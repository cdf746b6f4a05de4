"""One family behind the real pages at an address that browsers keep passkeys for, all in this process.

The clock stands unless a test moves it, so that nothing has to be waited for but the browser itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from waitress.server import create_server

from tests.component.web_world import WebWorld, web_world
from tests.e2e.waiting import free_ports


class SecureWorld:
    """The world of the component tests, with its pages at `url`."""

    def __init__(self, made: WebWorld, url: str) -> None:
        self.made, self.url = made, url

    def link(self) -> str:
        """The newest one in the mail, whole."""
        return self.url + self.made.link()

    def settle(self) -> None:
        """Events, timers, deliveries."""
        self.made.made.settle()


@contextmanager
def secure_world(folder: Path) -> Iterator[SecureWorld]:
    """Everything, with one open concern."""
    port = free_ports(1)
    url = f"http://localhost:{port}"
    with web_world(folder, environ={"ALLIANCE_PUBLIC_URL": url}) as made:
        server = create_server(made.made.platform.apps["web"], host="127.0.0.1", port=port, threads=4)
        thread = Thread(target=server.run, daemon=True)
        thread.start()
        try:
            made.raise_concern()
            yield SecureWorld(made, url)
        finally:
            server.close()
            thread.join(5)
