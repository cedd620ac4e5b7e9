"""The rules of an evaluation day: frozen dataclasses and functions on the standard library alone.

Nothing here knows the web, the database or the clock; whoever calls brings the facts along.
"""
