"""check: what is told of alerts, to whom and how often, whatever happens to sender and receivers.

A star that is steady, and ratings of 4.5 but for the week of Jun 22, 2026, in which they are 3: its guardrail breaks then and
holds again in the week after. All other checks are off. Looks are at times of `--as-of`; the servers are real ones on loopback."""

import datetime as dt
import email
import hashlib
import hmac
import json
import os
import pathlib
import re
import signal
import sqlite3
import stat
import subprocess
import tempfile
import time
import unittest

from project import PROGRAM
from receivers import FullPort, Hooks, Mails

FIRST = dt.date(2026, 1, 5)  # a Monday
WEEKS = 30
BAD_WEEK = dt.date(2026, 6, 22)
GOOD, BAD, STILL, NEXT_DAY, OVER = (
    "2026-06-24T06:00:00Z", "2026-06-30T06:00:00Z", "2026-06-30T08:00:00Z", "2026-07-01T07:00:00Z", "2026-07-07T06:00:00Z")
SECRET = "s3cret-of-the-hook"
# What is on loopback is reached directly.
ENVIRONMENT = {**os.environ, "no_proxy": "127.0.0.1"}
OFF = ["decoupled", "sentiment", "anomaly", "freshness", "goal", "link", "definition", "review"]

PROJECT = """version: 1
name: %(name)s
sources:
  - {name: app, files: e.csv, time: time, event_column: event, entities: {user: user}, values: {n: n}}
metrics:
  - {name: visits, description: d, type: count, event: visit, grain: week}
  - {name: rating, description: d, label: %(label)s, type: average, event: rated, value: n, grain: week, desired_change: increase}
north_star:
  metric: visits
  guardrails: [{metric: rating, at_least: 4, owner: product}]
checks:
%(checks)s
notify:
%(notify)s
"""


def events():
    lines = ["time,event,user,n"]
    for day in range(7 * WEEKS):
        date = FIRST + dt.timedelta(days=day)
        bad = BAD_WEEK <= date < BAD_WEEK + dt.timedelta(days=7)
        for i in range(10):
            lines.append(f"{date}T10:{i:02}:00Z,visit,u{i},1")
            lines.append(f"{date}T11:{i:02}:00Z,rated,u{i},{3 if bad else 4.5}")
    return "\n".join(lines) + "\n"


class CheckTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name) / "project"
        self.root.mkdir()
        self.maxDiff = None
        (self.root / "e.csv").write_text(events())
        self.hooks, self.mails = Hooks(), Mails()
        self.addCleanup(self.hooks.close)
        self.addCleanup(self.mails.close)

    def project(self, *channels, name="acme", label="Rating", off=OFF):
        checks = "\n".join(f"  - {{check: {one}, off: true}}" for one in off)
        notify = "\n".join(f"  - {json.dumps(one)}" for one in channels) or "  []"
        (self.root / "northstar.yml").write_text(
            PROJECT % {"name": json.dumps(name), "label": json.dumps(label), "checks": checks, "notify": notify})

    def webhook(self, **keys):
        return {"type": "webhook", "url": self.hooks.url(), "secret": SECRET, **keys}

    def mail(self, **keys):
        return {"type": "email", "to": ["team@example.org", "lead@example.org"], "from": "ns@example.org",
                "smtp": self.mails.url(), **keys}

    def command(self, *arguments):
        return [PROGRAM, "-p", str(self.root), "check", *arguments]

    def run_check(self, *arguments, code=None):
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True, timeout=120, env=ENVIRONMENT)
        if code is not None:
            self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def look(self, at, code=None):
        return self.run_check("--notify", "--as-of", at, code=code)

    def row(self, at, *arguments, code=None):
        done = self.run_check("--as-of", at, "--format", "json", *arguments, code=code)
        answer = json.loads(done.stdout)
        rows = [one for one in answer["checks"] if (one["check"], one["subject"]) == ("guardrail", "rating")]
        self.assertEqual(len(rows), 1, done.stdout)
        return answer, rows[0]

    def store(self):
        database = sqlite3.connect(self.root / ".northstar/state.db", isolation_level=None, timeout=10)
        self.addCleanup(database.close)
        return database

    def forget(self):
        for one in (self.root / ".northstar").glob("state.db*"):
            one.unlink()

    def check_picture(self, message):
        """A mail shows one picture, which is a PNG of a chart twice as large as it is shown."""
        parts = {part.get_content_type(): part for part in message.walk() if not part.is_multipart()}
        html = parts["text/html"].get_payload(decode=True).decode()
        name = re.search(r'<img src="cid:([^"]+)" alt="A line chart of Visits" width="760"', html).group(1)
        self.assertEqual(parts["image/png"]["Content-ID"], f"<{name}>")
        png = parts["image/png"].get_payload(decode=True)
        self.assertEqual((png[:8], png[12:16], png[-8:-4]), (b"\x89PNG\r\n\x1a\n", b"IHDR", b"IEND"))
        width, height = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
        self.assertEqual(width, 1520)
        self.assertTrue(400 < height < 1000, height)
        return png

    def events_told(self, path="/hook"):
        return [json.loads(body)["event"] for where, _, body in self.hooks.accepted if where == path]


