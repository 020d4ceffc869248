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

async function same(answer, world, kind, request = "-", plan = "-", word = "-") {
    const wanted = await native(world, kind, request, plan, word);
    const what = [kind, world, request, word].join(" ");
    assert.equal(answer.status, wanted.status, what);
    const bytes = ["board", "export"].includes(kind) && answer.status === "ok" ? answer.bytes : Buffer.from(answer.json);
    // What is no file is a message, which the tester prints as text, too.
    const got = ["board", "export"].includes(kind) ? answer.bytes : bytes;
    assert.ok(Buffer.from(got).equals(wanted.bytes), `${what}: other bytes than the native library`);
}

for (const world of worlds) {
    test(`${world}: the same bytes as natively`, async () => {
        await same(read(world).check(), world, "check");
        await same(read(world).show({ depth: 2, ...question }), world, "show");
        await same(read(world).series({ count: 3, distance: 0.5, seed: 1, maxStates: 20000 }), world, "series");
        for (const name of divergencesOf(world)) {
            const other = read(world, { divergences: [name] });
            await same(read(world).diff(other, { maxStates: 100000 }), world, "diff", "-", "-", name);
        }
        for (const request of requestsOf(world)) {
            const asked = { request, ...question };
            const one = read(world, { requests: [request] });
            const found = one.plan(asked);
            await same(found, world, "plan", request);
            await same(one.tell(asked), world, "tell", request);
            await same(one.board(asked), world, "board", request);
            await same(one.export({ ...asked, format: "epub", alternatives: 1 }), world, "export", request, "-", "epub");
            if (found.status !== "ok") {
                await same(one.whynot(asked), world, "whynot", request);
                continue;
            }
            const path = join(folder, `${world}-${request}.json`);
            writeFileSync(path, found.json);
            await same(one.verify(found, asked), world, "verify", request, path);
            await same(one.show({ plan: found, depth: 2, ...asked }), world, "show", request, path);
            for (const [place] of found.document.steps.entries())
                await same(one.why(found, place + 1, asked), world, "why", request, path, String(place + 1));
        }
        const [request] = requestsOf(world);
        const one = read(world, { requests: [request] });
        for (const format of formats)
            await same(one.export({ request, format, alternatives: 1, ...question }), world, "export", request, "-", format);
        await same(one.whynot({ request, ...question }), world, "whynot", request);
    });
}
