#!/usr/bin/env python3
"""The library `life`: a tiny story for each of its acts, and all pairs of its parts.

Each act of libraries/life has a world in tests/life/acts that is called like it. Its request `story` must be answered by a plan
with that act, the referee must judge the plan valid, and what is told of it in English and in German must be what stands in
stories.txt, by a narrator and by the teller of the request. WT_BLESS=1 rewrites that file; read the difference before committing it.

gifts.wt has a longer story that once was not found. Of each two parts, and of all together, a world with one cast: no message of `check`, no triggers that never come to rest in whatever
happens within two events, and the referee agrees with what is found. Standard library only.
"""

import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(os.environ["WT_SOURCE_DIR"])
BINARY = os.environ["WT_BINARY"]
FOLDER = SOURCE / "tests/life"
LIBRARY = SOURCE / "libraries/life"
MOST_LINES = 25
TIMEOUT_SECONDS = 120

# What a world says that uses the parts of a pair.
FACTS = {
    "core": "lies(Lute) = Garden; believes(Cid, holder(Lute)) = Ann; holder(Ring) = Ben; believes(Ben, lies(Ring)) = Tower;",
    "things": "merchant(Cid); worn(Ring) = Ben; shut(Chest); hidden(Knife) = Elm; key(Tower) = Key; holder(Key) = Ann; price(Lute) = 1; money(Ann) = 1;",
    "speech": "offered(Ring) = Ann; distrusts(Cid, Ann); believes(Ben, at(Cid)) = Tower;",
    "deeds": "disguised(Ben) = Cid; officer(Ann); bound(Cid); sharp(Knife); hurt(Ben); feigning(Ann); believes(Ben, dead(Ann)); believes(Ben, feigning(Ann)) = False;",
    "ties": "friends(Ann, Cid); over(Ann, Ben); owes(Ben, Ann); kin(Ann, Cid); loves(Ben) = Ann; grudge(Ann, Ben); suitor(Ann) = Cid;",
    "wants": "believes(Ann, holder(Lute)) = Cid;",
    "time": "due(Ann) = 1; night(); asleep(Cid); believes(Ann, asleep(Cid)) = False;",
}
PAIR = """use cast; {uses}
{facts}
utility(): (if(at(Ann) == Garden) 1 else 0) + (if(holder(Lute) == Ben) 2 else 0);
utility(Ann): (if(at(Ann) == Garden) 1 else 0) + (if(holder(Lute) == Ann) 2 else 0);
utility(Ben): (if(at(Ben) == at(Cid)) 1 else 0) + (if(holder(Lute) == Ben) 2 else 0);
utility(Cid): if(holder(Lute) == Cid) 1 else 0;
limits: author 2, character 2, belief 1;
request apart {{ ends: at(Ann) == Garden; }};
request sight {{ sometime at(Ben) == Garden; }};
request everything {{ at end (at(Ann) == Garden & at(Ann) == Hall); }};
"""

failures = []


def fail(text):
    failures.append(text)


def run(*words):
    return subprocess.run([BINARY, *map(str, words)], capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False)


def check(worlds):
    """No message about any of them."""
    checked = run("check", *worlds)
    if checked.returncode != 0 or "warning" in checked.stdout + checked.stderr:
        fail(checked.stdout + checked.stderr)


def told(world, plan, *words):
    done = run("tell", world, "--request", "story", "--plan", plan, *words)
    if done.returncode != 0:
        fail(f"{world.name}: not told: {done.stderr}")
    return done.stdout.split("\n", 1)[-1].strip() or "(nothing)"


