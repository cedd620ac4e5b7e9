"""Many halls in short, on PostgreSQL (`test_bench` is SQLite's): the load still runs and measures."""

import pytest

from bench import country, halls
from bench.ways import WAYS


@pytest.mark.slow
def test_a_run_measures_every_way_paced_and_unpaced_and_loses_nothing(capsys):
    few = ["--tablets", "5", "--batch", "2", "--every", "0.3", "--seconds", "0.6", "--unpaced", "0.2"]
    ended = halls.main(["--database", "postgresql", *few])
    told = capsys.readouterr()
    assert (ended, told.err) == (0, "")
    assert [line[:20].rstrip() for line in told.out.splitlines() if line[:20].rstrip() in WAYS] == [*WAYS] * 2


@pytest.mark.slow
def test_a_small_country_loses_nothing(capsys):
    ended = country.main(["--events", "1", "--seconds", "1", "--every", "0.5"])
    told = capsys.readouterr()
    assert (ended, told.err) == (0, "")
    assert told.out.startswith("1 events, 20 tablets, ")
