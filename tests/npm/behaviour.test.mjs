// What the package does besides answering: workers, cancelling, progress, errors, limits, sessions, several worlds.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import test from "node:test";
import { Worker } from "node:worker_threads";
import * as wrongtree from "wrongtree";
import { load } from "wrongtree/sync";
import { textOf } from "./support.mjs";

const market = textOf("market.wt");
const camp = textOf("camp.wt");
const sync = await load();
/** A question that takes seconds: nothing comes to that, and it is proved. */
const hard = { goal: 11, limits: { author: 20, character: 8, belief: 3 } };
const coma = { name: "camp.wt", divergences: ["coma"] };

test("in a worker and without one the answers are the same", async () => {
    const there = await wrongtree.read(market, { name: "market.wt" });
    const here = sync.read(market, { name: "market.wt" });
    assert.equal(there.messages.json, here.messages.json);
    const plan = await there.plan();
    assert.equal(plan.text, "walk(Nina, Home, Market)\nbuy(Nina, Otto)\ntaste(Nina)\n");
    assert.equal(plan.json, here.plan().json);
    for (const [method, ...args] of [["check"], ["whynot"], ["show", { plan, depth: 2 }], ["tell", { plan, teller: "Nina" }], ["board", { plan }],
         ["export", { plan, format: "ink" }], ["series", { count: 2 }], ["verify", plan, { strict: true }], ["why", plan, "buy", { character: "Otto" }],
         ["review", "Nina walks from Home to the Market.", { whoKnows: "content()" }]]) {
        const [one, other] = [await there[method](...args), here[method](...args)];
        assert.deepEqual([one.status, one.json, one.text], [other.status, other.json, other.text], method);
        assert.deepEqual(one.document, JSON.parse(one.json), method);
    }
    const odd = { name: "market.wt", divergences: ["plain_jar"] };
    assert.equal((await there.diff(await wrongtree.read(market, odd))).json, here.diff(sync.read(market, odd)).json);
    there.close();
});

test("a world uses libraries that are handed in", async () => {
    const world = "use town/bells;\nentity Ann : character;\nutility(): rung();\nutility(Ann): rung();\n";
    const bells = "library town/bells 1.0;\nproperty rung() : boolean;\n" +
        "action ring(who : character) { effect: rung(); consenting: who; };\n";
    const libraries = { "town/bells": bells };
    assert.equal(sync.read(world, { libraries }).plan().text, "ring(Ann)\n");
    assert.equal((await (await wrongtree.read(world, { libraries })).plan()).text, "ring(Ann)\n");
    assert.throws(() => sync.read(world, { libraries: { "town/bells": bells.replace("boolean", "bolean") } }), /town\/bells/);
    assert.throws(() => sync.read(world));
});

test("a plan is a text, a list or an answer", () => {
    const world = sync.read(market);
    const events = ["walk(Nina, Home, Market)", "buy(Nina, Otto)", "taste(Nina)"];
    const verdicts = [events, events.join("\n"), world.plan()].map((plan) => world.verify(plan).document.verdict);
    assert.deepEqual(verdicts, ["valid", "valid", "valid"]);
    assert.throws(() => world.verify(7), /a plan must be a text, a list of events/);
});

test("mistakes are errors with diagnostics", async () => {
    const wrong = market.replace("coins(Nina) = 1;", "coinz(Nina) = 1;");
    for (const read of [wrongtree.read, async (...args) => sync.read(...args)])
        await assert.rejects(read(wrong, { name: "m.wt" }), (error) => {
            assert.ok(error instanceof wrongtree.InputError && error instanceof wrongtree.WrongtreeError);
            assert.equal(error.diagnostics[0].code, "undefined-name");
            assert.equal(error.diagnostics[0].span.begin.line, 1 + market.slice(0, market.indexOf("coins(Nina) = 1;")).split("\n").length - 1);
            assert.match(error.message, /m\.wt:\d+:1/);
            assert.match(error.diagnostics[0].hint, /coins/);
            return true;
        });
    const world = await wrongtree.read(market);
    await assert.rejects(world.plan({ request: "none" }), wrongtree.InputError);
    await assert.rejects(world.plan({ where: "happens" }), (error) => error.diagnostics.length > 0);
    await assert.rejects(world.plan({ reqest: "syrup" }), /there is no option `reqest`; there are `request`/);
    await assert.rejects(world.plan({ limits: { autor: 3 } }), /there is no option `autor`/);
    await assert.rejects(world.plan({ limits: { author: 1.5 } }), /`limits.author` must be a whole number from 0 to 2147483647, not 1.5/);
    await assert.rejects(world.plan({ where: "a\0b" }), /without a zero character/);
    // And the world is as it was.
    assert.equal((await world.plan()).status, "ok");
    world.close();
    await assert.rejects(world.plan(), /this world is closed/);
});

