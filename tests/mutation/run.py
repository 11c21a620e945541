"""
Break the core one place at a time and see whether the tests of the module notice.

``python tests/mutation/run.py _kernels.intervals evidence._pooled``

The tests of a module are the file that mirrors it and its own examples. They are
collected once; for each mutant a fork of that process exchanges the code of one
function and runs the tests that pass its statement, the fastest first, until one
fails. What survives, and what does not stand in a function, is tried again in a
process that imports the broken module and runs all of them and what is said of the
whole: what is refused, what is public, what results are called, published numbers, and
some laws.

A survivor must stand in ``tests/mutation/survivors.toml`` with a reason, and what
stands there must survive.
"""

import argparse
import ast
import os
import pickle
import resource
import signal
import sys
import tempfile
import time
import tomllib
import traceback
from collections import Counter
from gc import get_objects
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np  # noqa: F401 - before the forks
import pytest
from hypothesis import HealthCheck, Phase, settings

from mutate import Mutant, mutants

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "engagement_metrics"
SURVIVORS = Path(__file__).with_name("survivors.toml")
EVERY = [
    "tests/hazards/test_catalogue.py",
    "tests/test_public_api.py",
    "tests/test_vectors.py",
    "tests/laws/test_doors.py",
    "tests/laws/test_quotients.py",
    "tests/laws/test_answers.py",
]
CHILDREN = 2
MEMORY = 8 << 30
NOT_USED = 99

