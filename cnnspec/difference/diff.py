"""`diff`: two networks that are read, analysed and aligned layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.analysis import analyze
from cnnspec.comparison import Named, check_symbols, points
from cnnspec.core.deep_calls import deep_calls
from cnnspec.core.diagnostic import UsageError
from cnnspec.difference.aligning import Aligner
from cnnspec.difference.moved import with_moved_inputs
from cnnspec.difference.records import Difference
from cnnspec.language.spec import Spec
from cnnspec.results import Analysis
from cnnspec.targets import read_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cnnspec.core.algebra import Dim
    from cnnspec.unfolding import InputArgument


def diff(
    old: str | Spec | Analysis,
    new: str | Spec | Analysis,
    *,
    levels: int | None = 1,
    variant: str | None = None,
    input: InputArgument = None,
    settings: Mapping[str, object] | None = None,
    where: Mapping[str, Dim | str] | None = None,
    at: Mapping[str, int | str] | None = None,
    train: bool = False,
) -> Difference:
    """Align two networks layer by layer.

    Both may be names, files, `REV:PATH` (`HEAD:nets/mine.yaml`), or points such as
    `mobilenet_v2@alpha=0.5`; of a file with several variants, `variant` chooses one on both sides.
    So many `levels` of blocks are opened, None opens all. The other options are those of `analyze`.

    Raises a UsageError for what cannot be read or is several networks, and a SpecError for a spec
    that is wrong in its form.
    """
    options: dict[str, Any] = {
        "input": input, "settings": settings, "where": where, "at": at, "train": train,
    }  # fmt: skip
    ours, theirs = _named(old, variant, options), _named(new, variant, options)
    if isinstance(old, str) or isinstance(new, str):
        check_symbols([ours, theirs], options)
    return difference(ours.analysis, theirs.analysis, (ours.full, theirs.full), levels=levels)


def _named(target: str | Spec | Analysis, variant: str | None, options: dict[str, Any]) -> Named:
    if isinstance(target, Analysis):
        return Named(target.name, target.name, target)
    if isinstance(target, Spec):
        return Named(target.name, target.name, analyze(target, check=False, **options))
    found = points(read_target(target), variant, options)
    if len(found) > 1:
        names = ", ".join([each.name for each in found])
        raise UsageError(f"{target} is {len(found)} networks; choose one", names)
    return found[0]


def difference(
    old: Analysis,
    new: Analysis,
    names: tuple[str, str] | None = None,
    *,
    levels: int | None = 1,
) -> Difference:
    """Align two networks that were analysed already."""
    with deep_calls():
        changes = Aligner(old, new).level(old.rows(levels), new.rows(levels), levels)
        changes = with_moved_inputs(changes, old, new)
    return Difference(old, new, changes, names or (old.name, new.name))