test("a call that is cancelled ends soon, and the session goes on", async () => {
    const world = await wrongtree.read(camp, coma);
    const session = await world.open(hard);
    assert.equal((await session.happen(0, "slip_away(Temari, Suna, Ash)")).document.moment, 1);
    const cancel = new AbortController();
    let told = 0;
    const asked = session.plan(hard, { signal: cancel.signal, onProgress: () => ++told === 2 && cancel.abort("enough") });
    await assert.rejects(asked, (reason) => reason === "enough");
    const begun = performance.now();
    const again = new AbortController();
    const second = session.plan(hard, { signal: again.signal });
    setTimeout(() => again.abort(), 50);
    await assert.rejects(second, { name: "AbortError" });
    assert.ok(performance.now() - begun < 2000, "it ends soon");
    assert.equal((await session.value(1, "at(Temari)")).document.value, "Ash");
    await assert.rejects(world.plan(hard, { signal: AbortSignal.abort("before") }), (reason) => reason === "before");
    world.close();
});

test("progress grows, and is the same in every run", async () => {
    const world = sync.read(camp, coma);
    const count = () => {
        const all = [];
        world.plan({ ...hard, maxStates: 20000 }, { poll: (steps) => void all.push(steps) });
        return all;
    };
    const steps = count();
    assert.ok(steps.length > 100 && steps.every((step, i) => i === 0 || step >= steps[i - 1] || step < 10), "steps grow");
    assert.deepEqual(count(), steps);
    assert.throws(() => world.plan(hard, { poll: () => true }), { name: "AbortError" });
    assert.throws(() => world.plan(hard, { poll: () => { throw new Error("mine"); } }), /mine/);
    assert.equal(world.tell({ request: "lie" }).status, "ok", "the world can be asked again");
});

test("without shared memory the worker is ended, and begins anew where it was", async () => {
    const program = `
        const { read } = await import("wrongtree");
        delete globalThis.SharedArrayBuffer;
        const { readFileSync } = await import("node:fs");
        const world = await read(readFileSync(process.argv[1], "utf8"), { divergences: ["coma"] });
        const hard = ${JSON.stringify(hard)};
        const session = await world.open(hard);
        const { moment } = (await session.happen(0, "slip_away(Temari, Suna, Ash)")).document;
        const cancel = new AbortController();
        setTimeout(() => cancel.abort("enough"), 100);
        const reason = await session.plan(hard, { signal: cancel.signal }).catch((reason) => reason);
        const { value } = (await session.value(moment, "at(Temari)")).document;
        console.log(reason, value, (await world.tell({ request: "lie" })).status);
    `;
    const path = new URL("camp.wt", `file://${process.env.WT_SOURCE_DIR}/worlds/`).pathname;
    const printed = execFileSync("node", ["--input-type=module", "-e", program, path], { encoding: "utf8" });
    assert.equal(printed, "enough Ash ok\n");
});

test("a program ends though its worlds are not closed", async () => {
    const program = `const { read } = await import("wrongtree"); const world = await read("entity A : character;"); await world.plan({ goal: 0 }).catch(() => {});`;
    execFileSync("node", ["--input-type=module", "-e", program], { timeout: 20000, stdio: "pipe" });
});

test("a limit ends a question, and says which", async () => {
    const world = sync.read(camp, coma);
    for (const [limit, stopped] of [[{ maxStates: 500 }, "states"], [{ maxBytes: 1_000_000 }, "memory"]]) {
        const answer = world.plan({ ...hard, goal: 10, ...limit });
        assert.equal(answer.status, "undecided");
        assert.equal(answer.document.stopped_by, stopped);
    }
    assert.throws(() => world.open({ maxBytes: 1 }), wrongtree.LimitError);
    assert.equal(world.plan({ maxBytes: 1 }).status, "undecided");
});

test("memory that is used up is an error, and the world goes on", async () => {
    for (const read of [wrongtree.read, async (...args) => sync.read(...args)]) {
        const world = await read(camp, { ...coma, memory: 24 * 2 ** 20 });
        const session = await world.open(hard);
        await assert.rejects(async () => session.plan(hard), wrongtree.MemoryError);
        await assert.rejects(async () => session.value(0, "1"), wrongtree.MemoryError, "of a session only closing is left to do");
        await session.close();
        assert.equal((await world.plan({ request: "lie" })).status, "ok");
    }
    await assert.rejects(wrongtree.read(camp, { memory: 5 * 2 ** 30 }), /`memory` must be a number of bytes up to 4 GiB/);
});

