"""`python -m cnnspec`, and the command `cnnspec`: the one place that catches everything.

Exit codes: 0 done; 1 something was found in a spec; 2 the command, its configuration or a file
cannot be used; 3 an internal error; 130 interrupted; 141 whoever read the output has stopped.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys

INTERNAL = 3
INTERRUPTED = 130
CLOSED_PIPE = 141


def main() -> int:
    """Run the command line of this process; the exit code."""
    # Most of what a command makes lives until its end: looking for garbage so often finds none.
    gc.set_threshold(50_000, 20, 20)
    code = execute(sys.argv[1:])
    _leave(code)
    return code


def _leave(code: int) -> None:
    """End the process at once: taking a thousand modules apart would cost a tenth of a command.

    Whatever is registered to run at the end (a profiler, coverage) has its turn first.
    """
    if atexit._ncallbacks() or _threads_are_at_work():
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        return  # a stream that is gone is left to Python's own way out
    os._exit(code)


def _threads_are_at_work() -> bool:
    """Whether other threads may still be at work."""
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1


def execute(arguments: list[str]) -> int:
    """Run one command line; the exit code, whatever happens."""
    try:
        return _run(arguments)
    except KeyboardInterrupt as stopped:
        _say(str(stopped) or "stopped")
        return INTERRUPTED
    except Exception as error:  # whatever is left is a fault of this program, and is told as one
        if os.environ.get("CNNSPEC_TRACEBACK"):
            import traceback

            traceback.print_exception(error)
        _say(f"internal error: {_described(error)}; CNNSPEC_TRACEBACK=1 shows where")
        return INTERNAL


def _run(arguments: list[str]) -> int:
    from cnnspec.cli.main import run
    from cnnspec.cli.output import ClosedPipe

    try:
        return run(arguments)
    except (ClosedPipe, BrokenPipeError):
        _forget_output()
        return CLOSED_PIPE


def _described(error: Exception) -> str:
    """The error in one line, with the place in this program that it came from."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = ""
    if place is not None:
        file = os.path.basename(place.tb_frame.f_code.co_filename)
        where = f" ({file}:{place.tb_lineno})"
    text = " ".join(str(error).split())
    return f"{type(error).__name__}{f': {text}' if text else ''}{where}"


def _say(text: str) -> None:
    try:
        sys.stderr.write(f"{text.encode('ascii', 'backslashreplace').decode()}\n")
        sys.stderr.flush()
    except OSError:
        pass  # nobody is left to be told


def _forget_output() -> None:
    """Nothing more is written to the closed pipe, also not when the program ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)


if __name__ == "__main__":
    sys.exit(main())
