"""The truth: person and building documents, life events and the change log.

Writes happen only here: a life event is a pure function from documents to new documents and changes, and the
recorder publishes them in commit order. This room never hands data out; that is the door's work (`disclosure`).
"""