settings.register_profile(
    "mutants",
    deadline=None,
    derandomize=True,
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def main() -> int:
    """Run the modules asked for; fail if a survivor is not listed or a listed dies."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("modules", nargs="+", help="dotted, below engagement_metrics")
    names = parser.parse_args().modules
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT / "src"))
    listed = tomllib.loads(SURVIVORS.read_text("utf-8"))["survivor"]
    wrong = 0
    for name in names:
        wrong += _module(name, [each for each in listed if each["module"] == name])
    return wrong > 0


def _module(name: str, listed: list[dict[str, str]]) -> int:
    start = time.monotonic()
    path = SOURCE.joinpath(*name.split(".")).with_suffix(".py")
    found = list(mutants(path.read_text("utf-8")))
    fates = _warm(path, found)
    rest = [i for i, fate in enumerate(fates) if fate in {"survived", "not covered"}]
    seconds = 60 + 5 * _fresh_seconds(path) if rest else 0

    def fresh(i: int) -> None:
        _limit(seconds)
        broken = _Broken(f"engagement_metrics.{name}", path, found[i].tree)
        failed = pytest.main(_arguments(path, *EVERY), plugins=[broken]) != 0
        os._exit(int(failed) if broken.used else NOT_USED)

    for i, fate in _forked(rest, fresh):
        if fate != "survived" or found[i].outermost is None:
            fates[i] = fate
    reasons = {(each["function"], each["mutant"]): each for each in listed}
    alive = {
        (m.where, m.what): fate
        for m, fate in zip(found, fates, strict=True)
        if fate in {"survived", "not covered"}
    }
    counts = Counter(fates)
    accepted = [key for key in alive if key in reasons]
    print(
        f"| `{name}` | {len(found)} | {counts['killed']} | {counts['timeout']} "
        f"| {len(accepted)} | {len(alive) - len(accepted)} "
        f"| {time.monotonic() - start:.0f} |",
        flush=True,
    )
    unlisted = [key for key in alive if key not in reasons]
    for where, what in unlisted:
        print(f"  {alive[where, what]}: {where or name}: {what}", flush=True)
    stale = [key for key in reasons if key not in alive]
    for where, what in stale:
        print(f"  listed, but does not survive: {where}: {what}", flush=True)
    return len(unlisted) + len(stale)


def _arguments(path: Path, *more: str) -> list[str]:
    parts = [
        part.lstrip("_") for part in path.relative_to(SOURCE).with_suffix("").parts
    ]
    mirrored = ROOT.joinpath("tests", *parts[:-1], f"test_{parts[-1]}.py")
    return [
        *("-q", "-x", "--no-header", "--tb=no", "-p", "no:cacheprovider"),
        *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # warm before pytest
        *("--hypothesis-profile=mutants", str(mirrored), str(path), *more),
    ]


def _warm(path: Path, found: list[Mutant]) -> list[str]:
    """Fork off a process that collects the tests and is forked for each mutant."""

    def run() -> list[str]:
        _quiet()
        loop = _Loop(path, found)
        pytest.main(_arguments(path), plugins=[loop])
        return loop.fates

    fates = _answer(run)
    if not fates:
        sys.exit(f"the tests of {path.name} fail before anything is broken")
    return fates


def _answer(function):
    """Call the function in a fork and give what it gives, None if it fails."""
    with tempfile.TemporaryFile() as file:
        if (pid := os.fork()) == 0:
            try:
                file.write(pickle.dumps(function()))
                file.flush()
            except Exception:  # noqa: BLE001 - said here, nobody else hears it
                traceback.print_exc()
            finally:
                os._exit(0)
        os.waitpid(pid, 0)
        file.seek(0)
        answer = file.read()
    return pickle.loads(answer) if answer else None


class _Loop:
    """The plugin that runs mutants where pytest would run tests."""

    def __init__(self, path: Path, found: list[Mutant]) -> None:
        self.path, self.found, self.fates = str(path), found, []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        passed = _answer(lambda: self._traced(session))
        if passed is None:
            return True
        chosen = [self._tests(mutant, passed) for mutant in self.found]
        fates = ["not covered"] * len(self.found)

        def child(i: int) -> None:
            _limit(10 + 5 * sum(passed[j][0] for j in chosen[i]))
            if not self._exchange(self.found[i]):
                os._exit(0)
            os._exit(not all(_passes(session.items[j]) for j in chosen[i]))

        for i, fate in _forked([i for i, tests in enumerate(chosen) if tests], child):
            fates[i] = fate
        self.fates = fates
        return True

    def _traced(self, session: pytest.Session) -> list[tuple[float, set[int]]] | None:
        """Run each test and note its seconds and the lines of the module it passes."""
        passed = []
        for item in session.items:
            lines: set[int] = set()

            def local(frame, _event, _, lines=lines):
                lines.add(frame.f_lineno)
                return local

            def start(frame, event, arg, local=local):
                inside = frame.f_code.co_filename == self.path
                return local(frame, event, arg) if inside else None

            begin = time.process_time()
            sys.settrace(start)
            good = _passes(item)
            sys.settrace(None)
            if not good:
                return None
            passed.append((time.process_time() - begin, lines))
        return passed

    def _tests(self, mutant: Mutant, passed: list[tuple[float, set[int]]]) -> list[int]:
        first, last = mutant.lines
        here = set(range(first, last + 1))
        if mutant.outermost is None:
            return []
        tests = [j for j, (_, lines) in enumerate(passed) if here & lines]
        return sorted(tests, key=lambda j: passed[j][0])

    def _exchange(self, mutant: Mutant) -> bool:
        """Give each function that was made from the code its broken code."""
        codes = _codes(compile(mutant.tree, self.path, "exec"))
        new = codes.get(mutant.outermost)
        hit = False
        for each in get_objects():
            if isinstance(each, FunctionType):
                code = each.__code__
                key = (code.co_qualname, code.co_firstlineno)
                same = code.co_filename == self.path and key == mutant.outermost
                if same and new and new.co_freevars == code.co_freevars:
                    each.__code__ = new
                    hit = True
        return hit


def _codes(code: CodeType) -> dict[tuple[str, int], CodeType]:
    found = {}
    for each in code.co_consts:
        if isinstance(each, CodeType):
            found[each.co_qualname, each.co_firstlineno] = each
            found |= _codes(each)
    return found


def _passes(item: pytest.Item) -> bool:
    before = item.session.testsfailed
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    return item.session.testsfailed == before


def _fresh_seconds(path: Path) -> float:
    """Give the processor seconds of the tests as they are, in a fork."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    if os.fork() == 0:
        _quiet()
        os._exit(pytest.main(_arguments(path, *EVERY)))
    _, status = os.wait()
    if status:
        sys.exit("the tests of the whole fail before anything is broken")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


class _Broken:
    """The plugin that has the broken module imported, before pytest can look for it."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.tree = name, str(path), tree
        self.used = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_load_initial_conftests(self) -> None:
        sys.meta_path.insert(0, self)

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name != self.name:
            return None
        return spec_from_file_location(name, self.path, loader=self)

    def create_module(self, spec: ModuleSpec) -> None:
        """Let Python make the module."""

    def exec_module(self, module: ModuleType) -> None:
        self.used = True
        exec(compile(self.tree, self.path, "exec"), vars(module))


def _forked(numbers: list[int], child) -> list[tuple[int, str]]:
    """Run a child for each number, two at a time, and give how each ended."""
    fates, running, todo = [], {}, list(reversed(numbers))
    while todo or running:
        while todo and len(running) < CHILDREN:
            i = todo.pop()
            if (pid := os.fork()) == 0:
                try:
                    _quiet()
                    child(i)
                finally:
                    os._exit(1)
            running[pid] = i
        pid, status = os.wait()
        fates.append((running.pop(pid), _fate(status)))
    return fates


def _fate(status: int) -> str:
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF:
        return "timeout"
    if os.waitstatus_to_exitcode(status) == NOT_USED:
        sys.exit("the broken module was not imported")
    return "killed" if status else "survived"


def _limit(seconds: float) -> None:
    """End the process, as a timeout, after so much time of the processor."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _quiet() -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    if "MUTANTS_DEBUG" not in os.environ:
        os.dup2(null, 2)


if __name__ == "__main__":
    sys.exit(main())
