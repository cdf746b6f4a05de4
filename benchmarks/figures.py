"""What every benchmark prints: percentiles, the CPU time of processes, and the machine it ran on."""

import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile of at least one value; 0.5 is the median."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def spread(title: str, seconds: Sequence[float]) -> str:
    """One line in milliseconds."""
    shown = "  ".join(f"p{round(share * 100)} {percentile(seconds, share) * 1000:7.1f}" for share in (0.5, 0.9, 0.99))
    return f"{title:<46} {shown}  max {max(seconds) * 1000:7.1f} ms  (n={len(seconds)})"


def machine() -> str:
    """One line about the machine, with how busy it was when asked."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "unknown"
    )
    memory = next((int(line.split()[1]) // 1024 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} x {model}, {memory} MB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, load {load:.1f}"
    )


def cpu_seconds(groups: Iterable[int]) -> float:
    """CPU time so far of all living processes of these process groups."""
    wanted, total = set(groups), 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[2]) in wanted:
            total += int(fields[11]) + int(fields[12])
    return total / TICKS_PER_SECOND


def cpu_of(pid: int) -> float:
    """CPU time so far of one process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


def _lines(path: str) -> list[str]:
    return Path(path).read_text("utf-8").splitlines()
