"""Real exports of product teams: the project that `init --from` writes, at most three edits, and metrics written by hand,
against the values that others computed. NORTHSTAR_DATA names the folder; its `door` is no part of the project."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from project import PROGRAM

DOOR = pathlib.Path(os.environ.get("NORTHSTAR_DATA", "")) / "door"
ABOUT = {"README.md", "columns.json", "expected.json"}

# Of a folder, one project after the other: edits as (what is there, what stands in its place; a key each), metrics, and of each
# question its metric, and by what.
LEFT_OUT = {}
LATE = "late: \"if(%s is null, null, if(%s > %s, 'true', 'false'))\", "
CASES = {
    "01-marketplace": [(
        [("time: shipping_limit_date", "time: order_purchase_timestamp"),
         ("event: order_item\n    lookup:\n      - {source: orders, on: order_id, take: {",
          "event: order_item\n    lookup:\n      - {source: orders, on: order_id, take: {order_purchase_timestamp: order_purchase_timestamp, ")],
        """
  - {name: placed, type: count, event: order}
  - {name: buyers, type: active, entity: customer_unique, event: order}
  - {name: paid, type: sum, event: order, value: payment_value}
  - {name: worth, type: sum, event: order_item, value: price}
  - {name: stars, type: average, event: order_review, value: review_score}
""",
        {0: ("placed", {}), 1: ("buyers", {}), 2: ("paid", {}), 3: ("worth", {"customer_state": "customer_state"}), 4: ("stars", {})}), (
        [("event: order_review\n    lookup:\n      - {source: orders, on: order_id, take: {",
          "event: order_review\n    lookup:\n      - {source: orders, on: order_id, take: {order_delivered_customer_date: order_delivered_customer_date, "
          "order_estimated_delivery_date: order_estimated_delivery_date, "),
         ("    entities: {customer: customer, customer_unique: customer_unique}\n    dimensions: {",
          "    entities: {customer: customer, customer_unique: customer_unique}\n    dimensions: {"
          + LATE % ("order_delivered_customer_date", "order_delivered_customer_date", "order_estimated_delivery_date"))],
        """
  - {name: all_stars, type: sum, event: order_review, value: review_score}
  - {name: reviews, type: count, event: order_review}
""",
        {5: (("all_stars", "reviews"), {"late": "late"})})],
    "06-appointments-nps": [(
        [],
        """
  - {name: answers, type: count, event: nps}
  - {name: promoters, type: count, event: nps, where: nps >= 9}
  - {name: detractors, type: count, event: nps, where: nps <= 6}
  - {name: nps_score, type: derived, expr: (promoters - detractors) / answers * 100}
  - {name: all_points, type: sum, event: nps, value: nps}
""",
        {2: ("nps_score", {}), 3: ("nps_score", {"work_type": "work_type"}), 5: (("all_points", "answers"), {"skill_level": "skill_level"})}), (
        [("time: arrival_window_start_time", "time: appointment_date")],
        "\n  - {name: completed, type: count, event: serviceappointment, where: status = 'completed'}\n", {0: ("completed", {})}), (
        [("time: arrival_window_start_time", "time: created_date")],
        "\n  - {name: booked, type: count, event: serviceappointment}\n", {1: ("booked", {"status": "status"})}), (
        [("on: serviceappointment_id, take: {",
          "on: serviceappointment_id, take: {on_site: on_site, arrival_window_end_time: arrival_window_end_time, "),
         ("    entities: {serviceresource: serviceresource}\n    dimensions: {",
          "    entities: {serviceresource: serviceresource}\n    dimensions: {" + LATE % ("on_site", "on_site", "arrival_window_end_time"))],
        """
  - {name: all_points, type: sum, event: nps, value: nps}
  - {name: answers, type: count, event: nps}
""",
        {4: (("all_points", "answers"), {"late": "late"})})],
    "10-headerless-log": [(
        [],
        """
  - {name: messages_sent, type: count, event: message}
  - {name: senders, type: active, entity: c1, event: message}
  - {name: receivers, type: active, entity: c2, event: message}
  - {name: wide_senders, type: active, entity: c1, event: message, distinct: c2, at_least: 3}
  - {name: new_senders, type: first_time, entity: c1, event: message}
