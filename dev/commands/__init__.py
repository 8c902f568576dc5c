"""One file a command of `python3 -m dev`; each has a `main(arguments)` that returns the exit code."""
