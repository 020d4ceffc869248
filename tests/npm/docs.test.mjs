// The programs of docs/npm.md and bindings/npm/README.md print what stands below them; the types fit a program in TypeScript; and the
// package is as small as the page says.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { root } from "./support.mjs";

const binding = join(root, "bindings/npm");
if (!existsSync("worlds")) symlinkSync(join(root, "worlds"), "worlds");

for (const page of ["docs/npm.md", "bindings/npm/README.md"]) {
    const text = readFileSync(join(root, page), "utf8");
    const samples = [...text.matchAll(/^```js\n(.*?)^```\n\nIt prints\n\n```text\n(.*?)^```$/gms)];
    assert.equal(samples.length, text.split("```js\n").length - 1, `${page}: what every program prints is said`);
    samples.forEach(([, code, printed], i) =>
        test(`${page}, program ${i + 1}`, () => {
            const name = `sample-${page.replaceAll("/", "-")}-${i}.mjs`;
            writeFileSync(name, code);
            assert.equal(execFileSync("node", [name], { encoding: "utf8" }).trimEnd(), printed.trimEnd());
        }),
    );
}

test("the types fit a program, and refuse what is wrong", () => {
    const tsc = join(binding, "node_modules/typescript/bin/tsc");
    for (const resolution of ["NodeNext", "Bundler"]) {
        const module = resolution === "Bundler" ? "ESNext" : resolution;
        writeFileSync(`tsconfig.${resolution}.json`, JSON.stringify({
            compilerOptions: { strict: true, noEmit: true, target: "ES2022", module, moduleResolution: resolution, lib: ["ES2022", "DOM"],
                               types: [], skipLibCheck: false },
            files: ["sample.ts"],
        }));
        execFileSync("node", [tsc, "-p", `tsconfig.${resolution}.json`], { stdio: "pipe", encoding: "utf8" });
    }
});

test("the package is small, and has all that it needs", () => {
    const files = execFileSync("tar", ["-tzf", process.env.WT_ARCHIVE], { encoding: "utf8" }).split("\n");
    for (const name of ["LICENSE", "NOTICE", "README.md", "dist/node.js", "dist/browser.js", "dist/node.d.ts", "dist/wrongtree.wasm"])
        assert.ok(files.includes(`package/${name}`), name);
    const module = readFileSync("node_modules/wrongtree/dist/wrongtree.wasm");
    assert.ok(gzipSync(module, { level: 9 }).length < 1_000_000, "the module is under 1 MB gzipped");
    assert.ok(readFileSync(process.env.WT_ARCHIVE).length < 1_000_000, "the archive is under 1 MB");
    const imports = WebAssembly.Module.imports(new WebAssembly.Module(module)).map(({ module: from, name }) => `${from}.${name}`).sort();
    assert.deepEqual(imports, ["env.memory", "wrongtree.attempt", "wrongtree.leave", "wrongtree.poll"], "WASM-1");
});
