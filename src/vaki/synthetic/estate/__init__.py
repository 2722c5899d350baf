"""What people live in and what stands beside it: plots, buildings, dwellings, addresses, owners and coordinates.

Everything is made from its address in the stock (municipality, kind, quarter, number) and from nothing else, so that
any part can be made alone. Never makes a person, and never gives a building a code that a real one may have.
"""
