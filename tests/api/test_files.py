#!/usr/bin/env python3
"""Files that commands read and write: nothing that an author has is lost, and every kind of input is read alike.
Standard library only."""

import json
import os
import resource
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
import xml.dom.minidom
from pathlib import Path

BINARY = os.environ["WT_BINARY"]
FAILURES = []

COURIER = """// A courier carries a parcel; small enough to be told.
type place;
entity Ida : character;
entity Otto : character;
entity Depot : place;
entity Harbour : place;
property at(who : character) : place;
property told(who : character) : boolean;
action walk(who : character, from : place, to : place) {
    precondition: at(who) == from & from != to;
    effect: at(who) = to;
    consenting: who;
};
action greet(who : character, whom : character) {
    precondition: at(who) == at(whom) & who != whom & !told(whom);
    effect: told(whom);
    consenting: who;
};
at(Ida) = Depot;
at(Otto) = Harbour;
utility(): told(Otto);
utility(Ida): told(Otto);
goal: 1;
limits: author 3, character 3, belief 1;
request meet { teller: Ida; ends: told(Otto); };
request MAX "=1+1" { teller: Ida; ends: told(Otto); };
"""
PLAN = "walk(Ida, Depot, Harbour)\ngreet(Ida, Otto)\n"


def expect(condition, text):
    if not condition:
        FAILURES.append(text)
        print("FAILED:", text)


def run(*arguments, cwd=None, data=None, limit=None):
    def prepare():
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    return subprocess.run([BINARY, *map(str, arguments)], cwd=cwd, input=data, capture_output=True, timeout=120, check=False,
                          preexec_fn=prepare)


def folder_text(folder):
    """All that is in a folder: names, modes, contents, where links lead."""
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        status = path.lstat()
        what = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else b""
        found[str(path.relative_to(folder))] = (stat.S_IMODE(status.st_mode), what)
    return found


def refused(folder, name, *arguments, data=None):
    """The call ends with 2, before anything is computed, and nothing has changed."""
    before = folder_text(folder)
    done = run(*arguments, cwd=folder, data=data)
    expect(done.returncode == 2 and not done.stdout, f"{name}: {done.returncode} {done.stderr.decode()}")
    expect(b"cannot write" in done.stderr or b"empty" in done.stderr or b"is there" in done.stderr,
           f"{name}: it says why: {done.stderr.decode()}")
    expect(folder_text(folder) == before, f"{name}: nothing changes")


def test_outputs(folder):
    (folder / "w.wt").write_text(COURIER)
    (folder / "p.plan").write_text(PLAN)
    (folder / "sub").mkdir()
    (folder / "soft.wt").symlink_to("w.wt")
    os.link(folder / "w.wt", folder / "hard.wt")
    (folder / "protected.ink").write_text("mine")
    (folder / "protected.ink").chmod(0o444)
    (folder / "nowhere").symlink_to("missing/file")
    (folder / "itself").symlink_to("itself")
    for kind in (["export", "w.wt", "--as", "ink"], ["board", "w.wt"]):
        for target in ("w.wt", "./w.wt", "sub/../w.wt", "soft.wt", "hard.wt", folder / "w.wt", "protected.ink", "nowhere",
                       "itself", "sub", "sub/", "missing/file", "w.wt/x", "", "new/"):
            refused(folder, f"{kind[0]} -o {target!r}", *kind, "-o", target)
        refused(folder, f"{kind[0]} over its plan", *kind[:2], "--plan", "p.plan", "-o", "./p.plan")
    refused(folder, "the input by a link", "board", "soft.wt", "-o", "hard.wt")
    refused(folder, "series -o ''", "series", "w.wt", "--count", "1", "-o", "")
    with open(folder / "w.wt", "rb") as world:
        done = subprocess.run([BINARY, "board", "-", "--alone", "-o", "hard.wt"], cwd=folder, stdin=world, capture_output=True,
                              timeout=60, check=False)
    expect(done.returncode == 2 and (folder / "w.wt").read_text() == COURIER, f"standard input: {done.stderr.decode()}")
    done = run("export", "w.wt", "--as", "yarn", "-o", "/dev/full", cwd=folder)
    expect(done.returncode == 70, f"a full device: {done.returncode}")


