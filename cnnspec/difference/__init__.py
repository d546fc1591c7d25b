"""Differences: two networks aligned layer by layer, with what changed and what that does."""
