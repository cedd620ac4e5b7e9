"""Reads: models or frozen view-models, in a constant number of queries; never a write."""
