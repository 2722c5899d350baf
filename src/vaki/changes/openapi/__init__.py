"""The OpenAPI 3.1 description of the change interface, made from the request structs and the group catalogue.

It says what the code does and decides nothing: a test holds it against every answer of the other tests.
"""
