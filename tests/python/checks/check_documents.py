"""The same documents as the command line, to the byte; and every field of a schema is one of a dataclass."""
import dataclasses
import json
import re
import tempfile
import typing
import unittest
from pathlib import Path

import wrongtree
from common import CAMP, MARKET, SOURCE, STATES, WORLDS, command, first_request

DRAFT = "walk(Nina, Home, Market)\ntaste(Nina)\n"


class SameDocuments(unittest.TestCase):
    """Each document of each shipped world that does not take long."""

    def same(self, document, *words):
        written, _ = command(*words)
        self.assertEqual(document.json.encode(), written, words)

    def test_of_all_worlds(self):
        for path in WORLDS:
            request = first_request(path)
            with self.subTest(world=path.name), wrongtree.read(path, requests=[request]) as world:
                asked = ["--request", request, "--states", STATES]
                answer = world.plan(request=request, max_states=STATES)
                self.same(answer, "plan", path, "--json", *asked)
                self.assertEqual([step.action for step in answer], [one["action"] for one in json.loads(answer.json)["steps"]])
                self.same(world.tell(request=request, max_states=STATES), "tell", path, "--json", *asked)
                board = world.board(request=request, max_states=STATES)
                self.assertEqual(board.html.encode(), command("board", path, *asked)[0])
            with self.subTest(world=path.name), wrongtree.read(path) as world:
                self.same(world.check(), "check", path, "--json")
                shown = world.show(depth=2)
                self.same(shown, "show", path, "--json", "--depth", 2)
                self.assertTrue(shown.fluents and shown.actions and shown.utilities and shown.requests)

    def test_of_a_plan(self):
        with wrongtree.read(MARKET) as world, tempfile.TemporaryDirectory() as folder:
            answer = world.plan()
            path = Path(folder, "plan.json")
            path.write_text(answer.json, encoding="utf-8")
            for document, words in ((world.verify(answer), ["verify"]), (world.why(answer, 2), ["why", "2"]),
                                    (world.show(answer, depth=2), ["show", "--depth", "2"])):
                written, _ = command(words[0], MARKET, path, *words[1:], "--json")
                self.assertEqual(document.json, written.decode().replace(str(path), "plan"), words)

    def test_of_no_story_and_of_several(self):
        with wrongtree.read(MARKET) as world:
            found = world.whynot(goal=9, max_states=STATES)
            self.same(found, "whynot", MARKET, "--json", "--goal", 9, "--states", STATES)
            self.assertEqual(found.outcome, "none")
            self.assertTrue(found.findings or found.in_vain)
            series = world.series(2, distance=0.2, seed=3)
            self.same(series, "series", MARKET, "--json", "--count", 2, "--distance", 0.2, "--seed", 3)
            self.assertEqual(len(series), len(series.stories))
            self.assertTrue(all(world.verify(story, where=story.where or None, goal=story.goal) for story in series))

    def test_of_two_worlds(self):
        with wrongtree.read(MARKET) as canon, wrongtree.read(MARKET, divergences=["plain_jar"]) as other:
            found = canon.diff(other)
            self.same(found, "diff", MARKET, "--json", "--au", "plain_jar")
            self.assertTrue(found.rules or found.facts or found.declared)
            self.assertEqual(found.divergences, ("plain_jar",))

    def test_of_a_draft(self):
        with wrongtree.read(MARKET) as world, tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "draft")
            path.write_text(DRAFT, encoding="utf-8")
            review = world.review(DRAFT)
            self.assertEqual(review.json, command("beta", MARKET, path, "--json")[0].decode().replace(str(path), "draft"))
            self.assertFalse(review)
            self.assertEqual(review.findings[0].line, 2)
            knowledge = world.review(DRAFT, who_knows="content()")
            self.assertEqual(knowledge.rows[0].truth, "Syrup")
            self.assertEqual(knowledge.rows[0].beliefs["Nina"], "Honey")

    def test_of_files(self):
        with wrongtree.read(CAMP, requests=["visit"], name=CAMP.name) as world:
            for kind in ("ink", "twee", "yarn", "epub", "dot", "csv", "json"):
                made = world.export(kind, request="visit", date="2026-01-31", depth=1)
                written, _ = command("export", CAMP, "--as", kind, "--request", "visit", "--date", "2026-01-31", "-o", "-", "--depth", 1)
                self.assertEqual(made.content, written, kind)

    def test_telling_styles(self):
        with wrongtree.read(MARKET) as world:
            answer = world.plan()
            told = world.tell(answer, teller="Nina", present=True, first_person=True, brief=True, seed=7, language="german")
            self.assertEqual((told.teller, told.tense, told.person, told.length, told.seed, told.language),
                             ("Nina", "present", "first", "short", 7, "german"))
            sentences = [one for paragraph in told.paragraphs for one in paragraph]
            self.assertTrue(all(one.text in str(told) for one in sentences))


