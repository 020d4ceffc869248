// On every shipped world, with every request: the same bytes as the native library, and so as the command line
// (tests/library/test_library.py).
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { load } from "wrongtree/sync";
import { divergencesOf, native, pathOf, requestsOf, textOf, worlds } from "./support.mjs";

const folder = mkdtempSync(join(tmpdir(), "wrongtree-npm-"));
const wrongtree = await load();
const question = { maxStates: 300000 };
const formats = ["json", "ink", "twee", "yarn", "epub", "dot", "csv"];

const read = (world, more = {}) => wrongtree.read(textOf(world), { name: pathOf(world), ...more });

/** Asks natively and here at the same time; gives the answer. */
async function same(ask, world, kind, request = "-", plan = "-", word = "-") {
    const asked = native(world, kind, request, plan, word);
    const answer = ask();
    const wanted = await asked;
    const what = [kind, world, request, word].join(" ");
    assert.equal(answer.status, wanted.status, what);
    const bytes = ["board", "export"].includes(kind) ? answer.bytes : Buffer.from(answer.json);
    assert.ok(wanted.bytes.equals(bytes), `${what}: other bytes than the native library`);
    return answer;
}

for (const world of worlds) {
    test(`${world}: the same bytes as natively`, async () => {
        await same(() => read(world).check(), world, "check");
        await same(() => read(world).show({ depth: 2, ...question }), world, "show");
        await same(() => read(world).series({ count: 3, distance: 0.5, seed: 1, maxStates: 20000 }), world, "series");
        for (const name of divergencesOf(world))
            await same(() => read(world).diff(read(world, { divergences: [name] }), { maxStates: 100000 }), world, "diff", "-", "-", name);
        const requests = requestsOf(world);
        for (const request of requests) {
            const asked = { request, ...question };
            const one = read(world, { requests: [request] });
            const book = (format) =>
                same(() => one.export({ ...asked, format, alternatives: 1 }), world, "export", request, "-", format);
            const found = await same(() => one.plan(asked), world, "plan", request);
            await same(() => one.tell(asked), world, "tell", request);
            await same(() => one.board(asked), world, "board", request);
            // The others are made of the same chapters.
            for (const format of request === requests[0] ? formats : ["epub"]) await book(format);
            if (found.status !== "ok" || request === requests[0]) await same(() => one.whynot(asked), world, "whynot", request);
            if (found.status !== "ok") continue;
            const path = join(folder, `${world}-${request}.json`);
            writeFileSync(path, found.json);
            await same(() => one.verify(found, asked), world, "verify", request, path);
            await same(() => one.show({ plan: found, depth: 2, ...asked }), world, "show", request, path);
            for (const place of [1, found.document.steps.length])
                await same(() => one.why(found, place, asked), world, "why", request, path, String(place));
        }
    });
}
