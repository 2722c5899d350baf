"""The only door out: products, permits, censoring and the ledger of what left.

Every interface asks here and gets wire bytes that the permit allows, after the ledger row that names them is committed.
This room never writes a person, and never lets a document out whole.
"""
