// `wrongtree serve` in Chromium: asking, progress, stopping, editing the file, mistakes.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { binary, isReady, launch, open, until, violations, world, write } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
const servers = [];
after(async () => {
    for (const one of servers) one.kill("SIGKILL");
    await browser.close();
});

const kHard = `type lamp; entity Ann : character;
${Array.from({ length: 40 }, (_, i) => `entity L${i} : lamp;`).join("\n")}
property glows(l : lamp) : boolean; property sealed() : boolean; property open() : boolean;
action light(Ann, l : lamp) { precondition: !glows(l); effect: glows(l); };
action quench(Ann, l : lamp) { precondition: glows(l); effect: !glows(l); };
action seal(Ann) { precondition: glows(L7) & !sealed(); effect: sealed() & !open(); };
action unseal(Ann) { precondition: glows(L8) & sealed(); effect: !sealed() & open(); };
utility(): if(sealed() & open()) 1 else 0;
limits: author 1000, character 5, belief 1;
`;

/** A running server: its address, and how to end it. */
async function serve(path, ...options) {
    const process = spawn(binary, ["serve", path, "--no-browser", ...options], { stdio: ["ignore", "pipe", "ignore"] });
    servers.push(process);
    const [address] = await new Promise((resolve) => createInterface(process.stdout).once("line", (line) => resolve([line])));
    return { address, end: () => process.kill("SIGTERM") };
}

async function opened(served, options = {}) {
    const made = await open(browser, served.address, options);
    await made.page.waitForURL(/\/$/);
    await until(made.page, isReady);
    return made;
}

const board = (page) => page.frameLocator("#board");

test("a request chosen in the form becomes a board, without a complaint", async () => {
    const served = await serve(world("market.wt"));
    const { page, complaints, context } = await opened(served);
    assert.deepEqual(await page.locator("#world option").allInnerTexts(),
        ["market.wt", "auction.wt", "camp.wt", "letters.wt", "manor.wt", "vault.wt"]);
    await page.locator("#request").selectOption("syrup");
    await page.locator("#find").click();
    await board(page).getByRole("heading", { level: 1 }).waitFor();
    assert.equal(await board(page).getByRole("heading", { level: 1 }).innerText(), "She tastes what she has bought");
    assert.match(await page.locator("#status").innerText(), /Found after/);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints, []);
    assert.ok(!page.url().includes("secret"));
    if (process.env.WT_PICTURES) await page.screenshot({ path: `${process.env.WT_PICTURES}/serve.png` });
    await context.close();
    served.end();
});

test("another world of the folder, under a divergence, is shown beside canon", async () => {
    const served = await serve(world("market.wt"));
    const { page, complaints, context } = await opened(served);
    await page.locator("#world").selectOption("camp.wt");
    await page.getByLabel("coma").check();
    await page.locator("#request").selectOption("persuasion");
    await page.locator("#find").click();
    await board(page).getByRole("heading", { level: 1 }).waitFor();
    assert.equal(await board(page).getByRole("heading", { level: 1 }).innerText(), "She is sure that he will come");
    assert.deepEqual(complaints, []);
    await context.close();
    served.end();
});

test("a search shows its progress and can be stopped", async () => {
    const served = await serve(write("hard.wt", kHard));
    const { page, complaints, context } = await opened(served, { colorScheme: "dark" });
    await page.locator("#find").click();
    await until(page, () => /Looking for a story: .* [1-9]\d* states/.test(document.getElementById("status").textContent));
    assert.ok(await page.locator("#bar").isVisible());
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Stop" }).click();
    await until(page, () => document.getElementById("status").textContent === "Stopped");
    assert.ok(!(await page.locator("#bar").isVisible()));
    assert.deepEqual(complaints, []);
    await context.close();
    served.end();
});

test("what cannot be answered says why", async () => {
    const served = await serve(world("market.wt"));
    const { page, complaints, context } = await opened(served);
    await page.locator("#where").fill("sometime (");
    await page.locator("#find").click();
    await until(page, () => document.getElementById("message").textContent.includes("expected"));
    await page.locator("#where").fill("never happens buy & sometime tasted(Nina) == Syrup");
    await page.locator("#where").press("Enter");
    await until(page, () => document.getElementById("message").textContent.includes("proved: no plan"));
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints, []);
    await context.close();
    served.end();
});

test("editing the file reloads the world and asks again", async () => {
    const path = write("edited.wt", readFileSync(world("market.wt"), "utf8"));
    const served = await serve(path);
    const { page, complaints, context } = await opened(served, { viewport: { width: 360, height: 740 } });
    await page.locator("#request").selectOption("syrup");
    await page.locator("#find").click();
    await board(page).getByRole("heading", { level: 1 }).waitFor();
    writeFileSync(path, readFileSync(path, "utf8").replace("She tastes what she has bought", "Syrup, of all things"));
    await board(page).getByRole("heading", { level: 1, name: "Syrup, of all things" }).waitFor();
    writeFileSync(path, "entity Ann : nobody_knows(");
    await until(page, () => document.getElementById("message").textContent.includes("error"));
    assert.ok(await page.locator("#find").isDisabled());
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints, []);
    await context.close();
    served.end();
});

test("the page says when the program has ended", async () => {
    const served = await serve(world("market.wt"));
    const { page, context } = await opened(served);
    served.end();
    await until(page, () => document.getElementById("connection").textContent.includes("does not answer"));
    await context.close();
});
