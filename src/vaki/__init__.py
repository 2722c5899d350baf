"""Väki, an open population information service.

Life events change the register; the register publishes changes; nothing about a person leaves except through
one door that knows the permit, censors what is protected and writes down what was handed out.
"""

__version__ = "0.1.0"
