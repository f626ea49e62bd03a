"""`python -m planextract`."""

from planextract.cli import run

run()
