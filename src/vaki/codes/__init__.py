"""Identifiers and code lists: what a well-formed code is, what it says, and the names behind it.

Pure and typed, from the standard library and the small tables in `data/`; one module a kind of identifier.
It never knows who holds a code, never reads a clock, a network or a database, and no error here repeats the code.
"""