class Fields(unittest.TestCase):
    """The schemas and the dataclasses say the same."""

    WHOLE = {"verdict": "Verdict", "why": "Why", "whynot": "WhyNot", "tell": "Telling", "series": "Series", "diff": "Diff",
             "beta": "Review", "show": "Show"}

    def compare(self, schema, kind, root, where):
        if "$ref" in schema:
            schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
        if "oneOf" in schema:
            schema = next(one for one in schema["oneOf"] if one.get("type") != "null")
            return self.compare(schema, kind, root, where)
        arguments = [one for one in typing.get_args(kind) if one is not type(None)]
        if typing.get_origin(kind) is typing.Union and len(arguments) == 1:
            return self.compare(schema, arguments[0], root, where)
        if schema.get("type") == "array":
            self.assertIs(typing.get_origin(kind), tuple, where)
            return self.compare(schema["items"], arguments[0], root, where)
        if "properties" not in schema:
            return self.assertFalse(dataclasses.is_dataclass(kind), where)
        self.assertTrue(dataclasses.is_dataclass(kind), f"{where}: {kind}")
        hints = typing.get_type_hints(kind)
        fields = {field.metadata.get("json", field.name): hints[field.name] for field in dataclasses.fields(kind)}
        if issubclass(kind, wrongtree.Document):
            for own in ("json", "text", "wrongtree", "file"):
                fields.pop(own)
        wanted = {name: one for name, one in schema["properties"].items() if name not in ("wrongtree", "file")}
        self.assertEqual(set(fields), set(wanted), where)
        for name, inner in wanted.items():
            self.compare(inner, fields[name], root, f"{where}.{name}")
        return None

    def test_every_field_of_a_schema(self):
        for name, kind in self.WHOLE.items():
            schema = json.loads((SOURCE / f"docs/schema/{name}.schema.json").read_text(encoding="utf-8"))
            self.compare(schema, getattr(wrongtree, kind), schema, name)

    def test_every_field_of_a_message(self):
        schema = json.loads((SOURCE / "docs/schema/diagnostics.schema.json").read_text(encoding="utf-8"))
        wanted = schema["$defs"]["diagnostic"]["properties"]
        hints = typing.get_type_hints(wrongtree.Diagnostic)
        self.assertEqual(set(hints) - {"file"}, set(wanted))
        self.assertEqual({field.name for field in dataclasses.fields(wrongtree.Place)},
                         set(schema["$defs"]["place"]["properties"]))
        self.assertEqual({field.name for field in dataclasses.fields(wrongtree.Messages)},
                         {"json", "text", "wrongtree", "file", "errors", "warnings", "diagnostics"})

    def test_every_field_of_an_answer(self):
        schema = json.loads((SOURCE / "docs/schema/plan.schema.json").read_text(encoding="utf-8"))
        names = {field.name for field in dataclasses.fields(wrongtree.Answer)} - {"json", "text", "outcome"}
        # The verdict is the outcome; explanations are in the steps; the others belong to options of the command line.
        self.assertEqual(names, set(schema["properties"]) - {"verdict", "explanations", "final", "statistics"})

    def test_version(self):
        project = (SOURCE / "bindings/python/pyproject.toml").read_text(encoding="utf-8")
        self.assertIn(f'version = "{wrongtree.__version__}"', project)


class Docstrings(unittest.TestCase):
    """Every public name says what it is, every dataclass what its fields are."""

    def test_all(self):
        for name in wrongtree.__all__:
            value = getattr(wrongtree, name)
            if not isinstance(value, type):
                if callable(value) and not typing.get_origin(value):
                    self.assertTrue(value.__doc__, name)
                continue
            self.assertTrue(value.__doc__ and not value.__doc__.startswith(f"{name}("), name)
            for member, inner in vars(value).items():
                if callable(inner) or isinstance(inner, (property, staticmethod)):
                    if not member.startswith("_"):
                        self.assertTrue(getattr(inner, "__doc__", None), f"{name}.{member}")
            if dataclasses.is_dataclass(value):
                for field in dataclasses.fields(value):
                    if field.name not in ("json", "text", "wrongtree", "file") or name == "Document":
                        self.assertRegex(value.__doc__, rf"\b{re.escape(field.name)}\b", name)
        for keyword in wrongtree.Asked.__annotations__:
            self.assertRegex(wrongtree.Asked.__doc__, rf"\b{keyword}\b")
