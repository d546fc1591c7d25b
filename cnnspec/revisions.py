"""Files as they were: `HEAD:specs/net.yaml` is read from git, without a checkout."""

from __future__ import annotations

import os
import re

from cnnspec.core.diagnostic import UsageError

_FORM = re.compile(r"(?P<revision>[^:]*):(?P<path>[^:]+\.ya?ml)")


def is_revision(target: str) -> bool:
    """Whether an argument names a file of a git revision, `REV:PATH`, and no file that is there.

    `:PATH` is what is staged for the next commit.
    """
    if ":" not in target or os.path.splitdrive(target)[0]:
        return False
    return _FORM.fullmatch(target) is not None and not os.path.exists(target)


def path_of(target: str) -> str:
    """The path in `REV:PATH`."""
    return target.partition(":")[2]


def read_revision(target: str) -> bytes:
    """The content of `REV:PATH`; the path is that from the top of the repository, or begins with
    `./`.

    Raises a UsageError where there is no git, no repository, no such revision or no such file.
    """
    revision, _, path = target.partition(":")
    if revision.startswith("-"):
        raise UsageError(f"{revision} is no revision of git")
    code, content, said = _git("cat-file", "blob", target)
    if code == 0:
        return content
    raise _failure(target, revision, path, said)


def _git(*arguments: str) -> tuple[int, bytes, str]:
    """Run git without a shell: its exit code, what it printed, and what it complained of."""
    import subprocess

    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(
            ["git", *arguments],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env=environment,
        )
    except FileNotFoundError:
        hint = "REV:PATH is read from git; a file is named by its path"
        raise UsageError("git is not installed, or not on the PATH", hint) from None
    except (OSError, ValueError) as problem:
        raise UsageError(f"git cannot be run: {problem}") from None
    return done.returncode, done.stdout, done.stderr.decode(errors="replace").strip()


def _failure(target: str, revision: str, path: str, said: str) -> UsageError:
    """Why a file could not be read, found out step by step."""
    inside, _, problem = _git("rev-parse", "--git-dir")
    if inside != 0:
        reason = problem.removeprefix("fatal: ").partition("\n")[0]
        if "not a git repository" in problem:
            return UsageError(
                f"{target} is in git, and this folder is in no repository",
                "run it inside of the repository, or name a file by its path",
            )
        return UsageError(f"git cannot read this repository: {reason}")
    if revision and _git("rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}")[0] != 0:
        return UsageError(
            f"the repository has no revision {revision}", "its branches and tags: git branch -a"
        )
    told = revision or "the index"
    near = _near(revision, path)
    if near:
        return UsageError(f"{told} has no file {path}", f"did you mean {revision}:{near}?")
    where = "paths begin at the top of the repository, or with ./"
    if "bad file" in said or "is a tree" in said:
        return UsageError(f"{path} is a folder in {told}, not a spec file")
    return UsageError(f"{told} has no file {path}", where)


def _near(revision: str, path: str) -> str:
    """The file that may have been meant: the path from here, or one of the same name."""
    here = f"./{path}"
    if not path.startswith("./") and _git("cat-file", "-e", f"{revision}:{here}")[0] == 0:
        return here
    listing = ["ls-tree", "-r", "--name-only", "--full-tree", revision]
    if not revision:
        listing = ["ls-files", "--full-name", ":/"]
    code, content, _ = _git(*listing)
    names = content.decode(errors="replace").splitlines() if code == 0 else []
    name = os.path.basename(path)
    same = [found for found in names if os.path.basename(found) == name]
    if same:
        return same[0]
    from cnnspec.core.nearest import nearest

    close = nearest(path, names)
    return close[0] if close else ""
