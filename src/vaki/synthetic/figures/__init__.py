"""The country's published figures, what a population has made of them, and how far the two are apart.

It counts people and never chooses or shows one.
"""
