// What the npm package costs: sizes, start-up in Node and Chromium, and the time of a plan against the native program. Run after tools/npm
// and a build of the preset `release`, in a folder in which the package is installed:
//
//     node bench/npm.mjs PACKAGE       PACKAGE is the unpacked one, build/npm/package
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(resolve(process.argv[2] ?? join(root, "build/npm/package")), "dist");
const binary = join(root, "build/release/wrongtree");
const kTimes = 11;

/** The least is what other programs on the machine disturb least. */
const least = (all) => Math.min(...all);
const shown = (ms) => ms.toFixed(ms < 10 ? 1 : 0);

async function repeated(times, body) {
    const all = [];
    for (let i = 0; i < times; ++i) {
        const begun = performance.now();
        await body();
        all.push(performance.now() - begun);
    }
    return least(all);
}

function sizes() {
    const module = readFileSync(join(dist, "wrongtree.wasm"));
    const scripts = readdirSync(dist).filter((name) => name.endsWith(".js")).map((name) => readFileSync(join(dist, name)));
    const kilobytes = (bytes) => `${Math.round(bytes / 1000)} kB`;
    console.log(`wrongtree.wasm ${kilobytes(module.length)}, gzipped ${kilobytes(gzipSync(module, { level: 9 }).length)}`);
    console.log(`scripts, gzipped ${kilobytes(scripts.reduce((sum, one) => sum + gzipSync(one, { level: 9 }).length, 0))}`);
}

/** From the start of a new process to the first plan, less what an empty one takes. */
async function startInNode() {
    const run = (code) => execFileSync("node", ["--input-type=module", "-e", code], { stdio: "pipe" });
    const imported = (name) => `await import(${JSON.stringify(pathToFileURL(join(dist, name)).href)})`;
    const text = `(await import("node:fs")).readFileSync(${JSON.stringify(join(root, "worlds/market.wt"))}, "utf8")`;
    const programs = {
        "wrongtree": `const world = await (${imported("node.js")}).read(${text}); await world.plan(); world.close();`,
        "wrongtree/sync": `(await (${imported("sync.node.js")}).load()).read(${text}).plan();`,
    };
    const empty = await repeated(kTimes, () => run(""));
    for (const [name, code] of Object.entries(programs)) {
        const ms = await repeated(kTimes, () => run(code));
        console.log(`Node, ${name}: ${shown(ms - empty)} ms to the first plan, beside ${shown(empty)} ms of Node's own`);
    }
}

async function startInChromium() {
    const { chromium } = createRequire(join(root, "tests/browser/package.json"))("playwright-core");
    const types = { js: "text/javascript", wasm: "application/wasm" };
    const server = createServer((request, response) => {
        if (request.url === "/") return response.setHeader("content-type", "text/html").end(`<!doctype html><link rel="icon" href="data:,">`);
        response.setHeader("content-type", types[request.url.split(".").at(-1)] ?? "text/plain").end(readFileSync(join(dist, request.url)));
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const browser = await chromium.launch({ executablePath: process.env.WT_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
    const market = readFileSync(join(root, "worlds/market.wt"), "utf8");
    const all = { first: [], second: [] };
    for (let i = 0; i < kTimes; ++i) {
        const page = await (await browser.newContext()).newPage();
        await page.goto(`http://127.0.0.1:${server.address().port}/`);
        const [first, second] = await page.evaluate(async (market) => {
            const begun = performance.now();
            const { read } = await import("/browser.js");
            await (await read(market)).plan();
            const between = performance.now();
            await (await read(market)).plan();
            return [between - begun, performance.now() - between];
        }, market);
        all.first.push(first);
        all.second.push(second);
        await page.context().close();
    }
    await browser.close();
    server.close();
    console.log(`Chromium: ${shown(least(all.first))} ms from the import to the first plan, ${shown(least(all.second))} ms for another world`);
}

/** Whole questions in seconds of the processor, reading and judging included. */
async function plans() {
    const { load } = await import(pathToFileURL(join(dist, "sync.node.js")).href);
    const wrongtree = await load();
    const instance = await repeated(51, () => wrongtree.read("entity A : character;"));
    console.log(`an instance with a world of one line: ${shown(instance)} ms`);
    const native = (...words) =>
        1000 * Number(spawnSync("bash", ["-c", 'TIMEFORMAT=%U; time "$0" "$@" >/dev/null 2>&1', binary, ...words], { encoding: "utf8" }).stderr);
    const module = (body) => {
        const begun = process.cpuUsage();
        body();
        return process.cpuUsage(begun).user / 1000;
    };
    const deep = ["camp.wt", "--au", "coma", "--goal", "11", "--author-limit", "20"];
    for (const [name, ...words] of [[...deep, "--character-limit", "8", "--belief-limit", "3"], [...deep, "--belief-limit", "2"], ["letters.wt", "--optimal"]]) {
        const path = join(root, "worlds", name);
        const text = readFileSync(path, "utf8");
        const option = (flag) => (words.includes(flag) ? Number(words[words.indexOf(flag) + 1]) : undefined);
        const reading = words.includes("--au") ? { divergences: ["coma"] } : {};
        const question = { goal: option("--goal"), optimal: words.includes("--optimal"), maxStates: 2000000,
                           limits: { author: option("--author-limit"), character: option("--character-limit"), belief: option("--belief-limit") } };
        const five = (body) => least(Array.from({ length: 5 }, body));
        const world = wrongtree.read(text, reading);
        const first = module(() => world.plan(question));
        const again = five(() => module(() => world.plan(question)));
        const there = five(() => native("plan", path, ...words, "--states", "2000000"));
        console.log(`${name} ${words.join(" ")}: ${shown(first)} ms, again ${shown(again)} ms, natively ${shown(there)} ms`);
    }
}

sizes();
await startInNode();
await startInChromium();
await plans();
