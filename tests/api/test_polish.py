#!/usr/bin/env python3
"""`tell --polish` against a small server that polishes well, badly, or not at all. Standard library only."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

BINARY = os.environ["WT_BINARY"]
WORLDS = Path(os.environ["WT_SOURCE_DIR"]) / "worlds"
FAILURES = []
SEEN = []


def change(sentences, number, old, new):
    text = sentences[number]["text"]
    assert old in text, (old, text)
    sentences[number]["text"] = text.replace(old, new)
    return sentences


def dropped(sentences):
    return sentences[:-1]


# What the server does with the sentences of market.wt, request syrup, told by Nina, and what comes of it.
#   0 Nina was at the house. 1 Otto was at the market and had the jar. 2 Nina thought that the jar held honey.
#   3 Nina walked from the house to the market, for she wanted to taste honey. 4 She bought the jar from Otto.
#   5 No doubt he wanted to have one coin. 6 Nina opened the jar and tasted a spoonful. 7 She now saw that ... syrup.
#   8 In the end, Nina did not taste honey.
def longer(sentences, more):
    """The first sentence, three times as long and 60 bytes more, and `more` bytes more."""
    text = sentences[0]["text"]
    wanted = 3 * len(text.encode()) + 60 + more
    return change(sentences, 0, text, text[:-1] + " " + "x" * (wanted - len(text.encode()) - 1) + ".")


GOOD = {
    "nothing": lambda s: s,
    "connective": lambda s: change(s, 3, "market, for she", "market because she"),
    "another connective": lambda s: change(s, 3, "market, for she", "market, since she"),
    "punctuation": lambda s: change(s, 6, "jar and tasted", "jar; then tasted"),
    "an article": lambda s: change(s, 6, "a spoonful", "the spoonful"),
    "name": lambda s: change(s, 4, "She", "Then Nina"),
    "contraction": lambda s: change(s, 8, "did not", "didn't"),
}
BAD = {
    "new event": (lambda s: change(s, 6, "tasted a spoonful", "tasted a spoonful, and sang"), "has more, `sang`"),
    "new name": (lambda s: change(s, 4, "from Otto", "from Otto and Pim"), "has more, `pim`"),
    "lost event": (lambda s: change(s, 6, "opened the jar and ", ""), "where `open` was"),
    "lost sentence": (dropped, "is missing"),
    "sentence too many": (lambda s: s + [{"id": "e9", "text": "And that was that."}], "one too many"),
    "other order": (lambda s: s[::-1], "stands where"),
    "other number": (lambda s: change(s, 5, "one coin", "two coin"), "`two` where `one` was"),
    "denied": (lambda s: change(s, 8, "did not taste", "did taste"), "denies"),
    "denied twice": (lambda s: change(s, 4, "bought", "never bought"), "denies"),
    "other name": (lambda s: change(s, 4, "Otto", "Pim"), "`pim` where `otto` was"),
    "new pronoun": (lambda s: change(s, 3, "she wanted", "he wanted"), "`he` where `she` was"),
    "as long as may be": (lambda s: longer(s, 0), "has more, `xxx"),
    "a byte longer": (lambda s: longer(s, 1), "is much longer"),
    "much longer": (lambda s: change(s, 0, "Nina", "Nina, " * 60 + "Nina"), "longer"),
    "a line break": (lambda s: change(s, 0, "was", "\nwas"), "line break"),
    "roles": (lambda s: change(s, 5, "he wanted", "Nina wanted"), "`nina` where `he` was"),
    "direction": (lambda s: change(s, 3, "from the house to the market", "to the house from the market"), "`to` where"),
    "other preposition": (lambda s: change(s, 4, "from Otto", "for Otto"), "where `from` was"),
    "a contrast": (lambda s: change(s, 3, "market, for she", "market, though she"), "`though` where `for` was"),
    "what did not happen": (lambda s: change(s, 4, "She bought", "She would have bought"), "`would`"),
    "what may be": (lambda s: change(s, 1, "had the jar", "might have had the jar"), "`might`"),
    "an alternative": (lambda s: change(s, 6, "jar and tasted", "jar or tasted"), "`or`"),
    "a certainty": (lambda s: change(s, 3, "market, for she", "market because in fact she"), "`in`"),
    "a condition": (lambda s: change(s, 6, "Nina opened", "If Nina opened"), "`if`"),
    "another tense": (lambda s: change(s, 1, "had the jar", "has the jar"), "`has` where `had` was"),
    "a question": (lambda s: change(s, 6, "spoonful.", "spoonful?"), "marks"),
    "an exclamation": (lambda s: change(s, 6, "spoonful.", "spoonful!"), "marks"),
    "a quotation": (lambda s: change(s, 6, "tasted", "\u201ctasted\u201d"), "marks"),
    "an aside": (lambda s: change(s, 6, "jar and tasted", "jar (and tasted)"), "marks"),
    "no full stop": (lambda s: change(s, 6, "spoonful.", "spoonful ..."), "marks"),
    "only": (lambda s: change(s, 6, "tasted", "only tasted"), "`only`"),
    "denied elsewhere": (lambda s: change(s, 8, "did not taste", "tasted not"), "where"),
    "other fact": (lambda s: change(s, 7, "syrup", "honey"), "`honey` where `syrup` was"),
}


# What a server can send for ever: how it begins, what follows again and again, after how many seconds.
ENDLESS = {
    "endless status line": (b"HTTP/1.1 ", b"2" * 4096, 0),
    "slow status line": (b"HTTP/1.1 ", b"2", 0.1),
    "endless header": (b"HTTP/1.1 200 OK\r\nA: ", b"b" * 4096, 0),
    "slow header": (b"HTTP/1.1 200 OK\r\nA: ", b"b", 0.1),
    "endless headers": (b"HTTP/1.1 200 OK\r\n", b"A: b\r\n" * 500, 0),
    "slow headers": (b"HTTP/1.1 200 OK\r\n", b"A: b\r\n", 0.1),
    "endless continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100, 0),
    "slow continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.1),
    "endless chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b" " * 4096 + b"\r\n", 0),
    "slow body": (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b" ", 0.1),
}


LENGTHS = {"a mebibyte": 1 << 20, "a byte more": (1 << 20) + 1}


class Server(BaseHTTPRequestHandler):
    mode = "nothing"

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        SEEN.append((self.path, dict(self.headers), body))
        mode = Server.mode
        if mode == "status":
            return self.reply(503, b"busy")
        if mode == "redirect":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            return None
        if mode == "slow":
            time.sleep(3)
        if mode == "not json":
            return self.reply(200, b"<html>")
        if mode == "closed":
            self.close_connection = True
            self.connection.close()
            return None
        if mode in ENDLESS:
            return self.go_on(*ENDLESS[mode])
        if mode == "huge":
            return self.reply(200, b" " * (2 << 20))
        sentences = json.loads(body["messages"][1]["content"])["sentences"]
        sentences = [{"id": one["id"], "text": one["text"]} for one in sentences]
        if mode in GOOD:
            sentences = GOOD[mode](sentences)
        if mode in BAD:
            sentences = BAD[mode][0](sentences)
        content = json.dumps({"sentences": sentences})
        if mode == "name":
            content = "Here it is:\n```json\n" + content + "\n```"
        if mode == "prose":
            content = "Once upon a time"
        if mode == "empty":
            return self.reply(200, b'{"choices": []}')
        answer = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()
        return self.reply(200, answer + b" " * max(0, LENGTHS.get(mode, 0) - len(answer)))

    def go_on(self, head, piece, pause):
        try:
            self.wfile.write(head)
            while True:
                self.wfile.write(piece)
                time.sleep(pause)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def reply(self, status, body):
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            pass


# A name that is looked up for ever.
ENDLESS_LOOKUP = """#include <unistd.h>
int getaddrinfo(const char *name, const char *service, const void *hints, void **result) {
    (void)name, (void)service, (void)hints, (void)result;
    for (;;) pause();
}
"""


def test_endless_lookup(ours):
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not compiler:
        print("test_polish: skipped the endless lookup, for want of a compiler")
        return
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "lookup.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-x", "c", "-", "-o", library], input=ENDLESS_LOOKUP, text=True, check=True)
        started = time.time()
        done = tell("http://nobody.example", "--time", "2", more_environment={"LD_PRELOAD": str(library)})
        expect(done.returncode == 0 and done.stdout == ours and time.time() - started < 8,
               f"endless lookup: {done.returncode} after {time.time() - started:.1f} s, {done.stderr}")
        expect("did not answer within" in done.stderr, f"endless lookup: {done.stderr}")


def tell(url, *more, key=None, more_environment=None):
    environment = dict(os.environ) | (more_environment or {})
    environment.pop("WRONGTREE_POLISH_KEY", None)
    if key:
        environment["WRONGTREE_POLISH_KEY"] = key
    command = [BINARY, "tell", str(WORLDS / "market.wt"), "--request", "syrup"]
    if url:
        command += ["--polish", url]
    return subprocess.run([*command, *more], capture_output=True, text=True, timeout=60, check=False, env=environment)


def expect(condition, text):
    if not condition:
        FAILURES.append(text)
        print("FAILED:", text)


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    ours = tell(None).stdout
    for mode in GOOD:
        Server.mode = mode
        done = tell(url)
        expect(done.returncode == 0 and "not polished" not in done.stderr, f"{mode}: {done.stderr}")
        expect((done.stdout == ours) == (mode == "nothing"), f"{mode}: the text should be the server's:\n{done.stdout}")
    for mode, (_, why) in BAD.items():
        Server.mode = mode
        done = tell(url)
        expect(done.returncode == 0 and done.stdout == ours, f"{mode}: the text should be ours:\n{done.stdout}")
        expect("not polished: it changes the story" in done.stderr and why in done.stderr, f"{mode}: {done.stderr}")
    for mode, why in [("status", "status 503"), ("redirect", "status 302"), ("not json", "not what"), ("prose", "JSON"),
                      ("empty", "not what"), ("huge", "mebibyte")]:
        Server.mode = mode
        done = tell(url)
        expect(done.returncode == 0 and done.stdout == ours and why in done.stderr, f"{mode}: {done.stderr}")
    for mode, length in LENGTHS.items():
        Server.mode = mode
        done = tell(url)
        is_fine = length <= 1 << 20
        expect(("longer than a mebibyte" in done.stderr) != is_fine and ("not polished" in done.stderr) != is_fine, f"{mode}: {done.stderr}")
    Server.mode = "slow"
    done = tell(url, "--time", "1")
    expect(done.returncode == 0 and done.stdout == ours and "did not answer within" in done.stderr, f"slow: {done.stderr}")
    for mode in ENDLESS:
        Server.mode = mode
        started = time.time()
        done = tell(url, "--time", "2")
        expect(done.returncode == 0 and done.stdout == ours and time.time() - started < 8,
               f"{mode}: {done.returncode} after {time.time() - started:.1f} s, {done.stderr}")
        expect("within" in done.stderr or "mebibyte" in done.stderr or "closed" in done.stderr, f"{mode}: {done.stderr}")
    Server.mode = "closed"
    done = tell(url)
    expect(done.returncode == 0 and done.stdout == ours and "closed the connection" in done.stderr, f"closed: {done.stderr}")
    Server.mode = "connective"
    done = tell(url + "/v1/chat/completions", "--json", "--polish-model", "tiny", key="secret")
    document = json.loads(done.stdout)
    expect(document["polish"] == {"is_accepted": True, "refused": None}, f"json: {document['polish']}")
    path, headers, body = SEEN[-1]
    expect(path == "/v1/chat/completions" and body["model"] == "tiny", f"{path}, {body['model']}")
    expect(headers.get("Authorization") == "Bearer secret", "the key is not sent")
    facts = json.loads(body["messages"][1]["content"])["sentences"][3]["facts"]
    expect(any(fact["kind"] == "wants" for fact in facts), f"the facts are not sent: {facts}")
    test_endless_lookup(ours)
    server.shutdown()
    server.server_close()
    done = tell(url)
    expect(done.returncode == 0 and done.stdout == ours and "nobody answers" in done.stderr, f"nobody: {done.stderr}")
    for wrong in ("localhost:80", "ftp://127.0.0.1", "http://", "http://user@host", "http://a b"):
        done = tell(wrong)
        expect(done.returncode == 2 and not done.stdout and "address" in done.stderr, f"{wrong}: {done.stderr}")
    print(f"test_polish: {len(FAILURES)} failures")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
