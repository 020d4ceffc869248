#!/usr/bin/env python3
"""Random calls of the library with random texts: mutated worlds, plans, expressions, events, saves and drafts; moments that do not
exist; polls that stop at once; handles closed in any order. Nothing crashes, and every status is one of the interface.

    WT_SEED=1 WT_ROUNDS=150 tests/library/test_attack.py
"""
import ctypes
import os
import random
import sys

SOURCE = os.environ["WT_SOURCE_DIR"]
LIBRARY = os.path.join(os.path.dirname(os.environ["WT_BINARY"]), "libwrongtree.so")
POLL = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_uint64)
BAD_INPUT, UNDECIDED, CANCELLED, MORE, NO_MEMORY, INTERNAL = 2, 3, 4, 5, 6, 7


class Question(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint32)] + [(name, ctypes.c_int32) for name in (
        "author", "character", "belief", "depth", "foresight", "possibilities", "optimal", "has_goal")] + [
        ("from_", ctypes.c_uint32), ("goal", ctypes.c_double), ("request", ctypes.c_char_p), ("where", ctypes.c_char_p),
        ("max_states", ctypes.c_uint64), ("max_bytes", ctypes.c_uint64), ("poll", POLL), ("user", ctypes.c_void_p),
        ("first_try", ctypes.c_char_p)]


WORLDS = {name: open(os.path.join(SOURCE, "worlds", name), "rb").read()
          for name in sorted(os.listdir(os.path.join(SOURCE, "worlds"))) if name.endswith(".wt")}