def story_of(world, folder):
    """What stories.txt says of one world."""
    act = world.stem
    text = world.read_text(encoding="utf-8")
    if len(text.splitlines()) > MOST_LINES:
        fail(f"{world.name}: more than {MOST_LINES} lines")
    found = run("plan", world, "--request", "story")
    if found.returncode != 0 or not re.search(rf"^{act}\(", found.stdout, re.MULTILINE):
        fail(f"{world.name}: no story with `{act}`: {found.stdout}{found.stderr}")
        return ""
    plan = folder / "story.plan"
    plan.write_text(found.stdout, encoding="utf-8")
    judged = run("verify", world, plan, "--request", "story")
    if judged.returncode != 0:
        fail(f"{world.name}: the referee does not agree: {judged.stdout}{judged.stderr}")
    lines = [f"## {act}", "", found.stdout, told(world, plan, "--teller", "narrator"), "",
             told(world, plan, "--teller", "narrator", "--language", "german")]
    teller = re.search(r"teller: (\w+);", text)
    if teller:
        lines += ["", f"As {teller[1]} tells it:", "", told(world, plan)]
    return "\n".join(lines) + "\n"


def check_stories(folder):
    acts = {name for part in LIBRARY.glob("*.wt") for name in re.findall(r"^action (\w+)\(", part.read_text(encoding="utf-8"), re.M)}
    worlds = {path.stem: path for path in (FOLDER / "acts").glob("*.wt") if path.stem != "cast"}
    for name in sorted(acts ^ worlds.keys()):
        fail(f"{name}: " + ("no world in tests/life/acts" if name in acts else "no such act in libraries/life"))
    check([*LIBRARY.glob("*.wt"), *worlds.values()])
    text = "\n".join(story_of(worlds[name], folder) for name in sorted(acts & worlds.keys()))
    golden = FOLDER / "stories.txt"
    if os.environ.get("WT_BLESS") == "1":
        golden.write_text(text, encoding="utf-8")
        return len(acts)
    wanted = golden.read_text(encoding="utf-8").split("\n")
    for number, (a, b) in enumerate(itertools.zip_longest(wanted, text.split("\n")), 1):
        if a != b:
            fail(f"stories.txt:{number}: wanted {a!r}, got {b!r}")
            break
    return len(acts)


def check_together(parts, folder):
    """No trap in a world on these parts, whatever happens in it."""
    world = folder / ("_".join(parts) + ".wt")
    world.write_text(PAIR.format(uses=" ".join(f"use life/{part} 1;" for part in parts),
                                 facts="\n".join(FACTS[part] for part in sorted({"core", *parts}))), encoding="utf-8")
    for request in ("apart", "sight", "everything"):
        found = run("plan", world, "--request", request)
        if found.returncode not in (0, 1) or "never come to rest" in found.stdout + found.stderr:
            fail(f"{world.name}: {request}: {found.stdout}{found.stderr}")
        if (request == "everything") == (found.returncode == 0) and (request == "everything" or "deeds" not in parts):
            fail(f"{world.name}: {request}: exit code {found.returncode}")
        if found.returncode != 0:
            continue
        plan = folder / "pair.plan"
        plan.write_text(found.stdout, encoding="utf-8")
        judged = run("verify", world, plan, "--request", request)
        if judged.returncode != 0:
            fail(f"{world.name}: {request}: the referee does not agree: {judged.stdout}{judged.stderr}")


def check_gifts(folder):
    """A story of eight events in which each has a reason of four, found among the acts of a whole part, and sound."""
    world = FOLDER / "gifts.wt"
    check([world])
    found = run("plan", world, "--request", "story", "--states", "300000")
    plan = folder / "gifts.plan"
    plan.write_text(found.stdout, encoding="utf-8")
    if found.returncode != 0 or run("verify", world, plan, "--request", "story").returncode != 0:
        fail(f"gifts.wt: no sound story within 300,000 states: {found.stdout}{found.stderr}")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(FOLDER / "acts/cast.wt", folder)
        count = check_stories(folder)
        check_gifts(folder)
        parts = sorted(FACTS)
        if set(parts) != {path.stem for path in LIBRARY.glob("*.wt")}:
            fail(f"libraries/life has other parts than {parts}")
        groups = [*itertools.combinations(parts, 2), tuple(parts)]
        for group in groups:
            check_together(group, folder)
        check(path for path in folder.glob("*.wt") if path.stem != "cast")
    for one in failures:
        print(one)
    print(f"{count} acts, {len(groups)} groups of parts: " + (f"{len(failures)} failures" if failures else "all is well"))
    sys.exit(bool(failures))


main()
