"""Many documents: each read by a process of its own, which nothing that a file does to it can take beyond its limits.

`run` is the whole of it; `alone` reads one document in the same confinement. Linux and other systems with `fork`;
Windows has none.
"""
