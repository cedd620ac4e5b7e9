"""Quantiles of distributions, by scipy, which is imported late: it takes most of a second."""

from __future__ import annotations


def f_quantile(probability: float, above: float, below: float) -> float:
    """The quantile of F with so many degrees of freedom above and below the line."""
    from scipy.special import fdtri

    return float(fdtri(above, below, probability))
