"""A population and its life, from a seed, a size and a day: the same three give the same people, byte for byte.

It writes to the register only through the initial load and through life events, as anyone else would. It never
reads the wall clock, never makes a code that a real person or building could have, and hands nothing out.
"""