def test_modes(folder):
    (folder / "w.wt").write_text(COURIER)
    old = os.umask(0o022)
    for mode in (0o600, 0o664, 0o755, 0o200):
        target = folder / "out.ink"
        target.unlink(missing_ok=True)
        target.write_text("before")
        target.chmod(mode)
        done = run("export", "w.wt", "--as", "ink", "-o", "out.ink", cwd=folder)
        expect(done.returncode == 0, done.stderr.decode())
        expect(stat.S_IMODE(target.stat().st_mode) == mode, f"mode {mode:o} is kept: {target.stat().st_mode:o}")
    done = run("export", "w.wt", "--as", "ink", "-o", "fresh.ink", cwd=folder)
    expect(stat.S_IMODE((folder / "fresh.ink").stat().st_mode) == 0o644, "a new file has the usual mode")
    os.umask(old)
    # What a link leads to is written, and the link stays.
    (folder / "real.ink").write_text("before")
    (folder / "link.ink").symlink_to("real.ink")
    run("export", "w.wt", "--as", "ink", "-o", "link.ink", cwd=folder)
    expect((folder / "link.ink").is_symlink() and "===" in (folder / "real.ink").read_text(), "the link stays")


def test_drafts(folder):
    (folder / "w.wt").write_text(COURIER)
    (folder / "out.ink.new").write_text("mine")
    (folder / "victim").write_text("mine")
    (folder / "other.ink.new").symlink_to("victim")
    for name in ("out.ink", "other.ink"):
        done = run("export", "w.wt", "--as", "ink", "-o", name, cwd=folder)
        expect(done.returncode == 0, done.stderr.decode())
    expect((folder / "out.ink.new").read_text() == "mine" and (folder / "victim").read_text() == "mine",
           "other people's `.new` files stay as they are")
    before = folder_text(folder)
    done = run("export", "w.wt", "--as", "ink", "-o", "out.ink", cwd=folder, limit=64)
    expect(done.returncode == 70 and b"too large" in done.stderr, f"a limit of files: {done.returncode} {done.stderr.decode()}")
    expect(folder_text(folder) == before, "nothing is left behind where a file may not grow")


def test_projects(folder):
    (folder / "w.wt").write_text(COURIER)
    mine = '{"projectFileVersion": 3, "localisation": {"fr": {"strings": "fr.csv"}}}'
    (folder / "game.yarnproject").write_text(mine)
    done = run("export", "w.wt", "--as", "yarn", "-o", "game.yarn", cwd=folder)
    expect(done.returncode == 0 and (folder / "game.yarnproject").read_text() == mine, "a project of one's own stays")
    expect(b"left alone" in done.stderr and b"sourceFiles" in done.stderr, f"and that is said: {done.stderr.decode()}")
    for name in ("only.yarnproject", "ONLY.YARNPROJECT", "game.yarnproject"):
        refused(folder, f"-o {name}", "export", "w.wt", "--as", "yarn", "-o", name)
    for _ in range(2):
        done = run("export", "w.wt", "--as", "yarn", "-o", "fresh.yarn", cwd=folder)
        expect(done.returncode == 0 and b"left alone" not in done.stderr, "our own is written, and found again")
    expect(json.loads((folder / "fresh.yarnproject").read_text())["sourceFiles"] == ["fresh.yarn"], "it names the story")
    (folder / "nowhere.yarnproject").symlink_to("missing/file")
    refused(folder, "a project that is a dangling link", "export", "w.wt", "--as", "yarn", "-o", "nowhere.yarn")


