"""Run the command line with `python -m spe`."""

from spe.cli import main

main()
