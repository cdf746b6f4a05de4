"""What every engine's server has in common: one process that starts, stops in order, or dies as in a crash."""

from types import TracebackType
from typing import ClassVar, Self

from deploy.engines.errors import EngineFailed
from deploy.engines.process import ServerProcess


class Server:
    """At most one process at a time; as a context manager it starts on entry and stops on exit."""

    NAME: ClassVar[str]
    STOP_SECONDS: ClassVar[float]

    _process: ServerProcess | None = None

    @property
    def pid(self) -> int:
        """The process id; EngineFailed when the server is not running."""
        return self._running().pid

    def start(self) -> None:
        """Returns when the server serves; EngineFailed with its log when it does not, or when it already runs."""
        if self._process is not None:
            raise EngineFailed(f"{self.NAME} already runs as {self._process.pid}")
        self._process = self._started()

    def stop(self) -> None:
        """Ends the server in order; its data are whole on disk. A stopped server stays stopped."""
        process, self._process = self._process, None
        if process is not None:
            process.stop(self.STOP_SECONDS)

    def kill(self) -> None:
        """Ends the server as a crash would (SIGKILL); EngineFailed when it is not running."""
        process, self._process = self._running(), None
        process.kill()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _started(self) -> ServerProcess:
        """The process, once it serves."""
        raise NotImplementedError

    def _running(self) -> ServerProcess:
        if self._process is None:
            raise EngineFailed(f"{self.NAME} is not running")
        return self._process
