"""Passes: questions about a finished graph that need a layer's neighbours. One file each."""
