// A program as its author would write it; tests/npm/docs.test.mjs compiles it against the package.
import { InputError, read, type Diagnostic, type PlanDocument, type Question, type Session, type World } from "wrongtree";
import { load, type World as WorldHere } from "wrongtree/sync";

const question: Question = { request: "visit", limits: { author: 10, belief: 2 }, maxStates: 100_000 };

export async function play(text: string): Promise<string> {
    const world: World = await read(text, { name: "camp.wt", divergences: ["coma"], memory: 2 ** 28 });
    const found = await world.plan(question, { signal: AbortSignal.timeout(1000), onProgress: ({ steps }) => console.log(steps + 1) });
    if (found.status === "undecided") return found.text;
    const plan: PlanDocument = found.document;
    const first: string | undefined = plan.steps?.[0]?.action;
    const session: Session = await world.open();
    const happened = await session.happen(0, first ?? "");
    if (happened.status === "no") return happened.document.files[0]!.failure ?? "";
    const value: string | number | boolean | null = (await session.value(happened.document.moment, "at(Temari)")).document.value;
    const book = await world.export({ plan: found, format: "epub", alternatives: 1, teller: "Temari", ...question });
    const bytes: Uint8Array = book.bytes;
    const next = await session.next(0);
    if (next.status === "ok") for (const { event, reasons } of next.document.events) console.log(event, reasons[0]!.character);
    return `${value} ${bytes.length}`;
}

export async function here(text: string): Promise<readonly Diagnostic[]> {
    try {
        const world: WorldHere = (await load()).read(text);
        const told = world.tell({ plan: ["a(A)"], language: "german", seed: 3n }, { poll: (steps: number) => steps > 9 });
        return told.status === "ok" ? [] : told.document.files[0]!.diagnostics;
    } catch (error) {
        if (error instanceof InputError) return error.diagnostics;
        throw error;
    }
}

export async function wrong(world: World, other: WorldHere): Promise<void> {
    // @ts-expect-error: there is no such option.
    await world.plan({ reqest: "visit" });
    // @ts-expect-error: a limit is a number.
    await world.plan({ limits: { author: "10" } });
    // @ts-expect-error: it is awaited.
    (world.plan()).status;
    // @ts-expect-error: there is no such format.
    await world.export({ format: "pdf" });
    // @ts-expect-error: a session can be asked from any moment, a world cannot.
    await world.plan({ from: 3 });
    // @ts-expect-error: no and undecided have a message instead.
    (await world.tell()).document.paragraphs;
    // @ts-expect-error: what computes here takes no signal.
    other.plan({}, { signal: AbortSignal.timeout(1) });
    // @ts-expect-error: a world of one kind is not compared with one of the other.
    await world.diff(other);
}
