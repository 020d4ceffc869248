"""How the package behaves: mistakes, stopping, steps, threads, running stories, memory, types, what Jupyter shows."""
import gc
import json
import os
import signal
import subprocess
import sys
import threading
import time
import unittest
from pathlib import Path

import wrongtree
from common import CAMP, LETTERS, MARKET, SOURCE, WORLDS
from wrongtree import Outcome
from wrongtree._library import lib

SMALL = "entity Ann : character;\nproperty glad() : boolean;\naction smile() { effect: glad(); consenting: Ann; };\n" \
        "utility(): glad();\nutility(Ann): glad();\n"
# A question that would take minutes.
LONG = {"goal": 7, "author_limit": 20, "character_limit": 20, "belief_limit": 3}


class Mistakes(unittest.TestCase):
    """Each is an exception that says what, where, and what to do."""

    def test_of_a_text(self):
        with self.assertRaises(wrongtree.WorldError) as caught:
            wrongtree.read("type place;\nentity Ann : charcter;\n\nfoo bar;\nutility(: 1;\n", name="small.wt")
        errors = [one for one in caught.exception.diagnostics if one.severity == "error"]
        self.assertEqual([(one.code, one.span.begin.line) for one in errors][0], ("unexpected-token", 4))
        self.assertGreaterEqual(len(errors), 2)
        self.assertEqual({one.file for one in errors}, {"small.wt"})
        self.assertTrue(errors[0].expected and errors[0].found)
        warning = next(one for one in caught.exception.diagnostics if one.severity == "warning")
        self.assertEqual((warning.span.begin.column, warning.hint), (14, "did you mean `character`?"))
        self.assertIn("small.wt:4:", str(caught.exception))
        self.assertTrue(str(errors[0]).startswith("small.wt:4:"))

    def test_of_a_library(self):
        world = "use town/bells;\nentity Ann : character;\nutility(): rung();\nutility(Ann): rung();\n"
        bells = "library town/bells 1.0;\nproperty rung() : boolean;\n" \
                "action ring(who : character) { effect: rung(); consenting: who; };\n"
        with wrongtree.read(world, libraries={"town/bells": bells}) as read:
            self.assertEqual(str(read.plan().steps[0].action), "ring(Ann)")
        with self.assertRaises(wrongtree.WorldError) as caught:
            wrongtree.read(world, libraries={"town/bells": bells.replace("boolean", "bolean")})
        self.assertIn("town/bells.wt:2:", str(caught.exception))
        self.assertRaises(wrongtree.WorldError, wrongtree.read, world)

    def test_of_a_file(self):
        self.assertRaises(FileNotFoundError, wrongtree.read, "no such file")
        self.assertRaises(wrongtree.WorldError, wrongtree.read, MARKET, divergences=["none"])
        self.assertRaises(TypeError, wrongtree.read, MARKET, divergences="plain_jar")
        self.assertRaises(wrongtree.WorldError, wrongtree.read, b"\xff\xfe;")

    def test_of_a_question(self):
        with wrongtree.read(MARKET) as world:
            for asked in ({"request": "none"}, {"where": "at(Nina"}, {"where": "at(Nobody) == Home"}, {"author_limit": 10**6}):
                for method in (world.plan, world.whynot, world.tell, world.board, world.steps):
                    with self.subTest(method=method.__name__, **asked), self.assertRaises(wrongtree.WorldError) as caught:
                        result = method(**asked)
                        if isinstance(result, wrongtree.Steps):
                            result.result()
                    self.assertTrue(caught.exception.diagnostics)
            self.assertRaises(TypeError, world.plan, gaol=1)
            for asked in ({"author_limit": -1}, {"author_limit": 2**40}, {"author_limit": 1.5}, {"goal": float("nan")},
                          {"max_states": 0}, {"max_seconds": -1}, {"request": "a\0b"}):
                self.assertRaises(ValueError, world.plan, **asked)
            self.assertRaises(wrongtree.WorldError, world.verify, "fly(Nina)")
            self.assertRaises(wrongtree.WorldError, world.why, ["buy(Nina, Otto)"], 3)
            self.assertRaises(wrongtree.WorldError, world.export, "pdf")
            self.assertRaises(wrongtree.WorldError, world.series, 100)
            self.assertRaises(ValueError, world.steps, 0)

    def test_no_story(self):
        with wrongtree.read(MARKET) as world:
            answer = world.plan(goal=9)
            self.assertIs(answer.outcome, Outcome.PROVED)
            self.assertEqual((bool(answer), len(answer), answer.stopped_by), (False, 0, None))
            for method in (world.tell, world.board, world.export):
                self.assertRaises(wrongtree.NoStory, method, goal=9)
            self.assertRaises(ValueError, world.verify, answer)
            verdict = world.verify(["buy(Nina, Otto)"])
            self.assertEqual((bool(verdict), verdict.step), (False, 0))
            why = world.why(["buy(Nina, Otto)"], 1)
            self.assertEqual((why.verdict, why.fault.event), ("unsound", 1))

    def test_closed(self):
        world = wrongtree.read(SMALL)
        story, steps = world.play(), world.steps(1)
        world.close()
        world.close()
        self.assertRaises(ValueError, world.plan)
        self.assertIn("closed", repr(world))
        story.happen("smile()")
        self.assertTrue(steps.result())
        story.close()
        self.assertRaises(ValueError, story.happen, "smile()")