def test_series(folder):
    (folder / "w.wt").write_text(COURIER)
    out = folder / "out"
    call = ["series", "w.wt", "--request", "meet", "-o", "out"]
    out.mkdir()
    (out / "story-01.plan").write_text("mine")
    refused(folder, "a story without a journal", *call)
    shutil.rmtree(out)
    first = run(*call, cwd=folder)
    expect(first.returncode == 0, first.stderr.decode())
    whole = folder_text(out)
    again = run(*call, cwd=folder)
    expect(again.returncode == 0 and folder_text(out) == whole, f"it goes on with the same bytes: {again.stderr.decode()}")
    (out / "story-01.plan").write_text("edited by hand")
    refused(folder, "a story that was edited", *call)
    (out / "story-01.plan").unlink()
    expect(run(*call, cwd=folder).returncode == 0 and folder_text(out) == whole, "a story that was removed comes again")
    journal = (out / "series.json").read_text()
    for name, text in [("another version", journal.replace('"wrongtree": "', '"wrongtree": "0.0.')),
                       ("no version", journal.replace('"wrongtree"', '"other"')),
                       ("altered actions", journal.replace("greet(Ida, Otto)", "greet(Otto, Ida)")),
                       ("another request", journal.replace('"request": "meet"', '"request": "MAX"')),
                       ("a list", "[]"), ("nothing", "")]:
        (out / "series.json").write_text(text)
        before = folder_text(folder)
        done = run(*call, cwd=folder)
        expect(done.returncode == 2 and folder_text(folder) == before, f"a journal of {name}: {done.returncode} {done.stderr.decode()}")
    (out / "series.json").write_text(journal)
    shutil.rmtree(out)
    processes = [subprocess.Popen([BINARY, "series", "w.wt", "--count", "1", "-o", "out"], cwd=folder, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE) for _ in range(4)]
    results = [(one.wait(timeout=120), one.communicate()[1]) for one in processes]
    expect(all(code in (0, 2) for code, _ in results) and any(code == 0 for code, _ in results),
           f"several series into one folder: {results}")
    expect(all(code == 0 or b"another `wrongtree series`" in text for code, text in results), f"the others say why: {results}")
    expect(not [one for one in folder_text(out) if one.endswith(".new")], "no drafts are left")


def test_marks_and_line_ends(folder):
    """A byte order mark, each kind of line end, and notes, in every kind of input."""
    mark = "\ufeff"
    (folder / "w.wt").write_text(COURIER)
    plan = json.loads(run("plan", "w.wt", "--json", cwd=folder).stdout)
    inputs = {
        "world": ("w2.wt", COURIER, lambda f: ["plan", f]),
        "draft": ("d.txt", "Ida walks from Depot to Harbour.\nIda greets Otto.\n", lambda f: ["beta", "w.wt", f]),
        "assertion": ("a.txt", "assert at(Ida) == Depot\nIda walks from Depot to Harbour.\nIda greets Otto.\n",
                      lambda f: ["beta", "w.wt", f]),
        "plan": ("p.plan", PLAN, lambda f: ["verify", "w.wt", f]),
        "plan as JSON": ("p.json", json.dumps(plan, indent=1) + "\n", lambda f: ["verify", "w.wt", f]),
        "request list": ("r.txt", "meet\nMAX\n", lambda f: ["series", "w.wt", "--requests", f]),
    }
    for kind, (name, text, call) in inputs.items():
        wanted = None
        for form, changed in [("plain", text), ("a mark", mark + text), ("CR", text.replace("\n", "\r")),
                              ("CR LF", text.replace("\n", "\r\n")), ("no last line end", text.rstrip("\n")),
                              ("notes", "// a note\n" + text + "// another\n"),
                              ("a mark and a note", mark + "// a note\n" + text),
                              ("notes and CR", ("// a note\n" + text).replace("\n", "\r"))]:
            (folder / name).write_bytes(changed.encode())
            done = run(*call(name), cwd=folder)
            if wanted is None:
                wanted = (done.returncode, done.stdout)
                expect(done.returncode == 0, f"{kind}: {done.stderr.decode()}")
            expect((done.returncode, done.stdout) == wanted, f"{kind} with {form}: {done.returncode} {done.stderr.decode()}")
    done = run("series", "w.wt", "--requests", "-", cwd=folder, data=b"meet // it\r\n# no\r\nMAX # that\r")
    expect(done.returncode == 0 and b"2 of 2" in done.stderr, f"notes behind names: {done.stderr.decode()}")


