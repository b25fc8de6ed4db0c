"""The store: SQLite or PostgreSQL behind the engine's ports, on one code path."""
