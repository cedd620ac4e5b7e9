"""Benchmarks: what Panel costs, beside the least that the same work could cost. See docs/benchmarks.md.

Not part of the product: nothing in `panel` imports from here.
"""
