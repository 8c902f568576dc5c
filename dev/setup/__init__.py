"""Getting the things the commands need. Each file brings one, and is quick when it is there."""
