"""The version, where every room may read it and the packaging does."""

__version__ = "0.1.0"
