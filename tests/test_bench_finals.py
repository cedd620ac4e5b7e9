"""The simulation behind the advice on finals, in short."""

from bench import finals


def test_two_of_each_zone_find_the_best_three_and_carrying_much_over_does_harm():
    shares = finals.hits(4000, 1) / 4000
    of = {
        count: dict(zip(finals.CARRIES, row, strict=True))
        for count, row in zip(finals.TOPS, shares, strict=True)
    }
    assert abs(of[2][0] - 0.462) < 0.032
    assert of[1][0] < of[2][0] - 0.1
    assert of[2][70] < of[2][50] < of[2][0]


def test_a_run_prints_a_row_for_every_number(capsys):
    finals.main(["--runs", "2000"])
    rows = capsys.readouterr().out.splitlines()
    assert [row.split("|")[1].strip() for row in rows[2:]] == ["1", "2", "3", "4"]
