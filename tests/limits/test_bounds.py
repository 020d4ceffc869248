#!/usr/bin/env python3
"""The bounds of docs/bounds.md that need little time: each at its value, which is fine, and one past it, with its message. What hangs or
takes the machine unless something bounds it is in test_edges.py, those of the question in limits_test.cpp, those of the server in
tests/api/test_serve.py."""

import json
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
    border("the other part of a fraction", 2**63 - 1, lambda n: world_with(f"action b(A) {{ precondition: odds(A, p()) < {n}/{n}; effect: p(); }};\n"),
           "this is no fraction of two whole numbers that fit in 64 bits")
    for limit in ("author", "character", "foresight"):
        border(f"limit {limit}", 1000, lambda n, limit=limit: world_with(f"limits: {limit} {n};\n"), "a limit is a whole number from 0 to 1000")
    border("within", 1000, lambda n: ["plan", file("world.wt", WORLD), "--where", f"within {n} p()"], "a whole number from 0 to 1000 is needed here")
    for option, most, command in (("--author-limit", 1000, "plan"), ("--character-limit", 1000, "plan"), ("--foresight", 1000, "plan"),
                                  ("--belief-depth", 250, "plan"), ("--depth", 250, "show")):
        border(option, most, lambda n, option=option, command=command: [command, file("world.wt", WORLD), option, n],
               f"{option}: `{most + 1}` is not a whole number from")
    for limit, most in (("author", 1000), ("character", 1000), ("belief", 248), ("belief_depth", 250)):
        limits = {"author": 1, "character": 1, "belief": 1, "belief_depth": 2}
        border(f"{limit} of a plan", most,
               lambda n, limit=limit, limits=limits: ["verify", file("world.wt", WORLD), file("plan.json", json.dumps(
                   {"limits": limits | {limit: n}, "steps": [{"name": "a", "arguments": ["A"]}]}))],
               f"limits.{limit}: a whole number from 0 to {most} is needed" if limit != "belief"
               else "with belief limit 249 beliefs must be kept 251 deep, but the greatest depth is 250")
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
    for mistakes in (1998, 1999, 2000, 2001):  # with the last one, if the rest of the text is looked at
        _, output, _ = run(*world_with("+;\n" * mistakes + "no_action();\n"))
        expect(f"only 200 of {min(mistakes + 1, 2000)} or more messages are shown" in output, f"{mistakes} mistakes: {output[-300:]}")
    for command in ("verify", "beta"):
        for count in (200, 201):
            code, output, errors = run(command, file("world.wt", WORLD), "-", stdin="b(A)\n" * count)
            expect(code == 2 and errors.count("error: there is no action `b`") == 200 and ("only 200 of 201" in errors) == (count > 200),
                   f"{command}, {count} mistakes: {code} {output[-300:]} {errors[-300:]}")
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


def test_statements_that_multiply():
    """Each doubles what A holds possible, and the last would do it 50,000 times: that is seen before it is made."""
    text = "".join(f"property m{i}() : number;\naction t{i}(A) {{ effect: m{i}() = 5; }};\nbelieves(A, m{i}()) = 1 | 2;\n" for i in range(12))
    text += f"property m() : number;\naction t(A) {{ effect: m() = 5; }};\nbelieves(A, m()) = {' | '.join(map(str, range(50_000)))};\n"
    for call in (["plan"], ["show"], ["verify", "-"], ["verify", "-", "--no-engine"]):
        code, output, errors = run(call[0], file("world.wt", WORLD + text), *call[1:], "--memory", "300", stdin="a(A)\n")
        expect(code == 3 and "somebody would hold more" in errors, f"statements that multiply, {call}: {code} {output} {errors}")


def test_weights():
    """Of three fluents the weights have 90 bits."""
    for count in (2, 3):
        text = "".join(f"property w{i}() : number;\naction s{i}(A) {{ effect: w{i}() = 7; }};\n"
                       f"believes(A, w{i}()) = 1: 1000000000 | 2: 999999999;\n" for i in range(count))
        for call in (["plan"], ["verify", "-", "--no-engine"]):
            code, output, errors = run(call[0], file("world.wt", WORLD + text), *call[1:], stdin="a(A)\n")
            expect((code, "a weight or fraction does not fit in 64 bits" in errors) == ((0, False) if count == 2 else (3, True)),
                   f"weights of {count} fluents, {call}: {code} {output} {errors}")


def test_automata():
    """Which of n events have not happened are 2^n states."""
    events = "".join(f"property h{i}() : boolean;\naction s{i}(A) {{ effect: h{i}(); consenting: A; }};\n" for i in range(14))
    for count in (13, 14):
        constraint = " | ".join(f"(never happens s{i}(A))" for i in range(count))
        code, output, errors = run("plan", file("world.wt", WORLD + events), "--where", constraint)
        expect((code, "needs an automaton of more than 10000 states" in errors) == ((0, False) if count == 13 else (3, True)),
               f"an automaton of 2^{count} states: {code} {output} {errors[-300:]}")