class Attack:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lib = ctypes.CDLL(LIBRARY)
        for name in ("wt_json", "wt_text", "wt_version", "wt_status_name"):
            getattr(self.lib, name).restype = ctypes.c_char_p
        self.polls = []

    def bytes(self, *samples):
        """A text like one of these, mostly with something wrong with it; without zeros, for C strings."""
        text = bytearray(self.random.choice(samples))
        for _ in range(self.random.choice((0, 0, 1, 1, 2, 5))):
            at = self.random.randrange(len(text) + 1)
            kind = self.random.randrange(4)
            if kind == 0 and text:
                del text[at:at + self.random.randrange(1, 30)]
            elif kind == 1:
                text[at:at] = bytes(self.random.randrange(1, 256) for _ in range(self.random.randrange(1, 6)))
            elif kind == 2:
                text[at:at] = self.random.choice((b"(", b")", b"{", b"}", b"believes(", b"!", b"&", b"\xff", b"1e999", b"?"))
            elif text:
                end = min(len(text), at + self.random.randrange(1, 60))
                text[at:at] = text[at:end]
        return bytes(text).replace(b"\0", b"")

    def question(self, moments, requests):
        question = Question(ctypes.sizeof(Question), *[-1] * 6, 0, 0)
        question.max_states = self.random.choice((1, 50, 3000))
        question.from_ = self.random.choice((0, 0, 0, self.random.randrange(moments + 2), 2 ** 32 - 1))
        for name in ("author", "character", "belief", "foresight", "possibilities", "depth"):
            if self.random.random() < 0.15:
                setattr(question, name, self.random.choice((0, 1, 3, 1000, 2 ** 31 - 1)))
        if self.random.random() < 0.2:
            question.has_goal, question.goal = 1, self.random.choice((0.0, 1.0, -5.0, 1e308, float("nan"), float("inf")))
        if self.random.random() < 0.4:
            question.request = self.bytes(*requests)
        if self.random.random() < 0.3:
            question.where = self.bytes(b"sometime at(Nina) == Market", b"never happens buy", b"happens taste & luck at least 1/2")
        if self.random.random() < 0.2:
            question.first_try = self.bytes(b"walk(Nina, Home, Market)\nbuy(Nina, Otto)\n")
        if self.random.random() < 0.3:
            patience = self.random.choice((0, 10, 1000))
            count = [0]

            def poll(_user, _steps):
                count[0] += 1
                return int(count[0] > patience)
            question.poll = POLL(poll)
            self.polls.append(question.poll)
        return question

    def take(self, status, doc, what):
        """Checks what a call came to, and closes its document."""
        assert 0 <= status < NO_MEMORY, f"{what}: {self.lib.wt_status_name(status)}"
        if doc.value:
            assert status <= UNDECIDED, f"{what}: a document with {self.lib.wt_status_name(status)}"
            assert self.lib.wt_json(doc, None).endswith(b"\n"), what
        self.lib.wt_doc_close(doc)

    def round(self):
        lib, pick = self.lib, self.random.choice
        name, text = pick(list(WORLDS.items()))
        requests = [b"syrup", b"visit", b"heist", b"winner"]
        if self.random.random() < 0.5:
            text = self.bytes(text)
        world, doc = ctypes.c_void_p(), ctypes.c_void_p()
        status = lib.wt_read(text, ctypes.c_size_t(len(text)), None, ctypes.byref(world), ctypes.byref(doc))
        self.take(status, doc, f"wt_read {name}")
        if not world.value:
            return
        sessions, moments = [], 1
        plan = pick((b"walk(Nina, Home, Market)\nbuy(Nina, Otto)\ntaste(Nina)\n", b"", b"{}", b'{"steps": []}'))
        for _ in range(self.random.randrange(1, 14)):
            question = self.question(moments, requests)
            doc = ctypes.c_void_p()
            where, ref = ctypes.byref(question), ctypes.byref(doc)
            what = pick(("open", "plan", "steps", "happen", "value", "intends", "next", "save", "restore", "tell", "why",
                         "whynot", "show", "verify", "board", "export", "series", "diff", "review", "check", "close"))
            given = self.bytes(plan)
            length = ctypes.c_size_t(len(given))
            if what == "open" or not sessions and what in ("plan", "steps", "happen", "value", "intends", "next", "save",
                                                           "restore"):
                session = ctypes.c_void_p()
                status = lib.wt_open(world, where, ctypes.byref(session), ref)
                if session.value:
                    sessions.append(session)
                    moments = 1
            elif what == "close":
                if sessions:
                    lib.wt_session_close(sessions.pop(self.random.randrange(len(sessions))))
                continue
            elif what == "plan":
                status = lib.wt_plan(pick(sessions), where, ref)
            elif what == "steps":
                session = pick(sessions)
                lib.wt_begin(session, where)
                for _ in range(self.random.randrange(20)):
                    status = lib.wt_step(session, ctypes.c_uint64(self.random.randrange(5000)), ref)
                    if status != MORE:
                        break
                else:
                    status = 0
            elif what == "happen":
                moment = ctypes.c_uint32()
                event = self.bytes(b"walk(Nina, Home, Market)", b"buy(Nina, Otto)", b"drop(Temari) fails")
                status = lib.wt_happen(pick(sessions), question.from_, event, ctypes.byref(moment), ref)
                moments = max(moments, moment.value % 1000)
            elif what == "value":
                expression = self.bytes(b"at(Nina)", b"believes(Nina, content()) == Honey", b"1 / 0", b"forall(c : character) alive(c)")
                status = lib.wt_value(pick(sessions), question.from_, expression, ref)
            elif what == "intends":
                status = lib.wt_intends(pick(sessions), question.from_, self.bytes(b"Nina", b"Temari"), where, ref)
            elif what == "next":
                status = lib.wt_next(pick(sessions), question.from_, where, ref)
            elif what == "save":
                status = lib.wt_save(pick(sessions), question.from_, ref)
            elif what == "restore":
                save = self.bytes(b'{"save": 1, "events": ["walk(Nina, Home, Market)", "buy(Nina, Otto)"]}')
                moment = ctypes.c_uint32()
                status = lib.wt_restore(pick(sessions), save, ctypes.c_size_t(len(save)), ctypes.byref(moment), ref)
            elif what == "tell":
                status = lib.wt_tell(world, where, pick((None, given)), length, None, ref)
            elif what == "why":
                status = lib.wt_why(world, where, given, length, self.bytes(b"1", b"taste", b"99"), None, ref)
            elif what == "whynot":
                status = lib.wt_whynot(world, where, ref)
            elif what == "show":
                status = lib.wt_show(world, where, pick((None, given)), length, self.random.randrange(4), ref)
            elif what == "verify":
                status = lib.wt_verify(world, where, given, length, 0, ref)
            elif what == "board":
                status = lib.wt_board(world, where, pick((None, given)), length, ref)
            elif what == "export":
                status = lib.wt_export(world, where, pick((None, given)), length, None, None, ref)
            elif what == "series":
                status = lib.wt_series(world, where, self.random.choice((0, 1, 3, 1000)), ctypes.c_double(pick((0.5, -1.0, float("nan")))),
                                       ctypes.c_uint64(1), ref)
            elif what == "diff":
                status = lib.wt_diff(world, world, where, ref)
            elif what == "review":
                draft = self.bytes(b"Nina walks to the market. She buys the jar.\n", b"walk(Nina, Home, Market)\n? at(Nina) == Home\n")
                status = lib.wt_review(world, where, draft, ctypes.c_size_t(len(draft)), pick((None, self.bytes(b"content()"))), ref)
            else:
                status = lib.wt_check(world, where, ref)
            self.take(status, doc, f"{what} of {name}")
        self.random.shuffle(sessions)
        is_first = self.random.random() < 0.5
        if is_first:
            lib.wt_world_close(world)
        for session in sessions:
            lib.wt_session_close(session)
        if not is_first:
            lib.wt_world_close(world)


def main():
    first = int(os.environ.get("WT_SEED", "1"))
    rounds = int(os.environ.get("WT_ROUNDS", "150"))
    for seed in range(first, first + rounds):
        try:
            Attack(seed).round()
        except AssertionError as error:
            print(f"seed {seed}: {error}")
            return 1
    print(f"library under attack: {rounds} rounds from seed {first}, none broke it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