""",
        {0: ("messages_sent", {}), 1: ("senders", {}), 2: ("receivers", {}), 3: ("wide_senders", {}), 4: ("new_senders", {})})],
    "04-app-log": [(
        [("entities: {user: userId}", "entities: {user: userId, session: sessionId}")],
        """
  - {name: songs, type: count, event: NextSong}
  - {name: listeners, type: active, entity: user, event: NextSong}
  - {name: users, type: active, entity: user, event: any}
  - {name: all_events, type: count, event: any}
  - {name: music, type: sum, event: NextSong, value: length}
  - {name: sessions, type: active, entity: session, event: any, where: user is not null}
""",
        {0: ("songs", {}), 1: ("listeners", {}), 2: ("users", {}), 3: ("all_events", {"level": "level"}), 4: ("music", {}), 5: ("sessions", {})})],
    "03-spreadsheet-days": [(
        [],
        """
  - {name: rides, type: sum, event: day, value: cnt}
  - {name: casual_rides, type: sum, event: day, value: casual}
  - {name: warmth, type: average, event: day, value: temp}
  - {name: rides_of_hours, type: sum, event: hour, value: cnt}
""",
        {5: ("rides_of_hours", {}), 0: ("rides", {}), 1: ("rides", {}), 2: ("casual_rides", {"workingday": "workingday"}), 3: ("warmth", {}), 4: ("rides_of_hours", {})})],
    "02-subscriptions": [(
        [],
        """
  - {name: signups, type: count, event: account}
  - {name: accounts_in_use, type: active, entity: account, event: feature_usage}
  - {name: tickets, type: count, event: support_ticket}
  - {name: mrr, type: state, entity: subscription, on: subscription, off: subscription_ended, value: mrr_amount}
  - {name: running, type: state, entity: subscription, on: subscription, off: subscription_ended}
  - {name: used, type: sum, event: feature_usage, value: usage_count}
""",
        {1: ("mrr", {}), 2: ("running", {}), 3: ("used", {"industry": "industry"}), 0: ("signups", {}), 4: ("accounts_in_use", {}), 5: ("tickets", {"priority": "priority"})})],
    "05-app-reviews": [(
        [("    event: google_play_review", "    event: google_play_review\n    id: coalesce(reviewId, review_id)"),
         ("    event: google_play_review\n", "    event: google_play_review\n    duplicates: expected\n")],
        """
  - {name: reviews, type: count, event: google_play_review}
  - {name: stars, type: average, event: google_play_review, value: score}
  - {name: unhappy, type: count, event: google_play_review, where: score <= 2}
  - {name: share_unhappy, type: ratio, numerator: unhappy, denominator: reviews}
""",
        {0: ("reviews", {}), 2: ("stars", {}), 3: ("stars", {"bank": "bank"}), 4: ("share_unhappy", {})}),
        ([], "\n  - {name: rows, type: count, event: google_play_review}\n", {1: ("rows", {})})],
    "08-workbooks-zip": [(
        [],
        """
  - {name: answers, type: count, event: nps_answer}
  - {name: promoters, type: count, event: nps_answer, where: nps >= 9}
  - {name: detractors, type: count, event: nps_answer, where: nps <= 6}
  - {name: nps_score, type: derived, expr: (promoters - detractors) / answers * 100}
  - {name: rides_a_month, type: sum, event: day, value: rides}
  - {name: songs, type: count, event: NextSong}
  - {name: listeners, type: active, entity: user, event: NextSong}
""",
        {1: ("nps_score", {"Work": "work"}), 2: ("rides_a_month", {}), 4: ("songs", {}), 5: ("listeners", {})}),
        (
        [("time: Created", "time: Date")],
        """
  - {name: completed, type: count, event: appointment, where: status = 'completed'}
""",
        {0: ("completed", {})}), (
        [("    time: Date\n    event: day", "    time: Date\n    lookup: [{files: FILE, sheet: Weather codes, on: {Weather: Code}, take: {weather_name: Weather}}]\n    event: day"),
         ("weather: Weather}", "weather: weather_name}")],
        """
  - {name: rides, type: sum, event: day, value: rides}
""",
        {3: ("rides", {"Weather": "weather"})})],
    "07-marketing-spend": [(
        [("signup_country_code: signup_country_code", "country_code: signup_country_code")],
        """
  - {name: net, type: sum, event: subscription, value: net_revenue}
  - {name: subscribed, type: sum, event: subscription, value: subscription_count}
  - {name: spent, type: sum, event: spending, value: spendings}
  - {name: cost, type: ratio, numerator: spent, denominator: subscribed}
  - {name: brought, type: ratio, numerator: net, denominator: spent}
