"""Life events: each a pure function from documents and event to new documents and changes.

One module a family of events; `catalogue` lists them all. An event works on a `Draft`, which gives it documents to
alter and takes what it tells; what follows from it (derived groups, copies in relatives' documents, search columns)
is made in one place, `consequences`.
"""
