"""Why a figure in print is not what was found."""

from __future__ import annotations

from cnnspec.fixes._claims import notes

__all__ = ["notes"]
