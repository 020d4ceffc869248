// The structs of wrongtree.h, written into the module's memory. Where their fields lie, src/wasm/exports.cpp says.
import type { Instance, Place, Room } from "./instance.js";
import type { Limits, Plan, QuestionInSession, QuestionToExport, Reading, Telling } from "./questions.js";

const encoder = new TextEncoder();
const kMostInt = 2 ** 31 - 1;

export function whole(name: string, value: unknown, most = kMostInt): number {
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > most)
        throw new TypeError(`\`${name}\` must be a whole number from 0 to ${most}, not ${String(value)}`);
    return value;
}

/** A limit; -1 where the file's holds. */
function limit(name: string, value: number | undefined): number {
    return value === undefined ? -1 : whole(name, value);
}

function large(name: string, value: number | bigint | undefined, otherwise: bigint): bigint {
    if (value === undefined) return otherwise;
    if (typeof value === "bigint" && value >= 0n && value < 2n ** 64n) return value;
    return BigInt(whole(name, value, Number.MAX_SAFE_INTEGER));
}

const kReading = ["name", "divergences", "requests", "libraries", "memory"];
const kQuestion = ["request", "where", "goal", "limits", "optimal", "maxStates", "maxBytes"];
const kLimits = ["author", "character", "belief", "depth", "foresight", "possibilities"];

/** Throws for an option that is none, which is a slip that nobody would notice otherwise. */
function onlyKnown(given: object, known: readonly string[]): void {
    for (const name of Object.keys(given))
        if (!known.includes(name))
            throw new TypeError(`there is no option \`${name}\`; there are \`${known.join("`, `")}\``);
}

/** Checks the names of the options of a question; `more` are those that only this question has. */
export function checkQuestion(question: object, more: readonly string[] = []): void {
    onlyKnown(question, [...kQuestion, ...more]);
    onlyKnown((question as QuestionInSession).limits ?? {}, kLimits);
}

export function writeReading(instance: Instance, room: Room, reading: Reading, asks: boolean): Place {
    onlyKnown(reading, kReading);
    const libraries = reading.libraries === undefined ? undefined : Object.entries(reading.libraries).flat();
    const fields = [32, room.text("name", reading.name), room.texts("divergences", reading.divergences),
                    room.texts("requests", reading.requests), 0, asks ? instance.poll : 0, 0,
                    room.texts("libraries", libraries)];
    const place = room.take(32);
    const view = instance.view();
    fields.forEach((field, i) => view.setUint32(place + 4 * i, field, true));
    return place;
}

export function writeQuestion(instance: Instance, room: Room, question: QuestionInSession, asks: boolean): Place {
    const limits: Limits = question.limits ?? {};
    const request = room.text("request", question.request);
    const where = room.text("where", question.where);
    const firstTry = question.firstTry === undefined ? 0 : room.text("firstTry", planText(question.firstTry));
    const ints = [88, ...kLimits.map((name) => limit(`limits.${name}`, limits[name as keyof Limits])),
                  question.optimal ? 1 : 0, question.goal === undefined ? 0 : 1, whole("from", question.from ?? 0)];
    const goal = question.goal ?? 0;
    if (typeof goal !== "number") throw new TypeError("`goal` must be a number");
    const place = room.take(88);
    const view = instance.view();
    ints.forEach((value, i) => view.setInt32(place + 4 * i, value, true));
    view.setFloat64(place + 40, goal, true);
    view.setUint32(place + 48, request, true);
    view.setUint32(place + 52, where, true);
    view.setBigUint64(place + 56, large("maxStates", question.maxStates, 0n), true);
    view.setBigUint64(place + 64, large("maxBytes", question.maxBytes, 0n), true);
    view.setUint32(place + 72, asks ? instance.poll : 0, true);
    view.setUint32(place + 76, 0, true);
    view.setUint32(place + 80, firstTry, true);
    return place;
}

/** The options of a telling and of a book, by name. */
export const kTelling = ["teller", "language", "present", "firstPerson", "brief", "seed"];
export const kBook = ["format", "player", "alternatives", "title", "author", "note", "date"];

export function writeTelling(instance: Instance, room: Room, telling: Telling): Place {
    const teller = room.text("teller", telling.teller);
    const language = room.text("language", telling.language);
    const place = room.take(32);
    const view = instance.view();
    [32, telling.present, telling.firstPerson, telling.brief].forEach((value, i) =>
        view.setInt32(place + 4 * i, Number(value ?? 0), true),
    );
    view.setBigUint64(place + 16, large("seed", telling.seed, 1n), true);
    view.setUint32(place + 24, teller, true);
    view.setUint32(place + 28, language, true);
    return place;
}

export function writeBook(instance: Instance, room: Room, book: QuestionToExport): Place {
    const texts = (["format", "player", "title", "author", "note", "date"] as const).map((name) => room.text(name, book[name]));
    const alternatives = whole("alternatives", book.alternatives ?? 0);
    const place = room.take(32);
    const view = instance.view();
    [32, alternatives, ...texts].forEach((value, i) => view.setUint32(place + 4 * i, value, true));
    return place;
}

/** A plan as the library reads it. */
export function planText(plan: Plan): string {
    if (typeof plan === "string") return plan;
    if (Array.isArray(plan)) return plan.map((event) => event + "\n").join("");
    if (typeof (plan as { json?: unknown } | null)?.json === "string") return (plan as { json: string }).json;
    throw new TypeError("a plan must be a text, a list of events, or the answer to a question for a plan");
}

/** A text that is handed over with its length: place and length; both 0 where there is none. */
export function writeBytes(room: Room, text: string | Uint8Array): [Place, number] {
    const bytes = typeof text === "string" ? encoder.encode(text) : text;
    return [room.bytes(bytes), bytes.length];
}

export function writePlan(room: Room, plan: Plan | undefined): [Place, number] {
    return plan === undefined ? [0, 0] : writeBytes(room, planText(plan));
}

export function seedOf(seed: number | bigint | undefined): bigint {
    return large("seed", seed, 1n);
}
