// The page of `wrongtree serve`: a form that asks, news of how far the answer is, and the board that comes of it.
"use strict";

const byId = (id) => document.getElementById(id);
const form = byId("question");

let known = null; // what the server said of the world
let asked = 0; // the number of our latest request
let latest = null; // what was asked by it, to ask it again when the file changes
let seenWorld = 0;
let shown = 0;
let lastNews = null; // may come before the answer to what it is about

// The secret of this run stands in the address, behind `#`, and is kept for this tab and this server alone. It goes
// into a header: a cookie would go to servers on other ports of this machine, too.
const kSecret = /^#secret=([0-9a-f]{32})$/.exec(location.hash);
if (kSecret) {
    sessionStorage.setItem("secret", kSecret[1]);
    history.replaceState(null, "", "/");
}
const kHeaders = { "X-Wrongtree-Secret": sessionStorage.getItem("secret") ?? "" };

async function call(path, body) {
    const options = body === undefined ? { headers: kHeaders } : {
        method: "POST", headers: { ...kHeaders, "Content-Type": "application/json" }, body: JSON.stringify(body) };
    const response = await fetch(path, options);
    if (!response.ok) throw new Error((await response.text()).trim());
    return response.json();
}

function showMessage(text) {
    byId("message").textContent = text;
    byId("message").hidden = text === "";
}

function option(value, text) {
    const made = document.createElement("option");
    made.value = value;
    made.textContent = text;
    return made;
}

function fill(select, options) {
    const before = select.value;
    select.replaceChildren(...options);
    if (options.some((one) => one.value === before)) select.value = before;
}

async function readWorld(name) {
    const path = name ? `/world?name=${encodeURIComponent(name)}` : "/world";
    known = await call(path);
    fill(byId("world"), known.worlds.map((one) => option(one, one)));
    byId("world").value = known.name;
    const titled = (one) => (one.title ? `${one.name}: ${one.title}` : one.name);
    fill(byId("request"), [option("", "none: what the author would like"),
        ...known.requests.map((one) => option(one.name, titled(one)))]);
    const chosen = new Set([...form.querySelectorAll("[name=divergence]:checked")].map((one) => one.value));
    const boxes = known.divergences.map((one) => {
        const label = document.createElement("label");
        const box = document.createElement("input");
        box.type = "checkbox";
        box.name = "divergence";
        box.value = one.name;
        box.checked = chosen.has(one.name);
        label.append(box, ` ${titled(one)}`);
        return label;
    });
    byId("divergences").replaceChildren(byId("divergences").firstElementChild, ...boxes);
    byId("divergences").hidden = boxes.length === 0;
    showMessage(known.message);
    byId("find").disabled = known.message !== "";
    return known.message === "";
}

async function ask(question) {
    latest = question;
    showMessage("");
    try {
        asked = (await call("/ask", question)).request;
        if (lastNews) showProgress(lastNews);
    } catch (error) {
        showMessage(error.message);
    }
}

function questionInForm() {
    const question = { world: byId("world").value, request: byId("request").value, where: byId("where").value.trim() };
    question.divergences = [...form.querySelectorAll("[name=divergence]:checked")].map((one) => one.value);
    if (byId("length").value !== "") question.length = Number(byId("length").value);
    return question;
}

function showProgress(news) {
    const isRunning = news.status === "running" && news.request === asked;
    byId("cancel").hidden = !isRunning;
    byId("bar").hidden = !isRunning;
    if (news.request !== asked || asked === 0) return;
    if (isRunning) {
        byId("status").textContent = `Looking for a story: ${news.seconds.toFixed(1)} s, ${news.states} states of mind`;
        return;
    }
    if (news.status === "found" && shown !== asked) {
        shown = asked;
        byId("board").src = `/board/${news.board}`;
        byId("board").hidden = false;
        byId("status").textContent = `Found after ${news.seconds.toFixed(1)} s`;
    }
    if (news.status === "cancelled") byId("status").textContent = "Stopped";
    if (news.status === "none" || news.status === "refused") {
        byId("status").textContent = "";
        byId("board").hidden = true;
        showMessage(news.message.trim() || "There is no story.");
    }
}

async function hear(news) {
    lastNews = news;
    if (seenWorld !== 0 && news.world !== seenWorld) {
        seenWorld = news.world;
        const isFine = await readWorld(byId("world").value).catch(() => false);
        if (isFine && latest && latest.world === known.name) await ask(latest);
        return;
    }
    seenWorld = news.world;
    showProgress(news);
}

/** Reads server-sent events until the connection ends. (An `EventSource` sends no headers of ours.) */
async function readNews() {
    const response = await fetch("/progress", { headers: kHeaders });
    if (!response.ok) throw new Error((await response.text()).trim());
    byId("connection").textContent = "";
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let open = "";
    for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        open += value;
        const events = open.split("\n\n");
        open = events.pop();
        for (const event of events)
            if (event.startsWith("data: ")) hear(JSON.parse(event.slice(6)));
    }
}

async function listen() {
    const kPause = 2000;
    for (;;) {
        await readNews().catch(() => {});
        byId("connection").textContent = "The program does not answer; has it been ended?";
        await new Promise((resolve) => setTimeout(resolve, kPause));
    }
}

form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(questionInForm());
});
byId("world").addEventListener("change", () => readWorld(byId("world").value).catch((error) => showMessage(error.message)));
byId("cancel").addEventListener("click", () => call("/cancel", {}));

readWorld("").catch((error) => showMessage(error.message)).finally(() => {
    listen();
    document.documentElement.dataset.ready = "yes";
});
