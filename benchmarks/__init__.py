"""Measures Väki against bare floors on the same machine, the same data and in the same run.

A figure is always a share of its floor: milliseconds differ from machine to machine, shares much less.
"""