""",
        {0: ("net", {}), 1: ("subscribed", {"country": "country_code"}), 2: ("spent", {"platform": "platform"}), 3: ("cost", {}),
         4: ("brought", {"country": "country_code"})})],
}


class Asking(unittest.TestCase):
    def run_program(self, *arguments):
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def values(self, project, question, metric, by):
        """The answer to a question as {(period, value of by): value}; of all periods together, one metric's sum by another's."""
        if question["grain"] == "all":
            above, below = (self.total(project, one, by) for one in metric)
            return {("all", *key): above[key] / below[key] for key in above if below.get(key)}
        periods = sorted(row["period"] for row in question["rows"])
        command = ["-p", project, "query", metric, "--grain", question["grain"], "--from", periods[0][:10], "--to", periods[-1][:10]]
        for dimension in by.values():
            command += ["--by", dimension]
        rows = json.loads(self.run_program(*command, "--format", "json"))["rows"]
        return {(row["period"], *(row["by"].values() if by else ())): row["value"] for row in rows}

    def total(self, project, metric, by):
        command = ["-p", project, "query", metric, "--grain", "year", "--format", "json"]
        for dimension in by.values():
            command += ["--by", dimension]
        sums = {}
        for row in json.loads(self.run_program(*command))["rows"]:
            key = tuple(row["by"].values())
            sums[key] = sums.get(key, 0) + row["value"]
        return sums

    def compare(self, question, found, by):
        for row in question["rows"]:
            key = (row["period"], *(row["by"][name] for name in by))
            with self.subTest(question=question["question"], of=key):
                self.assertAlmostEqual(found.get(key) or 0, row["value"], delta=1e-6 * max(1, abs(row["value"])))


@unittest.skipUnless(DOOR.is_dir(), "NORTHSTAR_DATA names no folder with door/; real exports are not loaded")
class Door(Asking):
    def check(self, folder):
        for edits, metrics, questions in CASES[folder]:
            self.check_project(folder, edits, metrics, questions)

    def check_project(self, folder, edits, metrics, questions):
        self.assertLessEqual(len(edits), 3)
        with tempfile.TemporaryDirectory() as scratch:
            data = sorted(str(path) for path in (DOOR / folder).iterdir() if path.name not in ABOUT)
            project = pathlib.Path(scratch) / "project"
            self.run_program("init", str(project), "--from", *data)
            text = (project / "northstar.yml").read_text()
            for there, instead in edits:
                self.assertEqual(text.count(there), 1, text)
                files = text[:text.index(there)].rpartition("files: ")[2].partition("\n")[0]
                text = text.replace(there, instead.replace("FILE", files))
            # Its own metrics go: names of both might be the same.
            (project / "northstar.yml").write_text(text.split("\n# A first set")[0] + "\n")
            (project / "metrics.yml").write_text("metrics:" + metrics)
            self.run_program("-p", str(project), "load")
            expected = json.loads((DOOR / folder / "expected.json").read_text())
            for number, (metric, by) in questions.items():
                question = expected[number]
                self.compare(question, self.values(str(project), question, metric, by), by)

    def test_every_question_is_asked(self):
        for folder, runs in CASES.items():
            expected = json.loads((DOOR / folder / "expected.json").read_text())
            asked = {number for _, _, questions in runs for number in questions}
            self.assertEqual(set(range(len(expected))) - asked - LEFT_OUT.get(folder, set()), set(), folder)


for name in CASES:
    setattr(Door, "test_" + name.replace("-", "_"), lambda self, name=name: self.check(name))


EVENTS = """
  - {name: all_events, type: count, event: any}
  - {name: songs, type: count, event: %s}
  - {name: people, type: active, entity: user, event: any, where: signed_in = 'yes'}
  - {name: seconds, type: sum, event: %s, value: %s}
"""
SAME = {0: ("all_events", {}), 1: ("songs", {}), 2: ("people", {}), 3: ("seconds", {})}
# Of 09-vendors: file, format, further keys of the source, zone, metrics, and questions as above.
VENDORS = [
    ("amplitude/123456_2018-11.json.gz", "amplitude", "values: {length: 'event_properties.\"Song Length\"'}", "UTC", EVENTS % ("NextSong", "NextSong", "length"), SAME),
    ("mixpanel/export.jsonl", "mixpanel", "values: {length: 'properties.\"Song Length\"'}", "UTC", EVENTS % ("NextSong", "NextSong", "length"), SAME),
    ("segment/archive_2018-11.jsonl.gz", "segment", "values: {length: 'properties.\"Song Length\"'}", "UTC", EVENTS % ("NextSong", "NextSong", "length"), SAME),
    ("ga4/bigquery_export.jsonl.gz", "ga4", "values: {length: \"param(event_params, 'song_length')\"}", "UTC", EVENTS % ("next_song", "next_song", "length"), SAME),
    ("matomo/last_visits_details.json", "matomo", "", "UTC", EVENTS % ("NextSong", "NextSong", "value"), SAME),
    ("amplitude/amplitude_event_data.csv", "amplitude", "", "UTC", """
  - {name: all_events, type: count, event: any}
  - {name: devices, type: active, entity: device, event: any}
