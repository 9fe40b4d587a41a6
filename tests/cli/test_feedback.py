"""feedback, as a team meets it: what its texts are about, that names say nothing, and what is compared with what."""

import datetime
import itertools
import json
import unittest

from project import ProjectTest

HEADER = "time,who,text,shop\n"
YML = """version: 1
%s
sources: [{name: app, files: app.csv, time: time, event_column: event, dimensions: {product: product}}]
feedback:
  - {name: reviews, files: reviews.csv, time: time, text: text, entities: {customer: who}, dimensions: {shop: shop}}
  - {name: tweets, files: tweets.csv, time: time, text: text, entities: {customer: who}, dimensions: {shop: shop}}
metrics:
  - {name: of_reviews, type: feedback, source: reviews, statistic: sentiment, grain: year, description: d}
  - {name: of_tweets, type: feedback, source: tweets, statistic: sentiment, grain: year, description: d}
"""
APP = "time,event,product\n2024-01-01T00:00:00Z,%s,%s\n"


def day(n):
    return datetime.date(2024, 1, 1) + datetime.timedelta(n)


class Feedback(ProjectTest):
    def project(self, extra=""):
        (self.root / "northstar.yml").write_text(YML % extra)
        self.app()
        self.texts("tweets", ["an outage again"], 1)

    def app(self, event="open", product="Lamp"):
        (self.root / "app.csv").write_text(APP % (event, product))

    def texts(self, source, texts, count, first=0, per_day=2, shop="North"):
        lines = [f'{day(first + i // per_day)}T1{i % per_day}:00:00Z,{source}{first}c{i},"{text}",{shop}\n' for i, text in zip(range(count), itertools.cycle(texts))]
        (self.root / f"{source}.csv").write_text(HEADER + "".join(lines))

    def sentiment(self, source="reviews"):
        out = self.run_program("query", f"of_{source}", "--format", "json").stdout
        return json.loads(out)["rows"][0]["value"]

    def feedback(self, *arguments):
        return json.loads(self.run_program("feedback", "--format", "json", *arguments).stdout)


class Names(Feedback):
    def test_names_of_other_sources_count_when_they_come(self):
        self.texts("reviews", ["the perfect pillow arrived torn"], 4)
        self.load()
        praised = self.sentiment()
        self.app(product="Perfect Pillow")
        self.load("app")  # the reviews themselves are as they were
        named = self.sentiment()
        self.assertLess(named, 0)
        self.assertGreater(praised, named + 0.3)
        self.assertEqual(self.load()["read"], 0)
        self.assertEqual(self.sentiment(), named)
        self.load("--full-refresh")
        self.assertEqual(self.sentiment(), named)

    def test_the_order_of_loading_does_not_matter(self):
        self.texts("reviews", ["the perfect pillow arrived torn"], 4)
        self.texts("tweets", ["best street lost my parcel"], 4, shop="Best Street")
        self.app(product="Perfect Pillow")
        self.load()
        at_once = self.sentiment("reviews"), self.sentiment("tweets")
        for file in self.root.glob("**/*.duckdb"):
            file.unlink()
        for source in ("tweets", "reviews", "app"):
            self.load(source)
        self.assertEqual((self.sentiment("reviews"), self.sentiment("tweets")), at_once)

    def test_names_that_say_nothing_change_nothing(self):
        self.texts("reviews", ["the perfect pillow arrived torn"], 4)
        self.load()
        before = self.sentiment()
        self.app(product="Pillow")
        self.load()
        self.assertEqual(self.sentiment(), before)

    def test_ordinary_words_count_though_an_event_has_their_name(self):
        self.texts("reviews", ["a crash after every update", "no refund yet"], 4)
        self.load()
        before = self.sentiment()
        self.assertLess(before, 0)
        for event in ("crash", "refund", "Crash"):
            self.app(event=event)
            self.load()
            self.assertEqual(self.sentiment(), before)

    def test_names_of_events_and_of_the_project(self):
        self.texts("reviews", ["the happy hour starts at five"], 4)
        self.load()
        praised = self.sentiment()
        self.assertGreater(praised, 0)
        self.app(event="Happy Hour")
        self.load()
        self.assertEqual(self.sentiment(), 0)
        self.texts("reviews", ["the grand bargain app is down"], 4)
        self.load()
        praised = self.sentiment()
        self.project("name: Grand Bargain")
        self.load()
        self.assertLess(self.sentiment(), praised)

    def test_one_word_is_a_name_with_a_capital_only(self):
        self.texts("reviews", ["a good lamp it is"], 4)
        self.app(product="Good")
        self.load()
        self.assertGreater(self.sentiment(), 0)
        self.texts("reviews", ["the Good lamp it is"], 4)
        self.load()
        self.assertEqual(self.sentiment(), 0)


