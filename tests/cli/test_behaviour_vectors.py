"""Lifecycle, retention, stickiness and funnel vectors of two systems that many teams know, as facts:
events in, arrays out, in behaviour/ of the folder that NORTHSTAR_DATA names. Skipped without it."""

import csv
import datetime
import io
import json
import os
import pathlib
import unittest

from project import ProjectTest

DATA = pathlib.Path(os.environ.get("NORTHSTAR_DATA", "/nowhere")) / "behaviour"
SOURCE = "sources: [{name: app, files: e.csv, time: time, event_column: event, entities: {user: user}}]\n"


def day(text):
    return datetime.date.fromisoformat(text)


@unittest.skipUnless(DATA.is_dir(), "NORTHSTAR_DATA names no folder with them")
class BehaviourVectors(ProjectTest):
    def world(self, rows, metrics, first_day="monday"):
        """rows: (time, user, event). The data are complete until long after the last of them."""
        lines = [f"{time},{user},{event}\n" for time, user, event in rows]
        (self.root / "e.csv").write_text("time,user,event\n" + "".join(lines))
        source = SOURCE.replace("time: time,", "time: time, through: 2030-01-01,")
        (self.root / "northstar.yml").write_text(f"version: 1\nfirst_day_of_week: {first_day}\n" + source + "metrics:\n" + metrics)
        (self.root / ".northstar" / "events.duckdb").unlink(missing_ok=True)

    def series(self, metric, *arguments):
        out = self.run_program("query", metric, "--format", "csv", *arguments).stdout
        return [float(row["value"]) for row in csv.DictReader(io.StringIO(out))]

    def test_lifecycle(self):
        vectors = json.loads((DATA / "posthog_vectors.json").read_text())["lifecycle"]
        events = vectors[0]["events"]
        parts = "".join(
            f"  - {{name: {part}_users, type: lifecycle, metric: users, part: {part}, grain: day, description: d}}\n"
            for part in ("new", "retained", "resurrected", "churned"))
        metrics = "  - {name: users, type: active, entity: user, event: seen, grain: day, description: d}\n" + parts
        names = {"new": "new", "returning": "retained", "resurrecting": "resurrected", "dormant": "churned"}
        for vector in vectors:
            if "actor_days" in vector:
                days = {"group": vector["actor_days"]}
            else:
                days = vector.get("events", events)
            self.world([(f"{d}T12:00:00Z", user, "seen") for user, all_days in days.items() for d in all_days], metrics)
            for theirs, values in vector["expected"].items():
                found = self.series(f"{names[theirs]}_users", "--from", vector["from"], "--to", vector["to"])
                self.assertEqual(found, [abs(v) for v in values], (vector["name"], theirs))

    def test_retention(self):
        for vector in json.loads((DATA / "posthog_vectors.json").read_text())["retention"]:
            if vector["period"] == "day":
                start = day(vector["day0"])
                at = lambda n: start + datetime.timedelta(days=n)
            else:
                at = lambda n: datetime.date(2020 + n // 12, n % 12 + 1, 10)
            rows = [(f"{at(n)}T12:00:00Z", user, "seen") for user, all_n in vector["events"].items() for n in all_n]
            # Somebody else's event at the end makes the range as long as theirs.
            rows.append((f"{at(vector['total_intervals'] - 1)}T12:00:00Z", "", "seen"))
            self.world(rows, f"  - {{name: users, type: active, entity: user, event: seen, grain: {vector['period']}, description: d}}\n")
            out = json.loads(self.run_program("cohorts", "users", "--cohort", "active", "--format", "json").stdout)
            for found, expected in zip(out["rows"], vector["expected_triangle"]):
                self.assertEqual(found["returned"][: len(expected)], expected, vector["name"])

    def test_stickiness(self):
        vector = json.loads((DATA / "posthog_vectors.json").read_text())["stickiness"][0]
        nine = [f"2020-01-{d}" for d in range(11, 20)]
        rows = [(f"{d}T12:00:00Z", "p1", "seen") for d in nine]
        rows += [(f"{d}T12:00:00Z", "p2", "seen") for d in vector["events"]["p2"]]
        metrics = "  - {name: often, type: frequency, entity: user, event: seen, grain: month, description: d}\n"
        metrics += "  - {name: weeks, type: frequency, of: week, entity: user, event: seen, grain: month, description: d}\n"
        self.world(rows, metrics, "sunday")
        for metric, expected in (("often", vector["expected"]["day"]["1..11"]), ("weeks", vector["expected"]["week(Sunday start)"])):
            out = json.loads(self.run_program("query", metric, "--distribution", "--format", "json").stdout)
            counts = [one["entities"] for one in out["rows"][0]["distribution"]]
            self.assertEqual(counts[: len(expected)], expected, metric)
            self.assertEqual(sum(counts), vector["expected"]["count"])

    def levels(self, rows, steps, within, extra=""):
        """The furthest step that each user reaches: the number of prefixes of the funnel that count it."""
        metrics = ""
        for last in range(1, len(steps) + 1):
            listed = ", ".join(steps[:last])
            metrics += (f"  - {{name: s{last}, type: conversion, entity: user, steps: [{listed}], within: {within}, "
                        f"calculation: count, grain: year, description: d{extra}}}\n")
        self.world(rows, metrics)
        reached = {}
        for last in range(1, len(steps) + 1):
            year = rows[0][0][:4]
            out = self.run_program("query", f"s{last}", "--entities", "--period", f"{year}-01-01", "--format", "csv").stdout
            for row in csv.DictReader(io.StringIO(out)):
                reached[row["user"]] = max(reached.get(row["user"], 0), last)
        return reached

    def test_funnels(self):
        vectors = json.loads((DATA / "clickhouse_funnel_vectors.json").read_text())
        def second(n):
            return (datetime.datetime(2020, 1, 1) + datetime.timedelta(seconds=n)).isoformat() + "Z"
        table = vectors["strict_order_table"]
        rows = [(second(int(e[:-1])), f"u{user}", e[-1]) for user, all_e in table["users"].items() for e in all_e]
        self.assertEqual(self.levels(rows, table["steps"], "86400s"),
                         {f"u{user}": level for user, level in table["expected"]["default"].items()})
        rows = [(second(n), "u", f"e{1000 + n}") for n in range(9)]
        for check in vectors["window_edges"]["checks"]:
            found = self.levels(rows, [f"e{s}" for s in check["steps"]], f"{check['window']}s")
            self.assertEqual(found["u"], check["level"], check)
        same = [(0, 1000), (1, 1001), (1, 1002), (1, 1003), (2, 1004)]
        rows = [(second(t), "u", f"e{e}") for t, e in same]
        steps = [f"e{s}" for s in vectors["same_timestamp"]["steps"]]
        self.assertEqual(self.levels(rows, steps, "10s", ", allow_same_time: true")["u"], vectors["same_timestamp"]["default"])
        self.assertEqual(self.levels(rows, steps, "10s")["u"], vectors["same_timestamp"]["strict_increase"])


if __name__ == "__main__":
    unittest.main()
