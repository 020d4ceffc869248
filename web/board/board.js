// The script of a storyboard: choosing a moment and an event, and opening what everybody believes.
//
// The page has the picture, the reasons and the prose as plain HTML already. The data in #data holds, for each
// side (one story, or canon and what a divergence made of it), a table of minds: values of fluents where they
// differ from `base`, and for each character their mind in the same table. The first mind of a moment is the
// truth. Beliefs about beliefs are found by going from mind to mind, and are shown when somebody opens them.
(() => {
    "use strict";

    const data = JSON.parse(document.getElementById("data").textContent);
    const table = document.getElementById("board");
    const slider = document.getElementById("moment");
    const where = document.getElementById("where");
    const calm = matchMedia("(prefers-reduced-motion: reduce)");

    /** One story's minds. */
    class Side {
        constructor(json, number) {
            Object.assign(this, json);
            this.number = number;
            this.known = new Map();
        }
        /** The value of every fluent in a mind. */
        valuesOf(mind) {
            let values = this.known.get(mind);
            if (values) return values;
            values = this.base.slice();
            const own = this.minds[mind].values;
            for (let i = 0; i < own.length; i += 2) values[own[i]] = own[i + 1];
            this.known.set(mind, values);
            return values;
        }
        /** The mind that a chain of believers leads to; -1 if it was left out. */
        follow(moment, path) {
            let mind = this.moments[moment];
            for (const character of path) mind = mind < 0 ? -1 : this.minds[mind].minds[character];
            return mind;
        }
    }

    const sides = data.sides.map((side, i) => new Side(side, i));
    let column = 0;
    let focused = null;
    /** Beliefs that the reader has opened, as `side/character.character`. */
    const open = new Set();

    function make(tag, name, ...content) {
        const element = document.createElement(tag);
        if (name) element.className = name;
        element.append(...content.filter((one) => one !== null));
        return element;
    }

    const momentOf = (side, at) => data.columns[at][side.number];
    const hasEvent = (side, at) => at > 0 && momentOf(side, at) !== momentOf(side, at - 1);
    const columnOf = (side, moment) => data.columns.findIndex((moments) => moments[side] === moment);

    // ---- who believes what ----

    /** What is to be said of one mind, compared with the one that it is an opinion about. */
    function compare(side, moment, path) {
        const mind = side.follow(moment, path);
        const truth = side.follow(moment, path.slice(1));
        const above = side.follow(moment, path.slice(0, -1));
        const before = moment > 0 ? side.follow(moment - 1, path) : -1;
        const read = (one) => (one < 0 ? null : side.valuesOf(one));
        const [is, real, higher, was] = [read(mind), read(truth), read(above), read(before)];
        return side.fluents.map((fluent, i) => ({
            fluent,
            value: is[i],
            truth: real ? real[i] : is[i],
            above: higher ? higher[i] : is[i],
            // What is held possible beside other things is no mistake.
            isFalse: real !== null && real[i] !== is[i] && !(side.held?.[is[i]] ?? []).includes(real[i]),
            isNew: was !== null && was[i] !== is[i],
        }));
    }

    const isShown = (one, path) => one.isFalse || one.isNew || (path.length > 1 && one.above !== one.value);

    function beliefItem(side, path, one) {
        const item = make("li", one.isFalse ? "false" : "");
        item.append(make("code", "", one.fluent), " is ", make("b", "", side.values[one.value]));
        if (one.isFalse) {
            const truth = path.length > 1
                ? `${side.characters[path[1]]} takes it to be ${side.values[one.truth]}`
                : `in truth ${side.values[one.truth]}`;
            item.append(" ", make("span", "tag wrong", "mistaken"), " ", make("span", "truth", truth));
        } else if (path.length > 1 && one.above !== one.value) {
            item.append(" ", make("span", "truth",
                `${side.characters[path[path.length - 2]]}, as this has it, knows it is ${side.values[one.above]}`));
        }
        if (one.isNew) item.append(" ", make("span", "tag new", "new"));
        return item;
    }

    /** `<details>` whose content is made when it is first opened, and which stays open from moment to moment. */
    function lazy(key, name, summary, fill) {
        const details = make("details", name, summary);
        const show = () => {
            if (details.dataset.filled) return;
            details.dataset.filled = "yes";
            details.append(fill());
        };
        if (open.has(key)) {
            details.open = true;
            show();
        }
        details.addEventListener("toggle", () => {
            if (details.open) open.add(key);
            else open.delete(key);
            if (details.open) show();
        });
        return details;
    }

    function title(side, path) {
        const names = path.map((character) => side.characters[character]);
        const last = names.pop();
        return names.length === 0 ? last : `${last}, as ${names.reverse().join(", as seen by ")} sees it`;
    }

    function mindDetails(side, moment, path) {
        const list = compare(side, moment, path);
        const wrong = list.filter((one) => one.isFalse).length;
        const name = side.characters[path[path.length - 1]];
        const label = path.length === 1
            ? make("span", "who", name)
            : make("span", "who", make("span", "sr", `What ${side.characters[path[path.length - 2]]} thinks that `),
                name, make("span", "sr", " believes"));
        const badge = wrong > 0 ? make("span", "tag wrong", `${wrong} false`) : make("span", "tag right", "nothing false");
        const summary = make("summary", "", label, " ", badge);
        const key = `${side.number}/${path.join(".")}`;
        return lazy(key, "mind", summary, () => mindBody(side, moment, path, list, key));
    }

    function mindBody(side, moment, path, list, key) {
        const body = make("div", "mind-body");
        const shown = list.filter((one) => isShown(one, path));
        if (shown.length > 0)
            body.append(make("ul", "beliefs", ...shown.map((one) => beliefItem(side, path, one))));
        else
            body.append(make("p", "none", "All as it is, and nothing new."));
        if (list.length > 0) {
            const summary = make("summary", "", `All ${list.length} beliefs`);
            body.append(lazy(`${key}/all`, "all", summary,
                () => make("ul", "beliefs", ...list.map((one) => beliefItem(side, path, one)))));
        }
        const mind = side.follow(moment, path);
        const others = side.minds[mind].minds
            .map((below, character) => ({ below, character }))
            .filter((one) => one.below !== mind);
        const kept = others.filter((one) => one.below >= 0);
        const who = side.characters[path[path.length - 1]];
        if (kept.length > 0) {
            body.append(make("p", "deeper", `What ${who} thinks that others believe`));
            for (const one of kept) body.append(mindDetails(side, moment, [...path, one.character]));
        }
        if (kept.length < others.length)
            body.append(make("p", "none", "What lies deeper was left out: there is too much of it."));
        return body;
    }

    function showMinds() {
        const all = document.createDocumentFragment();
        for (const side of sides) {
            if (!side.story) continue;
            const block = make("div", "side-minds");
            if (side.name) block.append(make("h3", "", side.name));
            const moment = momentOf(side, column);
            side.characters.forEach((_, character) => {
                if (side.follow(moment, [character]) >= 0) block.append(mindDetails(side, moment, [character]));
            });
            all.append(block);
        }
        document.getElementById("minds-of").replaceChildren(all);
    }

    // ---- the chosen moment ----

    function momentText(at) {
        const texts = [];
        for (const side of sides) {
            if (!side.story) continue;
            const moment = momentOf(side, at);
            const text = moment === 0 ? "at the start" : `after ${moment}, ${side.events[moment - 1]}`;
            texts.push(side.name ? `${side.name}: ${text}` : text);
        }
        return texts.join("; ");
    }

    function markCells() {
        for (const cell of table.querySelectorAll("[data-column]")) {
            const now = Number(cell.dataset.column) === column;
            cell.classList.toggle("now", now);
            if (now) cell.setAttribute("aria-selected", "true");
            else cell.removeAttribute("aria-selected");
        }
    }

    function markArticles() {
        for (const side of sides) {
            const shown = side.story && (column === 0 || hasEvent(side, column)) ? momentOf(side, column) : null;
            const block = document.querySelector(`.side-events[data-side="${side.number}"]`);
            for (const article of block.querySelectorAll("article.event"))
                article.classList.toggle("now", Number(article.dataset.event) === shown);
            block.classList.toggle("silent", side.story && shown === null);
        }
    }

    // ---- the prose ----

    const tellings = (side) => [...document.querySelectorAll(`.side-prose[data-side="${side}"] .telling`)];
    const momentsOf = (sentence) => sentence.dataset.moments.split(" ").map(Number);

    /** Marks the sentences about the chosen moment, and quotes them where the reasons are told. */
    function markSentences() {
        for (const side of sides) {
            const moment = side.story && (column === 0 || hasEvent(side, column)) ? momentOf(side, column) : null;
            const told = [];
            for (const telling of tellings(side.number))
                for (const sentence of telling.querySelectorAll(".sentence")) {
                    const now = moment !== null && momentsOf(sentence).includes(moment);
                    sentence.classList.toggle("now", now);
                    if (now) sentence.setAttribute("aria-current", "true");
                    else sentence.removeAttribute("aria-current");
                    if (now && !telling.hidden) told.push(sentence);
                }
            if (told.length > 0) scrollInBox(told[0], told[told.length - 1]);
            quote(articleNow(side.number), told);
        }
    }

    function quote(article, told) {
        const place = article && article.querySelector(".told-as");
        if (!place) return;
        place.hidden = told.length === 0;
        const links = told.map((sentence) => {
            const link = make("a", "", sentence.textContent);
            link.href = `#${sentence.id}`;
            return link;
        });
        place.replaceChildren(...links.flatMap((link) => [link, " "]));
    }

    /** Brings sentences into sight in the prose, where it scrolls by itself. */
    function scrollInBox(first, last) {
        const box = document.getElementById("prose");
        if (getComputedStyle(box).overflowY !== "auto") return;
        const heading = document.getElementById("prose-title").offsetHeight;
        const outer = box.getBoundingClientRect();
        const top = first.getBoundingClientRect().top - outer.top;
        const bottom = last.getBoundingClientRect().bottom - outer.top;
        if (top < heading + 8 || bottom > box.clientHeight - 8)
            box.scrollTop += top - Math.max(heading + 8, (box.clientHeight - (bottom - top)) / 3);
    }

    function prepareProse() {
        for (const select of document.querySelectorAll(".teller select")) {
            select.parentElement.hidden = false;
            select.addEventListener("change", () => {
                tellings(select.dataset.side).forEach((telling) => {
                    telling.hidden = telling.dataset.teller !== select.value;
                });
                markSentences();
            });
        }
    }

    function reveal(element, block) {
        if (element) element.scrollIntoView({ block, inline: "nearest", behavior: calm.matches ? "auto" : "smooth" });
    }

    function choose(at) {
        column = Math.max(0, Math.min(data.columns.length - 1, at));
        slider.value = String(column);
        where.textContent = momentText(column);
        slider.setAttribute("aria-valuetext", where.textContent);
        document.getElementById("back").disabled = column === 0;
        document.getElementById("forth").disabled = column === data.columns.length - 1;
        markCells();
        markArticles();
        markSentences();
        showMinds();
        const head = table.querySelector(`.head[data-column="${column}"]`);
        if (head) scrollSideways(head);
    }

    /** Brings a column into sight without moving the page. */
    function scrollSideways(cell) {
        const box = document.getElementById("scroller");
        const corner = table.querySelector("th").offsetWidth;
        const left = cell.offsetLeft - corner;
        const right = cell.offsetLeft + cell.offsetWidth;
        if (left < box.scrollLeft) box.scrollLeft = left;
        else if (right > box.scrollLeft + box.clientWidth) box.scrollLeft = right - box.clientWidth;
    }

    /** Brings the chosen event into sight in the picture. */
    function revealEvent(side) {
        reveal(table.querySelector(`tbody[data-side="${side}"] .head[data-column="${column}"]`), "nearest");
    }

    function articleNow(side) {
        return document.querySelector(`.side-events[data-side="${side}"] article.now`);
    }

    function remember(article) {
        try {
            history.replaceState(null, "", `#${article.id}`);
        } catch {
            // A page that is shown inside another one may not be allowed to.
        }
    }

    // ---- the picture as a grid ----

    function cellsOf(row) {
        return [...row.querySelectorAll("[data-column]")];
    }
    const stopOf = (cell) => (cell.matches("th.head") ? cell.querySelector("a") : cell);

    function prepareGrid() {
        table.setAttribute("role", "grid");
        for (const cell of table.querySelectorAll("[data-column]")) stopOf(cell).tabIndex = -1;
        const first = table.querySelector("th.head[data-column]");
        if (first) setStop(stopOf(first));
    }

    function setStop(stop) {
        if (focused) focused.tabIndex = -1;
        focused = stop;
        focused.tabIndex = 0;
    }

    function moveFocus(cell, rowStep, columnTarget) {
        const rows = [...table.rows].filter((row) => cellsOf(row).length > 0);
        const row = rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(cell.closest("tr")) + rowStep))];
        const cells = cellsOf(row);
        const target = cells[Math.max(0, Math.min(cells.length - 1, columnTarget))];
        setStop(stopOf(target));
        focused.focus({ preventScroll: true });
        scrollSideways(target);
        reveal(target, "nearest");
    }

    function activate(cell, byKey) {
        choose(Number(cell.dataset.column));
        setStop(stopOf(cell));
        const side = cell.closest("tbody").dataset.side;
        const article = articleNow(side);
        if (!article) return;
        remember(article);
        const row = cell.closest("tr");
        const reason = row.dataset.character === undefined
            ? null : article.querySelector(`.reason[data-character="${row.dataset.character}"]`);
        if (byKey) article.focus({ preventScroll: true });
        if (byKey || innerWidth < 700) reveal(reason || article, "nearest");
    }

    table.addEventListener("click", (event) => {
        const cell = event.target.closest("[data-column]");
        if (!cell) return;
        event.preventDefault();
        activate(cell, false);
    });

    table.addEventListener("keydown", (event) => {
        const cell = event.target.closest("[data-column]");
        if (!cell || event.altKey || event.metaKey) return;
        const at = Number(cell.dataset.column);
        const steps = {
            ArrowLeft: [0, at - 1], ArrowRight: [0, at + 1], ArrowUp: [-1, at], ArrowDown: [1, at],
            Home: [event.ctrlKey ? -table.rows.length : 0, 0],
            End: [event.ctrlKey ? table.rows.length : 0, data.columns.length - 1],
        };
        if (event.key === "Enter" || event.key === " ") activate(cell, true);
        else if (steps[event.key]) moveFocus(cell, ...steps[event.key]);
        else return;
        event.preventDefault();
    });

    document.getElementById("why").addEventListener("keydown", (event) => {
        if (event.key === "Escape" && focused) focused.focus();
    });

    // ---- links to events: in the reasons, in the prose, and in the address ----

    function follow(id, focus) {
        const found = /^e(\d+)-(\d+)$/.exec(id);
        if (!found) return false;
        const at = columnOf(Number(found[1]), Number(found[2]));
        if (at < 0) return false;
        choose(at);
        const article = articleNow(found[1]);
        if (article && focus) {
            article.focus({ preventScroll: true });
            remember(article);
        }
        return true;
    }

    document.addEventListener("click", (event) => {
        const link = event.target.closest('a[href^="#"]');
        if (!link || table.contains(link)) return;
        const id = link.getAttribute("href").slice(1);
        const sentence = document.getElementById(id);
        if (sentence && sentence.classList.contains("sentence")) {
            event.preventDefault();
            sentence.focus({ preventScroll: true });
            scrollInBox(sentence, sentence);
            reveal(sentence, "nearest");
        } else if (follow(id, !link.classList.contains("sentence"))) {
            event.preventDefault();
            if (link.classList.contains("sentence")) revealEvent(link.dataset.side);
        }
    });

    // ---- in print: bands of the picture below each other, as paper does not scroll ----

    const bandColumns = 7;

    /** A copy of the picture with the columns from `from` to below `end`. */
    function band(from, end) {
        const copy = table.cloneNode(true);
        copy.removeAttribute("id");
        copy.classList.add("band");
        for (const cell of copy.querySelectorAll("[data-column]")) {
            const at = Number(cell.dataset.column);
            if (at < from || at >= end) cell.remove();
            cell.classList.remove("now");
        }
        for (const cell of copy.querySelectorAll("[colspan]")) cell.colSpan = end - from;
        return copy;
    }

    addEventListener("beforeprint", () => {
        const box = document.getElementById("scroller");
        if (data.columns.length <= bandColumns + 1) return;
        box.classList.add("banded");
        for (let from = 0; from < data.columns.length; from += bandColumns)
            box.append(band(from, Math.min(from + bandColumns, data.columns.length)));
    });
    addEventListener("afterprint", () => {
        document.getElementById("scroller").classList.remove("banded");
        for (const copy of document.querySelectorAll("table.band")) copy.remove();
    });

    slider.addEventListener("input", () => choose(Number(slider.value)));
    document.getElementById("back").addEventListener("click", () => choose(column - 1));
    document.getElementById("forth").addEventListener("click", () => choose(column + 1));
    addEventListener("hashchange", () => follow(location.hash.slice(1), true));

    document.documentElement.classList.add("live");
    document.querySelector(".moments").hidden = false;
    document.getElementById("minds").hidden = false;
    prepareGrid();
    prepareProse();
    const first = sides.find((side) => side.story);
    if (first) open.add(`${first.number}/0`);
    if (!follow(location.hash.slice(1), false)) choose(data.columns.length > 1 ? 1 : 0);
    document.documentElement.dataset.ready = "yes";
})();