""", {4: ("all_events", {}), 5: ("devices", {})}),
    ("mixpanel/documents_app.json", "mixpanel", "", "UTC",
     "\n  - {name: openers, type: active, entity: user, event: Load Documents App}\n", {6: ("openers", {})}),
    ("posthog/events.jsonl.gz", "posthog", "dimensions: {event_name: event}", "UTC", "\n  - {name: all_events, type: count, event: any}\n",
     {7: ("all_events", {"event": "event_name"})}),
    ("segment/referral_events.jsonl.gz", "segment", "values: {leads: properties.lead_count}, dimensions: {channel: properties.mktg_channel}", "UTC",
     "\n  - {name: leads, type: sum, event: any, value: leads}\n", {8: ("leads", {"channel": "channel"})}),
    ("stripe/unified_payments.csv", "stripe_charges", "", "UTC", "\n  - {name: paid, type: sum, event: any, value: net, where: status != 'failed'}\n", {11: ("paid", {})}),
    ("shopify/orders_export_trimmed.csv", "shopify_orders", "", "Australia/Sydney", """
  - {name: orders, type: count, event: order}
  - {name: sold, type: sum, event: order, value: total}
""", {13: ("orders", {}), 14: ("sold", {})}),
    ("shopify/orders_export.csv", "shopify_orders", "", "Europe/Berlin", """
  - {name: net, type: sum, event: order, value: net}
  - {name: pieces, type: sum, event: [order, order_line], value: quantity}
  - {name: buyers, type: active, entity: customer, event: [order, order_line]}
""", {15: ("net", {}), 16: ("pieces", {}), 17: ("buyers", {})}),
    ("snowplow/enriched.tsv.gz", "snowplow", "dimensions: {event_name: event_name}", "UTC", """
  - {name: all_events, type: count, event: any}
  - {name: viewers, type: active, entity: visitor, event: page_view}
""", {19: ("all_events", {"event_name": "event_name"}), 20: ("viewers", {})}),
    ("zendesk/ticket_data.csv", "zendesk", "", "UTC", "\n  - {name: opened, type: feedback, source: export, statistic: volume, grain: month}\n", {22: ("opened", {})}),
    ("intercom/conversation_history_data.csv", "intercom", "", "UTC",
     "\n  - {name: started, type: feedback, source: export, statistic: volume, grain: month}\n", {21: ("started", {})}),
    ("stripe/application_fees_eu.csv", "stripe_charges", "", "UTC", "\n  - {name: fees, type: sum, event: any, value: amount}\n", {12: ("fees", {})}),
    ("google_play/reviews_202405.csv", "google_play_reviews", "", "UTC",
     "\n  - {name: stars, type: feedback, source: export, statistic: average_rating, grain: day}\n", {23: ("stars", {})}),
]
FEEDBACK = {"zendesk", "intercom", "google_play_reviews"}


@unittest.skipUnless(DOOR.is_dir(), "NORTHSTAR_DATA names no folder with door/; real exports are not loaded")
class Vendors(Asking):
    """Files of known tools, read by the name of their format alone, or with what a question asks for."""

    def ask_vendor(self, file, name, keys, zone, metrics, questions):
        with tempfile.TemporaryDirectory() as project:
            section = "feedback" if name in FEEDBACK else "sources"
            (pathlib.Path(project) / "northstar.yml").write_text(
                f"version: 1\ntimezone: {zone}\n{section}:\n  - {{name: export, files: {DOOR}/09-vendors/{file}, format: {name}{', ' + keys if keys else ''}}}\n"
                f"metrics:{metrics}")
            self.run_program("-p", project, "load")
            expected = json.loads((DOOR / "09-vendors" / "expected.json").read_text())
            for number, (metric, by) in questions.items():
                self.compare(expected[number], self.values(project, expected[number], metric, by), by)


for case in VENDORS:
    setattr(Vendors, "test_" + case[0].partition(".")[0].replace("/", "_").replace("-", "_"), lambda self, case=case: self.ask_vendor(*case))


if __name__ == "__main__":
    unittest.main()