test("what is nested as deep as may be does not exhaust the stack", async () => {
    const nested = (depth, open, close, middle) => `type t; entity A : character; property p() : boolean; property n() : number; n() = 1;
action a(A) { precondition: ${open.repeat(depth)}${middle}${close.repeat(depth)}; effect: p(); consenting: A; };
utility(): p(); utility(A): p(); limits: author 2, character 2, belief 1;`;
    const shapes = [["(", ")", "n() == 1"], ["!(", ")", "n() == 2"], ["(n() == 1 & ", ")", "n() == 1"], ["believes(A, ", ")", "n() == 1"],
                    ["(if(n() == 1) ", " else False)", "True"]];
    for (const [open, close, middle] of shapes) {
        const text = nested(open.startsWith("!") ? 98 : 99, open, close, middle);
        const here = sync.read(text).plan({ goal: 1 });
        const world = await wrongtree.read(text);
        const there = await world.plan({ goal: 1 });
        assert.equal(there.json, here.json);
        world.close();
    }
    // One level beyond what may be is a mistake, not a crash.
    for (const depth of [250, 100000])
        assert.throws(() => sync.read(nested(depth, "(", ")", "n() == 1")), wrongtree.InputError);
});

test("where the stack is used up, an error says so, and a worker begins anew", async () => {
    // A thread with hardly any stack.
    const program = `
        const { load } = await import("wrongtree/sync");
        const { parentPort, workerData } = await import("node:worker_threads");
        const wrongtree = await load();
        let world, name;
        const deep = (depth) => depth > 0 ? deep(depth - 1) + 0 : (() => { world = wrongtree.read(workerData); return 0; })();
        let depth = 1;
        for (; name === undefined; depth *= 1.2) try { deep(Math.floor(depth)); } catch (error) { name = error.name; }
        parentPort.postMessage([name, wrongtree.read(workerData).plan().status]);`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program.replaceAll("wrongtree/sync", import.meta.resolve("wrongtree/sync")))}`), { workerData: market });
    const [[name, status]] = await once(worker, "message");
    assert.ok(["StackError", "RangeError"].includes(name), name);
    assert.equal(status, "ok");
});

test("a story runs, is saved and goes on", async () => {
    const world = await wrongtree.read(market);
    const session = await world.open();
    const walked = await session.happen(0, "walk(Nina, Home, Market)");
    assert.deepEqual(walked.document, { event: "walk(Nina, Home, Market)", moment: 1 });
    const denied = await session.happen(0, "taste(Nina)");
    assert.equal(denied.status, "no");
    assert.match(denied.text, /taste\(Nina\)/);
    const next = await session.next(1);
    assert.deepEqual(next.document.events.map((one) => one.event), ["buy(Nina, Otto)"]);
    const intends = await session.intends(1, "Nina");
    assert.deepEqual(intends.document.intends[0].plan, ["buy(Nina, Otto)", "taste(Nina)"]);
    const bought = (await session.happen(1, "buy(Nina, Otto)")).document.moment;
    assert.equal((await session.value(bought, "believes(Nina, content())")).document.value, "Honey");
    assert.equal((await session.value(bought, "content()")).document.value, "Syrup");
    assert.equal((await session.value(bought, "coins(Nina)")).document.value, 0);
    const rest = await session.plan({ from: bought, firstTry: ["taste(Nina)"] });
    assert.equal(rest.text, "taste(Nina)\n");
    assert.ok((await session.bytes()) > 1000);
    const save = await session.save(bought);
    const other = await (await wrongtree.read(market.replaceAll("taste", "sip"))).open();
    const restored = await other.restore(save);
    assert.deepEqual([restored.status, restored.document.moment, restored.document.same_world], ["ok", 2, false]);
    await session.close();
    await assert.rejects(session.value(0, "1"), /this session is closed/);
    await assert.rejects((await world.open()).value(9, "1"), /no moment 9/);
    world.close();
});

test("several worlds compute at the same time, each by itself", async () => {
    const texts = [["market.wt", "syrup"], ["vault.wt", "heist"], ["auction.wt", "winner"], ["market.wt", "sale"]];
    const answers = await Promise.all(texts.map(async ([name, request]) => {
        const world = await wrongtree.read(textOf(name), { requests: [request] });
        const asked = await Promise.all([world.plan({ request }), world.tell({ request })]);
        world.close();
        return asked;
    }));
    answers.forEach(([plan, told], i) => {
        const world = sync.read(textOf(texts[i][0]), { requests: [texts[i][1]] });
        assert.equal(plan.json, world.plan({ request: texts[i][1] }).json);
        assert.equal(told.text, world.tell({ request: texts[i][1] }).text);
    });
});
