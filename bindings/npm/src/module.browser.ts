// The compiled module, in a browser.

let compiled: Promise<WebAssembly.Module> | undefined;

async function fetched(): Promise<WebAssembly.Module> {
    const response = await fetch(new URL("./wrongtree.wasm", import.meta.url));
    if (!response.ok) throw new Error(`cannot load ${response.url}: ${response.status}`);
    // A server may not know the type of the file, without which it cannot be compiled while it comes.
    const isTyped = response.headers.get("content-type") === "application/wasm";
    return isTyped ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** Compiled once; after a failure it is tried again. */
export function compile(): Promise<WebAssembly.Module> {
    return (compiled ??= fetched().catch((error) => {
        compiled = undefined;
        throw error;
    }));
}
