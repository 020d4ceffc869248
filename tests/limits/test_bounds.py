#!/usr/bin/env python3
"""The bounds of docs/bounds.md that need little time: each at its value, which is fine, and one past it, with its message. What hangs or
takes the machine unless something bounds it is in test_edges.py, those of the question in limits_test.cpp, those of the server in
tests/api/test_serve.py."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BINARY = os.environ["WT_BINARY"]
FAILURES = []
FOLDER = None

WORLD = """entity A : character;
property p() : boolean;
property n() : number;
action a(A) { precondition: !p(); effect: p() & n() = 1; consenting: A; };
utility(): if(p()) n() else 0;
utility(A): n();
"""


def expect(condition, message):
    if not condition:
        FAILURES.append(message)


def file(name, text):
    path = FOLDER / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def run(*arguments, stdin=""):
    done = subprocess.run([BINARY, *map(str, arguments)], input=stdin, capture_output=True, text=True, errors="replace", timeout=60,
                          check=False, cwd=FOLDER)
    return done.returncode, done.stdout, done.stderr


def border(what, most, make, message, fine=(0,)):
    """`make(n)` gives a call; at `most` it ends as it should, one past that the message is there and the exit code is 2."""
    for count in (most, most + 1):
        code, output, errors = run(*make(count))
        is_past = count > most
        is_right = (code == 2 and message in output + errors) if is_past else (code in fine and message not in output + errors)
        expect(is_right, f"{what}, {count}: exit {code}\n{(output + errors)[-400:]}")


def world_with(text):
    return ["check", file("world.wt", WORLD + text)]


# ---- what a world may consist of ----


def test_declarations():
    border("ancestors", 999, lambda n: world_with("type t0;\n" + "".join(f"type t{i} : t{i - 1};\n" for i in range(1, n + 1))),
           "a type can have at most 1000 ancestors")
    border("declarations of one name", 1000,
           lambda n: world_with("".join(f"type t{i};\n" for i in range(n)) + "".join(f"property q(x : t{i}) : number;\n" for i in range(n))),
           "there can be at most 1000 declarations of one name")
    border("divergences", 100, lambda n: world_with("".join(f"divergence d{i} {{ n() = {i}; }};\n" for i in range(n))),
           "a text can have at most 100 divergences")


def test_parts_for_every_value():
    """Three variables of 100 values over two parts are 4,010,100; one over 9896 is 989,800; with the `&` 99 are left."""
    entities = "".join(f"entity C{i} : character;\n" for i in range(100))

    def world(left):
        condition = ("(forall(a : character) (forall(b : character) (forall(c : character) (p() & p()))))"
                     f" & (forall(a : character) ({' & '.join(['p()'] * 9896)}))" + " & p()" * left)
        text = entities + f"property p() : boolean;\naction a(C0) {{ precondition: {condition}; effect: p(); }};\n"
        return ["check", file("world.wt", text)]
    border("parts for every value", 99, world, "written out for every value of its variables, this has more than 5000000 parts")


def test_numbers():
    border("possibilities of a world", 64, lambda n: world_with(f"limits: possibilities {n};\n"), "a limit is a whole number from 1 to 64")
    border("--possibilities", 64, lambda n: ["plan", file("world.wt", WORLD), "--possibilities", n], "is not a whole number from 1 to 64")
    border("a weight", 1_000_000_000, lambda n: world_with(f"believes(A, n()) = 1: {n} | 2: 1;\n"), "a weight is a whole number from 1 to 1000000000")
    border("a part of a fraction", 2**63 - 1, lambda n: world_with(f"action b(A) {{ chance: 1/{n}; }};\n"),
           "this is no fraction of two whole numbers that fit in 64 bits")
    for limit in ("author", "character", "foresight"):
        border(f"limit {limit}", 1000, lambda n, limit=limit: world_with(f"limits: {limit} {n};\n"), "a limit is a whole number from 0 to 1000")
    border("within", 1000, lambda n: ["plan", file("world.wt", WORLD), "--where", f"within {n} p()"], "a whole number from 0 to 1000 is needed here")
    border("jobs", 256, lambda n: ["check", file("world.wt", WORLD), "--jobs", n], "is not a whole number from 1 to 256")
    border("stories of a series", 99, lambda n: ["series", file("world.wt", WORLD), "--count", n], "is not a whole number from 1 to 99", fine=(0, 1))


def test_requests_of_a_series():
    world = WORLD + "".join(f'request r{i} "One" {{ ends: p(); }};\n' for i in range(1))
    border("requests of a series", 99,
           lambda n: ["series", file("world.wt", world), "--requests", file("list.txt", "r0\n" * n)],
           "requests are asked, and a series has at most 99 stories")
    border("requests of a series, by options", 99, lambda n: ["series", file("world.wt", world), *(["--request", "r0"] * n)],
           "requests are asked, and a series has at most 99 stories")


# ---- what is told of mistakes ----


def test_messages():
    for count, shown in ((200, 200), (201, 200)):
        code, output, errors = run(*world_with("".join(f"utility(A{i}): 1;\n" for i in range(count))))
        expect(code == 2 and output.count("error: ") == shown, f"{count} mistakes: exit {code}, {output.count('error: ')} shown")
        expect(("only 200 of 201" in output + errors) == (count > shown), f"{count} mistakes: {(output + errors)[-300:]}")
    for mistakes in (1999, 2001):  # the rest of the text is looked at, or not; at 2000 in either way
        _, output, errors = run(*world_with("+;\n" * mistakes + "no_action();\n"), "--json")
        text = output + errors
        expect(f"{min(mistakes, 2000)}" in text or "more messages" in text, f"{mistakes} mistakes: {text[-300:]}")
    for count, hints in ((100, 100), (101, 100)):
        _, output, _ = run(*world_with("property colour() : number;\n" + "".join(f"colou() = {i};\n" for i in range(count))))
        expect(output.count("did you mean") == hints, f"{count} misspelt names: {output.count('did you mean')} hints")
    for length in (200, 201):
        name = "x" * length
        _, output, _ = run(*world_with(f"property {name}() : number;\n{name[:-1]}y() = 1;\n"))
        expect(("did you mean" in output) == (length <= 200), f"a name of {length} bytes: {output[-300:]}")


    for count in (5_000, 5_001):  # with `A`, `True` and `False`
        things = "type thing;\nproperty heavy(t : thing) : boolean;\n" + "".join(f"entity T{i}x : thing;\n" for i in range(count - 3))
        _, output, _ = run(*world_with(things + "heavy(T1y) = True;\n"))
        expect(("did you mean" in output) == (count <= 5_000) and "no variable or entity" in output, f"{count} names: {output[-300:]}")


# ---- memory and states ----


def test_states():
    """The least number that suffices, found by halving: one less is named."""
    world = file("world.wt", WORLD)
    too_few, enough = 0, 10_000
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        code, _, _ = run("plan", world, "--states", middle)
        too_few, enough = (too_few, middle) if code == 0 else (middle, enough)
    code, output, errors = run("plan", world, "--states", too_few)
    expect(too_few > 0 and code == 3 and "the number of states ran out (--states)" in errors, f"--states {too_few}: {code} {output} {errors}")
    code, output, errors = run("plan", world, "--states", enough)
    expect(code == 0 and output == "a(A)\n", f"--states {enough}: {code} {output} {errors}")


def test_least_memory():
    for memory, code in ((16, 0), (15, 2)):
        got, _, errors = run("check", file("world.wt", WORLD), "--memory", memory)
        expect(got == code and ("less than the program itself needs" in errors) == (code == 2), f"--memory {memory}: {got} {errors}")


# ---- what happens in a world ----


def test_beats():
    """One trigger counts down, which takes two beats a time here."""
    for count, is_fine in ((5_000, True), (5_001, False)):
        world = file("world.wt", WORLD + f"""property left() : number;
