// The package in Chromium: examples/browser is played, a world is asked in a worker and without one, cancelled with and without shared
// memory, and nothing is loaded from anywhere else.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import test, { after, before } from "node:test";
import { read } from "wrongtree";
import { root, textOf } from "./support.mjs";

const { chromium } = createRequire(join(root, "tests/browser/package.json"))("playwright-core");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"];
const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm", ".wt": "text/plain" };

let server, browser, address;
const page = readFileSync(join(root, "examples/browser/index.html"), "utf8");

before(async () => {
    // What a reader of examples/browser/README.md has in a folder.
    mkdirSync("site/node_modules", { recursive: true });
    cpSync("node_modules/wrongtree", "site/node_modules/wrongtree", { recursive: true });
    cpSync(join(root, "examples/browser/index.html"), "site/index.html");
    cpSync(join(root, "worlds/camp.wt"), "site/camp.wt");
    server = createServer((request, response) => {
        const { pathname, searchParams } = new URL(request.url, "http://localhost");
        const path = join("site", pathname === "/" ? "index.html" : pathname);
        if (pathname === "/empty") return response.writeHead(200, headers(searchParams)).end('<!doctype html><link rel="icon" href="data:,">');
        if (!existsSync(path)) return response.writeHead(404).end();
        response.writeHead(200, { ...isolation, "content-type": types[extname(path)] ?? "text/plain" }).end(readFileSync(path));
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${server.address().port}`;
    browser = await chromium.launch({ executablePath: process.env.WT_CHROMIUM, args: flags });
});
after(async () => {
    await browser?.close();
    server?.close();
});

/** Under which a page has shared memory. */
const isolation = { "cross-origin-resource-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
const headers = (wanted) => ({ "content-type": "text/html", ...(wanted.has("isolated") ? { ...isolation, "cross-origin-opener-policy": "same-origin" } : {}) });

/** A page with the list of what went wrong on it. */
async function open(path, options = {}) {
    const context = await browser.newContext({ viewport: { width: 900, height: 800 }, ...options });
    const opened = await context.newPage();
    const complaints = [];
    opened.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
    opened.on("pageerror", (error) => complaints.push(error.message));
    opened.on("request", (request) => !/^(data:|blob:)/.test(request.url()) && !request.url().startsWith(address) && complaints.push(`asked ${request.url()}`));
    await opened.goto(address + path);
    return { page: opened, complaints, context };
}

test("the page has under 120 lines", () => {
    const lines = page.trimEnd().split("\n");
    assert.ok(lines.length < 120, String(lines.length));
    for (const line of lines) assert.ok(line.length <= 160, line);
});

test("the page plays the camp: choices with reasons, others' acts told, restart", async () => {
    const { page, complaints, context } = await open("/");
    const buttons = page.locator("#choices button");
    await buttons.first().waitFor();
    assert.equal(await page.locator("#player").inputValue(), "Temari");
    assert.match(await buttons.first().innerText(), /slip away.*You expect: drop/s, "a choice has a reason");
    assert.match(await page.locator("#story").innerText(), /You are in Suna/);
    if (process.env.WT_SHOTS) await page.screenshot({ path: join(process.env.WT_SHOTS, "begin.png") });
    await buttons.filter({ hasText: "Ash" }).first().click();
    await buttons.first().waitFor();
    assert.match(await page.locator("#story").innerText(), /climbed the ash/, "what one does is told");
    await buttons.filter({ hasText: "drop" }).first().click();
    await buttons.first().waitFor();
    // The others act for their reasons while she waits, until somebody recognises her.
    for (let turn = 0; turn < 12 && !/Shikamaru|Naruto/.test(await page.locator("#story").innerText()); ++turn) {
        await buttons.filter({ hasText: "wait" }).click();
        await buttons.first().waitFor();
    }
    assert.match(await page.locator("#story").innerText(), /Shikamaru|Naruto/, "what the others do is told");
    if (process.env.WT_SHOTS) await page.screenshot({ path: join(process.env.WT_SHOTS, "later.png"), fullPage: true });
    await page.locator("#restart").click();
    await buttons.filter({ hasText: "Ash" }).first().waitFor();
    assert.doesNotMatch(await page.locator("#story").innerText(), /climbed/, "it begins anew");
    for (const name of ["Naruto", "Shikamaru", "Gaara"]) {
        await page.locator("#player").selectOption(name);
        await buttons.filter({ hasText: "wait" }).waitFor();
    }
    await page.setViewportSize({ width: 360, height: 640 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "it fits on a telephone");
    if (process.env.WT_SHOTS) await page.screenshot({ path: join(process.env.WT_SHOTS, "narrow.png") });
    assert.deepEqual(complaints, []);
    await context.close();
});

const market = textOf("market.wt");
const camp = textOf("camp.wt");
/** A question that takes seconds. */
const hard = { goal: 11, limits: { author: 20, character: 8, belief: 3 } };
const module = "/node_modules/wrongtree/dist";

for (const isolated of [true, false]) {
    test(`a worker answers, tells how far it is, and is cancelled ${isolated ? "with" : "without"} shared memory`, async () => {
        const { page, complaints, context } = await open(`/empty${isolated ? "?isolated" : ""}`);
        const got = await page.evaluate(async ([module, market, camp, hard]) => {
            const { read, InputError } = await import(`${module}/browser.js`);
            const world = await read(market, { name: "market.wt" });
            const plan = await world.plan();
            const json = plan.json;
            const mistake = await read(market.replace("coins(Nina) = 1;", "coinz(Nina) = 1;")).catch((error) => error instanceof InputError && error.diagnostics[0].code);
            const deep = await read(camp, { divergences: ["coma"] });
            const session = await deep.open(hard);
            await session.happen(0, "slip_away(Temari, Suna, Ash)");
            const stop = new AbortController();
            let told = 0;
            const reason = await session.plan(hard, { signal: stop.signal, onProgress: ({ steps }) => steps > 0 && ++told === 2 && stop.abort("enough") })
                .catch((reason) => reason);
            const value = (await session.value(1, "at(Temari)")).document.value;
            return { isolated: crossOriginIsolated, json, mistake, reason, told: told >= 2, value };
        }, [module, market, camp, hard]);
        const there = await read(market, { name: "market.wt" });
        const json = (await there.plan()).json;
        there.close();
        assert.deepEqual(got, { isolated, json, mistake: "undefined-name", reason: "enough", told: true, value: "Ash" });
        assert.deepEqual(complaints, []);
        await context.close();
    });
}

test("what is nested as deep as may be fits in the stack of a page and of a worker", async () => {
    const { page, context } = await open("/empty");
    const got = await page.evaluate(async (module) => {
        const { read } = await import(`${module}/browser.js`);
        const { load } = await import(`${module}/sync.browser.js`);
        const nested = (open, close, middle, depth) => `type t; entity A : character; property p() : boolean; property n() : number; n() = 1;
action a(A) { precondition: ${open.repeat(depth)}${middle}${close.repeat(depth)}; effect: p(); consenting: A; };
utility(): p(); utility(A): p(); limits: author 2, character 2, belief 1;`;
        const shapes = [["(", ")", "n() == 1"], ["(n() == 1 & ", ")", "n() == 1"], ["believes(A, ", ")", "n() == 1"],
                        ["(if(n() == 1) ", " else False)", "True"]];
        const sync = await load();
        const all = [];
        for (const shape of shapes) {
            const text = nested(...shape, 99);
            const world = await read(text);
            all.push((await world.plan({ goal: 1 })).status, sync.read(text).plan({ goal: 1 }).status);
            world.close();
        }
        return all;
    }, module);
    assert.deepEqual(got, Array(8).fill("ok"));
    await context.close();
});
