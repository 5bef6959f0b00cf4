"""Run refcheck as `python -m refcheck`."""

from refcheck.cli import main

main()
