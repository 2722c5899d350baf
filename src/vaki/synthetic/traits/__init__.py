"""What is particular to a person: from the facts of a block to the groups that tell of nobody else.

One module an area of life. Relations are the room of `family`; here nothing is drawn that moves a person from one
category of the figures to another (docs/decisions/0631).
"""
