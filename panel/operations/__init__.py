"""One function per intention of a person: verb and noun, the actor explicit. They flush, never commit.

Each runs inside `db.writing()` and ends in `record(...)`, which alone appends to the audit log.
"""
