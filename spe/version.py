"""The version and the name to install, where every room may read them and the packaging does."""

__version__ = "0.2.0"

# `spe` on the package index would be somebody else's.
DISTRIBUTION = "social-performance-estimator"
