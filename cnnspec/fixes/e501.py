"""Why an expected figure is not what was found."""

from __future__ import annotations

from cnnspec.fixes._claims import notes

__all__ = ["notes"]
