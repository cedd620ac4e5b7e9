"""Checks an archive of Panel, by itself: Python 3.9 or later, nothing else, no network and no server.

    python3 verify.py [ARCHIVE.zip | FOLDER]

It proves that files, digests, results, places and log agree with each other, and names what does not (status
1). Whoever can write all of them anew can make them agree: so it prints the digests that must be those on
the signed papers, and says what the server alone can prove. `bin/panel archive` puts it into the archive.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

Body = dict[str, Any]
COUNTED = ("submitted", "confirmed")


class Archive:
    """The files by name, of a zip or of the folder that it was unpacked to."""

    def __init__(self, place: Path) -> None:
        self.place, self.zip = place, zipfile.ZipFile(place) if place.is_file() else None

    def names(self) -> set[str]:
        if self.zip:
            return set(self.zip.namelist())
        return {each.relative_to(self.place).as_posix() for each in self.place.rglob("*") if each.is_file()}

    def read(self, name: str) -> bytes:
        return self.zip.read(name) if self.zip else (self.place / name).read_bytes()

    def json(self, name: str) -> Any:
        return json.loads(self.read(name))

    def all(self, folder: str) -> dict[str, Any]:
        return {name: self.json(name) for name in sorted(self.names()) if name.startswith(folder + "/")}


def digest(body: object) -> str:
    plain = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def points(instrument: Body, marks: Body, number: str = "") -> Fraction | None:
    """The sum of the marks below a node (of all, without one); None where one is missing."""
    numbers = [each["number"] for each in instrument["indicators"]]
    below = [each for each in numbers if not number or f"{each}.".startswith(f"{number}.")]
    given = [marks.get(each) for each in below]
    return None if None in given else sum((Fraction(each) for each in given if each), Fraction(0))


def half_up(value: Fraction) -> Decimal:
    return Decimal(int(value * 100 + Fraction(1, 2))).scaleb(-2)


def reckoned(presenter: Body, instrument: Body, rules: Body) -> Body:
    """A presenter's result anew from the frozen marks, by docs/results.md; means and chair settle ties."""
    eligible = [sheet for sheet in presenter["sheets"] if sheet["state"] != "recused"]
    counted = [sheet for sheet in eligible if sheet["state"] in COUNTED]
    valued = [(points(instrument, sheet["marks"]), sheet) for sheet in counted]
    totals = [(total, sheet) for total, sheet in valued if total is not None]
    least = max(3, -(-len(eligible) // 2)) if rules["quorum"] is None else rules["quorum"]
    kept = sorted(totals, key=lambda each: each[0])
    kept = kept[1:-1] if rules["drop_extremes"] and len(kept) > 4 else kept
    value, chairs = None, [each for each in totals if each[1]["role"] == "chair"]
    if presenter["state"] != "no_show" and len(totals) >= max(1, min(len(eligible), least)):
        value = carried_over(sum((total for total, _ in kept), Fraction(0)) / len(kept), presenter)
    means = {
        number: sum(points(instrument, sheet["marks"], number) or 0 for _, sheet in kept) / max(1, len(kept))
        for number in rules["ties"]
    }
    chair = (chairs[0][1]["person"], chairs[0][0]) if len(chairs) == 1 else None
    result = None if value is None else half_up(value)
    return {"code": presenter["code"], "result": result, "means": means, "chair": chair}


def carried_over(mean: Fraction, presenter: Body) -> Fraction | None:
    carried = presenter.get("carried")
    if carried is None:
        return mean
    if carried["zone_result"] is None:
        return None
    zone = Fraction(carried["zone_result"]) * Fraction(carried["full"]) / Fraction(carried["zone_full"])
    percent = Fraction(carried["percent"])
    return (mean * (100 - percent) + zone * percent) / 100


def settle(tied: list[Body], steps: Sequence[str], by: str) -> Iterator[tuple[str, list[Body]]]:
    """Who shares a place, place by place."""
    if len(tied) < 2 or not steps:
        yield (by if len(tied) < 2 else "joint"), tied
        return
    groups: dict[Any, list[Body]] = {}
    chairs = {each["chair"] and each["chair"][0] for each in tied}
    for each in tied:
        figure = each["result"] if steps[0] == "result" else each["means"].get(steps[0].partition(":")[2])
        if steps[0] == "chair":
            figure = each["chair"][1] if len(chairs) == 1 and None not in chairs else 0
        groups.setdefault(figure, []).append(each)
    for figure in sorted(groups, reverse=True):
        yield from settle(groups[figure], steps[1:], steps[0])


def places(results: list[Body], ties: list[str]) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    valued = [each for each in results if each["result"] is not None]
    for by, sharers in settle(valued, ["result", *(f"criterion:{each}" for each in ties), "chair"], "result"):
        found.update({each["code"]: (len(found) + 1, by) for each in sharers})
    return found


def file_faults(archive: Archive, files: Body) -> Iterator[str]:
    for name in sorted({*files} ^ (archive.names() - {"manifest.json"})):
        yield f"{name}: {'missing' if name in files else 'not of the archive'}"
    for name in sorted({*files} & archive.names()):
        if hashlib.sha256(archive.read(name)).hexdigest() != files[name]["sha256"]:
            yield f"{name}: changed"


def log_faults(archive: Archive, heads: Body) -> Iterator[str]:
    """The log: in its order up to its head, and the same as what it sealed."""
    said: set[tuple[object, ...]] = set()
    for chain, head in heads.items():
        lines = [json.loads(line) for line in archive.read(f"audit/{chain}.jsonl").splitlines()]
        if [line["sequence"] for line in lines] != [*range(1, len(lines) + 1)]:
            yield f"audit/{chain}.jsonl: a record is missing"
        if lines and lines[-1]["digest"] != head:
            yield f"audit/{chain}.jsonl: does not end where the log did"
        for body, seal in ((line["body"], line["digest"]) for line in lines):
            said.add((chain, body.get("digest")))
            said.add((chain, body.get("digest"), body.get("version"), body.get("names"), seal))
    for name, frozen in archive.all("snapshots").items():
        names = digest(frozen["names"]) if frozen["names"] else None
        seal = (frozen["digest"], frozen["version"], names, frozen["audit_head"])
        if (frozen["zone"] or "_event", *seal) not in said:
            yield f"{name}: the log holds no such result"
    for sheet in archive.json("sheets.json"):
        if sheet["state"] in COUNTED and (sheet["zone"], digest(sheet["sealed"])) not in said:
            sealed = sheet["sealed"]
            yield f"sheets.json: {sealed['seat']}, {sealed['presenter']}: the log holds no such sheet"


def result_faults(archive: Archive) -> Iterator[str]:
    """Each frozen result, reckoned anew; the export and the province against those that hold."""
    rules, export = archive.json("rules/settings.json"), archive.json("results.json")
    trees = {(each["code"], each["version"]): each["body"] for each in archive.all("instruments").values()}
    shown = {(each["code"], one["code"]): one for each in export["rounds"] for one in each["presenters"]}
    current: dict[str, Body] = {}
    reckonings: dict[str, list[Body]] = {}
    for name, frozen in archive.all("snapshots").items():
        body, holds = frozen["body"], frozen["reopened_at"] is None
        if digest(body) != frozen["digest"]:
            yield f"{name}: its digest is not that of what it holds"
        if frozen["zone"] is None:
            continue
        anew = [reckoned(one, trees[one["instrument"], one["version"]], rules) for one in body["presenters"]]
        ranks = places(anew, rules["ties"])
        for one, again in zip(body["presenters"], anew):  # noqa: B905 - Python 3.9 knows no strict
            place = ranks.get(one["code"], (None, None))
            result = None if again["result"] is None else str(again["result"])
            if (one["result"], one["rank_zone"], one["decided_by"]) != (result, *place):
                yield f"{name}: {one['code']}: reckoned anew it is {result}, place {place[0]}"
            told = shown[body["round"], one["code"]]
            if holds and any(told[key] != one[key] for key in one if key not in ("instrument", "version")):
                yield f"results.json: {one['code']}: not as it was frozen in {name}"
        if holds:
            current[frozen["zone"]] = frozen
            reckonings.setdefault(body["round"], []).extend(anew)
    for name, frozen in archive.all("snapshots").items():
        if frozen["zone"] is None and frozen["reopened_at"] is None:
            yield from province_faults(name, frozen["body"], current, reckonings, rules["ties"])


def province_faults(
    name: str, body: Body, current: Body, reckonings: dict[str, list[Body]], ties: list[str]
) -> Iterator[str]:
    digests = {zone: seal for zones in body["rounds"].values() for zone, seal in zones.items()}
    for zone in digests:
        if digests[zone] != current.get(zone, {}).get("digest"):
            yield f"{name}: {zone}: not the result that holds"
    ranks = places(reckonings.get(body["round"], []), ties)
    for line in body["places"]:
        if (line["place"], line["decided_by"]) != ranks.get(line["presenter"], (None, None)):
            yield f"{name}: {line['presenter']}: not the place that follows from the results"


def main() -> None:
    archive = Archive(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
    manifest = archive.json("manifest.json")
    found = [*file_faults(archive, manifest["files"])]
    found = found or [*log_faults(archive, manifest["heads"]), *result_faults(archive)]
    for each in found:
        print(f"✗ {each}")
    for name, frozen in archive.all("snapshots").items():
        if frozen["reopened_at"] is None:
            print(f"{name}: {frozen['digest'][:12]}")
    for line in manifest["words"]["broken" if found else "whole"]:
        print(line)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
