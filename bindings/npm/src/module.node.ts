// The compiled module, in Node.
import { readFile } from "node:fs/promises";

let compiled: Promise<WebAssembly.Module> | undefined;

/** Compiled once. */
export function compile(): Promise<WebAssembly.Module> {
    return (compiled ??= readFile(new URL("./wrongtree.wasm", import.meta.url)).then((bytes) => WebAssembly.compile(new Uint8Array(bytes))));
}