trigger down() {{ precondition: left() > 0; effect: left() = left() - 1; }};
action go(A) {{ precondition: left() == 0; effect: left() = {count}; consenting: A; }};
""")
        for arguments in ([], ["--no-engine"]):
            got, output, errors = run("verify", world, "-", *arguments, stdin="go(A)\n")
            text = output + errors
            expect(got == 1 and ("never come to rest" in text) != is_fine, f"{2 * count} beats: {got} {text[-300:]}")


def test_possibilities():
    for most, options in ((16, []), (64, ["--possibilities", "64"]), (3, ["--possibilities", "3"])):
        for count in (most, most + 1):
            world = file("world.wt", WORLD + f"believes(A, n()) = {' | '.join(map(str, range(count)))};\n")
            for call in (["plan", world], ["verify", world, "-", "--no-engine"]):
                code, output, errors = run(*call, *options, stdin="a(A)\n")
                is_named = "somebody would hold more" in output + errors
                expect(is_named == (count > most) and (code == 3) == is_named, f"{count} of {most} possibilities, {call[0]}: {code} {output} {errors}")


def test_alternatives_of_a_surprise():
    """What B learns who took the event to be impossible: 10 * 10 * 10 * 10 * 4 clauses of 5 atoms each are 200,000."""
    names = [[f"p{i}{j}()" for j in range(size)] for i, size in enumerate((10, 10, 10, 10, 4))]
    wrong = "".join(f"property {name} : boolean;\n{name};\nbelieves(B, {name}) = False;\n" for row in names + [["one_more()"]] for name in row)
    at_most = " & ".join(f"({' | '.join(row)})" for row in names)
    for condition, code in ((at_most, 0), (f"({at_most}) | one_more()", 3)):
        world = file("world.wt", "entity A : character;\nentity B : character;\nproperty done() : boolean;\n" + wrong
                     + f"action act(A) {{ precondition: {condition}; effect: done(); consenting: A; observing(c : character): c == B; }};\n"
                     "utility(): done();\nutility(A): done();\nutility(B): 0;\n")
        for call in (["plan", world], ["verify", world, "-", "--no-engine"]):
            got, output, errors = run(*call, stdin="act(A)\n")
            expect(got == code and ("the precondition of `act(A)` can be true in too many ways" in output + errors) == (code == 3),
                   f"{call[0]}, {200_000 + (code != 0)} atoms: {got} {output} {errors[-300:]}")


# ---- files ----


def test_files():
    size = 64 << 20
    note = b"a(A) //" + b" " * (size - 7)
    for length, code in ((size, 0), (size + 1, 2)):
        got, _, errors = run("verify", file("world.wt", WORLD), file("large.plan", note if code == 0 else note + b" "))
        expect(("larger than 64 MiB" in errors) == (code == 2) and got == code, f"a plan of {length} bytes: {got} {errors[-200:]}")
    # What is read counts as time of the question.
    plan = file("large.plan", b"\0" * (size // 4))
    for command in ("verify", "show", "beta"):
        begin = time.monotonic()
        got, _, errors = run(command, file("world.wt", WORLD), plan, "--time", "0.5")
        seconds = time.monotonic() - begin
        expect(got == 3 and "time ran out" in errors and seconds < 10, f"{command}, a plan that takes long: {got} after {seconds:.1f} s, {errors[-200:]}")


def test_json():
    def plan(levels):
        return ["verify", file("world.wt", WORLD),
                file("plan.json", '{"steps": [{"name": "a", "arguments": ["A"]}], "note": ' + "[" * (levels - 1) + "]" * (levels - 1) + "}")]
    border("levels of JSON", 64, plan, "the JSON is nested more than 64 deep")


def test_diff():
    for count in (10_000, 10_001):
        entities = "type thing;\n" + "".join(f"entity T{i} : thing;\n" for i in range(count)) + "property heavy(t : thing) : boolean;\n"
        world = file("world.wt", WORLD + entities + f"divergence d {{ heavy(T{count - 1}) = True; }};\n")
        code, output, errors = run("diff", world, "--au", "d")
        expect((f"heavy(T{count - 1})" in output) == (count <= 10_000), f"diff of {count} fluents: {code} {output[-300:]} {errors[-300:]}")


# ---- drafts ----


def test_sentences():
    """Of a sentence 200 words are read."""
    world = file("world.wt", "entity Ann : character;\nproperty p() : boolean;\naction sing(who : character) { effect: p(); consenting: who; };\n"
                 "utility(): p();\nutility(Ann): p();\n")
    for words, code in ((200, 0), (201, 2)):
        text = "Ann " + "well " * (words - 2) + "sings\n"
        got, output, errors = run("beta", world, "-", stdin=text)
        expect((got == 2) == (code == 2), f"a sentence of {words} words: {got} {output[-300:]} {errors[-300:]}")


def main():
    global FOLDER
    with tempfile.TemporaryDirectory() as folder:
        FOLDER = Path(folder)
        for name, test in list(globals().items()):
            if name.startswith("test_"):
                begin = time.monotonic()
                test()
                if "-v" in sys.argv:
                    print(f"{name}: {time.monotonic() - begin:.1f} s", flush=True)
    for failure in FAILURES:
        print(failure)
    print(f"test_bounds: {len(FAILURES)} failed")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
