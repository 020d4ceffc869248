// The conformance cases (tests/conformance/worlds): the module gives the answers that the first comments state, as
// tests/conformance/engine_test.cpp reads them.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { InputError } from "wrongtree";
import { load } from "wrongtree/sync";
import { root } from "./support.mjs";

const folder = join(root, "tests/conformance/worlds");
const wrongtree = await load();

/** `author 3 character 3 belief 2 goal 1`; limits as tests/support/worlds.cpp reads them. */
function questionOf(text) {
    const number = (name) => {
        const found = new RegExp(`\\b${name} (-?\\d+)`).exec(text);
        return found ? Number(found[1]) : undefined;
    };
    const limits = { author: number("author"), character: number("character"), belief: number("belief"),
                     foresight: number("foresight"), possibilities: number("possibilities") };
    return { limits, goal: number("goal") };
}

/** What the comments call the answer: `none`, `endless`, or how many actions a plan has. */
function outline(answer) {
    const { steps, verdict } = answer.document;
    return verdict === "found" ? `plan of ${steps.length} actions` : verdict;
}

function wanted(text) {
    return text.startsWith("plan ") ? `plan of ${text.split("(").length - 1} actions` : text;
}

for (const name of readdirSync(folder).sort()) {
    test(name, () => {
        const text = readFileSync(join(folder, name), "utf8");
        const comments = text.split("\n").slice(0, text.split("\n").findIndex((line) => !line.startsWith("//")));
        const asked = comments.filter((line) => line.startsWith("// ask ") && !line.includes("strict"));
        assert.ok(comments.some((line) => /^\/\/ (ask|judge|start) /.test(line)), "the first comment states answers");
        const world = wrongtree.read(text, { name });
        for (const line of asked) {
            const [question, answer] = line.split(" -> ");
            let got;
            try {
                const found = world.plan({ ...questionOf(question), optimal: true });
                got = outline(found);
                if (found.status === "ok")
                    assert.equal(world.verify(found, questionOf(question)).status, "ok", `${line}: the referee objects`);
            } catch (error) {
                if (!(error instanceof InputError)) throw error;
                got = error.diagnostics.some((one) => one.code === "endless-triggers") ? "endless" : error.message;
            }
            assert.equal(got, wanted(answer), line);
        }
    });
}
