"""Check the same lists with other reference checkers from PyPI, and print how they and refcheck do.

    python benchmarks/peers --data DIR --index INDEX --peers DIR --work DIR

--peers is a folder for an environment of each tool, made with pip where it is missing. --work keeps what the tools
were given and what they said; what is there is not asked again. Every request of theirs is answered on this machine,
from the index, as Crossref, OpenAlex, Semantic Scholar and doi.org would: see registries.py and proxy.py.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"
sys.path.insert(1, str(Path(__file__).parent.parent / "slips"))
sys.path.insert(2, str(Path(__file__).parent.parent))

from drawing import works_to_draw
from lists import Sheet, sheets
from proxy import Proxy, certified
from records import Records
from registries import answer
from reports import BIBTEX, TEXT
from scores import RAN, Row, bibtex, row, table
from tools import TOOLS, Tool

LISTS = 16
LONGEST = 900  # seconds that a tool may take for a list
AT_ONCE = 12  # most of them wait, by their own manners towards the registries
Run = tuple[Tool, str, Path, Path]  # with the list's text, the folder of the run, and that of the environments
ROOT = Path(__file__).parent.parent.parent


def main() -> None:
    """Make the lists, run what was not run yet, and print the table."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--data", type=Path, required=True)
    told.add_argument("--index", type=Path, required=True)
    told.add_argument("--peers", type=Path, required=True)
    told.add_argument("--work", type=Path, required=True)
    told.add_argument("--lists", type=int, default=LISTS)
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--short", action="store_true", help="BibTeX with initials and shortened journals")
    told.add_argument("--only", default="", help="packages, parted by commas")
    told.add_argument("--show", default="", help="packages of which to print what each reference was said to be")
    given = told.parse_args()
    made = list(sheets(works_to_draw(given.data, tuning=False), given.lists, random.Random(given.seed)))
    peers, work = given.peers.resolve(), given.work.resolve()
    chosen = [t for t in TOOLS if not given.only or t.package in given.only.split(",")]
    ready = [t for t in chosen if _installed(t, peers)]
    lists = [{TEXT: sheet.text, BIBTEX: bibtex(sheet, short=given.short)} for sheet in made]
    runs = [
        (t, listed[t.given], work / f"list{n:02}" / t.folder, peers) for n, listed in enumerate(lists) for t in ready
    ]
    _run_all([run for run in runs if not (run[2] / RAN).exists()], Records(given.index), work / "proxy")
    shown = given.show.split(",")
    rows = [_scored(t, made, work, show=t.package in shown) for t in ready]
    table(rows)


def _run_all(runs: Sequence[Run], records: Records, folder: Path) -> None:
    """Run what has to be run, beside a proxy that answers all of it."""
    folder.mkdir(parents=True, exist_ok=True)
    with Proxy(lambda url, accept: answer(records, url, accept), folder, certified(folder)) as proxy:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for done in [pool.submit(_run, *run, proxy) for run in runs]:
                done.result()
        print("asked:", dict(proxy.asked.most_common()), "and not answered:", dict(proxy.refused))


def _installed(tool: Tool, peers: Path) -> bool:
    """Whether the tool can be run, after trying to install it in an environment of its own."""
    home = peers / tool.package
    if tool.command[0] == sys.executable or (home / "bin" / tool.command[0]).exists():
        return True
    wanted = [f"{tool.package}=={tool.version}", *tool.more]
    try:
        subprocess.run([sys.executable, "-m", "venv", home], check=True, capture_output=True)
        subprocess.run([home / "bin/pip", "install", "-q", *wanted], check=True, capture_output=True, timeout=LONGEST)
    except (subprocess.SubprocessError, OSError) as error:
        print(f"{tool.name}: cannot be installed: {error}")
        return False
    return True


def _run(tool: Tool, text: str, folder: Path, peers: Path, proxy: Proxy) -> None:
    """Run the tool on a list in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {tool.given: text, **tool.files}.items():
        (folder / name).write_text(content, encoding="utf-8")
    program = tool.command[0]
    command = [program if program == sys.executable else str(peers / tool.package / "bin" / program), *tool.command[1:]]
    own = {key: value.replace("{proxy}", proxy.url) for key, value in tool.environment.items()}
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "OPENBLAS_NUM_THREADS") if key in os.environ}
    environment = kept | proxy.environment | {"HOME": str(folder), "PYTHONUTF8": "1"} | own
    if program == sys.executable:
        environment["PYTHONPATH"] += os.pathsep + str(ROOT)
    start, code = time.monotonic(), -1
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        running = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err
        )
        try:
            code = running.wait(LONGEST)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            print(f"{tool.name}: no end after {LONGEST} seconds: {folder}")
    told = {"seconds": round(time.monotonic() - start, 1), "code": code}
    (folder / RAN).write_text(json.dumps(told))


def _scored(tool: Tool, made: Sequence[Sheet], work: Path, *, show: bool) -> Row:
    folders = [work / f"list{n:02}" / tool.folder for n in range(len(made))]
    return row(tool, made, folders, show=show)


if __name__ == "__main__":
    main()
