"""Social Performance Estimator: what your own followers like, measured and said honestly."""

__version__ = "0.1.0"
