"""A project: which of its files are specs, what its pyproject.toml says, what it knows already."""