class States(CheckTest):
    def test_a_guardrail_breaks_and_holds_again(self):
        self.project()
        answer, row = self.row(GOOD, code=0)
        self.assertEqual((answer["firing"], row["state"]), (0, "ok"))
        answer, row = self.row(BAD, code=1)
        self.assertEqual(answer["at"], BAD)
        self.assertEqual(answer["firing"], 1)
        self.assertEqual({k: row[k] for k in ("check", "severity", "state", "since", "period", "owners", "held_by")},
                         {"check": "guardrail", "severity": "critical", "state": "firing", "since": "2026-06-22",
                          "period": "2026-06-22", "owners": ["product"], "held_by": None})
        self.assertAlmostEqual(row["value"], 3)
        self.assertAlmostEqual(row["limit"], 4)
        self.assertIn("Rating", row["sentence"])
        _, row = self.row(OVER, code=0)
        self.assertEqual((row["state"], row["since"]), ("ok", "2026-06-29"))

    def test_a_time_before_the_last_look_changes_nothing(self):
        self.project()
        self.row(OVER, code=0)
        before = self.store().execute("select * from alerts").fetchall()
        looks = self.store().execute("select count(*) from looks").fetchone()
        answer, row = self.row(BAD, code=1)
        self.assertEqual(row["state"], "firing")
        self.assertIn("A later check was already saved", " ".join(answer["notes"]))
        self.assertEqual(self.store().execute("select * from alerts").fetchall(), before)
        self.assertEqual(self.store().execute("select count(*) from looks").fetchone(), looks)

    def test_what_the_project_no_longer_checks_ends_as_removed(self):
        self.project(self.webhook())
        self.look(BAD, code=1)
        self.project(self.webhook(), off=[*OFF, "guardrail"])
        self.look(STILL, code=0)
        self.assertEqual(self.events_told(), ["started", "ended"])
        self.assertEqual(json.loads(self.hooks.accepted[1][2])["reason"], "removed")

    def test_what_holds_is_one_line_unless_all_is_asked_for(self):
        self.project()
        self.assertIn("✔ 1 check holds (--all shows it).", self.run_check("--as-of", GOOD, code=0).stdout)
        self.assertNotIn("guardrail", self.run_check("--as-of", GOOD, code=0).stdout)
        self.assertRegex(self.run_check("--as-of", GOOD, "--all", code=0).stdout, r"✔ +ok +guardrail +Rating ")
        self.assertEqual(len(json.loads(self.run_check("--as-of", GOOD, "--format", "json", code=0).stdout)["checks"]), 1)
        self.assertRegex(self.run_check("--as-of", BAD, code=1).stdout, r"▲ +firing +guardrail +Rating ")

    def test_an_unknown_metric_is_a_usage_error(self):
        self.project()
        self.assertIn("ratin", self.run_check("--metric", "ratin", code=2).stderr)
        self.assertEqual(self.row(BAD, "--metric", "rating", code=1)[1]["state"], "firing")


