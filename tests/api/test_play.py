#!/usr/bin/env python3
"""`wrongtree play`: a world played through standard input, saved, gone on with, and gone on with after an edit of the world."""
import json
import os
import subprocess
import sys
import tempfile

BINARY = os.environ["WT_BINARY"]
WORLDS = os.path.join(os.environ["WT_SOURCE_DIR"], "worlds")
failures = 0


def check(is_right, what, got=None):
    global failures
    if not is_right:
        failures += 1
        print(f"FAILED: {what}" + (f"\n{got}" if got is not None else ""))


def play(moves, *arguments):
    result = subprocess.run([BINARY, "play", *arguments], input="".join(move + "\n" for move in moves), capture_output=True,
                            text=True, timeout=120, check=False)
    return result.returncode, result.stdout, result.stderr


def test_market(market):
    code, text, _ = play(["why 1", "1", "1", "3", "q"], market, "--player", "Nina")
    check(code == 0, "a game that is left ends well", text)
    for part in ("You are Nina.", "1. walk(Nina, Home, Market)", "  taste(Nina)", "She bought the jar from Otto.", "3. taste(Nina)"):
        check(part in text, f"the game shows `{part}`", text)
    before, after = text.split("3. taste(Nina)", 1)
    check("In the end" not in before, "how it ends is told at the end", text)
    check(play(["why 1", "1", "1", "3", "q"], market, "--player", "Nina")[1] == text, "the same moves give the same bytes")
    code, text, _ = play([], market, "--player", "Nina")
    check(code == 0 and text.endswith("> \n"), "the end of the input ends the game", text)
    code, text, _ = play(["x", "99", "why 7", "-1", "1e9", "0", "q"], market, "--player", "Nina")
    check(code == 0 and text.count("A number does that") == 7, "what is no move is answered with what is", text)


def test_others():
    """The others act on their own, and may not want what the player wants of them."""
    camp = os.path.join(WORLDS, "camp.wt")
    code, text, _ = play([""] * 6, camp, "--player", "Shikamaru")
    check(code == 0 and "Naruto" in text, "others act while the player waits", text)
    market = os.path.join(WORLDS, "market.wt")
    code, text, _ = play(["1", "1", "1", "q"], market, "--player", "Nina")
    check(code == 0 and "Otto has no reason for it." in text, "who would have to take part may not want to", text)


def test_saves(market, folder):
    save = os.path.join(folder, "nina.json")
    code, text, _ = play(["1", "1", "q"], market, "--player", "Nina", "--save", save)
    with open(save, encoding="utf-8") as file:
        events = json.load(file)["events"]
    check(code == 0 and events == ["walk(Nina, Home, Market)", "buy(Nina, Otto)"], "the save has what happened", events)
    code, text, error = play(["q"], market, "--player", "Nina", "--save", save)
    check(code == 0 and "She bought the jar" in text and not "left out" in error, "the game goes on from the save", text + error)
    edited = os.path.join(folder, "edited.wt")
    with open(market, encoding="utf-8") as source, open(edited, "w", encoding="utf-8") as target:
        target.write(source.read().replace("buy", "purchase"))
    code, text, error = play(["q"], edited, "--player", "Nina", "--save", save)
    check(code == 0 and "left out" in error and "buy(Nina, Otto)" in error, "what no longer fits is named", error)
    with open(save, "w", encoding="utf-8") as file:
        file.write("{}")
    code, text, error = play(["q"], market, "--player", "Nina", "--save", save)
    check(code == 2 and "no save" in error, "what is no save is refused", error)
    with open(save, encoding="utf-8") as file:
        check(file.read() == "{}", "what is refused stays as it is")
    code, _, error = play(["q"], market, "--player", "Nina", "--save", market)
    check(code == 2, "the world is not overwritten", error)


def test_mistakes(market):
    code, _, error = play([], market, "--player", "Nobody")
    check(code == 2 and "`Nobody`" in error and "`Pim`" in error, "who can be played is said", error)
    code, _, error = play([], "-", "--player", "Nina")
    check(code == 2, "a world from standard input cannot be played", error)
    code, _, error = play(["1"], market, "--player", "Nina", "--states", "2")
    check(code == 3 and "undecided" in error, "a limit ends the game", error)


def main():
    market = os.path.join(WORLDS, "market.wt")
    test_market(market)
    test_others()
    with tempfile.TemporaryDirectory() as folder:
        test_saves(market, folder)
    test_mistakes(market)
    print(f"play: {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
