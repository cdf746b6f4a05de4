"""One server process: started, awaited, stopped by its own id, and never left behind.

An owned process is ended by the kernel when the thread that started it ends, so a killed test
run leaves no server; start it from the main thread. A detached one outlives its starter.
"""

import contextlib
import os
import select
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from deploy.engines.errors import EngineFailed
from kernel.clock import SystemClock

_LOOK_SECONDS = 0.05  # between two looks at a server that is starting
_LOG_TAIL_BYTES = 4000  # of the log, in an error message


class ServerProcess:
    """A running server, known by its id; its console goes to ``console`` in the data directory."""

    def __init__(self, command: list[str], log: Path, *, detached: bool) -> None:
        self.log = log
        self._console = log.with_name("console.log")
        with self._console.open("ab") as console:
            self._child = subprocess.Popen(
                command if detached else bound_to_us(command),
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=detached,
            )

    @property
    def pid(self) -> int:
        return self._child.pid

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Returns once ``ready()``. Raises EngineFailed if the process ends first or time is up.

        However it is left without being ready, by Ctrl-C too, the process is dead.
        """
        try:
            self._watch(ready, seconds)
        except BaseException:
            self.kill()
            raise

    def stop(self, seconds: float) -> None:
        """Ends the server in order (SIGTERM). If it does not end in time: kills it, raises EngineFailed."""
        self._child.terminate()
        try:
            self._child.wait(seconds)
        except subprocess.TimeoutExpired as stuck:
            self.kill()
            raise EngineFailed(f"did not stop in {seconds:g} s\n{self._last_words()}") from stuck

    def kill(self) -> None:
        """Ends the server at once (SIGKILL), as a crash would, and waits until it is gone."""
        self._child.kill()
        self._child.wait()

    def _watch(self, ready: Callable[[], bool], seconds: float) -> None:
        clock = SystemClock()
        deadline = clock.monotonic() + seconds
        while not ready():
            ended = self._child.poll()
            if ended is not None:
                raise EngineFailed(f"ended with code {ended} before it was ready\n{self._last_words()}")
            if clock.monotonic() >= deadline:
                raise EngineFailed(f"not ready in {seconds:g} s\n{self._last_words()}")
            clock.sleep(_LOOK_SECONDS)

    def _last_words(self) -> str:
        files = [file for file in (self._console, self.log) if file.exists()]
        return "\n".join(file.read_bytes()[-_LOG_TAIL_BYTES:].decode("utf-8", "replace") for file in files)


def runs(pid: int, data_dir: Path) -> bool:
    """True while process ``pid`` lives and works on ``data_dir``; another program with its id does not."""
    try:
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return os.fsencode(f"{data_dir}/") in arguments


def stop_by_pid(pid: int, data_dir: Path, seconds: float) -> None:
    """Ends a detached server of ``data_dir``: SIGTERM, and SIGKILL when it is not gone in ``seconds``."""
    with contextlib.suppress(ProcessLookupError):  # gone already, which is what was asked for
        handle = os.pidfd_open(pid)
        try:
            if runs(pid, data_dir):
                _end(handle, seconds)
        finally:
            os.close(handle)


def _end(handle: int, seconds: float) -> None:
    signal.pidfd_send_signal(handle, signal.SIGTERM)
    gone, _, _ = select.select([handle], [], [], seconds)
    if not gone:
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        select.select([handle], [], [])


def bound_to_us(command: list[str]) -> list[str]:
    """Under util-linux's ``setpriv``, which keeps the process id and asks for a signal when we die."""
    binder = shutil.which("setpriv")
    return [binder, "--pdeathsig", "TERM", "--", *command] if binder else command