def test_dialects(folder):
    text = COURIER.split("request meet")[0] + 'property n() : number;\naction c() { effect: n() = 10 - 3 - 2; };\n'
    results = set()
    for name in ("a.txt", "b.TXT", "c.Txt", "d.tXt"):
        (folder / name).write_text(text)
        results.add(run("check", name, "--json", cwd=folder).stdout.replace(name.encode(), b""))
    expect(len(results) == 1, "an ending is the same in capitals")


def test_names_of_files(folder):
    for name in (b"caf\xe9.wt", b"a\xff\xfe.wt", "f\u00fcr \uffff.wt".encode()):
        path = os.fsencode(folder) + b"/" + name
        with open(path, "wb") as file:
            file.write(COURIER.encode())
        for form in ("epub", "json", "csv", "ink", "twee", "yarn", "dot"):
            done = subprocess.run([BINARY, "export", path, "--as", form], capture_output=True, timeout=60, check=False)
            expect(done.returncode == 0, f"{name}: {done.stderr}")
            if form != "epub":
                done.stdout.decode()
                continue
            (folder / "book.epub").write_bytes(done.stdout)
            with zipfile.ZipFile(folder / "book.epub") as book:
                for part in book.namelist():
                    if part.endswith((".xhtml", ".opf", ".xml")):
                        xml.dom.minidom.parseString(book.read(part))


def test_sheets(folder):
    (folder / "w.wt").write_text(COURIER)
    plain = run("export", "w.wt", "--request", "MAX", "--as", "csv", cwd=folder).stdout.decode()
    excel = run("export", "w.wt", "--request", "MAX", "--as", "csv", "--excel", cwd=folder).stdout.decode()
    expect('"=1+1"' in plain and not plain.startswith("\ufeff"), "as it is")
    expect(excel.startswith("\ufeff") and "\"'=1+1\"" in excel, f"for Excel: {excel}")
    done = run("export", "w.wt", "--excel", cwd=folder)
    expect(done.returncode == 2 and b"--as csv" in done.stderr, "it is about CSV")
    for sign in ("+1", "-1", "@a", " =1", "\u00a0=1", "\uff1d1", "\u200b=1", "|x", "%x"):
        (folder / "s.wt").write_text(COURIER.replace('"=1+1"', f'"{sign}"'))
        text = run("export", "s.wt", "--request", "MAX", "--as", "csv", "--excel", cwd=folder).stdout.decode()
        expect("\"'" in text, f"{sign!r} is taken for a formula: {text}")
    for fine in ("one", "1", "(a)", "a=b", "a-b"):
        (folder / "s.wt").write_text(COURIER.replace('"=1+1"', f'"{fine}"'))
        text = run("export", "s.wt", "--request", "MAX", "--as", "csv", "--excel", cwd=folder).stdout.decode()
        expect(f'"{fine}"' in text, f"{fine!r} stays: {text}")


def test_words_of_formats(folder):
    builtin = ["CHOICE_COUNT", "TURNS", "TURNS_SINCE", "SEED_RANDOM", "RANDOM", "LIST_VALUE", "LIST_RANDOM", "LIST_COUNT", "LIST_MIN",
               "LIST_MAX", "LIST_ALL", "LIST_INVERT", "LIST_RANGE", "READ_COUNT", "INT", "FLOOR", "CEILING", "FLOAT", "MIN", "MAX", "POW"]
    (folder / "w.wt").write_text(COURIER.split("request meet")[0] +
                                 "".join(f"request {name} {{ teller: Ida; ends: told(Otto); }};\n" for name in builtin))
    for name in builtin:
        text = run("export", "w.wt", "--request", name, "--as", "ink", cwd=folder).stdout.decode()
        expect(f"=== {name} ===" not in text and f"=== {name}_2 ===" in text, f"{name} is a function of ink: {text:.200}")
        expect("title: Ida greets Otto" in text, f"a request without a title has one of what happens: {text:.80}")


