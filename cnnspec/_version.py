"""The version of cnnspec, as a literal: it is read by the build, and costs nothing to ask for."""

__version__ = "0.1.0"