class Themes(Feedback):
    TEXTS = ["My refund never came", "The refund is late", "Call me on 030 1234567 about my refund", "Refund refused", "Where is my refund",
             "The courier was rude", "No courier came", "Which courier", "Great shop", "Thank you"]

    def test_what_is_steady_comes_first(self):
        self.texts("reviews", self.TEXTS, 240)
        self.load()
        found = self.feedback()
        self.assertEqual([theme["theme"] for theme in found["themes"][:2]], ["refund", "courier"])
        refund = found["themes"][0]
        self.assertEqual((refund["texts"], refund["share_before"]), (26, 0.5))
        self.assertAlmostEqual(refund["share"], 26 / 56)
        self.assertIn("refund", refund["terms"])
        self.assertEqual(len(refund["examples"]), 3)
        self.assertFalse(any("1234567" in example for theme in found["themes"] for example in theme["examples"]))
        self.assertLess(refund["sentiment"], 0)
        self.assertEqual(found["rising"], [])
        self.assertIn("“refund” (46%), “courier” (32%)", found["sentence"])
        for form in ("table", "markdown", "csv"):
            out = self.run_program("feedback", "--format", form).stdout
            self.assertIn("refund", out)
            self.assertIn("courier", out)
            self.assertNotIn("mood", out)
            self.assertNotIn("1234567", out)

    def test_people_count_once(self):
        lines = "".join(f'{day(i % 28)}T10:00:00Z,one,"The refund is late",x\n' for i in range(50))
        lines += "".join(f'{day(i)}T11:00:00Z,c{i},"The courier was rude",x\n' for i in range(10))
        (self.root / "reviews.csv").write_text(HEADER + lines)
        self.load()
        themes = self.feedback("--from", "2024-01-01", "--to", "2024-01-28")["themes"]
        self.assertEqual([(theme["theme"], theme["texts"]) for theme in themes], [("courier", 10)])

    def test_other_languages(self):
        self.texts("reviews", ["Die Lieferung kam zu spät", "Wo bleibt meine Lieferung", "Alles gut, danke"], 60)
        self.load()
        theme = self.feedback()["themes"][0]
        self.assertEqual(theme["theme"], "lieferung")
        self.assertIsNone(theme["sentiment"])


class TheTimeBefore(Feedback):
    TEXTS = ["The export is slow", "All good, thank you", "Search finds nothing"]

    def test_is_counted_per_covered_day(self):
        self.texts("reviews", self.TEXTS, 180)
        (self.root / "tweets.csv").write_text(HEADER + "2024-01-01T00:00:00Z,a,an outage,x\n")
        self.load()
        found = self.feedback("--from", "2024-01-15", "--to", "2024-03-14")
        self.assertEqual(found["after"]["texts"], 120)
        self.assertIs(found["volume_jumped"], False)
        self.assertEqual(found["compared_from"], "2024-01-01")
        self.assertAlmostEqual(found["after"]["texts_per_day"], 2)
        self.assertIn("14 of 180 days", " ".join(found["notes"]))

    def test_is_left_out_where_the_data_begin_too_late(self):
        self.texts("reviews", self.TEXTS, 180)
        self.texts("tweets", self.TEXTS, 2)
        self.load()
        found = self.feedback("--from", "2024-01-04", "--to", "2024-03-03")
        self.assertIsNone(found["volume_jumped"])
        self.assertEqual((found["rising"], found["falling"]), ([], []))
        self.assertIn("no earlier period to compare with", found["sentence"])
        self.assertNotIn("before)", found["sentence"])

    def test_a_source_that_begins_now_is_no_jump(self):
        self.texts("reviews", self.TEXTS, 200, per_day=1)
        self.texts("tweets", ["where is my order"], 300, first=170, per_day=10)
        self.load()
        found = self.feedback("--from", "2024-06-10", "--to", "2024-07-07")
        self.assertEqual(found["rising"], [])
        self.assertIs(found["volume_jumped"], False)
        self.assertIn("'tweets' begins on 2024-06-19", " ".join(found["notes"]))
        self.assertEqual(found["themes"][0]["theme"], "order")

    def test_a_real_jump_is_one(self):
        self.texts("reviews", self.TEXTS, 100, per_day=1)
        with (self.root / "reviews.csv").open("a") as file:
            file.writelines(f'{day(100 + i // 5)}T10:00:00Z,n{i},The login is broken,x\n' for i in range(100))
        self.load()
        found = self.feedback("--from", str(day(100)), "--to", str(day(119)))
        self.assertIs(found["volume_jumped"], True)
        self.assertIn("login", found["rising"][0]["theme"] + " ".join(found["rising"][0]["also"]))
        self.assertAlmostEqual(found["before"]["texts_per_day"], 1, delta=0.1)


if __name__ == "__main__":
    unittest.main()
