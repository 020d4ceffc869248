#!/usr/bin/env python3
"""What the executable writes as JSON fits the schemas in docs/schema.

The validator knows the part of JSON Schema that ours use, and refuses a schema that uses more. Standard library only.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.environ["WT_SOURCE_DIR"])
BINARY = os.environ["WT_BINARY"]
FILES = ROOT / "tests/golden/cli/files"
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
KNOWN = {"$schema", "$defs", "$ref", "title", "description", "type", "required", "additionalProperties", "properties",
         "items", "enum", "oneOf", "minimum", "maximum", "pattern", "minLength", "minItems"}

RUNS = [
    ("diagnostics", ["check", "--json", "honey.wt", "mistakes.wt", "sabre.txt", "endless_at_once.wt", "nothere.wt", "."]),
    ("diagnostics", ["check", "--json", "long_line.wt"]),
    ("plan", ["plan", "honey.wt", "--json"]),
    ("plan", ["plan", "honey.wt", "--json", "--stats", "--optimal"]),
    ("plan", ["plan", "honey.wt", "--json", "--no-verify"]),
    ("plan", ["plan", "honey.wt", "--json", "--atl", "1"]),
    ("plan", ["plan", "honey.wt", "--json", "--states", "3"]),
    ("plan", ["plan", "hopeless.wt", "--json", "--best"]),
    ("plan", ["plan", "shortcut.wt", "--json", "--anytime", "--stats"]),
    ("plan", ["plan", "honey.wt", "hopeless.wt", "--goal", "1", "--goal", "5", "--json", "--jobs", "2"]),
    ("verdict", ["verify", "honey.wt", "story.txt", "detour.txt", "--json"]),
    ("verdict", ["verify", "honey.wt", "story.txt", "--json"]),
    ("verdict", ["verify", "honey.wt", "detour.txt", "--json"]),
    ("verdict", ["verify", "honey.wt", "empty.txt", "--json"]),
    ("verdict", ["verify", "honey.wt", "story.txt", "--json", "--states", "3"]),
    ("verdict", ["verify", "endless.wt", "start.txt", "--json"]),
    ("whynot", ["whynot", "letter.wt", "--request", "together", "--json"]),
    ("whynot", ["whynot", "letter.wt", "--request", "found", "--json"]),
    ("whynot", ["whynot", "tower.wt", "--au", "cut", "--states", "3", "--json"]),
    ("diff", ["diff", "tower.wt", "--au", "rope", "--where", "at end free(Rapunzel)", "--json"]),
    ("plan", ["plan", "letter.wt", "--request", "in_vain", "--json"]),
    ("show", ["show", "honey.wt", "--json", "--depth", "3"]),
    ("show", ["show", "honey.wt", "story.txt", "--json", "--depth", "3"]),
    ("show", ["show", "honey.wt", "impossible.txt", "--json"]),
    ("rules", ["show", "study.wt", "--rules", "--json"]),
    ("rules", ["show", "inn.wt", "--rules", "--json"]),
    ("world", ["show", "letter.wt", "--as", "sentences", "--json"]),
    ("world", ["show", "letter.wt", "--as", "wt", "--json"]),
    ("diagnostics", ["check", "lost.wt", "--json"]),
    ("why", ["why", "honey.wt", "story.txt", "buy", "--json"]),
    ("why", ["why", "honey.wt", "impossible.txt", "1", "--json"]),
    ("why", ["why", "honey.wt", "story.txt", "1", "--json", "--states", "3"]),
    ("why", ["why", "../../../../worlds/camp.wt", "camp.txt", "slip_away", "--json"]),
    ("why", ["why", "../../../../worlds/camp.wt", "camp.txt", "noise", "--json"]),
    ("beta", ["beta", "honey.wt", "draft_sound.txt", "--json"]),
    ("beta", ["beta", "honey.wt", "draft_errors.txt", "--json"]),
    ("beta", ["beta", "honey.wt", "draft_gap.txt", "--json"]),
    ("beta", ["beta", "honey.wt", "draft_intended.txt", "--json"]),
    ("beta", ["beta", "honey.wt", "draft_errors.txt", "--json", "--states", "3"]),
    ("beta", ["beta", "honey.wt", "draft_errors.txt", "--json", "--who-knows", "content()"]),
    ("tell", ["tell", "honey.wt", "--json"]),
    ("tell", ["tell", "honey.wt", "--json", "--plan", "story.txt", "--length", "short", "--tense", "present"]),
    ("tell", ["tell", "honey.wt", "--json", "--plan", "impossible.txt"]),
    ("tell", ["tell", "honey.wt", "--json", "--atl", "1"]),
    ("tell", ["tell", "honey.wt", "--json", "--states", "3"]),
    ("tell", ["tell", "../../../../worlds/camp.wt", "--request", "visit", "--json"]),
    ("tell", ["tell", "../../../../worlds/camp.wt", "--request", "lie", "--teller", "narrator", "--json"]),
    ("export", ["export", "letter.wt", "--all"]),
    ("export", ["export", "../../../../worlds/camp.wt", "--request", "visit", "--request", "stay", "--depth", "2"]),
    ("series", ["series", "picnic.wt", "--json", "--count", "3"]),
    ("series", ["series", "honey.wt", "--json", "--count", "3", "--states", "30"]),
    ("series", ["series", "picnic.wt", "--json", "--request", "bather", "--request", "cake"]),
]


def is_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if name == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def validate(value, schema, root, where):
    """What is wrong, as a list of sentences."""
    if unknown := set(schema) - KNOWN:
        return [f"{where}: the schema uses {sorted(unknown)}, which this validator does not know"]
    problems = []
    if "$ref" in schema:
        target = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        problems += validate(value, target, root, where)
    if "type" in schema:
        names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if not any(is_type(value, name) for name in names):
            return problems + [f"{where}: {value!r:.60} is not {names}"]
    if "enum" in schema and value not in schema["enum"]:
        problems.append(f"{where}: {value!r} is not one of {schema['enum']}")
    if "oneOf" in schema and sum(not validate(value, option, root, where) for option in schema["oneOf"]) != 1:
        problems.append(f"{where}: not exactly one form fits")
    if is_type(value, "number"):
        if value < schema.get("minimum", value) or value > schema.get("maximum", value):
            problems.append(f"{where}: {value} is out of range")
    if isinstance(value, str):
        if len(value) < schema.get("minLength", 0) or not re.search(schema.get("pattern", ""), value):
            problems.append(f"{where}: {value!r:.60} is not what the schema wants")
    if isinstance(value, list) and len(value) < schema.get("minItems", 0):
        problems.append(f"{where}: it has too few items")
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        problems += [f"{where}: `{key}` is missing" for key in schema.get("required", []) if key not in value]
        if schema.get("additionalProperties") is False:
            problems += [f"{where}: `{key}` is not in the schema" for key in value if key not in properties]
        for key, item in value.items():
            if key in properties:
                problems += validate(item, properties[key], root, f"{where}.{key}")
    if isinstance(value, list) and "items" in schema:
        for i, item in enumerate(value):
            problems += validate(item, schema["items"], root, f"{where}[{i}]")
    return problems


def live_documents():
    """What the library says of a running story, as (schema, document)."""
    tester = Path(BINARY).parent / "tests/library_tester"
    words = ["@Nina", "walk(Nina, Home, Market)", "?at(Nina)", "?coins(Nina)", "?tasted(Pim)", "buy(Nina, Otto)", "@Otto"]
    done = subprocess.run([tester, "live", ROOT / "worlds/market.wt", *words], capture_output=True, text=True, timeout=120,
                          check=True)
    for part in re.split(r"^(?=[^\s{}].*: \w+$)", done.stdout, flags=re.MULTILINE)[1:]:
        head, text = part.split("\n", 1)
        yield ("save" if head.startswith("save") else "live"), json.loads(text)


def main():
    problems = []
    schemas = {path.name.split(".")[0]: json.loads(path.read_text(encoding="utf-8"))
               for path in (ROOT / "docs/schema").glob("*.schema.json")}
    live = list(live_documents())
    if len(live) < 10:
        problems.append(f"only {len(live)} documents of a running story")
    for name, document in live:
        problems += [f"live: {problem}" for problem in validate(document, schemas[name], schemas[name], name)]
    if unused := set(schemas) - {name for name, _ in [*RUNS, *live]}:
        problems.append(f"no run for {sorted(unused)}")
    for name, command in RUNS:
        done = subprocess.run([BINARY, *command], cwd=FILES, capture_output=True, timeout=120, check=False)
        try:
            lines = done.stdout.splitlines() if "--anytime" in command else [done.stdout]
            documents = [json.loads(line) for line in lines]
        except ValueError as error:
            problems.append(f"{' '.join(command)}: not JSON: {error}; {done.stderr[:200]!r}")
            continue
        if isinstance(documents[0], list):  # of several questions
            documents = documents[0]
        for document in documents:
            problems += [f"{' '.join(command)}: {problem}"
                         for problem in validate(document, schemas[name], schemas[name], name)]
    # The validator does find mistakes.
    for broken in ({}, {"wrongtree": 1}, []):
        if not validate(broken, schemas["plan"], schemas["plan"], "self-test"):
            problems.append(f"self-test: {broken!r} counts as a plan")
    for problem in problems:
        print(problem)
    print(f"test_schemas: {len(RUNS) + len(live)} documents, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
