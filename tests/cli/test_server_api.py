"""What a server's API has beside questions: sessions, lists in parts, annotations, and limits of keys."""

import grp
import json
import os
import subprocess
import time
import unittest

from project import PROGRAM
from serving import PROJECT, ServerTest, order


class Sessions(ServerTest):
    def setUp(self):
        super().setUp()
        self.viewer, self.editor = self.token("viewer"), self.token("editor")
        self.serve("--require-token")

    def log_in(self, token, status=200, **headers):
        got, answered, body = self.ask("POST", "/api/v1/session", body=json.dumps({"token": token}),
                                       headers={"Content-Type": "application/json", **headers})
        self.assertEqual(got, status, body)
        return answered.get("Set-Cookie", "")

    def own(self):
        return {"Origin": f"http://127.0.0.1:{self.port}", "X-Northstar": "1"}

    def test_a_cookie_is_a_session(self):
        self.get("/api/v1/star", status=401)
        cookie = self.log_in(self.viewer)
        for part in ("HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(part, cookie)
        self.assertNotIn(self.viewer, cookie)
        pair = cookie.split(";")[0]
        self.assertEqual(self.get("/api/v1/session", Cookie=pair), {"role": "viewer", "who": "session of token 1", "session": True})
        self.get("/api/v1/project", Cookie="other=1; " + pair)
        self.get("/api/v1/project", status=401, Cookie=pair[:-1] + ("0" if pair[-1] != "0" else "1"))
        # It ends when it is asked to, and with its token.
        got, _, _ = self.ask("DELETE", "/api/v1/session", headers={"Cookie": pair, **self.own()})
        self.assertEqual(got, 200)
        self.get("/api/v1/project", status=401, Cookie=pair)
        pair = self.log_in(self.viewer).split(";")[0]
        self.run_program("token", "revoke", "1")
        time.sleep(0.3)
        self.get("/api/v1/project", status=401, Cookie=pair)

    def test_changes_in_a_session_come_from_the_servers_own_page(self):
        pair = self.log_in(self.editor).split(";")[0]
        body = json.dumps({"at": "2026-11-02", "text": "Campaign in Spain", "kind": "campaign"})
        for headers in ({}, {"Origin": "http://evil.example", "X-Northstar": "1"}, {"Origin": self.own()["Origin"]},
                        {"X-Northstar": "1"}, {"Origin": "null", "X-Northstar": "1"}):
            got, _, _ = self.ask("POST", "/api/v1/annotations", body=body,
                                 headers={"Cookie": pair, "Content-Type": "application/json", **headers})
            self.assertEqual(got, 403, headers)
        got, _, answer = self.ask("POST", "/api/v1/annotations", body=body, headers={
            "Cookie": pair, "Content-Type": "application/json", **self.own()})
        self.assertEqual(got, 201, answer)

    def test_wrong_tokens_are_counted_and_no_key_logs_in(self):
        self.log_in(self.token("ingest"), status=401)
        for _ in range(9):
            self.log_in("ns_viewer_1_" + "x" * 43, status=401)
        self.log_in(self.viewer, status=429)



class Looking(ServerTest):
    """What files hold: of uploads, and of the sources that the project declares."""

    def setUp(self):
        super().setUp()
        folder = self.root / 'data "of" März'
        folder.mkdir()
        for month in (1, 2):
            (folder / f"orders-{month}.csv").write_text(
                "at,customer,amount\n" + "".join(f"2026-0{month}-{day:02},c{day % 7},{day}.5\n" for day in range(1, 28)))
        self.write(PROJECT.replace("metrics:", """  - name: shop
    files: 'data "of" März/orders-*.csv'
    time: at
    event: ordered
    entities: {customer: customer}
metrics:"""))
        self.editor, self.viewer = self.token("editor"), self.token("viewer")
        self.serve("--require-token")

    def test_a_declared_source_by_its_name(self):
        bearer = {"Authorization": f"Bearer {self.editor}"}
        guessed = self.get("/api/v1/guess?source=shop", **bearer)
        kinds = {column["name"]: column["kind"] for column in guessed["inputs"][0]["columns"]}
        self.assertEqual((kinds["at"], kinds["customer"], kinds["amount"]), ("time", "who", "number"), guessed)
        shown = self.get("/api/v1/preview?source=shop", **bearer)
        self.assertEqual([table["rows"] for table in shown["tables"]], [54], shown)
        for answer in (guessed, shown):
            self.assertNotIn(str(self.root), json.dumps(answer, ensure_ascii=False))
        self.get("/api/v1/guess?source=shop", status=403, Authorization=f"Bearer {self.viewer}")

    def test_names_that_are_none(self):
        bearer = {"Authorization": f"Bearer {self.editor}"}
        self.assertIn("'shop'", self.get("/api/v1/guess?source=shopp", status=400, **bearer)["hint"])
        for query in ("", "?source=nothing", "?source=app", "?source=shop&upload=u_1", "?source=shop&source=app",
                      "?source=../northstar.yml", "?upload=u_1"):
            with self.subTest(query):
                told = self.get("/api/v1/guess" + query, status=400, **bearer)
                self.assertNotIn(str(self.root), json.dumps(told))


@unittest.skipIf(os.geteuid() != 0, "only root can run commands as somebody else")
class OthersOfThisMachine(ServerTest):
    """A user of the machine who is not the server's, in its group or not."""

    GROUP = grp.getgrnam("games").gr_gid
    NOBODY = 65534

    def setUp(self):
        super().setUp()
        self.root.chmod(0o755)
        # Where everybody may run it.
        self.program = self.root / "northstar"
        os.symlink(PROGRAM, self.program)
        self.secret = self.root / "secret.csv"
        self.secret.write_text("day,value\n2026-11-01,1\n")
        self.secret.chmod(0o600)

    def as_nobody(self, *arguments, groups=(), code=0):
        done = subprocess.run([self.program, *arguments], capture_output=True, text=True, timeout=60, cwd="/",
                              user=self.NOBODY, group=self.NOBODY, extra_groups=groups, env={"PATH": os.environ["PATH"]})
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def can_run(self):
        try:
            self.as_nobody("version")
        except (PermissionError, AssertionError) as why:
            self.skipTest(f"nobody cannot run the program here: {why}")

    def test_a_member_of_the_group_is_an_editor_and_no_more(self):
        self.can_run()
        self.serve("--socket-group", "games")
        key = self.token()
        self.send("/v1/batch", {"batch": [order(i) for i in range(7)]}, key)
        self.settle()

        def member(*arguments, code=0):
            return self.as_nobody("-p", str(self.root), *arguments, groups=[self.GROUP], code=code)

        owners = self.run_program("query", "orders", "--format", "json").stdout
        self.assertEqual(member("query", "orders", "--format", "json").stdout, owners)
        self.assertIn('"value": 7', owners.replace('":7', '": 7'))
        for arguments in (["query", "orders", "--out", str(self.root / "x.svg")],
                          ["detect", "--csv", str(self.secret)],
                          ["check", "--notify"], ["digest", "--send"], ["load"], ["forget", "user", "u1", "--dry-run"]):
            with self.subTest(arguments):
                said = member(*arguments, code=3).stderr
                self.assertIn("is for the user of the running server alone", said)
                self.assertIn("hint: run it as the user of the server", said)
        self.assertFalse((self.root / "x.svg").exists())
        # Of this server's project alone, in the server's environment.
        self.assertEqual(self.as_nobody("query", "orders", "--format", "json", "-p", str(self.root) + "/.",
                                        groups=[self.GROUP]).stdout, owners)
        # Root is an admin.
        self.run_program("forget", "user", "u1", "--dry-run")

    def test_somebody_else_learns_how_to_get_in(self):
        self.can_run()
        for group in ([], ["--socket-group", "games"]):
            with self.subTest(group):
                self.serve(*group)
                said = self.as_nobody("-p", str(self.root), "query", "orders", code=3).stderr
                self.assertIn("--socket-group", said)
                self.stop()


class Lists(ServerTest):
    def test_come_in_parts(self):
        admin = {"Authorization": "Bearer " + self.token("admin")}
        for _ in range(6):
            self.token("viewer")
        self.serve()
        seen, after = [], ""
        for _ in range(10):
            answer = self.get("/api/v1/tokens?limit=3" + after, **admin)
            self.assertLessEqual(len(answer["tokens"]), 3)
            seen += [one["id"] for one in answer["tokens"]]
            if answer["next"] is None:
                break
            after = "&after=" + answer["next"]
        self.assertEqual(seen, [1, 2, 3, 4, 5, 6, 7])
        audit = self.get("/api/v1/audit?limit=2", **admin)
        self.assertEqual(len(audit["audit"]), 2)
        self.assertGreater(audit["audit"][0]["id"], audit["audit"][1]["id"])
        for wrong in ("limit=0", "limit=x", "limit=99999", "after=nobody"):
            self.get("/api/v1/tokens?" + wrong, status=400, **admin)


class Annotations(ServerTest):
    def annotate(self, status, **body):
        return self.send("/api/v1/annotations", body, status=status, headers={"Content-Type": "application/json"})

    def test_are_written_into_the_project(self):
        self.write(PROJECT + "annotations: [{at: 2026-01-05, text: First release}]\n")
        self.serve()
        self.annotate(201, at="2026-11-02", text="Campaign: \"more\" # in Spain", kind="campaign")
        self.annotate(201, at="2026-11-03T10:00", to="2026-11-04", text="No events", kind="tracking")
        written = (self.root / "annotations.yml").read_text()
        self.assertEqual(len(written.splitlines()), 3, written)
        for _ in range(50):
            listed = self.get("/api/v1/annotations")["annotations"]
            if len(listed) == 3:
                break
            time.sleep(0.1)
        self.assertIn({"at": "2026-11-02", "to": None, "text": "Campaign: \"more\" # in Spain", "kind": "campaign"}, listed)
        self.run_program("validate")

    def test_what_is_none_changes_nothing(self):
        self.serve()
        self.annotate(201, at="2026-11-02", text="fine")
        before = (self.root / "annotations.yml").read_text()
        for body in ({"at": "yesterday", "text": "x"}, {"at": "2026-11-02"}, {"text": "x"}, {"at": "2026-11-02", "text": 5},
                     {"at": "2026-11-02", "text": "x", "kind": "party"}, {"at": "2026-11-02", "text": "x", "by": "me"},
                     {"at": "2026-11-02", "text": "x\n  - {at: 2026-01-01, text: y}", "to": "} x"}):
            self.annotate(400, **body)
        self.assertEqual((self.root / "annotations.yml").read_text(), before)


class Limits(ServerTest):
    def test_a_key_sends_as_much_as_it_may(self):
        slow, fast = self.token("ingest", "--rate", "100"), self.token()
        self.serve()
        batch = [order(i) for i in range(60)]
        self.send("/v1/batch", {"batch": batch}, slow)
        self.send("/v1/batch", {"batch": batch}, slow)
        got, headers, _ = self.ask("POST", "/v1/batch", body=json.dumps({"batch": batch, "writeKey": slow}))
        self.assertEqual((got, headers.get("Retry-After")), (429, "1"))
        self.send("/batch/", {"api_key": slow, "batch": [{"event": "x", "distinct_id": "u", "uuid": "a"}]}, status=503)
        self.send("/v1/batch", {"batch": batch}, fast)
        time.sleep(1.5)
        self.send("/v1/batch", {"batch": batch}, slow)
        self.run_program("token", "create", "--role", "ingest", "--rate", "0", code=2)
        self.run_program("token", "create", "--role", "viewer", "--rate", "5", code=2)


class Forgetting(ServerTest):
    def test_is_a_job_for_admins(self):
        key, admin = self.token(), {"Authorization": "Bearer " + self.token("admin")}
        self.serve()
        self.send("/v1/batch", {"batch": [order(i) for i in range(50)]}, key)
        self.assertEqual(self.value(), 50)
        self.send("/api/v1/forget", {"entity": "user", "id": "u3"}, status=403, headers={"Content-Type": "application/json"})
        job = self.send("/api/v1/forget", {"entity": "user", "id": "u3"}, status=202, headers=admin)["job"]
        for _ in range(100):
            job = self.get("/api/v1/jobs/" + job["id"], **admin)["job"]
            if job["state"] not in ("queued", "running"):
                break
            time.sleep(0.1)
        self.assertEqual(job["state"], "done", job)
        self.assertEqual(job["result"]["rows"], [{"source": "app", "rows": 5}])
        # Who it was is for nobody else.
        self.get("/api/v1/jobs/" + job["id"], status=404)
        self.assertEqual(self.get("/api/v1/jobs")["jobs"], [])
        self.assertEqual(self.value(), 45)


if __name__ == "__main__":
    unittest.main()
