"""Checking many files: on several processors where that pays."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from cnnspec.analysis import FileReport
    from cnnspec.render.checked import Checked

PAYS = 64
"""So many files surely take longer than to start a second process."""
MOST = 8
"""More processes than that are not started unasked."""
AT_ONCE = 4
"""So many files are handed to a process together."""
WATCH = 0.5
"""Seconds between two looks whether the process that started another is still there."""


def check_all(files: Sequence[str], jobs: int | None, wrong: list[UsageError]) -> list[Checked]:
    """Check files; the results are in their order. What cannot be read is added to `wrong`."""
    from contextlib import closing

    from cnnspec.cli.progress import Progress

    checked: list[Checked] = []
    # Closed before anything is said, so that an interrupt leaves no process at work.
    working = closing(_results(files, workers(len(files), jobs)))
    with Progress(len(files)) as progress, working as results:
        for file, result in zip(files, results, strict=True):
            progress.show(file)
            if isinstance(result, UsageError):
                wrong.append(result)
                continue
            progress.done(result.findings)
            checked.append(result)
    return checked


def workers(files: int, jobs: int | None) -> int:
    """How many processes check so many files; 1 is this one alone."""
    if jobs is not None:
        return max(min(jobs, files), 1)
    if files < PAYS:
        return 1
    available = getattr(os, "sched_getaffinity", None)
    cores = len(available(0)) if available else os.cpu_count() or 1
    return min(cores, MOST, files)


def _results(files: Sequence[str], number: int) -> Generator[Checked | UsageError]:
    if number == 1:
        yield from map(check_one, files)
        return
    # The first one loads what the others need, which copies of this process have then.
    yield check_one(files[0])
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # A copy of this process has all that it needs; on other systems than Linux it is not safe.
    how = get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(number, how, _begin, (os.getpid(),))
    try:
        with _uninterrupted():  # while the others begin: they are not deaf to it yet
            results = pool.map(check_one, files[1:], chunksize=AT_ONCE)
        yield from results
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """An interrupt waits; processes that are started here inherit that."""
    import signal

    mask = getattr(signal, "pthread_sigmask", None)
    if mask is None:  # a system without it
        yield
        return
    before = mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)


def _begin(parent: int) -> None:
    """What a process does first: it leaves interrupts to the one that started it, with which it
    ends, however that ends."""
    import signal
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    from time import sleep

    while os.getppid() == parent:
        sleep(WATCH)
    os._exit(1)


def check_one(file: str, content: bytes | None = None) -> Checked | UsageError:
    """Check one file, or what is said to stand in it."""
    from cnnspec.analysis import check

    try:
        report = check(file) if content is None else check(file, content)
    except UsageError as error:
        return error
    return finished(report)


def finished(report: FileReport) -> Checked:
    """A report with the fixes that were tried, as plain data."""
    from cnnspec.fixes import report_with_fixes
    from cnnspec.render.checked import checked

    return checked(report_with_fixes(report) if report.diagnostics else report)
