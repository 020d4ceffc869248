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
        self.headers = {"X-Wrongtree-Secret": self.secret}

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

    def begin(self, path, headers):
        """Only how the answer begins."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers=dict(headers))
        status = connection.getresponse().status
        connection.close()
        return status, ""

    def raw(self, *pieces, pause=0.0, seconds=30):
        """What comes back for these bytes, until the server closes; and how long that took."""
        started = time.time()
        received = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            try:
                for piece in pieces:
                    connection.sendall(piece)
                    time.sleep(pause)
            except (BrokenPipeError, ConnectionResetError):
                pass
            try:
                while piece := connection.recv(65536):
                    received += piece
            except ConnectionResetError:
                pass
        return received.split(b"\r\n")[0].decode(), time.time() - started

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
            ("a wrong secret", {**own, "X-Wrongtree-Secret": "0" * 32}, 403),
            ("a part of the secret", {**own, "X-Wrongtree-Secret": served.secret[:-1]}, 403),
            ("the secret as a cookie", {"Host": own["Host"], "Cookie": f"wrongtree_{served.port}={served.secret}"}, 403),
            ("another host (DNS rebinding)", {**own, "Host": f"evil.example:{served.port}"}, 403),
            ("a host without a port", {**own, "Host": "127.0.0.1"}, 403),
            ("another page", {**own, "Origin": "https://evil.example"}, 403),
            ("a page of another port", {**own, "Origin": "http://127.0.0.1:1"}, 403),
            ("a page without an origin", {**own, "Origin": "null"}, 403),
            ("what another page embeds", {**own, "Sec-Fetch-Site": "cross-site"}, 403)]:
        # The page itself is no secret, so that who does not come from elsewhere gets it without one.
        for path in ("/", "/serve.js", "/world", "/progress"):
            status, _ = served.call("GET", path, headers=headers) if path != "/progress" else served.begin(path, headers)
            is_open = path in ("/", "/serve.js") and "secret" in name or path in ("/", "/serve.js") and name == "nobody known"
            expect(status == (200 if is_open else wanted), f"{name} gets {status} for {path}")
        status, _ = served.call("POST", "/ask", {"world": "market.wt"}, headers=dict(headers))
        expect(status == wanted, f"{name} gets {status} for asking")
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    connection.request("GET", "/")
    answer = connection.getresponse()
    expect(answer.status == 200 and served.secret not in answer.read().decode() and not answer.getheader("Set-Cookie"),
           "the page has no secret and sets no cookie")
    connection.close()
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
    for body in ("", "[]", "nonsense", "{", '"x"', "null", {"world": 3}, {"world": "market.wt", "length": 0}, {"world": "market.wt", "length": 1001}, {"world": "market.wt", "seconds": 3600.1},
                 {"world": "market.wt", "length": "x"}, {"world": "market.wt", "length": 1.5},
                 {"world": "market.wt", "seconds": -1}, "[" * 5000):
        expect(served.call("POST", "/ask", body)[0] == 400, f"{str(body):.40} is taken")
    plain = {**served.headers, "Content-Type": "text/plain"}
    expect(served.call("POST", "/ask", '{"world": "market.wt"}', plain)[0] == 400, "a form of another page could ask")
    expect(served.call("POST", "/ask", "x" * 100_000)[0] == 413, "a large body is taken")
    for question, message in [({"request": "syrup", "length": 1000, "seconds": 3600}, ""), ({"request": "nosuch"}, "there is no request"), ({"where": "sometime ("}, "expected"),
                              ({"divergences": ["nosuch"]}, "there is no divergence"),
                              ({"request": "syrup", "length": 1}, "proved")]:
        number = json.loads(served.call("POST", "/ask", {"world": "market.wt", **question})[1])["request"]
        news = served.until(lambda n, number=number: n["request"] == number and n["status"] not in ("running", "idle"))
        expect(news["status"] in (("refused", "none") if message else ("found",)) and message in news["message"], f"{question}: {news}")


def test_story(served):
    number = json.loads(served.call("POST", "/ask", {"world": "market.wt", "request": "syrup"})[1])["request"]
    news = served.until(lambda n: n["request"] == number and n["status"] == "found")
    status, page = served.call("GET", f"/board/{news['board']}", headers={})
    expect(news["status"] == "found" and status == 200 and "She tastes what she has bought" in page, f"{news}, {status}")
    expect(len(news["board"]) == 32 and served.call("GET", f"/board/{news['board'][:-1]}")[0] == 404, "its name cannot be guessed")
    expect(served.call("GET", f"/board/{number}")[0] == 404, "boards have no numbers")
    boards = [news["board"]]
    for _ in range(4):
        number = json.loads(served.call("POST", "/ask", {"world": "market.wt", "request": "syrup"})[1])["request"]
        boards.append(served.until(lambda n, number=number: n["request"] == number and n["status"] == "found")["board"])
    expect([served.call("GET", f"/board/{board}", headers={})[0] for board in boards] == [404] + [200] * 4, "the last four are kept")


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
    for _ in range(40):
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
        connection.request("GET", "/progress", headers=served.headers)
        answer = connection.getresponse()  # which keeps the connection open
        statuses.append(answer.status)
        connections.append(answer)
    expect(statuses.count(503) >= 1 and served.call("GET", "/world")[0] == 200, f"listeners: {statuses}")
    for connection in connections:
        connection.close()


def memory(process):
    with open(f"/proc/{process.pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def test_bounded_reading(served):
    """Before any secret is known."""
    host = f"Host: 127.0.0.1:{served.port}\r\n".encode()
    start = b"GET / HTTP/1.1\r\n" + host
    before = memory(served.process)
    for name, head, more, wanted in [
            ("an endless line", b"GET /", b"a" * 65536, "414"), ("an endless method", b"", b"a" * 65536, "414"),
            ("an endless header", start + b"A: ", b"a" * 65536, "431"), ("endless headers", start, b"A: b\r\n" * 8000, "431"),
            ("an endless body", b"POST /ask HTTP/1.1\r\n" + host + b"Content-Length: 99999999\r\n\r\n", b"a" * 65536, "413"),
            ("an endless chunked body", b"POST /ask HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n",
             b"10000\r\n" + b"a" * 65536 + b"\r\n", "411"),
            ("nothing but line ends", b"", b"\r\n" * 4096, "400"), ("NUL bytes", b"", b"\0" * 65536, "414")]:
        line, seconds = served.raw(head, *[more] * 64)
        expect(wanted in line or line == "", f"{name}: {line}")
        expect(seconds < 5, f"{name} takes {seconds:.1f} s")
    expect(memory(served.process) - before < 4 << 20, f"memory grew by {(memory(served.process) - before) >> 20} MiB")
    for name, request, wanted in [
            ("two hosts", b"GET / HTTP/1.1\r\n" + host + b"Host: evil.example\r\n\r\n", "400"),
            ("two hosts the other way", b"GET / HTTP/1.1\r\nHost: evil.example\r\n" + host + b"\r\n", "400"),
            ("no host", b"GET / HTTP/1.1\r\n\r\n", "400"), ("a proxy", b"GET http://a/ HTTP/1.1\r\n" + host + b"\r\n", "400"),
            ("another version", b"GET / HTTP/3.0\r\n" + host + b"\r\n", "505"),
            ("another method", b"PUT / HTTP/1.1\r\n" + host + b"\r\n", "405"),
            ("a plain one", b"GET / HTTP/1.1\r\n" + host + b"\r\n", "200")]:
        line, _ = served.raw(request)
        expect(wanted in line, f"{name}: {line}")


def test_slow_connections(served):
    """Those that send a byte now and then, without the secret, do not keep others out, and are ended."""
    slow = [socket.create_connection(("127.0.0.1", served.port), timeout=30) for _ in range(200)]
    for one in slow:
        try:
            one.sendall(b"G")
        except (BrokenPipeError, ConnectionResetError):
            pass
    started = time.time()
    expect(served.call("GET", "/")[0] == 200 and served.call("GET", "/world")[0] == 200, "the page comes all the same")
    expect(time.time() - started < 3, f"and at once: {time.time() - started:.1f} s")
    for one in slow[:-1]:
        one.close()
    started = time.time()
    text = slow[-1].recv(65536)
    expect(b"408" in text and time.time() - started < 15, f"a slow request ends with 408: {text[:40]}")
    slow[-1].close()


def test_hostile_questions(folder):
    """A question fails, and the server stays."""
    nested = "p()"
    for _ in range(40):
        nested = f"mistaken(Ann, {nested})"
    (folder / "mist.wt").write_text("entity Ann : character;\nproperty p() : boolean;\naction a() { effect: p(); };\n"
                                    "utility(): if(p()) 1 else 0;\n")
    (folder / "many.wt").write_text("".join(f"entity C{i} : character;\n" for i in range(100_000)) + "utility(): 0;\n")
    parameters = ", ".join(f"p{i} : character" for i in range(100_000))
    (folder / "wide.wt").write_text(f"entity Ann : character;\naction a({parameters}) {{ }};\nutility(): 0;\n")
    served = Served(folder / "mist.wt", "--time", "1", "--memory", "300")
    for name, question in [("nested", {"world": "mist.wt", "where": f"sometime ({nested})"}), ("many", {"world": "many.wt"}),
                           ("wide", {"world": "wide.wt"})]:
        number = json.loads(served.call("POST", "/ask", question)[1])["request"]
        news = served.until(lambda n, number=number: n["request"] == number and n["status"] not in ("running", "idle"), 60)
        expect(news["status"] in ("none", "refused") and news["message"], f"{name}: {news}")
        expect(served.process.poll() is None and served.call("GET", "/world")[0] == 200, f"{name}: the server stays")
    number = json.loads(served.call("POST", "/ask", {"world": "market.wt", "request": "syrup"})[1])["request"]
    news = served.until(lambda n: n["request"] == number and n["status"] == "found")
    expect(news["status"] == "found", f"and answers the next question: {news}")
    expect(served.end() == 0, "and ends as usual")


def test_two_servers(folder):
    first = Served(folder / "market.wt")
    done = subprocess.run([BINARY, "serve", str(folder / "camp.wt"), "--no-browser", "--port", str(first.port)],
                          capture_output=True, text=True, check=False, timeout=30)
    expect(done.returncode == 2 and "in use" in done.stderr and not done.stdout, f"a second server: {done.returncode} {done.stderr}")
    expect(first.call("GET", "/world")[0] == 200 and first.end() == 0, "the first one goes on")
    again = Served(folder / "market.wt", "--port", str(first.port))
    expect(again.call("GET", "/world")[0] == 200 and again.end() == 0, "then the port is free at once")


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
        test_bounded_reading(served)
        test_slow_connections(served)
        code = served.end()
        expect(code == 0, f"Ctrl-C ends it with 0: {code}")
        test_costs(folder)
        test_two_servers(folder)
        test_hostile_questions(folder)
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
