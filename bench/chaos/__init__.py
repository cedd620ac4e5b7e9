"""The chaos run: a zone day in the worst of networks, on a server that is killed again and again.

    .venv/bin/python -m bench.chaos [--database sqlite|postgresql] [--tablets 20] [--kills 50] [--seed 1]

Tablets that keep their entries as static/js does (`outbox`, `tablet`, `judge`) play the reference event
through a network that loses, repeats, delays and counterfeits (`network`), while `victim` kills the real
server at random moments. In the end `truth` compares the database with what the tablets were told.
"""
