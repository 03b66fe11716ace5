"""Reading and writing any file: atomic replacement, and TinyDB files. Knows nothing about what a file contains."""
