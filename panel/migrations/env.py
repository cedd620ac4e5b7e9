"""How Alembic reaches the tables: the application's engine and metadata, batch mode for SQLite.

There a table that is made anew is dropped in between, which the rows that refer to it would forbid: foreign
keys are looked at again at the end instead, before anything is committed.
"""

from alembic import context
from flask import current_app

db = current_app.extensions["migrate"].db
engine = db.engine

with engine.connect() as connection:
    sqlite = connection.dialect.name == "sqlite"
    raw = connection.connection.cursor()
    if sqlite:
        raw.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
            raise RuntimeError(f"The migration left rows that lead nowhere: {broken[:3]}")
    connection.commit()
    if sqlite:
        raw.execute("PRAGMA foreign_keys=ON")