class Mutes(CheckTest):
    def mute(self, *arguments, code=0):
        return self.run_check("mute", *arguments, code=code).stderr

    def test_nobody_is_told_and_the_exit_code_stays(self):
        self.project(self.webhook())
        self.look(GOOD, code=0)
        # A mute lasts until a time to come, and looks go by theirs.
        said = self.mute("guardrail", "rating", "--until", "2100-01-01", "--why", "known outage", "--by", "Ana")
        self.assertIn("guardrail/rating is muted until Jan 1, 2100", said)
        _, row = self.row(BAD, "--notify", code=1)
        self.assertEqual(row["state"], "muted")
        self.assertEqual({k: row["muted"][k] for k in ("by", "why", "state")},
                         {"by": "Ana", "why": "known outage", "state": "firing"})
        self.assertEqual(self.hooks.tried, [])
        # It still fires when the mute ends: told as started.
        self.run_check("unmute", "guardrail", "rating", code=0)
        self.look(STILL, code=1)
        self.assertEqual(self.events_told(), ["started"])

    def test_what_is_over_when_the_mute_ends_is_never_told(self):
        self.project(self.webhook())
        self.mute("guardrail", "rating", "--until", "2100-01-01", "--why", "known outage")
        self.look(BAD, code=1)
        self.look(OVER, code=0)
        self.run_check("unmute", "guardrail", "rating", code=0)
        self.look("2026-07-07T07:00:00Z", code=0)
        self.assertEqual(self.hooks.tried, [])

    def test_a_mute_needs_a_reason_a_time_to_come_and_an_alert_that_there_is(self):
        self.project()
        self.assertIn("--why", self.mute("guardrail", "rating", "--until", "2100-01-01", code=2))
        self.assertIn("empty", self.mute("guardrail", "rating", "--until", "2100-01-01", "--why", " ", code=2))
        self.assertIn("--until", self.mute("guardrail", "rating", "--why", "x", code=2))
        self.assertIn("in the past", self.mute("guardrail", "rating", "--until", "2020-01-01", "--why", "x", code=2))
        self.assertIn("guardrail", self.mute("guardrial", "rating", "--until", "2100-01-01", "--why", "x", code=2))
        self.assertIn("rating", self.mute("guardrail", "ratings", "--until", "2100-01-01", "--why", "x", code=2))
        self.mute("guardrail", "Rating", "--until", "2100-01-01", "--why", "by its label")
        self.run_check("unmute", "guardrail", "Rating", code=0)
        self.assertIn("nothing is muted", self.run_check("unmute", "guardrail", "rating", code=2).stderr)


