"""REML: the figures of statsmodels and of the textbook's dense equations, on random designs."""

from fractions import Fraction

import pytest

from panel.adapters.severities import adjust
from panel.domain.errors import Conflict
from panel.domain.reliability import Judgement

DESIGNS = [
    # links, gaps, and the deviations of presenter, panel, judge, residual: small ones end at a variance of 0
    (0, 0.0, (5, 3, 2, 3)),
    (1, 0.1, (5, 3, 2, 3)),
    (1, 0.2, (5, 0, 2, 3)),
    (2, 0.1, (5, 6, 0, 3)),
    (2, 0.0, (1, 3, 2, 6)),
    (1, 0.1, (8, 3, 4, 1)),
]

TWO = [("a", Fraction(80)), ("b", Fraction(70))]
ALMOST_NONE = 1e-6
"""statsmodels can't evaluate a variance of 0."""


def play(seed, links, gaps, deviations):
    """Judgements of three zones of three or four presenters, before four judges each."""
    from numpy.random import default_rng

    chance = default_rng(seed)
    presenter, panel, judge, residual = deviations
    linking = chance.normal(0, judge, links)
    judgements = []
    for zone, size in enumerate((3, 4, 4)):
        own = chance.normal(0, panel) + chance.normal(0, judge, 4)
        own[:links] = linking
        for at in range(size):
            marks = 70 + chance.normal(0, presenter) + own + chance.normal(0, residual, 4)
            judgements += [
                Judgement(
                    f"p{zone}{at}",
                    f"l{seat}" if seat < links else f"j{zone}{seat}",
                    f"z{zone}",
                    Fraction(round(mark)),
                )
                for seat, mark in enumerate(marks)
                if chance.random() >= gaps
            ]
    return judgements


def frame(judgements):
    """The judgements as a table, with a column of 0 and 1 for each panel's own judges."""
    from pandas import DataFrame

    table = DataFrame([vars(each) | {"total": float(each.total), "one": 1} for each in judgements])
    own = table.groupby("person")["panel"].transform("nunique") == 1
    for panel in sorted(set(table["panel"])):
        table[panel] = ((table["panel"] == panel) & own).astype(float)
    return table


def theirs(judgements, components):
    """statsmodels' model, and the better of its two fits: from its own start and from `components`."""
    from numpy import sqrt
    from statsmodels.formula.api import mixedlm

    table = frame(judgements)
    panels = " + ".join(sorted(set(table["panel"])))
    terms = {"panel": f"0 + {panels}", "person": "0 + C(person)", "presenter": "0 + C(presenter)"}
    model = mixedlm("total ~ 1", table, groups="one", vc_formula=terms)
    start = sqrt(
        [max(components[name] / components["residual"], ALMOST_NONE) for name in model.exog_vc.names]
    )
    fits = [model.fit(method=["lbfgs"]), model.fit(start_params=start, method=["lbfgs"])]
    return model, start, max(fits, key=lambda fit: fit.llf)


@pytest.mark.filterwarnings("ignore")  # pandas deprecates what it calls; it warns of each boundary
@pytest.mark.parametrize(("links", "gaps", "deviations"), DESIGNS)
@pytest.mark.parametrize("seed", [1, 2])
def test_reml_reaches_the_likelihood_and_the_effects_of_statsmodels(seed, links, gaps, deviations):
    judgements = play(seed, links, gaps, deviations)
    ours = adjust(judgements)
    model, start, fit = theirs(judgements, ours.components)
    assert model.loglike(start) == pytest.approx(fit.llf, abs=1e-4)
    base = fit.fe_params.iloc[0]
    told = {f"presenter[C(presenter)[{code}]]": each.value - base for code, each in ours.presenters.items()}
    told |= {f"person[C(person)[{code}]]": each.value for code, each in ours.persons.items()}
    told |= {f"panel[{code}]": each.value for code, each in ours.panels.items()}
    assert told == pytest.approx(fit.random_effects[1].to_dict(), abs=0.01)


@pytest.mark.parametrize(("links", "gaps", "deviations"), DESIGNS)
def test_errors_are_those_of_the_dense_equations(links, gaps, deviations):
    """Var(û − u) = G − G Z'P Z G, P = V⁻¹ − V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹ (Searle, Casella & McCulloch 1992, ch. 7)."""
    from numpy import array, diag, full, linalg, sqrt

    judgements = play(3, links, gaps, deviations)
    found = adjust(judgements)
    table = frame(judgements)
    g, z = [], []
    for name, each in (("presenter", found.presenters), ("person", found.persons), ("panel", found.panels)):
        columns = table[list(each)] if name == "panel" else array([table[name] == code for code in each]).T
        z += list(array(columns, dtype=float).T)
        g += [found.components[name]] * len(each)
    z, g = array(z).T, diag(g)
    v = linalg.inv(z @ g @ z.T + found.components["residual"] * diag([1.0] * len(z)))
    p = v - full(v.shape, 1.0) * v.sum(0) * v.sum(0)[:, None] / v.sum()
    errors = sqrt(diag(g - g @ z.T @ p @ z @ g))[len(found.presenters) :]
    assert [each.error for each in (*found.persons.values(), *found.panels.values())] == pytest.approx(
        errors, abs=1e-6
    )


def test_a_presenter_s_estimate_is_a_total():
    """Two presenters ten points apart, before judges who all agree, get just these totals."""
    judgements = [Judgement(code, f"j{seat}", "z1", total) for code, total in TWO for seat in range(3)]
    found = adjust(judgements)
    assert {code: round(each.value, 3) for code, each in found.presenters.items()} == {"a": 80.0, "b": 70.0}
    assert max(each.error for each in found.presenters.values()) < 0.01
    assert found.components["person"] == pytest.approx(0, abs=1e-6)
    assert (found.panels, found.components["panel"]) == ({}, 0)


def test_a_milder_panel_is_found_by_the_judge_who_sits_on_both():
    """Zone 2's own judges give ten points more than zone 1's; the link judge finds the amphoe alike."""
    judgements = []
    for at in range(12):
        zone, worth = at % 2 + 1, 70 + (at // 2) * 3 % 7
        for seat in range(4):
            shift = 0 if seat == 0 or zone == 1 else 10
            total = Fraction(worth + shift + (at // 2 + seat) % 2)
            judgements.append(
                Judgement(f"p{at}", "link" if seat == 0 else f"j{zone}{seat}", f"z{zone}", total)
            )
    found = adjust(judgements)
    by_zone = [
        sum(each.value for code, each in found.presenters.items() if int(code[1:]) % 2 == zone) / 6
        for zone in (0, 1)
    ]
    assert by_zone[1] - by_zone[0] == pytest.approx(0, abs=1)


@pytest.mark.parametrize(
    "judgements",
    [
        [],
        [Judgement("a", f"j{seat}", "z1", Fraction(70 + seat)) for seat in range(5)],
        [Judgement(f"p{at}", "j", "z1", Fraction(70 + at)) for at in range(5)],
        [Judgement(f"p{at}", f"j{at}", "z1", Fraction(70 + at)) for at in range(5)],
    ],
    ids=["none", "one presenter", "one judge", "a judge each"],
)
def test_too_few_judgements_are_refused(judgements):
    with pytest.raises(Conflict) as refused:
        adjust(judgements)
    assert refused.value.code == "adjusted.too_little"
