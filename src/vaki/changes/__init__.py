"""VTJ-muutosrajapinta over HTTP: kirjausavain, muutokset, perustiedot, and the OpenAPI that describes them.

The room reads requests, asks the door and puts the door's bytes into the interface's envelopes. It never reads a
table, never decides what a caller may see and never opens an item that the door has handed out.
"""
