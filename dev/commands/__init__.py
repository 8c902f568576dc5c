"""One file a command of `python3 -m dev`; `main(arguments)` returns the exit code."""