class Messages(CheckTest):
    def test_a_webhook_is_signed_and_told_of_start_repeat_and_end(self):
        self.project(self.webhook())
        for at, code in ((GOOD, 0), (BAD, 1), (STILL, 1), (NEXT_DAY, 1), (OVER, 0)):
            self.look(at, code=code)
        self.assertEqual(self.events_told(), ["started", "repeated", "ended"])
        self.assertEqual(len({headers["Idempotency-Key"] for _, headers, _ in self.hooks.accepted}), 3)
        _, headers, body = self.hooks.accepted[0]
        told = json.loads(body)
        self.assertEqual(told["project"], "acme")
        self.assertEqual(told["check"]["state"], "firing")
        self.assertIn("url", told)
        t, v1 = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers["X-Northstar-Signature"]).groups()
        self.assertEqual(v1, hmac.new(SECRET.encode(), f"{t}.{body}".encode(), hashlib.sha256).hexdigest())
        self.assertLess(abs(int(t) - time.time()), 120)
        self.assertEqual(headers["Content-Type"], "application/json; charset=utf-8")

    def test_slack_and_mail_get_one_message_per_look(self):
        self.project({"type": "slack", "url": self.hooks.url("/slack")}, self.mail())
        for at in (BAD, STILL, OVER):
            self.look(at)
        slack = [json.loads(body)["text"] for _, _, body in self.hooks.accepted]
        self.assertEqual(len(slack), 2)
        self.assertIn("first look", slack[0])
        self.assertIn("Started: ", slack[0])
        self.assertIn("1 alert ended", slack[1])
        self.assertEqual([one[:2] for one in self.mails.accepted],
                         [("ns@example.org", ["team@example.org", "lead@example.org"])] * 2)
        message = email.message_from_string(self.mails.accepted[0][2])
        self.assertRegex(message["Message-ID"], r"^<[0-9a-f]{32}@example\.org>$")
        self.assertEqual([part.get_content_type() for part in message.walk()],
                         ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"])
        text, html, _ = [part for part in message.walk() if not part.is_multipart()]
        self.assertIn("Started: ", text.get_payload(decode=True).decode())
        self.assertIn("<li>Started: ", html.get_payload(decode=True).decode())
        self.check_picture(message)

    def test_names_neither_add_headers_nor_mention_nor_run(self):
        self.project({"type": "slack", "url": self.hooks.url("/slack")}, self.mail(),
                     name="acme\r\nBcc: evil@example.org", label="<!channel> <script>alert(1)</script> ü & co")
        self.look(BAD)
        text = json.loads(self.hooks.accepted[0][2])["text"]
        self.assertNotIn("<", text)
        self.assertIn("&lt;!channel&gt;", text)
        raw = self.mails.accepted[0][2]
        message = email.message_from_string(raw)
        self.assertIsNone(message["Bcc"])
        self.assertTrue(raw.isascii())
        html = next(part for part in message.walk() if part.get_content_type() == "text/html").get_payload(decode=True).decode()
        self.assertNotIn("<script", html)
        self.assertIn("&lt;script&gt;", html)

    def test_a_channel_hears_of_its_severities(self):
        self.project(self.webhook(on=["warning"]), {"type": "slack", "url": self.hooks.url("/slack"), "on": ["critical"]})
        self.look(BAD, code=1)
        self.assertEqual([path for path, _, _ in self.hooks.accepted], ["/slack"])

    def test_a_look_that_tells_nobody_loses_nothing(self):
        self.project(self.webhook())
        self.row(BAD, code=1)
        self.assertEqual(self.hooks.tried, [])
        self.look(STILL, code=1)
        self.assertEqual(self.events_told(), ["started"])

    def test_deleting_the_store_tells_of_what_runs_again(self):
        self.project(self.webhook())
        self.look(BAD, code=1)
        self.forget()
        done = self.look(STILL, code=1)
        self.assertEqual(self.events_told(), ["started", "started"])
        self.assertIn("first saved check", done.stdout)

    def test_without_channels_there_is_nobody_to_tell(self):
        self.project()
        self.assertIn("no channels to notify", self.look(BAD, code=2).stderr)

    def test_a_variable_that_is_not_set_matters_to_telling_alone(self):
        self.project(self.webhook(url="${HOOK_THAT_NOBODY_SET}"))
        self.row(GOOD, code=0)
        self.assertIn("HOOK_THAT_NOBODY_SET", self.look(BAD, code=2).stderr)
        # Nothing of that look was kept: it is told once somebody can be.
        self.project(self.webhook())
        self.look(BAD, code=1)
        self.assertEqual(self.events_told(), ["started"])

    def test_the_store_and_the_output_hold_no_address_and_no_secret(self):
        token = "token-in-the-path"
        self.project(self.webhook(url=self.hooks.url("/" + token)), self.mail(smtp=f"smtp://user:passw0rd@127.0.0.1:{self.mails.port}"))
        self.hooks.answer = lambda path: 500
        done = self.look(BAD, code=1)
        shown = self.run_check("--as-of", STILL, code=1)
        kept = b"".join(one.read_bytes() for one in (self.root / ".northstar").iterdir() if one.is_file() and "events" not in one.name)
        for secret in (token, SECRET, "passw0rd", "X-Northstar"):
            self.assertNotIn(secret.encode(), kept)
            self.assertNotIn(secret, done.stdout + done.stderr + shown.stdout + shown.stderr)
        self.assertIn("offers no TLS", done.stderr)
        self.assertEqual(self.mails.accepted, [])
        for one in ("state.db", "sending.lock"):
            self.assertEqual(stat.S_IMODE((self.root / ".northstar" / one).stat().st_mode), 0o600)


class Failures(CheckTest):
    def later(self, minutes, at=BAD):
        return (dt.datetime.fromisoformat(at.replace("Z", "+00:00")) + dt.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def test_an_error_is_tried_again_with_the_same_key_and_body(self):
        self.project(self.webhook())
        self.hooks.answer = lambda path: 500
        self.assertIn("error 500", self.look(BAD, code=1).stderr)
        self.look(BAD, code=1)  # not due yet
        self.assertEqual(len(self.hooks.tried), 1)
        self.look(self.later(1), code=1)
        self.assertEqual(len(self.hooks.tried), 2)
        self.look(self.later(2), code=1)  # after twice as long only
        self.assertEqual(len(self.hooks.tried), 2)
        self.hooks.answer = lambda path: 200
        self.look(self.later(3), code=1)
        self.assertEqual(len(self.hooks.accepted), 1)
        self.assertEqual(len({(headers["Idempotency-Key"], body) for _, headers, body in self.hooks.tried}), 1)

    def test_it_is_given_up_after_a_day_and_check_says_so(self):
        self.project(self.webhook())
        self.hooks.answer = lambda path: 500
        self.look(BAD, code=1)
        self.look(self.later(24 * 60), code=1)
        answer, _ = self.row(self.later(24 * 60 + 1))
        self.assertIn("given up: it answers with error 500", " ".join(answer["notes"]))
        self.assertNotIn(f"{self.hooks.port}/", " ".join(answer["notes"]))

    def test_a_start_that_nobody_heard_of_goes_out_with_its_end(self):
        self.project(self.webhook(), {"type": "slack", "url": self.hooks.url("/slack")})
        self.hooks.answer = lambda path: 500
        self.look(BAD, code=1)
        self.hooks.answer = lambda path: 200
        self.look(OVER, code=0)
        self.assertEqual(sorted(path for path, _, _ in self.hooks.accepted), ["/hook", "/slack"])
        told = {path: json.loads(body) for path, _, body in self.hooks.accepted}
        self.assertEqual(told["/hook"]["events"], ["started", "ended"])
        self.assertIn("Started and ended before anyone was told", told["/slack"]["text"])

    def test_one_that_hangs_or_redirects_holds_up_nobody_else(self):
        elsewhere = Hooks()
        self.addCleanup(elsewhere.close)
        self.hooks.answer = lambda path: {"/hang": "hang", "/redirect": 302}.get(path, 200)
        self.project(self.webhook(url=self.hooks.url("/hang")), self.webhook(url=self.hooks.url("/redirect")), self.webhook(),
                     self.mail())
        begun = time.monotonic()
        done = self.look(BAD, code=1)
        self.assertLess(time.monotonic() - begun, 25)
        self.assertEqual([path for path, _, _ in self.hooks.accepted], ["/hook"])
        self.assertNotIn("/elsewhere", [path for path, _, _ in self.hooks.tried])
        self.assertEqual(len(self.mails.accepted), 1)
        self.assertIn("did not answer in time", done.stderr)
        self.assertIn("redirects elsewhere", done.stderr)
        self.assertIn("2 messages sent", done.stderr)

    def test_a_mail_server_that_refuses(self):
        for command in ("MAIL", "RCPT", "DATA", "."):
            with self.subTest(command=command):
                self.forget()
                self.mails.refuse = command
                self.project(self.mail())
                self.assertIn("refuses the message (550)", self.look(BAD, code=1).stderr)
                self.mails.refuse = None
                self.look(self.later(5), code=1)
                self.assertEqual(len(self.mails.accepted), 1)
                self.mails.accepted.clear()

    def test_what_is_wrong_in_notify_has_its_place(self):
        rows = [({"type": "webhook"}, "no 'url'"), ({"type": "slack", "url": "ftp://example.org/x"}, "ftp://"),
                ({"type": "webhook", "url": "nowhere"}, "not an address"), ({"type": "pager", "url": "https://example.org"}, "pager"),
                ({"type": "email", "smtp": "smtp://example.org"}, "no 'to'"),
                ({"type": "email", "to": ["a@example.org"], "smtp": "https://example.org"}, "https://"),
                ({"type": "email", "to": ["Team <a@example.org>"], "smtp": "smtp://example.org"}, "not an email address"),
                ({"type": "slack", "url": "https://example.org", "on": ["critcal"]}, "critcal"),
                ({"type": "slack", "url": "https://example.org", "digest": "noon"}, "weekday"),
                ({"type": "slack", "url": "https://example.org", "secret": "x"}, "no meaning")]
        for channel, said in rows:
            with self.subTest(channel=channel):
                self.project(channel)
                done = self.run_check(code=2)
                self.assertIn(said, done.stderr)
                self.assertRegex(done.stderr, r"northstar\.yml:\d+:\d+")


class Kills(CheckTest):
    """A sender that is killed: before it connects, while it sends, once its message was accepted, and before it wrote that down."""

    KILLS = 50

    def start(self):
        return subprocess.Popen(self.command("--notify", "--as-of", BAD), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                env=ENVIRONMENT)

    def kill(self, process):
        process.send_signal(signal.SIGKILL)
        process.wait()

    def before_connecting(self, full):
        process = self.start()
        database = self.root / ".northstar/state.db"
        end = time.monotonic() + 30
        while time.monotonic() < end:  # until the attempt was marked: then it connects, in vain
            try:
                if database.exists() and sqlite3.connect(database).execute("select sum(attempts) from outbox").fetchone()[0]:
                    break
            except sqlite3.Error:
                pass
            time.sleep(0.01)
        self.kill(process)

    def while_sending(self):
        holder = {}
        self.hooks.on_begin = lambda: self.end_at(holder) or True
        self.run_until_killed(holder)

    def after_acceptance(self):
        holder = {}
        self.hooks.on_whole = lambda: self.end_at(holder)
        self.run_until_killed(holder)

    def before_the_record(self):
        holder = {}

        def lock():
            holder["lock"] = sqlite3.connect(self.root / ".northstar/state.db", isolation_level=None, timeout=10,
                                             check_same_thread=False)
            holder["lock"].execute("begin immediate")

        def answered():
            time.sleep(0.2)  # it has the answer now, and waits to write it down
            self.end_at(holder)

        self.hooks.on_whole, self.hooks.on_answer = lock, answered
        self.run_until_killed(holder)
        holder["lock"].close()

    def end_at(self, holder):
        while "process" not in holder:
            time.sleep(0.001)
        self.kill(holder["process"])

    def run_until_killed(self, holder):
        holder["process"] = self.start()
        holder["process"].wait(60)
        self.assertEqual(holder["process"].returncode, -signal.SIGKILL)
        self.hooks.on_begin = self.hooks.on_whole = self.hooks.on_answer = lambda: None

    def one(self, window):
        self.hooks = Hooks() if window else None
        full = None if window else FullPort()
        port = self.hooks.port if window else full.port
        self.project({"type": "webhook", "url": f"http://127.0.0.1:{port}/hook", "secret": SECRET})
        self.forget()
        [lambda: self.before_connecting(full), self.while_sending, self.after_acceptance, self.before_the_record][window]()
        if not window:
            self.hooks = full.serve()
        try:
            self.look(STILL, code=1)
            arrived = [(headers["Idempotency-Key"], body) for _, headers, body in self.hooks.accepted]
        finally:
            self.hooks.close()
        self.assertEqual(len(set(arrived)), 1, f"window {window}: {arrived}")
        return len(arrived) - 1

    def test_no_message_is_lost_and_every_repeat_has_its_key(self):
        self.hooks.close()
        self.project()
        self.row(GOOD)
        repeats = [0, 0, 0, 0]
        for i in range(self.KILLS):
            repeats[i % 4] += self.one(i % 4)
        kills = [len(range(window, self.KILLS, 4)) for window in range(4)]
        self.assertEqual(repeats[:2], [0, 0])
        self.assertLessEqual(repeats[2], kills[2])
        self.assertLessEqual(repeats[3], kills[3])
        self.hooks = Hooks()


class Stores(CheckTest):
    def test_a_store_that_cannot_be_read_is_a_warning_and_with_notify_an_error(self):
        self.project(self.webhook())
        self.row(GOOD, code=0)
        path = self.root / ".northstar/state.db"
        for damage in ("damaged", "newer"):
            with self.subTest(damage=damage):
                self.forget()
                if damage == "damaged":
                    path.write_bytes(b"no database at all" * 100)
                else:
                    self.row(GOOD, code=0)
                    database = sqlite3.connect(path, isolation_level=None)
                    database.execute("pragma user_version = 99")
                    database.close()
                before = path.read_bytes()
                done = self.run_check("--as-of", BAD, code=1)
                self.assertIn("warning", done.stderr)
                self.assertIn("data alone", done.stderr)
                self.assertEqual(self.look(BAD, code=3).returncode, 3)
                self.assertEqual(path.read_bytes(), before)
                self.assertEqual(self.hooks.tried, [])

    @unittest.skipIf(os.geteuid() == 0, "root may write everything")
    def test_a_folder_that_cannot_be_written(self):
        self.project(self.webhook())
        self.row(GOOD, code=0)
        folder = self.root / ".northstar"
        folder.chmod(0o500)
        self.addCleanup(folder.chmod, 0o700)
        done = self.run_check("--as-of", BAD, code=1)
        self.assertIn("this check is not saved", done.stderr)
        self.look(BAD, code=3)


class Watches(CheckTest):
    def test_one_process_watches_until_it_is_interrupted(self):
        self.project(self.webhook())
        first = subprocess.Popen(self.command("--watch", "1s", "--notify"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                 env=ENVIRONMENT)
        self.addCleanup(lambda: first.poll() is None and first.kill())
        end = time.monotonic() + 30
        while time.monotonic() < end and not (self.root / ".northstar/state.db").exists():
            time.sleep(0.05)
        second = self.run_check("--watch", "1s", code=2)
        self.assertIn(f"process {first.pid} is already watching this project", second.stderr)
        while time.monotonic() < end and self.store().execute("select count(*) from looks").fetchone()[0] < 2:
            time.sleep(0.1)
        first.send_signal(signal.SIGINT)
        out, err = first.communicate(timeout=30)
        self.assertEqual(first.returncode, 0, err)
        self.assertTrue(out)
        # The next one may watch.
        third = subprocess.Popen(self.command("--watch", "1s"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                env=ENVIRONMENT)
        time.sleep(2)
        self.assertIsNone(third.poll())
        third.send_signal(signal.SIGINT)
        self.assertEqual(third.wait(30), 0)

    def test_what_no_watch_can_do(self):
        self.project()
        self.assertIn("not an interval", self.run_check("--watch", "soon", code=2).stderr)
        self.assertIn("the present", self.run_check("--watch", "5m", "--as-of", BAD, code=2).stderr)


if __name__ == "__main__":
    unittest.main()
