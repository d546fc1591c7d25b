"""The spec language: YAML text to nodes with places, and from there to a graph."""
