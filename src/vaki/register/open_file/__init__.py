"""The open building file of the register: addresses, coordinates and voting districts of buildings, line by line.

Reads and writes the file and the register's own buildings; such a file holds places only. Never makes a dwelling and
never touches a person.
"""
