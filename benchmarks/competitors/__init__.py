"""Two competitors written the usual way on the bench's own data, each in two variants. See docs/decisions/0701.

FastAPI with SQLAlchemy and Pydantic, and Django REST Framework, on normalised rows with eager loading or on one JSONB
column. They answer POST /api/v1/perustiedot and /api/v1/muutokset of a product by codes without rules on age, as Väki
does, and nothing else.
"""
