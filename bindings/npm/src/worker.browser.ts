// The worker that `browser.ts` starts.
import { work } from "./work.js";

work({
    send: (message) => globalThis.postMessage(message),
    receive: (listener) => globalThis.addEventListener("message", (event) => listener(event.data)),
});
