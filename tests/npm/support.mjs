// What the tests of the npm package share.
import { execFile, execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

export const root = process.env.WT_SOURCE_DIR;
export const binary = process.env.WT_BINARY;
const tester = join(dirname(binary), "tests/library_tester");

export const worlds = readdirSync(join(root, "worlds")).filter((name) => name.endsWith(".wt")).sort();
export const pathOf = (world) => join(root, "worlds", world);
export const textOf = (world) => readFileSync(pathOf(world), "utf8");
export const requestsOf = (world) => [...textOf(world).matchAll(/^\s*request (\w+)/gm)].map((match) => match[1]);
export const divergencesOf = (world) => [...textOf(world).matchAll(/^\s*divergence (\w+)/gm)].map((match) => match[1]);

const kStatuses = { 0: "ok", 1: "no", 3: "undecided" };

/** What the native library answers: `library_tester doc WORLD KIND REQUEST PLAN WORD`, where `-` is none. */
export async function native(world, ...words) {
    const options = { encoding: "buffer", maxBuffer: 1 << 28 };
    const { code, stdout } = await promisify(execFile)(tester, ["doc", pathOf(world), ...words], options)
        .then(({ stdout }) => ({ code: 0, stdout }), (error) => error);
    return { status: kStatuses[code] ?? `status ${code}`, bytes: Buffer.from(stdout) };
}

/** What the native program prints, and its exit code. */
export function command(...words) {
    try {
        return { code: 0, text: execFileSync(binary, words, { encoding: "utf8", stdio: "pipe", maxBuffer: 1 << 28 }) };
    } catch (error) {
        return { code: error.status, text: error.stdout, complaint: error.stderr };
    }
}
