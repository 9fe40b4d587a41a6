"""Requests made from the OpenAPI document, valid and not: no 500, no answer that its schema rejects, every operation tried."""

import collections
import json
import os
import random
import subprocess
import time
import unittest
import urllib.parse

import jsonschema

from serving import ServerTest, order
from test_clients import CLIENTS, NODE

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "1000"))
SEED = int(os.environ.get("FUZZ_SEED", "7"))
LIMIT = 15  # seconds that an answer may take
PROJECT = """version: 1
sources:
  - name: app
    http: true
    entities: {user: userId}
    dimensions: {plan: properties.plan}
    values: {amount: properties.amount}
metrics:
  - {name: orders, type: count, event: order placed, grain: day, description: Orders placed}
  - {name: income, type: sum, event: order placed, value: amount, grain: day, description: Income}
  - {name: people, type: active, entity: user, event: any, grain: day, description: People}
outcome: income
candidates: [orders, people]
north_star: {metric: people, inputs: [{metric: orders}], since: 2026-11-01}
teams: [{name: growth}]
"""
VALUES = {
    "metric": ["orders", "income", "people"], "candidate": ["orders", "people"], "outcome": ["income"], "by": ["plan"],
    "where": ["plan = 'pro'", "amount > 5"], "from": ["2026-11-01"], "to": ["2026-11-20"], "as-of": ["2026-11-25"],
    "grain": ["day", "week"], "period": ["2026-11-10"], "level": ["0.9"], "alert-level": ["0.01"], "team": ["growth"],
    "limit": ["1", "50"], "name": ["orders.csv"], "as-of-metric": ["orders"], "cohort-grain": ["week"], "window": ["7d"],
    "compare": ["previous"], "last": ["3"], "horizon": ["3"], "after": [""],
}
# A body that is fine, by operation; of the others any.
BODIES = {
    "post_tokens": [{"role": "viewer"}, {"role": "ingest", "source": "app", "rate": 10, "origins": ["https://shop.example"]}],
    "post_annotations": [{"at": "2026-11-02", "text": "Campaign"}],
    "post_mutes": [{"check": "freshness", "subject": "app", "until": "2100-01-01", "why": "known", "by": "Ana"}],
    "post_unmutes": [{"check": "freshness", "subject": "app"}],
    "post_forget": [{"entity": "user", "id": "u1", "dry_run": True}],
    "post_survey_answer": [{"person": "a@example.org", "name": "People", "meaning": "People who came", "action": "Better start"}],
    "post_survey_open": [{}], "post_survey_close": [{}],
}
ODD = ["", "0", "-1", "1e99", "x" * 3000, "'", "\"", "%00", "../..", "2026-13-45", "null", "[]", "é😀", "orders' or 1=1 --", "true"]


