// Plays exported files to every ending in their real players, and compares what they show with the JSON
// export of the same story. Prints one line for each file, and everything that is wrong.
//
//     node players.mjs FOLDER      FOLDER has NAME.json, NAME.ink, NAME.twee and NAME.yarn
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { StoryFormat, compileTwine2HTML, parseTwee } from "extwee";
import { Compiler, CompilerOptions } from "inkjs/full";
import YarnBound from "yarn-bound";

const kMostCourses = 5000;
let wrong = 0;

function complain(name, text) {
    ++wrong;
    console.log(`${name}: ${text}`);
}

/** All courses of a book by its JSON: the texts of its lines and choices, in order. */
function coursesOf(book) {
    const courses = [];
    const walk = (chapter, moment, told) => {
        const ways = chapter.moments[moment].ways.map((way) => chapter.ways[way]);
        if (ways.length === 0) courses.push(told);
        for (const way of ways) {
            const choice = ways.length > 1 ? [`? ${way.choice.text}`] : [];
            walk(chapter, way.to, [...told, ...choice, ...way.lines.map((line) => line.text)]);
        }
    };
    for (const chapter of book.chapters) {
        const menu = book.chapters.length === 1 ? [] : [`? ${chapter.title.text}`];
        walk(chapter, 0, [...menu, ...chapter.opening.map((line) => line.text)]);
    }
    return courses.map((course) => course.join("\n"));
}

/** Plays depth first: `open(choices)` plays from the start by the choices and hands out what was told and the
 * choices there are then. */
function playAll(open) {
    const courses = [];
    const walk = (choices) => {
        const { told, options } = open(choices);
        if (options.length === 0) courses.push(told.join("\n"));
        for (let i = 0; i < options.length && courses.length < kMostCourses; ++i) walk([...choices, i]);
    };
    walk([]);
    return courses;
}

function compare(name, played, expected) {
    const missing = expected.filter((one) => !played.includes(one));
    const extra = played.filter((one) => !expected.includes(one));
    for (const one of missing.slice(0, 2)) complain(name, `never played:\n${one}\n`);
    for (const one of extra.slice(0, 2)) complain(name, `not in the book:\n${one}\n`);
    if (played.length !== expected.length) complain(name, `${played.length} courses, not ${expected.length}`);
    return played.length;
}

function idsOf(book) {
    const ids = new Map();
    for (const chapter of book.chapters) {
        for (const line of chapter.opening) ids.set(line.id, line.text);
        for (const way of chapter.ways) for (const line of way.lines) ids.set(line.id, line.text);
    }
    return ids;
}

function playInk(name, text, book) {
    const messages = [];
    const options = new CompilerOptions(null, [], true, (message) => messages.push(message), null);
    const compiled = new Compiler(text, options).Compile();
    for (const message of messages) complain(name, message);
    const ids = idsOf(book);
    const seen = new Set();
    const played = playAll((choices) => {
        const story = compiled;
        story.ResetState();
        const told = [];
        const read = () => {
            while (story.canContinue) {
                const line = story.Continue().trim();
                if (line === "") continue;
                told.push(line);
                const id = story.currentTags.find((tag) => tag.startsWith("line:"))?.slice(5);
                if (ids.get(id) !== line) complain(name, `line ${id} is not \`${line}\``);
                seen.add(id);
            }
        };
        read();
        for (const choice of choices) {
            told.push(`? ${story.currentChoices[choice].text}`);
            story.ChooseChoiceIndex(choice);
            read();
        }
        return { told, options: story.currentChoices };
    });
    for (const id of ids.keys()) if (!seen.has(id)) complain(name, `line ${id} is never reached`);
    return played;
}

function playYarn(name, text, book) {
    const startAt = book.chapters.length === 1 ? /^title: (.*)$/m.exec(text)[1] : "menu";
    return playAll((choices) => {
        const runner = new YarnBound({ dialogue: text, startAt, combineTextAndOptionsResults: false });
        const told = [];
        const left = [...choices];
        for (;;) {
            const result = runner.currentResult;
            if (result === undefined || result === null) return { told, options: [] };
            if (result instanceof YarnBound.OptionsResult || result.options) {
                if (left.length === 0) return { told, options: result.options };
                const choice = left.shift();
                told.push(`? ${result.options[choice].text.trim()}`);
                runner.advance(choice);
                continue;
            }
            if (typeof result.text === "string") {
                const speaker = result.markup?.find((one) => one.name === "character");
                const said = speaker ? result.text.slice(speaker.length) : result.text.replace(/^\w+: /, "");
                told.push(said.trim());
            }
            if (result.isDialogueEnd) return { told, options: [] };
            runner.advance();
        }
    });
}