def test_plans_of_sabre(folder):
    (folder / "w.txt").write_text(COURIER.split("goal:")[0])
    good = {"plain": PLAN + "goal(told(Otto) == True)\n",
            "verbose": "walk(Ida, Depot, Harbour)\n| greet(Ida, Otto)\n| goal(Ida, told(Otto) == True)\ngreet(Ida, Otto)\n"
                       "| goal(Ida, told(Otto) == True)\ngoal(told(Otto) == True)\n"}
    for name, text in good.items():
        (folder / "p.plan").write_text(text)
        (folder / "own.plan").write_text(PLAN)
        for command in (["verify", "w.txt"], ["show", "w.txt"]):
            theirs, ours = (run(*command, plan, cwd=folder) for plan in ("p.plan", "own.plan"))
            expect(theirs.returncode == 0 and theirs.stdout == ours.stdout, f"{name}, {command[0]}: {theirs.stderr.decode()}")
        theirs, ours = (run("why", "w.txt", "1", "--plan", plan, cwd=folder) for plan in ("p.plan", "own.plan"))
        expect(theirs.returncode == ours.returncode and theirs.stdout == ours.stdout, f"{name}, why: {theirs.stderr.decode()}")
    for name, text in {"on behind the goal": "goal(told(Otto) == True)\n" + PLAN, "two goals": PLAN + "goal(x)\ngoal(x)\n",
                       "a reason of nothing": "| greet(Ida, Otto)\n" + PLAN, "a wrong action": "wlak(Ida)\ngoal(x)\n"}.items():
        (folder / "p.plan").write_text(text)
        done = run("verify", "w.txt", "p.plan", cwd=folder)
        expect(done.returncode == 2 and b"p.plan:" in done.stderr, f"{name}: {done.returncode} {done.stderr.decode()}")


def test_tellers(folder):
    (folder / "w.wt").write_text(COURIER.replace("Ida", "narrator").replace("Otto", "nobody"))
    done = run("tell", "w.wt", "--teller", "narrator", cwd=folder)
    expect(done.returncode == 2 and b"character narrator" in done.stderr and b"no character" in done.stderr, done.stderr.decode())
    one, none = (run("tell", "w.wt", "--request", "MAX", "--teller", name, "--json", cwd=folder) for name in ("character narrator", "no character"))
    expect(json.loads(one.stdout)["teller"] == "narrator" and json.loads(none.stdout)["teller"] is None, "both can be chosen")
    done = run("export", "w.wt", "--player", "nobody", cwd=folder)
    expect(done.returncode == 2 and b"character nobody" in done.stderr, done.stderr.decode())
    expect(run("export", "w.wt", "--player", "character nobody", cwd=folder).returncode == 0, "a player called nobody")


def test_rounding(folder):
    (folder / "w.wt").write_text("entity Mia : character;\nproperty purse() : number;\naction earn(who : character) { precondition: "
                                 "purse() < 5; effect: purse() = purse() + 0.1; consenting: who; };\npurse() = 0.7;\n"
                                 "utility(): purse();\nutility(Mia): purse();\nlimits: author 1, character 1, belief 1;\n")
    done = run("plan", "w.wt", "--goal", "0.8", cwd=folder)
    expect(done.returncode == 1 and b"rounding" in done.stderr, f"missed by rounding: {done.stderr.decode()}")
    done = run("plan", "w.wt", "--goal", "0.9", cwd=folder)
    expect(done.returncode == 1 and b"rounding" not in done.stderr, "missed by more")
    done = run("plan", "w.wt", "--goal", "0.75", "--time", "1e12".replace("1e12", "1000000000000"), cwd=folder)
    expect(done.returncode == 0, f"a time without end: {done.stderr.decode()}")


