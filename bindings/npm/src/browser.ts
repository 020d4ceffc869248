// `wrongtree` in a browser: worlds in workers of their own.
import { readWith, type Asking, type World } from "./client.js";
import type { Helper } from "./messages.js";
import { compile } from "./module.browser.js";
import type { Reading } from "./questions.js";

export * from "./public.js";
export type { Asking, Session, World } from "./client.js";

function start(): Helper {
    const worker = new Worker(new URL("./worker.browser.js", import.meta.url), { type: "module" });
    return {
        send: (message) => worker.postMessage(message),
        receive: (listener) => worker.addEventListener("message", (event) => listener(event.data)),
        failed: (listener) => worker.addEventListener("error", (event) => listener(event.message)),
        hold: () => {},
        end: () => worker.terminate(),
    };
}

/** Reads a world. Rejects with an `InputError` that has all mistakes. */
export async function read(text: string | Uint8Array, reading: Reading = {}, asking: Asking = {}): Promise<World> {
    return readWith({ compile, start }, { text, reading }, asking);
}
