"""Worlds in which three characters are not sure. `bench/scaling --only possibilities` measures them.

A thief hides in one of some rooms. Each of the three who look for him holds every room possible, the nearer ones more than
the others. They take turns with preparations, each of which is worth a little to all; when they are through, anybody may break
into a room, which costs a little if nobody is there. Anybody may look into a room at any time, unseen, and finds out whether he is there.
Looking is never needed, so that most of what can be done has to be refuted.
"""
import dataclasses

NAMES = ("Ada", "Ben", "Cleo")


@dataclasses.dataclass(frozen=True)
class Shape:
    """`possibilities` is how much each of the three holds possible, `length` the actions of a shortest plan."""
    possibilities: int = 4
    belief: int = 2
    length: int = 8
    reason: int = 5

    def arguments(self):
        """The options of `wrongtree plan`."""
        return ["--goal", "1", "--atl", str(self.length), "--ctl", str(self.reason), "--el", str(self.belief)]


def world(shape):
    """The text of the world. With one possibility all three are right and sure."""
    out = ["type room;"]
    out += [f"entity {name} : character;" for name in NAMES]
    out += [f"entity R{i} : room;" for i in range(shape.possibilities)]
    out += ["property at(who : character) : room;", "property thief() : room;", "property stage() : number;",
            "property caught() : boolean;", "property shame() : number;"]
    for i in range(shape.length - 1):
        who = NAMES[i % len(NAMES)]
        out.append(f"action prepare{i}({who}) {{ precondition: stage() == {i}; effect: stage() = {i + 1}; consenting: {who}; }};")
    out.append("action seize(who : character, where : room) {\n"
               f"    precondition: stage() == {shape.length - 1} & !caught();\n"
               "    success: thief() == where;\n    effect: caught();\n    failure: shame() = shame() + 1;\n    consenting: who;\n};")
    out.append("action look(who : character, where : room) {\n    precondition: at(who) != where;\n"
               "    effect: at(who) = where & (if(thief() == where) (learns(who, thief())));\n"
               "    consenting: who;\n    observing(c : character): c == who;\n};")
    out.append("thief() = R0;")
    if shape.possibilities > 1:
        rooms = " | ".join(f"R{i}: {shape.possibilities - i}" for i in range(shape.possibilities))
        out += [f"believes({name}, thief()) = {rooms};" for name in NAMES]
    out.append("utility(): caught();")
    out += [f"utility({name}): (if(caught()) 100 else 0) + stage() - shame();" for name in NAMES]
    return "\n".join(out) + "\n"
