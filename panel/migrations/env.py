"""How Alembic reaches the tables: the application's engine and metadata, batch mode for SQLite."""

from alembic import context
from flask import current_app

db = current_app.extensions["migrate"].db
engine = db.engine

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
