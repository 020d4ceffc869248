#!/usr/bin/env python3
"""Small and large inputs that hang, crash or eat the machine unless something bounds them (docs/bounds.md)."""

import functools
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BINARY = os.environ["WT_BINARY"]
SANITIZED = "build/sanitize" in BINARY
SLACK = 4  # this machine may be busy
WORKERS = 2
FAILURES = []
FOLDER = None

HEAD = """entity A : character;
entity B : character;
entity C : character;
property p() : boolean;
property n() : number;
property w(c : character) : boolean;
property m(c : character) : number;
"""
TAIL = "utility(): if(w(B)) 1 else 0;\nutility(A): n();\nutility(B): n();\n"


def expect(condition, message):
    if not condition:
        FAILURES.append(message)


def file(name, text):
    path = FOLDER / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def run(*arguments, stdin="", timeout=60):
    """How it ended, what it said, and how long it took."""
    begin = time.monotonic()
    child = subprocess.Popen([BINARY, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, cwd=FOLDER)
    try:
        output, errors = child.communicate(stdin.encode(), timeout=timeout)
    except subprocess.TimeoutExpired:
        child.kill()
        output, errors = child.communicate()
        errors += b" (killed: no end)"
    return child.returncode, output.decode(errors="replace"), errors.decode(errors="replace"), time.monotonic() - begin


def most_memory(*arguments):
    """The peak of the resident set in MiB, and the exit code."""
    child = subprocess.Popen([BINARY, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL, cwd=FOLDER)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss / 1024, child.returncode


def side_by_side(test, cases):
    """`test(*case)` for each of the cases, which have nothing to do with each other."""
    with ThreadPoolExecutor(WORKERS) as pool:
        for done in [pool.submit(test, *case) for case in cases]:
            done.result()


# ---- conditions that double at each level ----

CONDITIONS = {
    "mistaken": lambda x, i: f"mistaken({'AB'[i % 2]}, {x})",
    "both_know": lambda x, i: f"both_know(A, B, {x})",
    "test of if": lambda x, i: f"(if({x}) p() else !p())",
    "branch of if": lambda x, i: f"(if(p()) {x} else !p())",
    "else of if": lambda x, i: f"(if(p()) !p() else {x})",
    "==": lambda x, i: f"(p() == ({x}))",
    "!=": lambda x, i: f"(({x}) != p())",
    "<": lambda x, i: f"((if({x}) 1 else 2) < n())",
    "+": lambda x, i: f"(n() + (if({x}) 1 else 2) > 1)",
    "believes": lambda x, i: f"believes({'AB'[i % 2]}, {x})",
    "!": lambda x, i: f"!({x})",
    "forall": lambda x, i: f"(forall(v{i} : character) (w(v{i}) == ({x})))",
    "exists": lambda x, i: f"(exists(v{i} : character) (w(v{i}) & ({x})))",
    "sum": lambda x, i: f"((sum(v{i} : character) (if({x}) m(v{i}) else 0)) > 1)",
    "wrong about anything": lambda x, i: f"(mistaken(A) == ({x}))",
}
NUMBERS = {
    "sum": lambda x, i: f"(sum(v{i} : character) (m(v{i}) + {x}))",
    "product": lambda x, i: f"(product(v{i} : character) (m(v{i}) + {x}))",
    "if": lambda x, i: f"(if({x} > 1) n() else 2)",
    "mistaken": lambda x, i: f"(if(mistaken(A, {x})) 1 else 2)",
}
EFFECTS = {
    "if": lambda x, i: f"(if(p()) ({x}) else n() = {i})",
    "elseif": lambda x, i: f"(if(p()) ({x}) elseif(w(A)) n() = {i} else n() = {i + 1})",
    "forall": lambda x, i: f"(forall(v{i} : character) (w(v{i}) & {x}))",
    "believes": lambda x, i: f"believes({'AB'[i % 2]}, {x})",
}


def nested(layer, inner, depth):
    for i in range(depth):
        inner = layer(inner, i)
    return inner


def action(precondition="True", effect="p() & w(A)", observing=""):
    return (f"action a() {{ precondition: {precondition}; effect: {effect}; consenting: A; {observing} }};\n"
            "action b() { effect: w(B); consenting: B; };\n")


def says_why_it_is_refused(text):
    has_place = any(place in text for place in ("world.wt:", "--where:", "--who-knows:", "draft.txt:"))
    return has_place and ("[too-large]" in text or "[nesting-too-deep]" in text or "of `" in text)


def ends_soon(what, *arguments, stdin=""):
    code, output, errors, seconds = run(*arguments, stdin=stdin, timeout=20)
    expect(code in (0, 1, 2, 3) and seconds < 1 * SLACK, f"{what}: {code} after {seconds:.1f} s, {errors[-200:]}")
    text = output + errors
    expect(code != 2 or says_why_it_is_refused(text), f"{what}: {text[:300]}")


def checked_soon(what, texts):
    """Several worlds in one call; what is said of each stands under its name."""
    files = [file(f"{what.replace(' ', '-')}-{i}/world.wt", text) for i, text in enumerate(texts)]
    code, output, errors, seconds = run("check", *files, timeout=20 * len(files))
    expect(code in (0, 2) and seconds < 1 * SLACK, f"{what}: check: {code} after {seconds:.1f} s, {errors[-200:]}")
    for part in output.split("\n\n"):
        expect("error: " not in part or says_why_it_is_refused(part), f"{what}: check: {part[:300]}")


DEPTHS = (6, 16, 40)


def nested_conditions(name, layer):
    worlds = []
    for depth in DEPTHS:
        x = nested(layer, "p()", depth)
        worlds += [HEAD + action(precondition=x) + TAIL,
                   HEAD + action(effect=f"w(A) = ({x})") + TAIL,
                   HEAD + action(effect=f"if({x}) w(A)") + TAIL,
                   HEAD + action(observing=f"observing(c : character): {x};") + TAIL,
                   HEAD + action() + f"utility(): if({x}) 1 else 0;\nutility(A): if({x}) 2 else 0;\n",
                   HEAD + action() + f"trigger t() {{ precondition: {x}; effect: n() = 5; }};\n" + TAIL,
                   HEAD + action() + TAIL + f'request r "x" {{ never {x}; ends: {x}; }};\n']
    checked_soon(name, worlds)


def nested_in_question(name, layer, depth):
    x = nested(layer, "p()", depth)
    what = f"{name} {depth} deep"
    folder = what.replace(" ", "-")
    question = ["--author-limit", "2", "--character-limit", "1", "--belief-limit", "1", "--time", "2"]
    world = file(f"{folder}/world.wt", HEAD + action(precondition=x) + TAIL)
    ends_soon(f"{what}: plan", "plan", world, *question)
    ends_soon(f"{what}: verify", "verify", world, "-", "--time", "2", stdin="a()\n")
    world = file(f"{folder}/small/world.wt", HEAD + action() + TAIL)
    ends_soon(f"{what}: --where", "plan", world, *question, "--where", f"sometime {x}")
    ends_soon(f"{what}: --who-knows", "beta", world, file(f"{folder}/b.txt", "b()\n"), "--who-knows", x, "--time", "2")
    ends_soon(f"{what}: assert", "beta", world, file(f"{folder}/draft.txt", f"b()\nassert {x}\n"), "--time", "2")


def nested_numbers(name, layer):
    worlds = []
    for depth in DEPTHS:
        x = nested(layer, "n()", depth)
        worlds += [HEAD + text for text in (action() + f"utility(): {x};\nutility(A): {x};\n",
                                            action(precondition=f"{x} < 5") + TAIL, action(effect=f"n() = {x}") + TAIL)]
    checked_soon(f"number {name}", worlds)


def nested_effects(name, layer):
    worlds = []
    for depth in DEPTHS:
        x = nested(layer, "n() = 3", depth)
        worlds += [HEAD + text + TAIL for text in (action(effect=x), action() + x + ";\n")]
    checked_soon(f"effect {name}", worlds)


def test_nesting():
    for test, layers in ((nested_conditions, CONDITIONS), (nested_numbers, NUMBERS), (nested_effects, EFFECTS)):
        side_by_side(test, layers.items())
    side_by_side(nested_in_question, [(name, layer, depth) for depth in DEPTHS for name, layer in CONDITIONS.items()])


def test_alternatives():
    """What B would learn who sees `act` and took it to be impossible: each of its alternatives doubles the ways in which it is true.
    The bound itself is in test_bounds.py."""
    cases = []
    for count, is_fine in ((13, True), (300, False)):
        names = range(count)
        world = file(f"alternatives-{count}.wt", "entity A : character;\nentity B : character;\nproperty done() : boolean;\n"
                     + "".join(f"property a{i}() : boolean;\nproperty b{i}() : boolean;\na{i}();\nb{i}();\n" for i in names)
                     + "".join(f"believes(B, a{i}()) = False;\nbelieves(B, b{i}()) = False;\n" for i in names)
                     + f"action act(A) {{ precondition: {' & '.join(f'(a{i}() | b{i}())' for i in names)}; effect: done(); consenting: A;\n"
                     "observing(c : character): c == B; };\n"
                     "utility(): done();\nutility(A): done();\nutility(B): 0;\n")
        for call, stdin in ((["plan", world], ""), (["verify", world, "-"], "act(A)\n"), (["verify", world, "-", "--no-engine"], "act(A)\n"),
                            (["beta", world, "-"], "act(A)\n"), (["why", world, "-", "1"], "act(A)\n"), (["show", world, "-"], "act(A)\n")):
            cases.append((count, is_fine, call, stdin))
    side_by_side(learnt_by_surprise, cases)


def learnt_by_surprise(count, is_fine, call, stdin):
    said = "the precondition of `act(A)` can be true in too many ways at once"
    code, output, errors, seconds = run(*call, "--time", "20", stdin=stdin)
    expect((said in output + errors) != is_fine and (code == 0 if is_fine else code == 3) and seconds < 3 * SLACK,
           f"{count} alternatives, {call[0]}: {code} after {seconds:.1f} s, {output[-200:]} {errors[-300:]}")
    if call[0] == "plan" and not SANITIZED:
        memory, _ = most_memory(*call, "--time", "20")
        expect(memory < 400, f"{count} alternatives: {memory:.0f} MiB")


# ---- sizes of what a world declares ----


def test_parameters():
    for count, code in ((1000, 0), (1001, 2), (100000, 2)):
        names = ", ".join(f"x{i} : character" for i in range(count))
        uses = " & ".join(["True"] + [f"w(x{i})" for i in range(3)])
        for kind in (f"action a({names}) {{ precondition: {uses}; effect: p(); consenting: A; }};\n",
                     f"trigger t({names}) {{ precondition: {uses}; effect: p(); }};\n",
                     f"property q({names}) : boolean;\n"):
            world = file("parameters.wt", "entity A : character;\n" + HEAD.split("\n", 3)[3] + kind + "utility(A): 0;\n")
            got, output, errors, seconds = run("check", world)
            expect(got == code and seconds < 3 * SLACK, f"{count} parameters: {got} after {seconds:.1f} s {errors[-200:]}")
            if code == 2:
                expect("at most 1000" in output and "parameters.wt:" in output, f"{count} parameters: {output[:300]}")


def test_sizes():
    size = 8 << 20
    line = b"// what nobody reads\n"
    for length, code in ((size, 0), (size + 1, 2)):
        text = HEAD.encode() + TAIL.encode() + line * (length // len(line))
        got, _, errors, _ = run("plan", file("large.wt", (text + b"\n" * len(line))[:length]))
        expect(got in ((0, 1) if code == 0 else (2,)), f"a world of {length} bytes: {got} {errors[-200:]}")
        expect(("larger than 8 MiB" in errors) == (code == 2), f"a world of {length} bytes: {errors[-200:]}")
    cases = []
    for name, text in {"NUL bytes": b"\0" * 4_000_000, "statements": b"q();" * 1_000_000, "+": b"utility(): n()" + b"+n()" * 700_000,
                       "types": b"".join(b"type t%d : t%d;\n" % (i, i - 1) for i in range(1, 100_000))}.items():
        cases.append((name, file(f"many-{len(cases)}.wt", HEAD.encode() + text)))
    side_by_side(check_many, cases)


def check_many(name, world):
    memory, code = most_memory("check", world, "--time", "20")
    expect(code in (0, 2, 3) and memory < 1024, f"many {name}: {code}, {memory:.0f} MiB")


def test_beliefs():
    for limit, code in ((248, 0), (249, 2), (300, 2)):
        world = file("deep.wt", HEAD + action() + TAIL + f"limits: author 1, character 1, belief {limit};\n")
        for command in ("check", "plan"):
            got, output, errors, _ = run(command, world, "--time", "5")
            expect((got == 2) == (code == 2), f"belief limit {limit}, {command}: {got} {errors[-300:]}")
            expect(code == 0 or "deep.wt:13:" in output + errors, f"belief limit {limit}, {command}: no place")


# ---- memory and time ----


@functools.cache
def large_worlds():
    persons = "".join(f"entity C{i} : character;\n" for i in range(60_000))
    act = "action do(c : character) { precondition: !w(c); effect: w(c); consenting: c; };\n"
    return {"many characters": file("persons.wt", persons + HEAD + act + TAIL),
            "many statements": file("statements.wt", HEAD + "p();" * 1_500_000),
            "many properties": file("properties.wt", HEAD + "".join(f"property q{i}() : number;\n" for i in range(100_000)) + TAIL)}


@functools.cache
def crowd():
    """A small ground world, and a mind for every character as every other one sees them."""
    return file("crowd.wt", "".join(f"entity C{i} : character;\n" for i in range(60_000)) + "property p() : boolean;\n"
                "action a(C0) { effect: p(); consenting: C0; };\nutility(): p();\nutility(C0): p();\n")


def test_memory():
    code, _, errors, _ = run("plan", file("small.wt", HEAD + action() + TAIL), "--memory", "1")
    expect(code == 2 and "less than the program itself needs" in errors, f"--memory 1: {code} {errors}")
    if SANITIZED:
        return
    cases = [(name, command, world) for name, world in large_worlds().items() for command in ("plan", "check", "show")]
    walk = file("walk.wt", HEAD + "action go(A) { precondition: n() >= 0; effect: n() = n() + 1; };\nutility(): n();\n")
    steps = [{"name": "go", "arguments": ["A"], "reasons": []}] * 100_000
    plan = file("walk.json", json.dumps({"steps": steps}))
    cases += [("a crowd", command, crowd()) for command in ("plan", "check")]
    side_by_side(kept_within_64_mib, cases + [("100,000 events", command, walk, plan) for command in ("verify", "show")])


def kept_within_64_mib(name, command, *files):
    most = 64 * 1.05 + 1
    memory, code = most_memory(command, *files, "--memory", "64", "--time", "20")
    if memory > most:  # on a busy machine who watches may be late; not twice
        memory, code = most_memory(command, *files, "--memory", "64", "--time", "20")
    expect(memory <= most and code in (0, 1, 3), f"{name}, {command}: {memory:.1f} MiB, exit {code}")


def test_time():
    small = file("small.wt", HEAD + action() + TAIL)
    for text in ("1e12", "1e+3", "1000000000000"):
        code, _, errors, _ = run("plan", small, "--time", text)
        expect(code in (0, 1), f"--time {text}: {code} {errors}")
    cases = [(name, command, world) for name, world in large_worlds().items() for command in ("plan", "check")]
    side_by_side(ends_in_time, cases + [("a crowd", command, crowd()) for command in ("plan", "check", "show", "whynot", "series")])


def ends_by_itself():
    hard = file("hard.wt", "".join(f"entity C{i} : character;\n" for i in range(2)) + HEAD + "".join(
        f"action a{i}({', '.join(f'x{j} : character' for j in range(12))}) {{ precondition: !p(); effect: p(); consenting: x0; }};\n"
        for i in range(300)) + TAIL)
    code, output, errors, seconds = run("check", hard)
    expect(code == 3 and seconds < 10 + 2 * SLACK and "not all of" in errors and "never-read" in output,
           f"check without a limit: {code} after {seconds:.1f} s {errors[-300:]}")


def ends_in_time(name, command, world):
    code, _, errors, seconds = run(command, world, "--time", "1")
    expect(code in (0, 1, 3) and seconds < 1 + 1.5 * SLACK, f"{name}, {command}: {code} after {seconds:.1f} s {errors[-200:]}")


def test_interrupt():
    # Beside them runs what ends by itself, in 10 s.
    cases = [(ends_by_itself,)] + [(interrupted, name, command, world, wait) for name, world in large_worlds().items()
                                   for command in ("plan", "check") for wait in (0.1, 0.4, 0.8)]
    cases += [(interrupted, "a crowd", command, crowd(), 0.6) for command in ("plan", "series")]
    side_by_side(lambda test, *case: test(*case), cases)


def interrupted(name, command, world, wait):
    child = subprocess.Popen([BINARY, command, world], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(wait)
    begin = time.monotonic()
    child.send_signal(signal.SIGINT)
    code = child.wait(timeout=30)
    seconds = time.monotonic() - begin
    expect(code in (130, 0, 1, 3) and seconds < 0.1 * SLACK, f"Ctrl-C, {name}, {command}: {code} after {seconds:.2f} s")


def test_drafts():
    cases = []
    world = file("toggle.wt", "entity A : character;\nproperty on() : boolean;\naction flip(A) { precondition: !on(); effect: on(); };\n"
                 "action flop(A) { precondition: on(); effect: !on(); };\nutility(): if(on()) 1 else 0;\n")
    for count in (10_000, 10_001):
        for name, lines in {"right": ["flip(A)", "flop(A)"], "wrong": ["flip(A)", "flip(A)"], "assertions": ["assert on()", "assert !on()"],
                            "sentences": ["A flips", "A flops"]}.items():
            text = "\n".join((lines * (count // 2 + 1))[:count]) + "\n"
            cases.append((draft_ends_soon, world, count, name, file(f"{name}-{count}/draft.txt", text)))
    for name, text in {"one line": "flip(A) " * 60_000, "brackets": "flip(" * 60_000, "lines": "flip(A)\n" * 60_000,
                       "wrong lines": "flip(B)\n" * 60_000}.items():
        plan = file(f"{name.replace(' ', '-')}.plan", text)
        cases += [(plan_ends_soon, world, command, name, plan) for command in ("verify", "show")]
    side_by_side(lambda test, *case: test(*case), cases)


def draft_ends_soon(world, count, name, draft):
    got, _, errors, seconds = run("beta", world, draft, timeout=60)
    is_fine = count <= 10_000
    expect((got == 2) != is_fine and got in (0, 1, 2) and seconds < 5 * SLACK,
           f"a draft of {count}, {name}: {got} after {seconds:.1f} s {errors[-200:]}")
    expect(is_fine or ("at most 10000 events" in errors and "draft.txt:10001:" in errors), f"a draft of {count}: {errors[-300:]}")


def plan_ends_soon(world, command, name, plan):
    got, _, errors, seconds = run(command, world, plan, "--time", "2", timeout=60)
    expect(got in (0, 1, 2, 3) and seconds < 4 + SLACK, f"{command}, a plan of {name}: {got} after {seconds:.1f} s {errors[-200:]}")


def test_what_fuzzers_found():
    """Cases that tests/fuzz/mutate.py broke the program with."""
    files = Path(os.environ["WT_SOURCE_DIR"]) / "tests"
    honey = files / "golden/cli/files/honey.wt"
    for path in sorted((files / "fuzz/regressions").iterdir()):
        worlds = [["check", path], ["plan", path, "--time", "2"], ["tell", path, "--time", "2"]]
        plans = [["verify", honey, path, "--time", "2"], ["show", honey, path, "--time", "2"]]
        calls = {".wt": worlds, ".txt": worlds, ".plan": plans, ".json": plans, ".draft": [["beta", honey, path, "--time", "2"]]}
        for call in calls.get(path.suffix, []):
            code, _, errors, seconds = run(*call)
            expect(code in (0, 1, 2, 3) and seconds < 3 * SLACK, f"{path.name}, {call[0]}: {code} after {seconds:.1f} s {errors[-200:]}")


# ---- what is said ----


def test_places():
    endless = HEAD + ("trigger up() { precondition: n() >= 1; effect: n() = n() + 1; };\n"
                      "action go(A) { precondition: n() == 0; effect: n() = 1; };\nutility(): n();\n")
    code, _, errors, _ = run("plan", file("endless.wt", endless))
    expect(code == 1 and "endless.wt:8:9: warning: after `go(A)` triggers never come to rest" in errors, f"endless: {code} {errors}")
    code, _, errors, _ = run("plan", file("endless.wt", endless + "n() = 1;\n"))
    expect(code == 2 and "endless.wt:8:9: error: triggers that never come to rest" in errors, f"endless at once: {code} {errors}")
    world = file("small.wt", HEAD + action() + TAIL)
    for text, place in (('{"steps": [\n {"name": "b", "arguments": []},\n {"name": "c", "arguments": []}]}', "3:2"),
                        ('{"steps": [\n {"name": "b",\n  "arguments": ["Zoe"]}]}', "3:17"),
                        ('{\n"limits": {"author": -1}, "steps": []}', "2:22"),
                        ('{"steps":\n 5}', "2:2"), ('{"steps": [}', "1:12"), ("[]", "1:1")):
        code, _, errors, _ = run("verify", world, file("plan.json", text))
        expect(code == 2 and f"plan.json:{place}: " in errors, f"{text!r}: {code} {errors}")


def test_endless_branch():
    """The story asked for (knock, enter) has nothing to do with the mill, whose two triggers undo each other: every
    command answers as if nobody could start it, and the warning is the same whoever meets it."""
    world = file("mill.wt", """entity Ida : character;
property knocked() : boolean;
property inside() : boolean;
property mill() : boolean;
property turned() : boolean;
action start_mill(who : character) { precondition: !mill(); effect: mill(); consenting: who; };
action knock(who : character) { precondition: !knocked(); effect: knocked(); consenting: who; };
action enter(who : character) { precondition: knocked() & !inside(); effect: inside(); consenting: who; };
trigger forth() { precondition: mill() & !turned(); effect: turned(); };
trigger back() { precondition: mill() & turned(); effect: !turned(); };
utility(): inside();
utility(Ida): (if(inside()) 2 else 0) + (if(mill()) 1 else 0);
goal: 1;
limits: author 3, character 3, belief 1;
divergence late "She has knocked already" { knocked(); };
""")
    story = "knock(Ida)\nenter(Ida)\n"
    for options in ([], ["--optimal"], ["--anytime"], ["--time", "20"]):
        code, output, errors, _ = run("plan", world, *options)
        expect(code == 0 and output == story, f"mill, plan {options}: {code} {output} {errors}")
    code, output, errors, _ = run("plan", world, "--json")
    expect(code == 0 and json.loads(output)["verdict"] == "found", f"mill, plan --json: {code} {output} {errors}")
    code, output, errors, _ = run("series", world)
    expect(code == 1 and "knock(Ida)\n   enter(Ida)\n" in output, f"mill, series: {code} {output} {errors}")
    sound, mill = file("sound.txt", story), file("mill.txt", "start_mill(Ida)\n" + story)
    # Who looks for reasons in Ida's mind meets the mill there, whoever it is: the planner from the plan on, the
    # referee by itself, in one thread or two.
    warning = "mill.wt:9:9: warning: after `start_mill(Ida)` triggers never come to rest"
    warned = set()
    for options in (["--no-engine"], ["--strict"], ["--strict", "--jobs", "2"], ["--no-engine", "--jobs", "2"]):
        code, output, errors, _ = run("verify", world, file("sound.txt", story), *options)
        expect(code == 0 and output == "valid\n" and warning in errors, f"mill, verify {options}: {code} {output} {errors}")
        warned.add(errors)
    expect(len(warned) == 1, f"mill: different words from the referee: {warned}")
    for options in ([], ["--no-engine"], ["--strict"], ["--json"], ["--jobs", "2"]):
        code, output, errors, _ = run("verify", world, "-", *options, stdin="start_mill(Ida)\n" + story)
        expect(code == 1 and "is impossible: after it the triggers never come to rest" in output and errors.count(warning) == 1,
               f"mill that is started, verify {options}: {code} {output} {errors}")
    # At the start: an error with its place, the same for all.
    at_once = file("mill_at_once.wt", world.read_text() + "mill();\n")
    for command in (["plan"], ["series"], ["verify", file("sound.txt", story)], ["verify", "sound.txt", "--no-engine"], ["show", "sound.txt"]):
        code, _, errors, _ = run(command[0], at_once, *command[1:])
        expect(code == 2 and "mill_at_once.wt:9:9: error: " in errors, f"mill at once, {command}: {code} {errors}")
    for command in (["verify", world, sound], ["beta", world, sound], ["show", world, sound], ["why", world, sound, "1"],
                    ["board", world, "-o", "mill.html"], ["whynot", world], ["diff", world, "--au", "late"]):
        code, _, errors, _ = run(*command)
        expect(code == 0 and "error" not in errors.replace("no errors", ""), f"mill, {command[0]}: {code} {errors}")
    for command, words in ((["verify", world, mill], "is impossible"), (["beta", world, mill], "cannot happen"),
                           (["show", world, mill], "is impossible here"), (["why", world, mill, "1"], "is impossible there")):
        code, output, errors, _ = run(*command)
        expect(code in (1, 2) and words in output + errors and "never come to rest" in output + errors,
               f"mill that is started, {command[0]}: {code} {output} {errors}")


def test_failing_without_a_trace():
    """A failure that changes nothing leads to the state before it; the exported story goes on, once."""
    world = os.path.join(os.environ["WT_SOURCE_DIR"], "worlds", "vault.wt")
    for kind in ("ink", "twee", "yarn", "epub", "csv"):
        code, _, errors, _ = run("export", world, "--request", "locksmith", "--as", kind, "-o", f"failing.{kind}", "--memory", "500")
        expect(code == 0, f"export of a failure as {kind}: {code} {errors}")


def test_rounding():
    world = file("rounding.wt", "entity Mia : character;\nproperty purse() : number;\n"
                 "action earn(who : character) { precondition: purse() < 5; effect: purse() = purse() + 0.1; consenting: who; };\n"
                 "purse() = 0.7;\nutility(): purse();\nutility(Mia): purse();\ngoal: 0.8;\nlimits: author 1, character 1, belief 1;\n")
    code, _, errors, _ = run("plan", world)
    expect(code == 1 and "by rounding alone" in errors, f"rounding: {code} {errors}")
    code, output, errors, _ = run("verify", world, "-", stdin="earn(Mia)\n")
    expect(code == 1 and "by rounding alone" in output, f"rounding, verify: {code} {output} {errors}")
    code, _, errors, _ = run("plan", world, "--goal", "0.9")
    expect(code == 1 and "by rounding alone" not in errors, f"no rounding: {code} {errors}")


def main():
    global FOLDER
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that runs this in the background ignores it
    with tempfile.TemporaryDirectory() as folder:
        FOLDER = Path(folder)
        for name, test in list(globals().items()):
            if name.startswith("test_") and ("-v" not in sys.argv or not sys.argv[2:] or name in sys.argv):
                begin = time.monotonic()
                test()
                if "-v" in sys.argv:
                    print(f"{name}: {time.monotonic() - begin:.1f} s", flush=True)
    for failure in FAILURES:
        print(failure)
    print(f"test_edges: {len(FAILURES)} failed")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
