// What a client and the worker that computes for it say to each other. The client sends one request at a time.
import {
    CancelledError,
    InputError,
    InternalError,
    LimitError,
    MemoryError,
    StackError,
    type Answered,
} from "./answers.js";
import type { DiagnosticsDocument } from "./documents/index.js";
import type { Question, Reading } from "./questions.js";

/** A world, before anything is read. */
export interface Text {
    text: string | Uint8Array;
    reading: Reading;
}

export type Request = { progress: boolean } & (
    | { kind: "read"; module: WebAssembly.Module; world: Text; flag: Int32Array | undefined }
    | { kind: "world"; method: string; args: unknown[] }
    | { kind: "diff"; other: Text; question: Question }
    | { kind: "open"; session: number; question: Question }
    | { kind: "session"; session: number; method: string; args: unknown[] }
    | { kind: "close"; session: number }
);

/** The last message about a request is one of the first three. */
export type Response =
    | { answered: Answered }
    | { value: number }
    | { error: Failure }
    | { steps: number };

/** An error on its way. */
export interface Failure {
    name: string;
    message: string;
    document?: DiagnosticsDocument;
}

export function failureOf(error: unknown): Failure {
    const { name, message } = error as Error;
    if (error instanceof InputError) return { name, message, document: error.document };
    if (error instanceof InternalError && error.cause) return { name, message: String(error.cause) };
    return { name: name ?? "Error", message: message ?? String(error) };
}

export function errorOf({ name, message, document }: Failure): Error {
    switch (name) {
        case "InputError":
            return new InputError(document!, message);
        case "AbortError":
            return new CancelledError();
        case "LimitError":
            return new LimitError(message);
        case "MemoryError":
            return new MemoryError();
        case "StackError":
            return new StackError();
        case "TypeError":
            return new TypeError(message);
        case "RangeError":
            return new RangeError(message);
        default:
            return new InternalError(message);
    }
}

/** What a worker is to its client, and a client to its worker. */
export interface Port<In, Out> {
    send(message: Out): void;
    receive(listener: (message: In) => void): void;
}

/** A worker, seen from its client. */
export interface Helper extends Port<Response, Request> {
    /** Called when the worker ends by itself, which is a mistake. */
    failed(listener: (error: unknown) => void): void;
    /** Whether the program waits for it. */
    hold(holds: boolean): void;
    end(): void;
}

/** Where the program runs. */
export interface Platform {
    compile(): Promise<WebAssembly.Module>;
    start(): Helper;
}
