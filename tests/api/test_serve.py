#!/usr/bin/env python3
"""`wrongtree serve` from outside: who is answered, what may be asked, what it may cost. Standard library only."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BINARY = os.environ["WT_BINARY"]
WORLDS = Path(os.environ["WT_SOURCE_DIR"]) / "worlds"
FAILURES = []

# The goal is out of reach, but it takes all 2^40 states to see that.
HARD = "type lamp;\nentity Ann : character;\n" + "".join(f"entity L{i} : lamp;\n" for i in range(40)) + """
property glows(l : lamp) : boolean;
property sealed() : boolean;
property open() : boolean;
action light(Ann, l : lamp) { precondition: !glows(l); effect: glows(l); };
action quench(Ann, l : lamp) { precondition: glows(l); effect: !glows(l); };
action seal(Ann) { precondition: glows(L7) & !sealed(); effect: sealed() & !open(); };
action unseal(Ann) { precondition: glows(L8) & sealed(); effect: !sealed() & open(); };
utility(): if(sealed() & open()) 1 else 0;
limits: author 1000, character 5, belief 1;
"""


def expect(condition, text):
    if not condition:
        FAILURES.append(text)
        print("FAILED:", text)


class Served:
    """A running server, and a client that it knows."""

    def __init__(self, world, *options):
        # Who runs the tests in the background may have told all children to ignore Ctrl-C.
        self.process = subprocess.Popen([BINARY, "serve", str(world), "--no-browser", *options], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True,
                                        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        address = self.process.stdout.readline().strip()
        self.port = int(address.split(":")[2].split("/")[0])
        self.secret = address.split("secret=")[1]
        self.headers = {"Cookie": f"other=1; wrongtree_{self.port}={self.secret}"}

    def call(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        data = None if body is None else body if isinstance(body, (str, bytes)) else json.dumps(body)
        sent = dict(self.headers) if headers is None else headers
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        connection.request(method, path, data, sent)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def news(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", "/progress", headers=self.headers)
        answer = connection.getresponse()
        if answer.status == 503:  # others have not been seen to leave yet
            connection.close()
            time.sleep(0.3)
            return self.news()
        while line := answer.fp.readline().decode():
            if line.startswith("data: "):
                connection.close()
                return json.loads(line[6:])
        return None

    def until(self, condition, seconds=30):
        end = time.time() + seconds
        while time.time() < end:
            news = self.news()
            if condition(news):
                return news
            time.sleep(0.05)
        return {"status": "never", "message": "", "seconds": 1e9, "world": 0}

    def end(self):
        self.process.send_signal(signal.SIGINT)
        try:
            _, errors = self.process.communicate(timeout=10)
            expect("ThreadSanitizer" not in errors, errors)
            return self.process.returncode
        except subprocess.TimeoutExpired:
            self.process.kill()
            return None


def test_who_is_answered(served):
    own = {"Host": f"127.0.0.1:{served.port}", **served.headers}
    for name, headers, wanted in [
            ("us", own, 200),
            ("localhost", {**own, "Host": f"localhost:{served.port}"}, 200),
            ("our own page", {**own, "Origin": f"http://127.0.0.1:{served.port}", "Sec-Fetch-Site": "same-origin"}, 200),
            ("nobody known", {"Host": own["Host"]}, 403),
            ("a wrong secret", {**own, "Cookie": f"wrongtree_{served.port}={'0' * 32}"}, 403),
            ("a part of the secret", {**own, "Cookie": f"wrongtree_{served.port}={served.secret[:-1]}"}, 403),
            ("another host (DNS rebinding)", {**own, "Host": f"evil.example:{served.port}"}, 403),
            ("a host without a port", {**own, "Host": "127.0.0.1"}, 403),
            ("another page", {**own, "Origin": "https://evil.example"}, 403),
            ("a page of another port", {**own, "Origin": "http://127.0.0.1:1"}, 403),
            ("a page without an origin", {**own, "Origin": "null"}, 403),
            ("what another page embeds", {**own, "Sec-Fetch-Site": "cross-site"}, 403)]:
        for path in ("/", "/world", "/serve.js", "/board/1"):
            status, _ = served.call("GET", path, headers=headers)
            status = 200 if status == 404 and wanted == 200 else status
            expect(status == wanted, f"{name} gets {status} for {path}")
        status, _ = served.call("POST", "/ask", {"world": "market.wt"}, headers=dict(headers))
        expect(status == wanted, f"{name} gets {status} for asking")
    status, _ = served.call("GET", "/?secret=" + "0" * 32, headers={})
    expect(status == 403, f"a wrong secret in the address: {status}")
    status, text = served.call("GET", f"/?secret={served.secret}", headers={})
    expect(status == 200 and served.secret not in text, "the address that is printed opens the page")
    with socket.socket() as other:
        other.settimeout(2)
        outside = socket.gethostbyname(socket.gethostname())
        reached = not outside.startswith("127.") and other.connect_ex((outside, served.port)) == 0
        expect(not reached, "the port is open to other machines")


def test_paths(served, folder):
    (folder / "sub").mkdir()
    (folder / "sub" / "inner.wt").write_text("utility(): 0;")
    (folder / "link.wt").symlink_to("/etc/hostname")
    (folder / "text.md").write_text("secret")
    names = json.loads(served.call("GET", "/world")[1])["worlds"]
    expect(names == ["market.wt", "camp.wt"], f"the worlds of the folder are {names}")
    for name in ("../market.wt", "/etc/passwd", "sub/inner.wt", "link.wt", "text.md", "..", ".", "", "market.wt/", "-",
                 "market.wt\x00.wt", "nosuch.wt", "..%2fmarket.wt"):
        status, text = served.call("GET", "/world?name=" + "".join(f"%{byte:02x}" for byte in name.encode()))
        expect(status == 404, f"world {name!r}: {status} {text:.100}")
        status, text = served.call("POST", "/ask", {"world": name})
        expect(status == 400, f"asking {name!r}: {status} {text:.100}")
    for path in ("/../market.wt", "/market.wt", "/board/../world", "/board/99", "/board/x", "/board/" + "9" * 30, "/etc/passwd"):
        expect(served.call("GET", path)[0] == 404, f"{path} is answered")


def test_bad_requests(served):
    for body in ("", "[]", "nonsense", "{", '"x"', "null", {"world": 3}, {"world": "market.wt", "length": 0},
                 {"world": "market.wt", "length": "x"}, {"world": "market.wt", "length": 1.5},
                 {"world": "market.wt", "seconds": -1}, "[" * 5000):
        expect(served.call("POST", "/ask", body)[0] == 400, f"{str(body):.40} is taken")
    plain = {**served.headers, "Content-Type": "text/plain"}
    expect(served.call("POST", "/ask", '{"world": "market.wt"}', plain)[0] == 400, "a form of another page could ask")
    expect(served.call("POST", "/ask", "x" * 100_000)[0] == 413, "a large body is taken")
    for question, message in [({"request": "nosuch"}, "there is no request"), ({"where": "sometime ("}, "expected"),
                              ({"divergences": ["nosuch"]}, "there is no divergence"),
                              ({"request": "syrup", "length": 1}, "proved")]:
        number = json.loads(served.call("POST", "/ask", {"world": "market.wt", **question})[1])["request"]
        news = served.until(lambda n, number=number: n["request"] == number and n["status"] not in ("running", "idle"))
        expect(news["status"] in ("refused", "none") and message in news["message"], f"{question}: {news}")


def test_story(served):
    number = json.loads(served.call("POST", "/ask", {"world": "market.wt", "request": "syrup"})[1])["request"]
    news = served.until(lambda n: n["request"] == number and n["status"] == "found")
    status, page = served.call("GET", f"/board/{number}")
    expect(news["status"] == "found" and status == 200 and "She tastes what she has bought" in page, f"{news}, {status}")


def test_costs(folder):
    (folder / "hard.wt").write_text(HARD)
    served = Served(folder / "hard.wt", "--time", "2")
    number = json.loads(served.call("POST", "/ask", {"world": "hard.wt", "seconds": 1000})[1])["request"]
    running = served.until(lambda n: n["status"] == "running" and n["states"] > 0)
    expect(running["status"] == "running", f"it runs: {running}")
    news = served.until(lambda n: n["request"] == number and n["status"] == "none")
    expect("undecided" in news["message"] and news["seconds"] < 10, f"the time of the call holds: {news}")
    served.call("POST", "/ask", {"world": "hard.wt"})
    served.until(lambda n: n["status"] == "running")
    second = json.loads(served.call("POST", "/ask", {"world": "market.wt", "request": "syrup"})[1])["request"]
    news = served.until(lambda n: n["request"] == second and n["status"] == "found")
    expect(news["status"] == "found", f"a new request takes the place of the old one: {news}")
    third = json.loads(served.call("POST", "/ask", {"world": "hard.wt"})[1])["request"]
    served.until(lambda n: n["status"] == "running")
    served.call("POST", "/cancel", {})
    news = served.until(lambda n: n["request"] == third and n["status"] == "cancelled")
    expect(news["status"] == "cancelled" and news["seconds"] < 2, f"it can be stopped: {news}")
    served.call("POST", "/ask", {"world": "hard.wt"})
    started = time.time()
    expect(served.end() == 0 and time.time() - started < 5, "Ctrl-C ends it at once, whatever it does")


def test_many_listeners(served):
    connections = []
    statuses = []
    for _ in range(10):
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
        connection.request("GET", "/progress", headers=served.headers)
        statuses.append(connection.getresponse().status)
        connections.append(connection)
    expect(statuses.count(503) >= 1 and served.call("GET", "/world")[0] == 200, f"listeners: {statuses}")
    for connection in connections:
        connection.close()


def test_reload(served, folder):
    before = served.news()["world"]
    text = (folder / "market.wt").read_text()
    (folder / "market.wt").write_text(text.replace("request syrup", "request sirup"))
    after = served.until(lambda n: n["world"] > before)
    names = [one["name"] for one in json.loads(served.call("GET", "/world")[1])["requests"]]
    expect(after["world"] > before and names[0] == "sirup", f"the file has changed: {names}")
    (folder / "market.wt").write_text("nonsense")
    status, text_now = served.call("GET", "/world")
    expect(status == 200 and "error" in json.loads(text_now)["message"], "what is wrong with the world is told")
    (folder / "market.wt").unlink()
    expect("cannot" in json.loads(served.call("GET", "/world")[1])["message"], "the world has gone")
    (folder / "market.wt").write_text(text)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for world in ("market.wt", "camp.wt"):
            (folder / world).write_text((WORLDS / world).read_text())
        served = Served(folder / "market.wt")
        test_who_is_answered(served)
        test_paths(served, folder)
        test_bad_requests(served)
        test_story(served)
        test_reload(served, folder)
        test_many_listeners(served)
        code = served.end()
        expect(code == 0, f"Ctrl-C ends it with 0: {code}")
        test_costs(folder)
        for arguments in (["-"], [str(folder / "nosuch.wt")], [str(folder / "market.wt"), "--port", "99999"]):
            done = subprocess.run([BINARY, "serve", *arguments], capture_output=True, text=True, check=False, timeout=30)
            expect(done.returncode == 2 and not done.stdout, f"{arguments}: {done.returncode} {done.stderr}")
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            done = subprocess.run([BINARY, "serve", str(folder / "market.wt"), "--port", str(taken.getsockname()[1])],
                                  capture_output=True, text=True, check=False, timeout=30)
            expect(done.returncode == 2 and "cannot be used" in done.stderr, f"a port in use: {done.returncode} {done.stderr}")
    print(f"test_serve: {len(FAILURES)} failures")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
