"""The conformance worlds: the answers that their first comments state (tests/conformance/referee_test.cpp says how these read)."""
import re
import unittest

import wrongtree
from common import SOURCE

FOLDER = SOURCE / "tests/conformance/worlds"
LIMITS = {"author": 10, "character": 5, "belief": 2}


def question(text):
    """`author 3 character 3 belief 2 goal 1` as keywords."""
    named = dict(re.findall(r"\b(author|character|belief|goal) ([\d.]+)", text))
    asked = {f"{name}_limit": int(named.get(name, most)) for name, most in LIMITS.items()}
    if "goal" in named:
        asked["goal"] = float(named["goal"])
    return asked


def events(text):
    """`a(x) b() fails` as events."""
    return re.findall(r"\w+\([^)]*\)(?: fails)?", text)


class Conformance(unittest.TestCase):
    """One subtest for each line."""

    def ask(self, world, line, wanted):
        asked = question(line)
        if wanted == "endless":
            with self.assertRaises(wrongtree.WorldError) as caught:
                world.plan(**asked)
            self.assertEqual(caught.exception.diagnostics[0].code, "endless-triggers")
            return
        for optimal in (True, False):
            answer = world.plan(optimal=optimal, **asked)
            if wanted == "none":
                self.assertIs(answer.outcome, wrongtree.Outcome.PROVED)
                continue
            self.assertIs(answer.outcome, wrongtree.Outcome.FOUND)
            self.assertTrue(world.verify(answer, **asked))
            if optimal:
                self.assertEqual(len(answer), len(events(wanted)))
        steps = world.steps(97, **asked).result()
        self.assertEqual(steps.json, answer.json)

    def judge(self, world, line, plan, wanted):
        verdict = world.verify(events(plan), **question(line))
        self.assertEqual("valid" if verdict else f"invalid at {verdict.step}", wanted)

    def test_worlds(self):
        asked = judged = 0
        for path in sorted(FOLDER.iterdir()):
            with wrongtree.read(path) as world:
                for line in path.read_text(encoding="utf-8").split("\n"):
                    line, arrow, wanted = line.partition(" -> ")
                    with self.subTest(world=path.name, line=line):
                        if line.startswith("// ask ") and "strict" not in line:
                            self.ask(world, line, wanted)
                            asked += 1
                        if line.startswith("// judge "):
                            line, _, plan = line.partition(" : ")
                            self.judge(world, line, plan, wanted)
                            judged += 1
                        if line.startswith("// start "):
                            self.assertEqual(world.plan().start_utility, float(line.split()[-1]))
        self.assertGreaterEqual((asked, judged), (60, 9))
