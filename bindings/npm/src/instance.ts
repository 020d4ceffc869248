// One instance of the module: its memory, the structs of wrongtree.h (held to their places by src/wasm/exports.cpp), and calls.
//
// A world has an instance to itself: it bounds the world's memory, gives all of it back when nobody holds the world any more, and where
// the module traps nothing else is lost.
import { CancelledError, InputError, InternalError, MemoryError, StackError, type Answered, type Status } from "./answers.js";

const kPage = 65536;
/** As in cmake/wasm.cmake: 8 MiB of stack, which lies at the bottom, and what is initialised. */
const kInitialPages = 256;
const kMostBytes = 4 * 2 ** 30;
const kUsualBytes = 2 ** 30;

/** A place in the module's memory; 0 is none. */
export type Place = number;

type Function = (...args: (number | bigint)[]) => number;

/** Called while the module computes: true ends the call. */
export type Poll = (steps: number) => boolean | void;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Thrown through the module's frames, by `leave`. */
class Left {
    constructor(readonly status: number) {}
}

/** By wt_status. */
const statuses: Record<number, Status> = { 0: "ok", 1: "no", 3: "undecided" };
const kBadInput = 2;
const kCancelled = 4;
const kNoMemory = 6;

/** The room that a call takes for its arguments, given back after it. */
export class Room {
    readonly #places: Place[] = [];

    constructor(private readonly instance: Instance) {}

    take(bytes: number): Place {
        const place = this.instance.functions.wasm_allocate!(bytes);
        if (place === 0) throw new MemoryError();
        this.#places.push(place);
        return place;
    }
    bytes(bytes: Uint8Array): Place {
        const place = this.take(bytes.length + 1);
        const memory = this.instance.bytes();
        memory.set(bytes, place);
        memory[place + bytes.length] = 0;
        return place;
    }
    /** A text that ends with a zero; `name` is the option, for messages. */
    text(name: string, text: string | undefined): Place {
        if (text === undefined) return 0;
        if (typeof text !== "string") throw new TypeError(`\`${name}\` must be a text`);
        if (text.includes("\0")) throw new TypeError(`\`${name}\` must be a text without a zero character`);
        return this.bytes(encoder.encode(text));
    }
    /** A list of texts that ends with a zero. */
    texts(name: string, texts: readonly string[] | undefined): Place {
        if (texts === undefined) return 0;
        if (!Array.isArray(texts)) throw new TypeError(`\`${name}\` must be a list of texts`);
        const places = texts.map((text) => this.text(name, text));
        const place = this.take(4 * (places.length + 1));
        const view = this.instance.view();
        [...places, 0].forEach((one, i) => view.setUint32(place + 4 * i, one, true));
        return place;
    }
    release(): void {
        for (const place of this.#places.splice(0)) this.instance.functions.wasm_release!(place);
    }
}

export class Instance {
    readonly functions: Record<string, Function>;
    readonly poll: Place;
    readonly #memory: WebAssembly.Memory;
    readonly #table: WebAssembly.Table;
    readonly #stack: WebAssembly.Global;
    #ask: Poll | undefined;
    #thrown: { error: unknown } | undefined;
    #lost: Error | undefined;

    constructor(module: WebAssembly.Module, mostBytes = kUsualBytes) {
        if (!(mostBytes > 0 && mostBytes <= kMostBytes))
            throw new RangeError(`\`memory\` must be a number of bytes up to 4 GiB, not ${mostBytes}`);
        const maximum = Math.max(kInitialPages, Math.floor(mostBytes / kPage));
        this.#memory = new WebAssembly.Memory({ initial: kInitialPages, maximum });
        const { exports } = new WebAssembly.Instance(module, {
            env: { memory: this.#memory },
            wrongtree: {
                attempt: (body: number, user: number) => this.#attempt(body, user),
                leave: (status: number) => {
                    throw new Left(status);
                },
                poll: (steps: number) => this.#polled(steps),
            },
        });
        this.functions = exports as Record<string, Function>;
        this.#table = exports.__indirect_function_table as WebAssembly.Table;
        this.#stack = exports.__stack_pointer as WebAssembly.Global;
        (this.functions._initialize as () => void)();
        this.poll = this.functions.wasm_poll!();
    }

    bytes(): Uint8Array {
        return new Uint8Array(this.#memory.buffer);
    }
    view(): DataView {
        return new DataView(this.#memory.buffer);
    }

    /** Calls a function with the poll set. `write` says its arguments, `read` what comes of its status, while what was written
     *  is still there. */
    call<Result>(name: string, poll: Poll | undefined, write: (room: Room) => (number | bigint)[],
                 read: (status: number) => Result): Result {
        if (this.#lost) throw this.#lost;
        const room = new Room(this);
        this.#ask = poll;
        this.#thrown = undefined;
        try {
            const status = this.functions[name]!(...write(room));
            if (this.#thrown) throw (this.#thrown as { error: unknown }).error;
            return read(status);
        } catch (error) {
            throw this.#wrapped(error);
        } finally {
            this.#ask = undefined;
            if (!this.#lost) room.release();
        }
    }

    /** The same of a function whose last argument is where a document goes. */
    answer(name: string, poll: Poll | undefined, write: (room: Room) => (number | bigint)[]): Answered {
        let place: Place = 0;
        return this.call(
            name,
            poll,
            (room) => {
                const args = write(room);
                place = room.take(4);
                this.view().setUint32(place, 0, true);
                return [...args, place];
            },
            (status) => this.takeDocument(place, status),
        );
    }

    /** The document at a place, closed; throws where the status says that there is no answer. */
    takeDocument(place: Place, code: number): Answered {
        const doc = this.view().getUint32(place, true);
        const json = this.#read("wt_json", doc);
        const text = this.#read("wt_text", doc);
        this.functions.wt_doc_close!(doc);
        const status = statuses[code];
        if (status) return { status, json, text };
        if (code === kBadInput) throw new InputError(JSON.parse(decoder.decode(json)), decoder.decode(text));
        if (code === kCancelled) throw new CancelledError();
        if (code === kNoMemory) throw new MemoryError();
        throw new InternalError();
    }

    /** Closes a world or a session. */
    close(name: string, handle: Place): void {
        if (!this.#lost) this.functions[name]!(handle);
    }

    #read(which: string, doc: Place): Uint8Array {
        const length = this.functions.wasm_allocate!(4);
        if (length === 0) throw new MemoryError();
        const at = this.functions[which]!(doc, length);
        const bytes = this.bytes().slice(at, at + this.view().getUint32(length, true));
        this.functions.wasm_release!(length);
        return bytes;
    }

    #attempt(body: number, user: number): number {
        const stack = this.#stack.value;
        try {
            return this.#table.get(body)(user);
        } catch (error) {
            if (!(error instanceof Left)) throw error;
            this.#stack.value = stack;
            return error.status;
        }
    }

    /** What the caller's poll throws comes out of the call that it was asked in. */
    #polled(steps: number): number {
        if (!this.#ask) return 0;
        try {
            return this.#ask(steps) === true ? 1 : 0;
        } catch (error) {
            this.#thrown = { error };
            return 1;
        }
    }

    /** A trap, or a stack that is used up, leaves the instance as nobody knows. */
    #wrapped(error: unknown): unknown {
        if (error instanceof WebAssembly.RuntimeError)
            return (this.#lost = this.#stack.value < 0 ? new StackError() : new InternalError(error));
        // As V8 and Safari, and as Firefox say that the stack is used up.
        if (/call stack|recursion/.test((error as Error)?.message)) return (this.#lost = new StackError());
        return error;
    }
}
