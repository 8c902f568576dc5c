"""The gates of `make lint`, one file a family; each yields what it finds as lines."""