/** A story format that is nothing but the story's data. */
function bareFormat() {
    const format = new StoryFormat();
    format.name = "Bare";
    format.version = "1.0.0";
    format.source = "{{STORY_DATA}}";
    return format;
}

/** What a browser shows of character references. */
function shown(text) {
    return text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}

/** A link's signs of markup, which are full-width there, as they are in the book. */
function narrow(text) {
    return text.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCodePoint(sign.codePointAt(0) - 0xfee0));
}

function playTwee(name, text, book) {
    const story = parseTwee(text);
    const page = compileTwine2HTML(story, bareFormat());
    if (!page.includes("<tw-storydata")) complain(name, "it does not compile");
    const passages = new Map();
    for (const passage of story.passages) {
        if (passages.has(passage.name)) complain(name, `two passages \`${passage.name}\``);
        passages.set(passage.name, passage.text);
    }
    const linkPattern = /\[\[([^\]]*?)->([^\]]*?)\]\]/g;
    const reached = new Set();
    const opened = (passage) => {
        reached.add(passage);
        const source = passages.get(passage);
        const links = [...source.matchAll(linkPattern)].map((link) => ({ text: narrow(link[1]), target: link[2] }));
        for (const mark of ["[", "<", "{", "//", "''", "$", "~", "&", "*", "_", "`", "|"])
            for (const [, label] of source.matchAll(linkPattern))
                if (label.includes(mark)) complain(name, `markup \`${mark}\` in the link \`${label}\``);
        for (const link of links) if (!passages.has(link.target)) complain(name, `no passage \`${link.target}\``);
        const prose = source.replace(linkPattern, "");
        for (const mark of ["[[", "<<", "<", "{", "//", "''", "$", "~~"])
            if (prose.includes(mark)) complain(name, `markup \`${mark}\` in \`${passage}\``);
        return { prose: shown(prose).replace(/\s+/g, " ").trim(), links };
    };
    const played = playAll((choices) => {
        const told = [];
        const left = [...choices];
        let passage = story.start;
        for (;;) {
            const { prose, links } = opened(passage);
            if (prose !== "") told.push(prose);
            if (links.length === 0) return { told, options: [] };
            if (links.length === 1 && links[0].text === "...") {
                passage = links[0].target;
                continue;
            }
            if (left.length === 0) return { told, options: links };
            const choice = left.shift();
            told.push(`? ${links[choice].text}`);
            passage = links[choice].target;
        }
    });
    for (const passage of passages.keys())
        if (!reached.has(passage) && !["StoryTitle", "StoryData"].includes(passage))
            complain(name, `passage \`${passage}\` is never reached`);
    return played;
}

/** Sentences of a passage stand in one line: compared without knowing where each begins. */
const flat = (course) => course.split("\n").map((line) => (line.startsWith("? ") ? `\n${line}\n` : ` ${line} `))
    .join("").replace(/ +/g, " ").replace(/ ?\n ?/g, "\n").trim();

const folder = process.argv[2];
const names = readdirSync(folder).filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -5)).sort();
for (const name of names) {
    const read = (kind) => readFileSync(join(folder, `${name}.${kind}`), "utf8");
    const book = JSON.parse(read("json"));
    const expected = coursesOf(book);
    for (const [kind, play] of [["ink", playInk], ["yarn", playYarn], ["twee", playTwee]]) {
        try {
            const file = `${name}.${kind}`;
            const played = play(file, read(kind), book);
            const count = kind === "twee" ? compare(file, played.map(flat), expected.map(flat))
                : compare(file, played, expected);
            console.log(`${file}: ${count} courses played`);
        } catch (error) {
            complain(`${name}.${kind}`, error.stack ?? error);
        }
    }
}
console.log(`${Math.round(performance.now())} ms of playing`);
console.log(`${names.length} stories, ${wrong} mistakes`);
process.exit(wrong === 0 && names.length > 0 ? 0 : 1);