def test_what_the_referee_lists():
    """The borders are tried beside the source, with smaller ones."""
    for characters, text, message in (
            (14, f"action meet({', '.join(f'x{i} : character' for i in range(6))}) {{ effect: p(); }};\n",
             "`meet` can happen in more than 5000000 ways, which are too many to be judged one by one"),
            (60, f"property q({', '.join(f'x{i} : character' for i in range(5))}) : boolean;\n",
             "this world has more than 20000000 fluents, which are too many to be judged one by one")):
        world = file("world.wt", WORLD + "".join(f"entity C{i} : character;\n" for i in range(characters)) + text)
        code, output, errors = run("verify", world, "-", "--no-engine", stdin="a(A)\n")
        expect(code == 3 and f"undecided: {message}" in errors and message in output + errors, f"{message}: {code} {output} {errors}")


# ---- what is compared, tried and shown ----


def test_statements_of_divergences():
    """One says of all things what the other says of the last one."""
    for count in (99_999, 100_000):
        text = ("type thing;\nproperty q(t : thing) : number;\n" + "".join(f"entity T{i} : thing;\n" for i in range(count))
                + f"divergence d {{ forall(t : thing) (q(t) = 2); }};\ndivergence e {{ q(T{count - 1}) = 3; }};\n")
        code, output, errors = run(*world_with(text), "--au", "d", "--au", "e")
        expect((code, "[divergence-conflict]" in output) == ((2, True) if count < 100_000 else (0, False)),
               f"{count} statements of divergences: {code} {output[-300:]} {errors[-300:]}")


def test_secrets():
    """The `forall`, what it says, and two more are so many parts."""
    for parts in (100_000, 100_001):
        text = ("type thing;\nproperty q(t : thing) : number;\n" + "".join(f"entity T{i} : thing;\n" for i in range(parts - 3))
                + "forall(t : thing) q(t) = 1;\nentity B : character;\nproperty wolf() : boolean;\nwolf();\nbelieves(B, wolf()) = False;\n"
                "action eat(A) { precondition: wolf(); effect: p(); consenting: A; };\n")
        code, output, errors = run(*world_with(text))
        expect(code == 0 and ("[concluded-secret]" in output) == (parts == 100_000),
               f"{parts} parts at the start: {code} {output[-300:]} {errors[-300:]}")


def test_gaps():
    for length, code in ((8, 0), (9, 1)):
        world = file("world.wt", f"""entity A : character;
property at() : number;
property rests() : boolean;
action step(A) {{ precondition: at() < {length}; effect: at() = at() + 1; consenting: A; }};
action rest(A) {{ precondition: at() == {length} & !rests(); effect: rests(); consenting: A; }};
utility(): rests();
utility(A): at() + (if(rests()) 1 else 0);
""")
        got, output, errors = run("beta", world, "-", stdin="...\nrest(A)\n")
        expect(got == code and ("tried: up to 8 events, 600 states" in output) == (code == 1), f"a gap of {length}: {got} {output} {errors}")


def test_other_actions():
    for count in (80, 81):  # with the one that A has no reason for
        others = "".join(f"action other{i}(A) {{ precondition: !q(); effect: q(); consenting: A; }};\n" for i in range(count - 1))
        world = file("world.wt", "entity A : character;\nproperty p() : boolean;\nproperty q() : boolean;\n"
                     "action act(A) { effect: p(); consenting: A; };\nutility(): p();\nutility(A): 0;\n" + others)
        got, output, errors = run("beta", world, "-", stdin="act(A)\n")
        said = "nothing that was found among the 80 most alike" if count > 80 else "no other action here has a reason either"
        expect(got == 1 and said in output, f"{count} actions: {got} {output} {errors}")


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
        expect((f"heavy(T{count - 1})" in output, "of `heavy` only the first 10000 fluents are compared" in errors)
               == ((True, False) if count <= 10_000 else (False, True)), f"diff of {count} fluents: {code} {output[-300:]} {errors[-300:]}")


# ---- drafts ----


def test_sentences():
    """Of a sentence 200 words are read."""
    world = file("world.wt", "entity Ann : character;\nproperty p() : boolean;\naction sing(who : character) { effect: p(); consenting: who; };\n"
                 "utility(): p();\nutility(Ann): p();\n")
    for words in (200, 201):
        text = "Ann " + "well " * (words - 2) + "sings\n"
        got, output, errors = run("beta", world, "-", stdin=text)
        expect(("unread-sentence" in output) == (words > 200), f"a sentence of {words} words: {got} {output[-300:]} {errors[-300:]}")


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
