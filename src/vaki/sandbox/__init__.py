"""The sandbox: what integrators may do to a register of made-up people over HTTP, and worlds of their own for it.

A world is a database cloned from the seeded state. The room only ever serves where `serve --sandbox` runs; it never
hands out data about a person except through the door, and it never touches permits, credentials or the ledger.
"""
