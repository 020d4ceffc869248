// `wrongtree/sync`: worlds in the thread that asks.
import { compile } from "./module.browser.js";
import { Wrongtree } from "./sync.js";

export * from "./public.js";
export type { Asking, Session, World } from "./sync.js";
export { Wrongtree } from "./sync.js";

/** Loads the module. */
export async function load(): Promise<Wrongtree> {
    return new Wrongtree(await compile());
}
