// What the browser tests share: boards made with the program, worlds made up, and Chromium with its complaints.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const binary = process.env.WT_BINARY;
export const root = process.env.WT_SOURCE_DIR;
export const folder = mkdtempSync(join(tmpdir(), "wrongtree-browser-"));
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export async function launch() {
    return chromium.launch({ executablePath: process.env.WT_CHROMIUM, args: flags });
}

/** Writes a file into the tests' folder. */
export function write(name, text) {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
}

/** Runs `wrongtree board`; the address of the page. */
export function board(name, ...args) {
    const path = join(folder, name);
    execFileSync(binary, ["board", ...args, "-o", path], { stdio: ["ignore", "ignore", "pipe"] });
    return pathToFileURL(path).href;
}

export const world = (name) => join(root, "worlds", name);

/** A page with the list of what went wrong on it. */
export async function open(browser, url, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
        const known = ["file:", "data:"];
        if (url.startsWith("file:") && !known.some((start) => request.url().startsWith(start)))
            complaints.push(`asked the network for ${request.url()}`);
    });
    await page.goto(url);
    if (options.javaScriptEnabled !== false && url.startsWith("file:")) await until(page, isReady);
    return { page, complaints, context };
}

export const isReady = () => document.documentElement.dataset.ready === "yes";

/** Waits for a condition of the page. (Playwright's own way evaluates a string, which the page's policy forbids.) */
export async function until(page, condition, { milliseconds = 10_000, argument } = {}) {
    const end = Date.now() + milliseconds;
    while (!(await page.evaluate(condition, argument))) {
        if (Date.now() > end) throw new Error(`never came true: ${condition}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

/** What axe-core has against a page. The debugger may run it though the page's policy lets no other script in. */
export async function violations(page) {
    await page.evaluate(axeSource);
    const found = await page.evaluate(async () => (await globalThis.axe.run(document)).violations);
    return found.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.html} (${node.failureSummary})`).join("; ")}`);
}

/** A world of `people` characters and the text of a plan of `length` visits in it. */
export function crowd(people, length) {
    const places = 6;
    const who = (i) => `Person${i}`;
    let text = "type place;\n";
    for (let i = 0; i < people; ++i) text += `entity ${who(i)} : character;\n`;
    for (let i = 0; i < places; ++i) text += `entity Place${i} : place;\n`;
    text += `property at(who : character) : place;
property visits(who : character) : number;
action visit(who : character, to : place) {
    precondition: at(who) != to;
    effect: at(who) = to & visits(who) = visits(who) + 1;
    consenting: who;
    observing(c : character): at(c) == at(who) | at(c) == to;
};
`;
    const at = [];
    for (let i = 0; i < people; ++i) {
        at.push(i % places);
        text += `at(${who(i)}) = Place${i % places};\nutility(${who(i)}): visits(${who(i)});\n`;
    }
    text += "utility(): visits(Person0);\nlimits: author 40, character 1, belief 1;\n";
    let plan = "";
    for (let i = 0; i < length; ++i) {
        const person = (i * 5) % people;
        at[person] = (at[person] + 1 + (i % 3)) % places;
        plan += `visit(${who(person)}, Place${at[person]})\n`;
    }
    return { text, plan };
}