class Stopping(unittest.TestCase):
    """Limits, cancelling, time, exceptions and Ctrl-C."""

    def setUp(self):
        self.world = wrongtree.read(LETTERS)

    def test_states(self):
        self.world = wrongtree.read(CAMP)
        answers = [self.world.plan(max_states=50, goal=2) for _ in range(2)]
        self.assertIs(answers[0].outcome, Outcome.STOPPED)
        self.assertEqual(answers[0].stopped_by, "states")
        self.assertEqual(answers[0].json, answers[1].json)
        self.assertRaises(wrongtree.Undecided, self.world.tell, max_states=50, goal=2)

    def test_cancel(self):
        event = threading.Event()
        threading.Timer(0.1, event.set).start()
        answer = self.world.plan(cancel=event, **LONG)
        self.assertEqual((answer.outcome, answer.stopped_by), (Outcome.STOPPED, "cancel"))
        calls = []
        answer = self.world.plan(progress=calls.append, cancel=lambda: len(calls) >= 3, **LONG)
        self.assertEqual((answer.stopped_by, len(calls), calls), ("cancel", 3, sorted(calls)))
        self.assertGreater(calls[0], 0)
        for method in (self.world.whynot, self.world.tell, self.world.board, self.world.export):
            with self.assertRaises(wrongtree.Cancelled) as caught:
                method(max_seconds=0.1, **LONG)
            self.assertEqual(caught.exception.by, "time")

    def test_time(self):
        self.assertEqual(self.world.plan(max_seconds=0.05, **LONG).stopped_by, "time")
        self.assertEqual(self.world.steps(max_seconds=0.05, **LONG).result().stopped_by, "time")

    def test_what_is_raised_meanwhile(self):
        def fail(_):
            raise LookupError("mine")
        self.assertRaisesRegex(LookupError, "mine", self.world.plan, progress=fail, **LONG)
        self.assertRaisesRegex(LookupError, "mine", lambda: list(self.world.steps(progress=fail, **LONG)))
        # The next question is not touched by it.
        self.assertTrue(wrongtree.read(SMALL).plan(progress=lambda _: None))

    def test_ctrl_c(self):
        for call in ("plan", "whynot", "check if False else world.tell", "steps"):
            code = ("import sys, wrongtree\n"
                    "world = wrongtree.read(sys.argv[1])\n"
                    "said = []\n"
                    "def say(steps):\n"
                    "    if not said: print('busy', flush=True)\n"
                    "    said.append(steps)\n"
                    "try:\n"
                    f"    result = (world.{call})(progress=say, **{LONG})\n"
                    "    list(result) if hasattr(result, 'result') else None\n"
                    "except KeyboardInterrupt:\n"
                    "    print('interrupted', flush=True)\n")
            with subprocess.Popen([sys.executable, "-c", code, str(LETTERS)], stdout=subprocess.PIPE, text=True) as child:
                self.assertEqual(child.stdout.readline(), "busy\n")
                child.send_signal(signal.SIGINT)
                self.assertEqual(child.communicate(timeout=60)[0], "interrupted\n", call)

    def test_ctrl_c_without_any_keyword(self):
        code = ("import sys, threading, os, signal, wrongtree\n"
                "world = wrongtree.read(sys.argv[1])\n"
                "threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
                "try:\n"
                f"    world.plan(**{LONG})\n"
                "except KeyboardInterrupt:\n"
                "    print('interrupted')\n")
        done = subprocess.run([sys.executable, "-c", code, str(LETTERS)], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((done.stdout, done.stderr), ("interrupted\n", ""))


class InSteps(unittest.TestCase):
    """The same answer however it is divided, with progress that tqdm can show."""

    def test_same_answer(self):
        for path in WORLDS:
            with wrongtree.read(path) as world:
                wanted = world.plan(max_states=20_000)
                for each in (50, 1_777, 10**9):
                    steps = world.steps(each, max_states=20_000)
                    self.assertIsNone(steps.answer)
                    counts = [one.steps for one in steps]
                    self.assertEqual(counts, [each * number for number in range(1, len(counts) + 1)])
                    self.assertEqual(steps.answer.json, wanted.json)
                    self.assertEqual(list(steps), [])

    def test_tqdm(self):
        import io

        import tqdm
        shown = io.StringIO()
        with wrongtree.read(MARKET) as world:
            steps = world.steps(10)
            count = sum(1 for _ in tqdm.tqdm(steps, file=shown, mininterval=0))
        self.assertGreater(count, 10)
        self.assertIn(f"{count}it", shown.getvalue())
        self.assertTrue(steps.answer)

    def test_given_up(self):
        with wrongtree.read(LETTERS) as world, world.steps(10, **LONG) as steps:
            self.assertGreater(next(steps).bytes, 0)
        self.assertEqual((list(steps), steps.answer), ([], None))
        with wrongtree.read(MARKET) as world, world.play() as story:
            for other in (story.plan, lambda: story.happen("walk(Nina, Home, Market)", at=0), lambda: story.value("at(Nina)", at=0),
                          lambda: story.intends("Nina", at=0), lambda: story.steps(1, at=0)):
                first = story.steps(1, at=0)
                next(first)
                story.save(at=0)
                next(first)
                other()
                self.assertRaises(ValueError, next, first)

    def test_in_other_threads(self):
        from concurrent.futures import ThreadPoolExecutor
        with wrongtree.read(MARKET) as world, ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
            steps = world.steps(7)
            for pool in [one, other] * 10_000:
                if pool.submit(next, steps, None).result() is None:
                    break
            self.assertEqual(steps.answer.json, world.plan().json)


class Threads(unittest.TestCase):
    """One world for many, a story for several, and nobody waits for a computation."""

    def in_threads(self, count, work):
        results = [None] * count

        def run(number):
            results[number] = work(number)
        threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    def test_one_world(self):
        with wrongtree.read(CAMP) as world:
            wanted = world.plan(max_states=5_000).json
            self.assertEqual(self.in_threads(4, lambda _: world.plan(max_states=5_000).json), [wanted] * 4)
            told = self.in_threads(4, lambda number: str(world.tell(seed=number % 2, goal=1)))
            self.assertEqual(told[:2], told[2:])
            self.assertTrue(told[0])

    def test_one_story(self):
        with wrongtree.read(MARKET) as world, world.play() as story:
            def work(number):
                for _ in range(50):
                    story.happen("walk(Nina, Home, Market)", at=0)
                    story.intends("Otto", at=0)
                return story.value("at(Nina)", at=0)
            self.assertEqual(self.in_threads(4, work), ["Home"] * 4)

    def test_others_run_meanwhile(self):
        world = wrongtree.read(CAMP)
        counted = 0
        thread = threading.Thread(target=world.plan, kwargs=LONG)
        thread.start()
        begin = time.monotonic()
        while thread.is_alive():
            time.sleep(0.001)
            counted += 1
        if time.monotonic() - begin > 0.2:
            self.assertGreater(counted, 20)
        else:
            self.fail("this question takes too little time to show it")

    def test_closed_by_another(self):
        world = wrongtree.read(LETTERS)
        busy = threading.Event()
        stop = threading.Event()
        answers = []

        def work():
            answers.append(world.plan(progress=lambda _: busy.set(), cancel=stop, **LONG))
        thread = threading.Thread(target=work)
        thread.start()
        busy.wait()
        world.close()
        stop.set()
        thread.join()
        self.assertEqual(answers[0].stopped_by, "cancel")


class Playing(unittest.TestCase):
    """A running story."""

    def test_events_and_minds(self):
        with wrongtree.read(MARKET) as world, world.play() as story:
            self.assertEqual([one.event for one in story.intends("Nina")], ["walk(Nina, Home, Market)"])
            self.assertEqual(story.happen("walk(Nina, Home, Market)").moment, story.moment)
            at_market = story.moment
            self.assertEqual((story.value("believes(Nina, content())"), story.value("content()")), ("Honey", "Syrup"))
            buy = next(one for one in story.next() if one.event == "buy(Nina, Otto)")
            self.assertEqual({reason.character for reason in buy.reasons}, {"Nina", "Otto"})
            with self.assertRaisesRegex(wrongtree.Impossible, "."):
                story.happen("taste(Nina)")
            self.assertEqual(story.moment, at_market)
            answer = story.plan(first_try=["buy(Nina, Otto)", "taste(Nina)"])
            self.assertEqual([str(step) for step in answer], ["buy(Nina, Otto)", "taste(Nina)"])
            self.assertEqual(story.steps(20).result().json, answer.json)
            for step in answer:
                story.happen(str(step))
            self.assertEqual(story.value("tasted(Nina)"), "Syrup")
            self.assertIsNone(story.value("tasted(Nina)", at=at_market))
            story.moment = 0
            self.assertEqual(story.value("at(Nina)"), "Home")
            self.assertEqual(story.value("coins(Nina) + 1"), 2)
            self.assertRaises(wrongtree.WorldError, story.value, "at(Nina", at=0)
            self.assertRaises(wrongtree.WorldError, story.value, "at(Nina)", at=10**6)
            self.assertRaises(wrongtree.WorldError, story.intends, "Nobody")
            self.assertGreater(story.bytes, 0)

    def test_saves(self):
        with wrongtree.read(MARKET) as world:
            with world.play() as story:
                for step in world.plan():
                    story.happen(str(step))
                save = story.save()
            with world.play() as story:
                restored = story.restore(save)
                self.assertTrue(restored and restored.same_world)
                self.assertEqual(story.value("tasted(Nina)"), "Syrup")
                self.assertEqual(story.save(), save)
                self.assertRaises(wrongtree.WorldError, story.restore, "{}")
            changed = MARKET.read_text(encoding="utf-8").replace("coins(Nina) = 1;", "coins(Nina) = 0;")
            with wrongtree.read(changed) as poorer, poorer.play() as story:
                restored = story.restore(save)
                self.assertFalse(restored or restored.same_world)
                self.assertEqual(restored.left_out[0].event, "buy(Nina, Otto)")
                self.assertEqual(story.value("at(Nina)"), "Market")


class Memory(unittest.TestCase):
    """Nothing is left behind, whichever way things end."""

    def test_200_worlds(self):
        gc.collect()
        taken = lib.py_bytes()

        def resident():
            with open("/proc/self/statm", encoding="ascii") as file:
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

        def once():
            world = wrongtree.read(MARKET)
            answer = world.plan()
            world.tell(answer)
            world.board(answer)
            story = world.play()
            story.happen("walk(Nina, Home, Market)")
            next(world.steps(5))
            world.plan(cancel=lambda: True, max_seconds=0)
            for wrong in (lambda: world.plan(request="none"), lambda: world.tell(goal=9), lambda: wrongtree.read("foo;")):
                self.assertRaises(wrongtree.WrongtreeError, wrong)
        for _ in range(30):
            once()
        before = resident()
        for _ in range(200):
            once()
        self.assertLess(resident() - before, 2 << 20)
        self.assertEqual(lib.py_bytes(), taken)

    def test_steps_given_up_anywhere(self):
        gc.collect()
        taken = lib.py_bytes()
        with wrongtree.read(MARKET) as world:
            count = sum(1 for _ in world.steps(1))
        for stop in range(0, count, 3):
            with wrongtree.read(MARKET) as world, world.steps(1) as steps:
                for _ in range(stop):
                    next(steps)
        del steps
        self.assertEqual(lib.py_bytes(), taken)


class Display(unittest.TestCase):
    """What Jupyter shows has every name escaped, and nothing from elsewhere."""

    def test_html(self):
        with wrongtree.read(MARKET) as world:
            answer = world.plan()
            shown = answer._repr_html_()
            self.assertIn("<code>buy(Nina, Otto)</code>", shown)
            self.assertIn("<li>Otto: buy(Nina, Otto)</li>", shown)
            self.assertIn("proved", world.plan(goal=9)._repr_html_())
            board = world.board(answer)
            import html
            import re
            frame = re.fullmatch(r'<iframe sandbox="allow-scripts" srcdoc="([^"]*)" style="[^"]*"></iframe>', board._repr_html_())
            self.assertEqual(html.unescape(frame.group(1)), board.html)
            self.assertNotRegex(board.html, r'(src|href)="https?:')
            told = world.tell(answer)._repr_html_()
            self.assertIn("<p>Nina was at the house.", told)
        text = MARKET.read_text(encoding="utf-8").replace('"the house"', '"<b>the & house</b>"')
        with wrongtree.read(text) as world:
            self.assertIn("&lt;b&gt;the &amp; house", world.tell()._repr_html_())

    def test_files(self):
        import tempfile
        with wrongtree.read(MARKET) as world, tempfile.TemporaryDirectory() as folder:
            board = world.board()
            board.save(Path(folder, "board.html"))
            self.assertEqual(Path(folder, "board.html").read_text(encoding="utf-8"), board.html)
            book = world.export("epub", date="2026-01-31")
            book.save(Path(folder, "book.epub"))
            self.assertEqual(Path(folder, "book.epub").read_bytes()[:2], b"PK")


class Reasons(unittest.TestCase):
    """Reasons are a net, in which they may share others; it is built and shown in linear time."""

    def test_net(self):
        with wrongtree.read(CAMP, requests=["visit"]) as world:
            answer = world.plan(request="visit")
            data = json.loads(answer.json)
            self.assertEqual([[reason.character for reason in step.reasons] for step in answer],
                             [[data["explanations"][number]["character"] for number in one["reasons"]]
                              for one in data["steps"]])
            for step in answer:
                for reason in step.reasons:
                    self.assertEqual(str(reason.steps[0]), str(step))
            self.assertLess(len(repr(answer)), 20 * len(answer.text) + 2000)


class Types(unittest.TestCase):
    """The types are checked by mypy, strictly, from within and from outside."""

    def mypy(self, *words):
        # From outside it sees the installed package, which says by py.typed that it has types.
        return subprocess.run(["/usr/bin/mypy", "--strict", "--enable-incomplete-feature=Unpack", "--cache-dir", "mypy-cache",
                               "--python-executable", sys.executable, *words], capture_output=True, text=True, check=False)

    def test_package(self):
        done = self.mypy(str(Path(wrongtree.__file__).parent))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_program(self):
        program = Path("program.py")
        program.write_text("import wrongtree\n"
                           "world = wrongtree.read('x;')\n"
                           "answer = world.plan(goal=1, request=None)\n"
                           "names: list[str] = [step.name for step in answer]\n"
                           "for progress in world.steps(10):\n"
                           "    count: int = progress.steps\n"
                           "wrong: int = answer.outcome\n"
                           "world.plan(gaol=1)\n", encoding="utf-8")
        done = self.mypy(str(program))
        lines = [line for line in done.stdout.splitlines() if ": error:" in line]
        self.assertEqual(len(lines), 2, done.stdout + done.stderr)
        self.assertIn("program.py:7: error: Incompatible types", lines[0])
        self.assertIn('program.py:8: error: Unexpected keyword argument "gaol"', lines[1])
