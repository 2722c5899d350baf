"""The population as plots: what was made against what was published, on a page and in a file of its own.

It shows the last census kept in the register, which is figures only, and never reads a person or names one.
"""
