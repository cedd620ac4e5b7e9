"""The whole country in short, on PostgreSQL (`test_bench` measures the ways): nothing is lost."""

import pytest

from bench import country


@pytest.mark.slow
def test_a_small_country_loses_nothing(capsys):
    ended = country.main(["--events", "1", "--seconds", "1", "--every", "0.5"])
    told = capsys.readouterr()
    assert (ended, told.err) == (0, "")
    assert told.out.startswith("1 events, 20 tablets, ")
