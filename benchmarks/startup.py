"""How long the command line takes to answer, over what the interpreter itself takes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

SEED = "seeds/000_e3d13ff7089b8056.txt"
RUNS = 15
COMMANDS = (
    ("--help",),
    ("rule", "RC204"),
    ("parse", SEED),
    ("check", "--offline", SEED),
    ("check", "--offline", "--source", "seeds/records.json", SEED),
)


def median(*command: str) -> float:
    """The median seconds of a command over a number of runs, the first left out."""
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"REFCHECK_CACHE_DIR": cache}
        times = []
        for _ in range(RUNS + 1):
            began = time.perf_counter()
            subprocess.run([sys.executable, *command], capture_output=True, env=environment, check=False)
            times.append(time.perf_counter() - began)
    return statistics.median(times[1:])


def main() -> None:
    """Print a line for each command."""
    bare = median("-c", "pass")
    print(f"{bare:6.3f} s  python -c pass")
    for command in COMMANDS:
        print(f"{median('-m', 'refcheck', *command) - bare:+6.3f} s  refcheck {' '.join(command)}")


if __name__ == "__main__":
    main()
