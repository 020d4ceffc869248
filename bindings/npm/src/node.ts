// `wrongtree` in Node: worlds in threads of their own.
import { Worker } from "node:worker_threads";
import { readWith, type Asking, type World } from "./client.js";
import type { Helper } from "./messages.js";
import { compile } from "./module.node.js";
import type { Reading } from "./questions.js";

export * from "./public.js";
export type { Asking, Session, World } from "./client.js";

/** Of the thread; what is nested deeper than a browser bears is answered here. */
const kStackMegabytes = 16;

function start(): Helper {
    const worker = new Worker(new URL("./worker.node.js", import.meta.url), {
        // Not those of the program: not all of them suit a thread.
        execArgv: [],
        resourceLimits: { stackSizeMb: kStackMegabytes },
    });
    worker.unref();
    return {
        send: (message) => worker.postMessage(message),
        receive: (listener) => worker.on("message", listener),
        failed: (listener) => worker.on("error", listener),
        hold: (holds) => (holds ? worker.ref() : worker.unref()),
        end: () => void worker.terminate(),
    };
}

/** Reads a world. Rejects with an `InputError` that has all mistakes. */
export async function read(text: string | Uint8Array, reading: Reading = {}, asking: Asking = {}): Promise<World> {
    return readWith({ compile, start }, { text, reading }, asking);
}
