"""Run by Alembic: migrate on the connection that `adapters.storage.migrate` hands over."""

from alembic import context

from adapters.storage.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