def test_denied(folder):
    (folder / "w.wt").write_text(COURIER)
    walk = "Ida walks from Depot to Harbour.\n"
    for line in ("Ida did not greet Otto.", "Ida never greets Otto.", "Ida refuses to greet Otto.", "Ida plans to greet Otto."):
        (folder / "d.txt").write_text(walk + line + "\n")
        done = run("beta", "w.wt", "d.txt", "--json", cwd=folder)
        review = json.loads(done.stdout)
        expect(done.returncode == 1 and [one["code"] for one in review["findings"]] == ["denied-event"], f"{line}: {review['findings']}")
        expect(review["findings"][0]["line"] == 2 and review["events"] == ["walk(Ida, Depot, Harbour)"], f"{line}: it does not happen")
        (folder / "d.txt").write_text(walk + line + " // intended: later\n")
        done = run("beta", "w.wt", "d.txt", "--json", cwd=folder)
        review = json.loads(done.stdout)
        denied = [one for one in review["findings"] if one["code"] == "denied-event"]
        expect([one["intended"] for one in denied] == ["later"] and review["errors"] == 0, f"{line}: meant so: {denied}")


def test_default_prose(folder):
    for verb, word in (("give", "to"), ("send", "to"), ("take", "from")):
        (folder / "w.wt").write_text(f"""type thing; entity McCoy : character; entity USArmy : character; entity MacGuffin : thing;
property has(what : thing) : character;
action {verb}(giver : character, receiver : character, what : thing) {{
    precondition: has(what) == giver & giver != receiver; effect: has(what) = receiver; consenting: giver; }};
has(MacGuffin) = McCoy; utility(): has(MacGuffin) == USArmy; utility(McCoy): has(MacGuffin) == USArmy; goal: 1;
""")
        text = run("tell", "w.wt", cwd=folder).stdout.decode()
        expect("McCoy had MacGuffin." in text and f" MacGuffin {word} US Army." in text, f"{verb}: {text}")


def test_links(folder):
    for said in (": not today (again)", "[[x]] <b> $y", "(set: $x to 1)", "''a'' // -- __b__"):
        (folder / "w.wt").write_text(f"""entity Ida : character; property said() : boolean; property nodded() : boolean;
action say(who : character) {{ precondition: !said() & !nodded(); effect: said(); consenting: who; }};
action nod(who : character) {{ precondition: !said() & !nodded(); effect: nodded(); consenting: who; }};
utility(): said(); utility(Ida): if(said() | nodded()) 1 else 0; goal: 1;
request talk {{ teller: Ida; ends: said(); }};
telling {{ entity Ida: "Ida", she; action say: "{{who}} [say] {said.replace("[", "[[")}"; action nod: "{{who}} [nod]"; }};
""")
        text = run("export", "w.wt", "--request", "talk", "--as", "twee", cwd=folder).stdout.decode()
        links = [line for line in text.split("\n") if line.startswith("[[")]
        expect(len(links) == 2 and all(line.startswith("[[Ida ") and line.endswith("]]") for line in links), f"{said}: {links}")
        labels = [line[2:].rsplit("->", 1)[0] for line in links]
        expect(not any(mark in label for label in labels for mark in ("[", "]", "<", "$", "''", "//", "--", "__", "set:")),
               f"{said}: {labels}")


def main():
    for test in (test_outputs, test_modes, test_drafts, test_projects, test_series, test_marks_and_line_ends, test_dialects,
                 test_names_of_files, test_sheets, test_words_of_formats, test_plans_of_sabre, test_tellers, test_rounding, test_denied,
                 test_default_prose, test_links):
        with tempfile.TemporaryDirectory() as name:
            test(Path(name))
    print(f"test_files: {len(FAILURES)} failures")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
