// The thread that `node.ts` starts.
import { parentPort } from "node:worker_threads";
import { work } from "./work.js";

work({
    send: (message) => parentPort!.postMessage(message),
    receive: (listener) => parentPort!.on("message", listener),
});
