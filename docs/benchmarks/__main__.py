"""
Measure what each number costs, beside what a user would pick instead.

Run ``python docs/benchmarks [name ...] [--quick]`` from the root of the project.

Each case runs in fresh processes: one that times all in turn, once their answers
agree, and one each for the memory of one run. The table is printed and, but for a
quick run or a part, saved as the page of the documentation that shows it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import page
from case import THREADS, Case
from cases import CASES

LIMITS = {
    "POLARS_MAX_THREADS": str(THREADS),
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


def measured(case: Case, *, quick: bool, rounds: int | None) -> list[dict[str, Any]]:
    """Return what was found for each size of a case."""
    found = []
    for size in case.quick if quick else case.sizes:
        with tempfile.TemporaryDirectory() as folder:
            arguments = [case.name, f"--size={size}", f"--folder={folder}"]
            times = _child(*arguments, f"--rounds={rounds or case.rounds}")
            for who in times if case.exponent is None else ():
                if who not in case.peers or not case.peers[who].at_most:
                    times[who] |= _child(*arguments, f"--memory={who}")
        found.append({"case": case.name, "size": size, "found": times})
    return found


def _child(*arguments: str) -> Any:
    command = [sys.executable, str(Path(__file__).with_name("measure.py")), *arguments]
    env = os.environ | LIMITS
    out = subprocess.run(
        command, env=env, check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(out.stdout)


def main() -> None:
    """Measure the cases that are named, or all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(CASES))
    parser.add_argument("--quick", action="store_true", help="few rows, nothing saved")
    parser.add_argument("--rounds", type=int, help="of each, at least five")
    parser.add_argument("--date", default=dt.datetime.now(dt.UTC).date())
    parser.add_argument("--machine", default="", help="what kind it is, for the page")
    given = parser.parse_args()
    unknown = set(given.names) - set(CASES)
    if unknown:
        parser.error(f"no case is called {', '.join(sorted(unknown))}")
    conditions = page.conditions(str(given.date), given.machine)
    started, results = time.perf_counter(), list[dict[str, Any]]()
    failed = list[str]()
    for name in given.names or CASES:
        try:
            results += measured(CASES[name], quick=given.quick, rounds=given.rounds)
        except subprocess.CalledProcessError:
            failed.append(name)
        print(f"{time.perf_counter() - started:5.0f} s  {name}", file=sys.stderr)
    conditions["load"].append(page.load())
    print(page.text(results))
    if not given.quick and not given.names:
        page.save(conditions, results)
    if failed:
        sys.exit(f"not measured: {', '.join(failed)}")


if __name__ == "__main__":
    main()