class Fuzz(ServerTest):
    def setUp(self):
        super().setUp()
        self.write(PROJECT)
        self.key = self.token()
        self.admin = self.token("admin")
        self.serve()
        days = [f"2026-11-{1 + i % 25:02}T10:00:00Z" for i in range(2000)]
        for first in range(0, 2000, 500):
            batch = [{**order(i), "userId": f"u{i % 37}", "timestamp": days[i],
                      "properties": {"plan": "pro" if i % 3 else "free", "amount": i % 50}} for i in range(first, first + 500)]
            self.send("/v1/batch", {"batch": batch}, self.key)
        self.settle()
        sent = self.ask("POST", "/api/v1/uploads?name=orders.csv", body=b"at,who\n2026-01-01,a\n2026-01-02,b\n",
                        headers={"Content-Type": "application/octet-stream", "X-Northstar": "1"})
        VALUES["upload"] = [json.loads(sent[2])["id"]]
        self.document = self.get("/api/v1/openapi.json")
        self.chance = random.Random(SEED)

    @unittest.skipUnless((CLIENTS / "node_modules" / "@redocly").is_dir(), "the linter is missing (tools/setup --test)")
    def test_a_linter_finds_nothing_wrong_with_the_document(self):
        path = self.root / "openapi.json"
        path.write_text(json.dumps(self.document))
        done = subprocess.run([NODE, str(CLIENTS / "lint_api.mjs"), str(path)], capture_output=True, text=True, timeout=120)
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)

    def value(self, parameter, valid):
        schema = parameter["schema"]
        schema = schema.get("items", schema)
        if not valid:
            return self.chance.choice(ODD)
        if "enum" in schema:
            return self.chance.choice(schema["enum"])
        if schema["type"] == "boolean":
            return self.chance.choice(["true", "false"])
        if schema["type"] == "integer":
            return str(self.chance.randint(1, 9))
        return self.chance.choice(VALUES.get(parameter["name"], ["1"]))

    def request_of(self, path, operation):
        """The URL, and the names of its parameters."""
        parameters = [one for one in operation.get("parameters", []) if one["in"] == "query"]
        spoiled = self.chance.random() < 0.15 or "1" == self.chance.choice("0000001")
        chosen = [one for one in parameters if one.get("required") or self.chance.random() < 0.2]
        if path.endswith("/query") and not any(one["name"] == "metric" for one in chosen):
            chosen += [one for one in parameters if one["name"] == "metric"]
        pairs = [(one["name"], self.value(one, not spoiled or self.chance.random() < 0.5)) for one in chosen]
        if spoiled and self.chance.random() < 0.2:
            pairs.append(("nonsense", "1"))
        return path.replace("{id}", self.chance.choice(["1", "x", "../1"])) + "?" + urllib.parse.urlencode(pairs), [name for name, _ in pairs]

    def check(self, operation, status, content_type, body, where):
        self.assertNotIn(b"a bug in northstar", body, where)
        self.assertLess(status, 500 if status != 503 else 504, where + body[:300].decode(errors="replace"))
        if content_type.startswith("application/problem+json"):
            schema = {"$ref": "#/components/schemas/Problem"}
        elif status in (200, 201, 202) and content_type.startswith("application/json"):
            declared = operation["responses"].get(str(status))
            self.assertIsNotNone(declared, where)
            schema = declared["content"]["application/json"]["schema"]
        else:
            return
        jsonschema.validate(json.loads(body), {**schema, "components": self.document["components"]})

    def test_no_answer_is_another_than_it_says(self):
        operations = [(path, method, operation) for path, methods in self.document["paths"].items()
                      for method, operation in methods.items() if operation["operationId"] != "get_live"]
        statuses, tried, parameters = collections.Counter(), set(), set()
        for number in range(REQUESTS):
            path, method, operation = operations[number % len(operations)]
            url, names = self.request_of(path, operation)
            headers, body = {"X-Northstar": "1"}, None
            if self.chance.random() < 0.9:
                headers["Authorization"] = "Bearer " + self.admin
            kind = list(operation.get("requestBody", {}).get("content", {}))
            if kind:
                headers["Content-Type"] = kind[0]
                body = self.chance.choice([b"{}", b"", b"{", b"[1]", b'{"role": "viewer"}', b"a,b\n1,2\n", b'{"check": 7}'])
                fine = BODIES.get(operation["operationId"])
                if fine and self.chance.random() < 0.8:
                    body = json.dumps(self.chance.choice(fine)).encode()
            begun = time.time()
            status, answer, text = self.ask(method.upper(), url, body=body, headers=headers)
            where = f"{method} {url[:300]} {status}: "
            self.assertLess(time.time() - begun, LIMIT, where)
            self.check(operation, status, answer.get("Content-Type", ""), text, where)
            statuses[status] += 1
            tried.add(operation["operationId"])
            parameters.update((operation["operationId"], name) for name in names)
        self.assertEqual(len(tried), len(operations))
        good = sum(count for status, count in statuses.items() if status < 400)
        declared = {(operation["operationId"], one["name"]) for _, _, operation in operations
                    for one in operation.get("parameters", []) if one["in"] == "query"}
        if REQUESTS >= 20000:
            self.assertEqual(declared - parameters, set())
        self.assertGreater(good * 2, REQUESTS)
        print(f"seed {SEED}: {REQUESTS} requests, {good} answered, {len(tried)} operations, {len(parameters)} parameters, {dict(statuses)}")
        self.assertEqual(self.ask("GET", "/healthz")[0], 200)


if __name__ == "__main__":
    unittest.main()
