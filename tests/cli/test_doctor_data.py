"""`doctor --data`: what of loaded data does not fit together, and what may look so and is as it should be."""

import datetime
import json
import pathlib
import subprocess
import tempfile
import unittest

from project import PROGRAM

START = datetime.datetime(2024, 1, 1, 9)
COUNTRIES = ("DE", "FR", "US")
CUSTOMERS = ("customers", "signed_up", "customer", "entities: {customer: customer_id}, dimensions: {country: country}")
ORDERS = ("orders", "at", "order", "id: order_id, entities: {customer: customer_id}, dimensions: {country: country}")


def at(days, hours=0.0):
    return (START + datetime.timedelta(days=days, hours=hours)).isoformat(sep=" ", timespec="seconds")


def customers(count=60):
    """One a day; a third from each country."""
    return [{"customer_id": f"c{i}", "signed_up": at(i), "country": COUNTRIES[i % 3]} for i in range(count)]


def orders(count=60, each=4):
    """Of every customer some, from the day of signing up to that of the last one."""
    return [{"order_id": f"o{i}-{n}", "customer_id": f"c{i}", "at": at(i + (count - 1 - i) * n // each, 1), "country": COUNTRIES[i % 3]}
            for i in range(count) for n in range(each)]


class DoctorData(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, rows):
        lines = [",".join(rows[0])] + [",".join(str(cell) for cell in row.values()) for row in rows]
        (self.root / name).write_text("\n".join(lines) + "\n")

    def project(self, *sources, extra=""):
        """Sources as (name, time, event, more keys); `event` with a blank is written as it is."""
        lines = ["version: 1", "timezone: UTC", "sources:"]
        for name, time, event, keys in sources:
            event = event if " " in event else f"event: {event}"
            lines.append(f"  - {{name: {name}, files: '{name}*.csv', time: {time}, {event}, {keys}}}")
        (self.root / "northstar.yml").write_text("\n".join(lines) + "\n" + extra)

    def run_program(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, "-p", str(self.root), *arguments], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def found(self, code=3):
        """What does not fit, by rule; several of one rule are a list."""
        self.run_program("load")
        answer = json.loads(self.run_program("doctor", "--data", "--format", "json", code=code).stdout)
        self.assertTrue(all(check["ok"] for check in answer["checks"]), answer["checks"])
        return {one["rule"]: one for one in answer["data"]}

    def fits(self):
        self.assertEqual(self.found(code=0), {})

    # --- what does not fit

    def test_data_that_fits(self):
        self.write("customers.csv", customers())
        self.write("orders.csv", orders())
        self.project(CUSTOMERS, ORDERS)
        self.fits()
        self.assertIn("ok   the loaded data fits together", self.run_program("doctor", "--data").stdout)
        self.assertNotIn("data", json.loads(self.run_program("doctor", "--format", "json").stdout))

    def test_nothing_loaded_yet(self):
        self.write("customers.csv", customers())
        self.project(CUSTOMERS)
        done = self.run_program("doctor", "--data", code=3)
        self.assertIn("FAIL the data: no data is loaded yet", done.stdout)
        self.assertNotIn("fits together", done.stdout)

    def test_orders_without_customers(self):
        self.write("customers.csv", customers()[:20] + customers()[23:])
        self.write("orders.csv", orders())
        self.project(CUSTOMERS, ORDERS)
        found = self.found()
        self.assertEqual(list(found), ["missing"])
        self.assertEqual(found["missing"]["sentence"],
                         "3 of 60 customers in orders (5%) are not in customers, with 12 rows, such as c20 (orders.csv:82)")
        self.assertEqual([row["text"] for row in found["missing"]["examples"]], ["c20", "c21", "c22"])
        self.assertIn("FAIL 3 of 60 customers", self.run_program("doctor", "--data", code=3).stdout)

    def test_usage_before_the_subscription_starts(self):
        self.write("subscriptions.csv", [{"subscription_id": f"s{i}", "start": at(i)[:10]} for i in range(40)])
        usage = [{"subscription_id": f"s{i}", "day": at(i + n)[:10]} for i in range(40) for n in range(5)]
        usage += [{"subscription_id": f"s{i}", "day": at(i - 10)[:10]} for i in range(6)]
        self.write("usage.csv", usage)
        self.project(("subscriptions", "start", "subscription", "entities: {subscription: subscription_id}"),
                     ("usage", "day", "use", "entities: {subscription: subscription_id}"))
        found = self.found()
        self.assertEqual(list(found), ["before"])
        self.assertEqual(found["before"]["sentence"],
                         "6 of 206 rows in usage (2.9%) are dated before their subscription appears in subscriptions, typically by 10 days, "
                         "such as s3 (usage.csv:205)")

    def test_one_id_with_different_facts(self):
        self.write("customers.csv", customers())
        rows = orders()
        for row in rows:
            if row["customer_id"] in ("c3", "c4"):
                row["country"] = "BR"
        self.write("orders.csv", rows)
        self.project(CUSTOMERS, ORDERS)
        found = self.found()
        self.assertEqual(list(found), ["facts_differ"])
        self.assertEqual(found["facts_differ"]["sentence"],
                         "country of 2 of 60 customers (3.3%) differs between customers and orders, such as customer c3: DE (customers.csv:5), "
                         "BR (orders.csv:14)")

    def test_two_files_with_different_facts(self):
        self.write("customers_eu.csv", customers())
        other = customers()
        other[7]["country"] = "BR"
        self.write("customers_us.csv", other)
        self.project(CUSTOMERS)
        found = self.found()
        self.assertEqual(list(found), ["facts_differ"])
        self.assertEqual(found["facts_differ"]["sentence"],
                         "country of 1 of 60 customers (1.7%) differs between files of customers, such as customer c7: BR (customers_us.csv:9), "
                         "FR (customers_eu.csv:9)")

    def test_a_source_that_stopped(self):
        self.write("web.csv", [{"at": at(i / 4)} for i in range(200)])
        self.write("app.csv", [{"at": at(i / 4)} for i in range(400)])
        self.project(("web", "at", "click", "values: {}"), ("app", "at", "tap", "values: {}"))
        found = self.found()
        self.assertEqual(list(found), ["stopped"])
        self.assertEqual(found["stopped"]["sentence"],
                         "web stopped on Feb 20, 2024, 50 days before the data ends; it was never silent for more than 6 hours")

    def test_a_value_with_two_spellings(self):
        plans = ["Free trial", "free_trial", "Pro"]
        self.write("orders.csv", [{"order_id": i, "at": at(i), "plan": plans[i % 3] if i % 6 else "Pro"} for i in range(60)])
        self.project(("orders", "at", "order", "id: order_id, dimensions: {plan: plan}"))
        found = self.found()
        self.assertEqual(list(found), ["spelling"])
        self.assertEqual(found["spelling"]["sentence"],
                         "1 value of plan is written in more than one way in orders: 'free_trial' (20 rows) and 'Free trial' (10 rows, orders.csv:5)")

    def test_a_value_that_changed_its_spelling(self):
        self.write("orders.csv", [{"order_id": i, "at": at(i), "country": ("US" if i < 40 else "us") if i % 2 else "DE"} for i in range(100)])
        self.project(("orders", "at", "order", "id: order_id, dimensions: {country: country}"))
        found = self.found()
        self.assertEqual(list(found), ["spelling_changed"])
        self.assertEqual(found["spelling_changed"]["date"], "2024-02-11")
        self.assertEqual(found["spelling_changed"]["sentence"],
                         "the value of country 'US' (20 rows) has been written 'us' (30 rows, orders.csv:43) since Feb 11, 2024 in orders")

    def test_events_that_each_source_names_its_way(self):
        self.write("web.csv", [{"at": at(i), "name": ("Signup", "login")[i % 2]} for i in range(40)])
        self.write("app.csv", [{"at": at(i), "name": ("sign_up", "login")[i % 2]} for i in range(40)])
        self.project(("web", "at", "event_column: name", "values: {}"), ("app", "at", "event_column: name", "values: {}"))
        found = self.found()
        self.assertEqual(list(found), ["spelling_of_sources"])
        self.assertEqual(found["spelling_of_sources"]["sentence"],
                         "1 event name is written differently by two sources: 'Signup' (20 rows) in web and 'sign_up' (20 rows, app.csv:2) in app")

    def test_ids_that_are_written_differently(self):
        rows = customers()
        for row in rows[:30]:
            row["customer_id"] = row["customer_id"].upper()
        self.write("customers.csv", rows)
        self.write("orders.csv", orders())
        self.project(CUSTOMERS, ORDERS)
        found = self.found()
        self.assertEqual(list(found), ["id_spelling"])
        self.assertEqual(found["id_spelling"]["sentence"],
                         "30 customers of customers match orders only when case, blanks and leading zeros are ignored (30 match as written), "
                         "such as 'C0' (customers.csv:2) and 'c0' (orders.csv:2)")

    def test_ids_that_lost_their_zeros(self):
        self.write("customers.csv", [{"customer_id": f"{i:05}", "signed_up": at(i)} for i in range(60)])
        self.write("orders.csv", [{"customer_id": i, "at": at(i + 1)} for i in range(60)])
        self.project(("customers", "signed_up", "customer", "entities: {customer: customer_id}"),
                     ("orders", "at", "order", "entities: {customer: customer_id}"))
        self.assertEqual(self.found()["id_spelling"]["count"], 60)

    # --- what is as it should be

    def test_visitors_who_never_signed_up(self):
        self.write("signups.csv", [{"user": f"u{i}", "at": at(i)} for i in range(60)])
        visits = [{"user": f"u{i}", "at": at(i + n, -1)} for i in range(60) for n in range(3)]
        visits += [{"user": f"u{100 + i}", "at": at(i)} for i in range(40)]
        self.write("visits.csv", visits)
        self.project(("signups", "at", "signup", "entities: {user: user}"), ("visits", "at", "page_view", "entities: {user: user}"))
        self.fits()

    def test_anonymous_ids_are_a_note(self):
        self.write("signups.csv", [{"user": f"u{i}", "at": at(i)} for i in range(60)])
        uses = [{"user": f"u{i}", "at": at(i + n, 1)} for i in range(60) for n in range(3)]
        uses += [{"user": f"anon-{i}", "at": at(i, 1)} for i in range(40)]
        self.write("uses.csv", uses)
        self.project(("signups", "at", "signup", "entities: {user: user}"), ("uses", "at", "play", "entities: {user: user}"))
        found = self.found(code=0)
        self.assertEqual(list(found), ["missing_other_form"])
        self.assertEqual(found["missing_other_form"]["severity"], "note")
        self.assertIn("note 40 of 100 users in uses (40%) are not in signups; most have another kind of id, such as anon-",
                      self.run_program("doctor", "--data").stdout)

    def test_users_older_than_the_file(self):
        self.write("signups.csv", [{"user": f"u{i}", "at": at(i)} for i in range(200)])
        plays = [{"user": f"u{i}", "at": at(i + n, 1)} for i in range(200) for n in range(3)]
        plays += [{"user": f"u{900 + i}", "at": at(i % 10, 1)} for i in range(50)]
        self.write("plays.csv", plays)
        self.project(("signups", "at", "signup", "entities: {user: user}"), ("plays", "at", "play", "entities: {user: user}"))
        self.assertEqual(list(self.found(code=0)), ["missing_older"])

    def test_what_merged_visitors_did_before(self):
        self.write("signups.csv", [{"user": f"u{i}", "at": at(i + 5)} for i in range(60)])
        self.write("plays.csv", [{"user": who, "at": at(i + when)} for i in range(60) for who, when in ((f"a{i}", 1), (f"u{i}", 9))])
        self.write("merges.csv", [{"anonymous": f"a{i}", "user": f"u{i}"} for i in range(60)])
        self.project(("signups", "at", "signup", "entities: {user: user}"), ("plays", "at", "play", "entities: {user: user}"))
        with open(self.root / "northstar.yml", "a") as out:
            out.write("  - {name: merges, identities: merges.csv, merge: {from: anonymous, to: user, entity: user}}\n")
        self.fits()

    def test_stages_are_no_registers(self):
        """A first purchase, refunds, payments of orders: one row each, and only of some."""
        self.write("views.csv", [{"user": f"u{i}", "at": at(i + n)} for i in range(100) for n in range(3)])
        self.write("first_purchases.csv", [{"user": f"u{i}", "at": at(i + 4)} for i in range(100) if i % 10 < 7])
        self.write("orders.csv", [{"order": f"o{i}", "at": at(i)} for i in range(100)])
        self.write("refunds.csv", [{"order": f"o{i}", "at": at(i + 9)} for i in range(0, 100, 4)])
        self.write("payments.csv", [{"order": f"o{i}", "at": at(i, 2)} for i in range(100) if i % 33])
        self.project(("views", "at", "watch", "entities: {user: user}"), ("first_purchases", "at", "first_purchase", "entities: {user: user}"),
                     ("orders", "at", "order", "entities: {order: order}"), ("refunds", "at", "refund", "entities: {order: order}"),
                     ("payments", "at", "payment", "entities: {order: order}"))
        self.fits()

    def test_users_of_workspaces(self):
        """Events of users that name their workspace, and of nobody; each entity has a register."""
        self.write("workspaces.csv", [{"workspace": f"w{i}", "at": at(i)} for i in range(30)])
        self.write("users.csv", [{"user": f"u{i}", "at": at(i // 4, 1), "workspace": f"w{i // 4}"} for i in range(120)])
        edits = [{"user": f"u{i}" if i % 7 else "", "workspace": f"w{i // 4}" if i % 5 else "", "at": at(i // 4 + n, 2)}
                 for i in range(120) for n in range(3)]
        self.write("edits.csv", edits)
        both = "entities: {user: user, workspace: workspace}"
        self.project(("workspaces", "at", "workspace", "entities: {workspace: workspace}"), ("users", "at", "user", both),
                     ("edits", "at", "edit", both))
        self.fits()

    def test_one_of_a_team_signs_up_for_all(self):
        """Accounts name who opened them; signups are of the first of a team. Most use the product, some never do."""
        self.write("accounts.csv", [{"account": f"a{i}", "owner": f"u{2 * i}", "at": at(i)} for i in range(60)])
        self.write("signups.csv", [{"user": f"u{2 * i}", "at": at(i)} for i in range(60)])
        self.write("edits.csv", [{"user": f"u{i}", "account": f"a{i // 2}", "at": at(i // 2, n + 1)} for i in range(115) for n in range(3)])
        self.project(("accounts", "at", "account", "entities: {account: account, user: owner}"),
                     ("signups", "at", "signup", "entities: {user: user}"),
                     ("edits", "at", "edit", "entities: {user: user, account: account}"))
        self.fits()

    def test_feedback_counts_too(self):
        self.write("customers.csv", customers())
        self.write("reviews.csv", [{"who": f"c{i + 2}", "at": at(i, 9), "what": "fine"} for i in range(60)])
        self.project(CUSTOMERS)
        with open(self.root / "northstar.yml", "a") as out:
            out.write("feedback:\n  - {name: reviews, files: reviews.csv, time: at, text: what, entities: {customer: who}}\n")
        self.assertIn("2 of 60 customers in reviews (3.3%) are not in customers", self.found()["missing"]["sentence"])

    def test_plain_dates_and_times_of_the_same_day(self):
        rows = [dict(row, signed_up=row["signed_up"][:10]) for row in customers()]
        self.write("customers.csv", rows)
        self.write("orders.csv", [{"customer_id": f"c{i}", "at": at(i, -10)} for i in range(60) for _ in range(2)])
        self.project(CUSTOMERS, ("orders", "at", "order", "entities: {customer: customer_id}"))
        self.fits()

    def test_attributes_that_change(self):
        """The plan at the time of signing up, and the one of today; a status that two exports of a month disagree on."""
        self.write("signups.csv", [{"user": f"u{i}", "at": at(i), "plan": "free", "status": "new"} for i in range(60)])
        self.write("orders.csv", [{"user": f"u{i}", "at": at(i + 2 + n), "plan": ("pro", "team")[i % 2], "status": ("new", "paid")[n]}
                                  for i in range(60) for n in range(2)])
        both = "entities: {user: user}, dimensions: {plan: plan, status: status}"
        self.project(("signups", "at", "signup", both), ("orders", "at", "order", both))
        self.fits()

    def test_values_that_only_look_alike(self):
        values = ["1-2", "12", "v1.0", "v10", "v1-0", "-5", "5", "A+", "A", "n/a", "2024-01", "202401"]
        self.write("orders.csv", [{"order_id": i, "at": at(i), "code": values[i % 12]} for i in range(120)])
        self.project(("orders", "at", "order", "id: order_id, dimensions: {code: code}"))
        self.fits()

    def test_a_source_with_few_stragglers(self):
        """Orders go on for a while after the last of many, but not at their pace: nobody stopped."""
        self.write("orders.csv", [{"at": at(i / 4)} for i in range(400)] + [{"at": at(100 + 9 * i)} for i in range(1, 5)])
        self.write("items.csv", [{"at": at(i / 4)} for i in range(400)])
        self.project(("orders", "at", "order", "values: {}"), ("items", "at", "item", "values: {}"))
        self.fits()

    def test_many_values_are_left_out(self):
        self.write("orders.csv", [{"order_id": i, "at": at(i / 1000), "note": f"note {i}"} for i in range(10_001)])
        self.project(("orders", "at", "order", "id: order_id, dimensions: {note: note}"))
        self.assertEqual(self.found(code=0)["left_out"]["sentence"], "the spelling of note was not compared: 10,001 values are too many")

    def test_only_what_is_loaded_as_defined(self):
        self.write("customers.csv", customers()[:-3])
        self.write("orders.csv", orders())
        self.project(CUSTOMERS, ORDERS)
        self.found()
        self.project(CUSTOMERS, (*ORDERS[:3], ORDERS[3].replace("customer_id", "order_id")))
        self.assertNotIn("customers in orders", self.run_program("doctor", "--data", code=0).stdout)


if __name__ == "__main__":
    unittest.main()
