"""FastAPI, SQLAlchemy 2 (asyncpg) and Pydantic 2, as a team that knows them would write it."""
