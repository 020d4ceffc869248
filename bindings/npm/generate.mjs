// Writes src/documents: the types of all documents, made from docs/schema.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const here = fileURLToPath(new URL(".", import.meta.url));
const schemas = join(here, "../../docs/schema");
const target = join(here, "src/documents");
const options = { bannerComment: "", ignoreMinAndMaxItems: true, format: false };

const capital = (name) => name[0].toUpperCase() + name.slice(1);

/** A description beside a reference would make the type twice. */
function withoutAsides(node) {
    if (Array.isArray(node)) return node.map(withoutAsides);
    if (node === null || typeof node !== "object") return node;
    if (typeof node.$ref === "string") return { $ref: node.$ref };
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutAsides(value)]));
}

async function write(name, schema) {
    const { title, description, ...rest } = withoutAsides(schema);
    const text = await compile({ ...rest, description: description ? `${title}. ${description}` : title }, name, options);
    writeFileSync(join(target, `${name}.ts`), text);
}

mkdirSync(target, { recursive: true });
const index = [];
for (const file of readdirSync(schemas).sort()) {
    const schema = JSON.parse(readFileSync(join(schemas, file), "utf8"));
    const base = file.replace(".schema.json", "");
    // The documents of a running story are in one schema, each with its title.
    const { oneOf, $defs } = schema;
    const all = oneOf ? oneOf.map((one) => [one.title, { ...one, title: one.description, description: undefined, $defs }]) : [[base, schema]];
    for (const [title, one] of all) {
        const name = `${capital(title)}Document`;
        await write(name, one);
        index.push(`export type { ${name} } from "./${name}.js";`);
    }
}
index.push('export type { Diagnostic } from "./DiagnosticsDocument.js";');
index.push('export type { BoardDocument, ExportedDocument } from "../small.js";');
writeFileSync(join(target, "index.ts"), `${index.join("\n")}\n`);
