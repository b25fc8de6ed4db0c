"""The machine: which core runs what, and the processes under measure. Linux: it reads /proc."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from workflows.domain.value import value

START_SECONDS: Final = 30.0
_LOOK: Final = 0.002
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@value
class Cores:
    """One core for what is measured, the others for who measures; the same one where there is only one."""

    app: int
    driver: frozenset[int]


def cores() -> Cores:
    """The cores that this process may use, shared out."""
    first, *others = sorted(os.sched_getaffinity(0))
    return Cores(app=first, driver=frozenset(others or [first]))


@value
class Process:
    """A running process that serves at `port`; `seconds` passed from its start to its first good answer."""

    pid: int
    port: int
    seconds: float

    @property
    def resident(self) -> float:
        """Its resident memory, in MB of 1,000,000 bytes."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii", errors="replace")
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
        return int(kilobytes) * 1024 / 1_000_000

    @property
    def used(self) -> float:
        """The processor time that it has used so far, in seconds."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS


def free_port() -> int:
    """A port that nobody listens at just now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def running(
    module: str, *words: str, port: int, ready: str, environment: Mapping[str, str], log: Path, where: Path
) -> Generator[Process]:
    """Run `python -m module words…` on the app's core until the block ends; it is there once `ready` (a path) answers 200.

    What it says goes to the file `log`, and into the error of one that does not start. Python keeps what it compiled, as it does
    where nobody forbids it: a start is measured, not a compiler.
    """
    kept = {
        name: said
        for name, said in os.environ.items()
        if not name.startswith("COPYDESK_") and name != "PYTHONDONTWRITEBYTECODE"
    }
    path = os.pathsep.join([str(Path(__file__).resolve().parents[1]), *sys.path])
    started = time.perf_counter()
    with (
        log.open("ab") as out,
        subprocess.Popen(  # noqa: S603  # our own code
            [sys.executable, "-m", module, *words],
            env={**kept, "PYTHONPATH": path, **environment},
            cwd=where,
            stdout=out,
            stderr=out,
        ) as process,
    ):
        try:
            os.sched_setaffinity(process.pid, {cores().app})
            while not _answers(port, ready):
                if process.poll() is not None or time.perf_counter() - started > START_SECONDS:
                    raise RuntimeError(f"{module} did not start:\n{log.read_text(errors='replace')[-2000:]}")
                time.sleep(_LOOK)
            yield Process(pid=process.pid, port=port, seconds=time.perf_counter() - started)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _answers(port: int, path: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError as refused:
        # Somebody is there and said something of their own.
        return refused.code in {404, 405}
    except OSError:
        return False
