"""Django's PostgreSQL backend, which also tells the bridge whether a transaction is open.

It changes nothing in what Django sends to the database, and holds no query of its own.
"""
