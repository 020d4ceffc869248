"""Worlds of any size in which plans have a known length: errands and rumours. `bench/scaling --print` writes one out.

Characters live along a ring of places with some roads across. Everybody wants certain items, which lie about, and everybody
wishes the next character well. Anybody can walk, take an item, hand it over, and tell somebody where an item is (as far as the
teller knows); who is at the place notices. For every item somebody is wrong about where it lies.

The author wants some errands done, so many that a shortest plan has the length asked for:

- the *rumour*: C1 is wrong about item I0, and C0, who lives next door and wishes C1 well, knows it. C0 walks over and tells, C1
    walks and takes: four actions, and C0 must think ahead what C1 will then want. It needs a belief limit of 2.
- *errands* of two actions each, walk and take, by everybody but C0.

Nothing that the author does not need is left out or made harmless: all the other characters have wants, roads and reasons, too.
"""
import dataclasses
import random

RUMOUR = 4  # actions
ERRAND = 2


@dataclasses.dataclass(frozen=True)
class Shape:
    """The parameters of a series; `belief` is the belief limit and `reason` the character limit of the question."""
    characters: int = 4
    places: int = 8
    items: int = 4
    belief: int = 2
    length: int = 6
    reason: int = 4
    rumour: bool = True

    def has_rumour(self):
        return self.rumour and self.length >= RUMOUR

    def arguments(self):
        """The options of `wrongtree plan`: the author limit leaves two actions more than are needed."""
        return ["--goal", str(len(due_items(self))), "--atl", str(self.length + 2), "--ctl", str(self.reason),
                "--el", str(self.belief)]


def wanter(shape, item):
    return (item + 1) % shape.characters


def due_items(shape):
    """The items that the author wants to see with those who want them. Raises ValueError if the world is too small."""
    due = [0] if shape.has_rumour() else []
    missing = shape.length - (RUMOUR if due else 0)
    if missing < 0 or missing % ERRAND or shape.characters < 2:
        raise ValueError("lengths are even, and there are two characters at least")
    others = [i for i in range(1 if shape.rumour else 0, shape.items) if wanter(shape, i) != 0]
    if len(others) < missing // ERRAND:
        raise ValueError(f"{shape.items} items are too few for a plan of {shape.length} actions")
    return due + others[:missing // ERRAND]


def home(shape, character):
    """C0 and C1 are neighbours; the others are spread along the ring."""
    return character if character < 2 else character * shape.places // shape.characters


def place_of(shape, item):
    """Each item of a character lies one road further from home than the one before it."""
    return (home(shape, wanter(shape, item)) + 1 + item // shape.characters) % shape.places


def roads(shape):
    """A ring, and half as many roads across, none of which makes the way of the rumour shorter."""
    n, rng = shape.places, random.Random(shape.places)
    pairs = {tuple(sorted((i, (i + 1) % n))) for i in range(n)}
    wanted = len(pairs) + (n // 2 if n > 5 else 0)
    while len(pairs) < min(wanted, (n - 3) * (n - 4) // 2):
        a, b = sorted(rng.sample(range(3, n), 2))
        pairs.add((a, b))
    return sorted(pairs)


RULES = """
property at(who : character) : place;
property lies(what : item) : entity;              // a place, or who has it
property road(from : place, to : place) : boolean;
property wants(who : character, what : item) : boolean;
property due(what : item) : boolean;              // the author wants it with somebody who wants it

action walk(who : character, from : place, to : place) {
    precondition: at(who) == from & road(from, to);
    effect: at(who) = to;
    consenting: who;
    observing(c : character): (at(c) == from) | (at(c) == to);
};

action take(who : character, what : item, where : place) {
    precondition: at(who) == where & lies(what) == where;
    effect: lies(what) = who;
    consenting: who;
    observing(c : character): at(c) == where;
};

action give(who : character, other : character, what : item) {
    precondition: at(who) == at(other) & lies(what) == who & who != other;
    effect: lies(what) = other;
    consenting: who, other;
    observing(c : character): at(c) == at(who);
};

// What the teller takes for true, and whoever stands by takes it for true that the other now believes it.
action tell(who : character, other : character, what : item) {
    precondition: at(who) == at(other) & who != other;
    effect: believes(other, lies(what)) = believes(who, lies(what));
    consenting: who;
    observing(c : character): at(c) == at(who);
};

utility(): sum(i : item) (if(due(i) & exists(c : character) (wants(c, i) & lies(i) == c)) 1 else 0);
"""


def world(shape):
    """The text of the world."""
    out = ["type place;", "type item;"]
    out += [f"entity C{i} : character;" for i in range(shape.characters)]
    out += [f"entity P{i} : place;" for i in range(shape.places)]
    out += [f"entity I{i} : item;" for i in range(shape.items)]
    out.append(RULES)
    for c in range(shape.characters):
        mine = [f"(if(lies(I{i}) == C{c}) 2 else 0)" for i in range(shape.items) if wanter(shape, i) == c]
        friend = (c + 1) % shape.characters
        theirs = [f"(if(lies(I{i}) == C{friend}) 1 else 0)" for i in range(shape.items) if wanter(shape, i) == friend]
        out.append(f"utility(C{c}): " + (" + ".join(mine + theirs) or "0") + ";")
        out.append(f"at(C{c}) = P{home(shape, c)};")
    for a, b in roads(shape):
        out += [f"road(P{a}, P{b});", f"road(P{b}, P{a});"]
    for i in range(shape.items):
        out += [f"lies(I{i}) = P{place_of(shape, i)};", f"wants(C{wanter(shape, i)}, I{i});"]
    out += [f"due(I{i});" for i in due_items(shape)]
    wrong = shape.places - 1
    if shape.rumour:
        out.append(f"believes(C1, lies(I0)) = P{wrong};")
        out.append(f"believes(C0, believes(C1, lies(I0)) = P{wrong});")
    for i in range(1, shape.items):  # somebody who does not want it is wrong about it, and nobody knows
        fool = (wanter(shape, i) + 1) % shape.characters
        out.append(f"believes(C{fool}, lies(I{i})) = P{(place_of(shape, i) + 1 + shape.places // 2) % shape.places};")
    return "\n".join(out) + "\n"
