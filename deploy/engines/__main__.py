"""``python -m deploy.engines fetch | start | stop | status``: the real engines from the command line.

``start`` and ``status`` print shell assignments on standard output and everything else on
standard error, so ``eval "$(python -m deploy.engines start)"`` sets both variables once they are
exported. Exit codes: 0 done; 1 it failed, and why; 3 ``status`` found an engine that does not run.
"""

import argparse
import sys
from pathlib import Path

from deploy.engines import standing
from deploy.engines.cache import cache_folder
from deploy.engines.errors import EngineFailed, EngineMissing
from deploy.engines.fetch import fetch

_FAILED = 1
_NOT_RUNNING = 3  # as init scripts answer `status`


def main(arguments: list[str]) -> int:
    """Does one command; see the module's docstring for output and exit codes."""
    chosen = _parser().parse_args(arguments)
    folder: Path = (chosen.dir or cache_folder() / "run").resolve()
    try:
        return _do(chosen.command, folder)
    except (EngineMissing, EngineFailed) as trouble:
        _say(str(trouble))
        return _FAILED


def _do(command: str, folder: Path) -> int:
    if command == "fetch":
        fetch(_say)
        return 0
    if command == "stop":
        standing.stop(folder, _say)
        return 0
    engines = standing.start(folder, _say) if command == "start" else standing.status(folder)
    for engine in engines.values():
        print(f"{engine.variable}={engine.address}")
    silent = {"mongo", "kafka"} - engines.keys()
    for name in sorted(silent):
        _say(f"{name} is not running.")
    return _NOT_RUNNING if silent else 0


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m deploy.engines",
        description="A real MongoDB and a real Kafka on this machine, for development and tests.",
    )
    parser.add_argument("command", choices=["fetch", "start", "stop", "status"])
    parser.add_argument("--dir", type=Path, help="where data, logs and process ids lie (default: in the cache)")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
