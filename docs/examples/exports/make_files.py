#!/usr/bin/env python3
"""Writes the small files of docs/getting-data-in.md beside itself: made-up exports in the shapes that teams have.

    docs/examples/exports/make_files.py
"""

import datetime
import gzip
import json
import pathlib
import random
import sqlite3

HERE = pathlib.Path(__file__).resolve().parent
START = datetime.datetime(2024, 1, 1, 8)
random.seed(7)

# A shop's two tables: who ordered, and who they are.
people = [f"cus_{random.randrange(16**8):08x}" for _ in range(60)]
rows = [f"{id},{random.choice(['France', 'France', 'Spain', 'Chile'])},{random.choice(['free', 'pro'])}" for id in people]
(HERE / "shop" / "customers.csv").write_text("customer_id,country,plan\n" + "\n".join(rows) + "\n")
orders = ["order_id,customer_id,ordered_at,amount"]
for i in range(400):
    at = START + datetime.timedelta(hours=9 * i + random.randrange(9))
    orders.append(f"ord_{10000 + i},{random.choice(people)},{at:%Y-%m-%dT%H:%M:%SZ},{random.randrange(500, 9000) / 100:.2f}")
(HERE / "shop" / "orders.csv").write_text("\n".join(orders) + "\n")

# A report for people: lines above the table, semicolons, decimal commas, days first, a total below, Latin-1.
lines = ["Informe de visitas", "", "Día;Tienda;Visitas;Importe"]
total = 0
for i in range(120):
    day = START + datetime.timedelta(days=i)
    amount = random.randrange(50_000, 900_000)
    total += amount
    lines.append(f"{day:%d/%m/%Y};{random.choice(['Málaga', 'Sevilla', 'Cádiz'])};{random.randrange(20, 400)};{amount // 100},{amount % 100:02}")
lines.append(f"Total;;;{total // 100},{total % 100:02}")
(HERE / "report" / "visitas.csv").write_bytes(("\n".join(lines) + "\n").encode("latin-1"))

# A log: a file of JSON lines per day, the older ones packed.
for day in range(14):
    events = []
    for i in range(random.randrange(20, 40)):
        at = START + datetime.timedelta(days=day, minutes=20 * i)
        page = random.choice(["opened", "opened", "searched", "shared"])
        events.append(json.dumps({"ts": int(at.timestamp() * 1000), "userId": f"u{random.randrange(40)}", "event": page, "device": {"os": random.choice(["iOS", "Android"])}}))
    name = f"{START + datetime.timedelta(days=day):%Y-%m-%d}-events.json"
    text = ("\n".join(events) + "\n").encode()
    if day < 10:
        (HERE / "log" / (name + ".gz")).write_bytes(gzip.compress(text, mtime=0))
    else:
        (HERE / "log" / name).write_bytes(text)

# A database: rows that change, with the time when they did.
database = HERE / "database" / "store.db"
database.unlink(missing_ok=True)
with sqlite3.connect(database) as connection:
    connection.execute("create table plans (account_id integer primary key, plan text, country text)")
    connection.execute("create table subscriptions (subscription_id integer primary key, account_id integer, started_at text, ended_at text, "
                       "mrr real, updated_at text)")
    for account in range(80):
        connection.execute("insert into plans values (?, ?, ?)", (account, random.choice(["solo", "team"]), random.choice(["France", "Spain", "Chile"])))
    for number in range(120):
        begins = START + datetime.timedelta(hours=26 * number)
        ends = begins + datetime.timedelta(days=random.randrange(10, 90)) if random.random() < 0.4 else None
        connection.execute("insert into subscriptions values (?, ?, ?, ?, ?, ?)",
                           (number, number * 7 % 80, f"{begins:%Y-%m-%d %H:%M:%S}", f"{ends:%Y-%m-%d %H:%M:%S}" if ends else None,
                            random.choice([9, 19, 49]), f"{ends or begins:%Y-%m-%d %H:%M:%S}"))
connection.close()

# What a service answers: a page of records, each with a list of its own.
records = []
for number in range(90):
    at = START + datetime.timedelta(hours=13 * number)
    lines = [{"sku": random.choice(["book", "pen", "bag"]), "price": random.randrange(100, 3000) / 100} for _ in range(random.randrange(1, 4))]
    records.append({"id": 5000 + number, "placed": f"{at:%Y-%m-%dT%H:%M:%SZ}", "buyer": {"id": f"b{random.randrange(25)}", "Home Town": random.choice(["Lyon", "Porto"])},
                    "lines": lines})
(HERE / "service" / "orders.json").write_text(json.dumps({"page": 1, "data": {"items": records}}) + "\n")
