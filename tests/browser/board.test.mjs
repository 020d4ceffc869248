// The storyboard in Chromium: every claim of docs/storyboard.md clicked through.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { board, crowd, isReady, launch, open, until, violations, world, write } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

let market, camp;
before(() => {
    market = board("market.html", world("market.wt"), "--request", "syrup");
    camp = board("camp.html", world("camp.wt"), "--request", "visit");
});

const cell = (page, character, column, side = 0) =>
    page.locator(`tbody[data-side="${side}"] tr[data-character="${character}"] [data-column="${column}"]`);
const shown = (page) => page.locator("article.event:visible h4");

/** `walk`, the text without the blanks of the markup. */
const words = async (locator) => (await locator.innerText()).replace(/\s+/g, " ").trim();

test("the picture has a lane for each character and place, and says who perceives what", async () => {
    const { page, complaints, context } = await open(browser, market);
    assert.deepEqual(await page.locator("tr.lane th").allInnerTexts(), ["Nina", "Otto", "Pim", "Home", "Market"]);
    assert.match(await cell(page, 0, 2).textContent(), /^acts/);
    assert.match(await cell(page, 2, 2).textContent(), /^observes it/);
    assert.match(await cell(page, 0, 1).textContent(), /now at Market.*mistaken about 1 thing/);
    assert.equal(await page.locator("tr.place").nth(1).locator("[data-column='1'] .came").innerText(), "Nina");
    const uses = await page.locator("tr.lane use").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    assert.deepEqual([...new Set(uses)].sort(), ["#m-acts", "#m-observes"]);
    assert.deepEqual(complaints, []);
    await context.close();
});

test("time goes from left to right", async () => {
    const { page, context } = await open(browser, market);
    const boxes = await page.locator(".head[data-column]").evaluateAll((all) => all.map((one) => one.offsetLeft));
    assert.deepEqual(boxes, [...boxes].sort((a, b) => a - b));
    assert.equal(boxes.length, 4);
    await context.close();
});

test("at any moment the page shows what each believes, and marks what is false", async () => {
    const { page, complaints, context } = await open(browser, market);
    const slider = page.locator("#moment");
    await slider.focus();
    await page.keyboard.press("Home");
    const nina = page.locator("details.mind").first();
    assert.match(await words(nina), /content\(\) is Honey mistaken in truth Syrup/);
    await page.keyboard.press("End");
    assert.equal(await slider.inputValue(), "3");
    assert.match(await page.locator("#where").innerText(), /after 3, taste\(Nina\)/);
    assert.match(await words(nina), /content\(\) is Syrup new/);
    assert.match(await words(nina.locator("summary").first()), /nothing false/);
    await page.keyboard.press("ArrowLeft");
    assert.match(await page.locator("#where").innerText(), /after 2/);
    assert.equal(await slider.getAttribute("aria-valuetext"), await page.locator("#where").innerText());
    await page.locator("#back").click();
    assert.match(await page.locator("#where").innerText(), /after 1/);
    assert.deepEqual(complaints, []);
    await context.close();
});

test("beliefs about beliefs open as deep as they go, and stay open from moment to moment", async () => {
    const { page, complaints, context } = await open(browser, camp);
    let mind = page.locator(".side-minds").last().locator("> details.mind").nth(2);
    if (!(await mind.evaluate((one) => one.open))) await mind.locator("> summary").click();
    let depth = 1;
    while (depth < 10) {
        const below = mind.locator("> .mind-body > details.mind").first();
        if ((await below.count()) === 0) break;
        await below.locator("> summary").click();
        mind = below;
        ++depth;
    }
    assert.equal(depth, 4, "as deep as the session keeps beliefs");
    const all = mind.locator("> .mind-body > details.all");
    assert.equal(await all.locator("li").count(), 0, "made only when it is opened");
    await all.locator("> summary").click();
    assert.ok((await all.locator("li").count()) > 5);
    await page.locator("#forth").click();
    assert.ok(await mind.evaluate((one) => one.open));
    assert.deepEqual(complaints, []);
    await context.close();
});

test("what somebody wrongly thinks that somebody else believes is marked against what they do believe", async () => {
    const { page, context } = await open(browser, market);
    await page.locator("#moment").fill("0");
    const nina = page.locator("details.mind").first();
    const otto = nina.locator("details.mind").first();
    await otto.locator("> summary").click();
    assert.match(await words(otto), /content\(\) is Honey mistaken Otto takes it to be Syrup/);
    await context.close();
});

test("a click on an event shows why each took part, and the plan in mind beside what happened", async () => {
    const { page, complaints, context } = await open(browser, camp);
    const offer = page.locator('tbody[data-side="1"] .head', { hasText: "offer" });
    await offer.click();
    const article = page.locator('article.event[data-side="1"]:visible');
    assert.equal(await article.count(), 1);
    assert.match(await words(article), /Why Temari took part.*puts_first\(Shikamaru\) was Life/);
    const missed = article.locator("tr.missed");
    assert.match(await words(missed.first()), /accept\(Shikamaru, Temari, Suna\).*instead.*refuse\(Shikamaru, Temari\)/);
    assert.ok((await article.locator("tr.came").count()) >= 1);
    await missed.first().locator("a").click();
    assert.match(await words(page.locator('article.event[data-side="1"]:visible h4')), /refuse/);
    assert.deepEqual(complaints, []);
    await context.close();
});

test("a click in a character's lane leads to that character's reason", async () => {
    const { page, context } = await open(browser, market, { viewport: { width: 360, height: 500 } });
    await cell(page, 1, 2).click();
    assert.match(await words(shown(page)), /^2 buy/);
    const reason = page.locator('article.event:visible .reason[data-character="1"]');
    await until(page, () => {
        const one = document.querySelector('article.now .reason[data-character="1"]').getBoundingClientRect();
        return one.top < innerHeight && one.bottom > 0;
    });
    assert.match(await words(reason), /Why Otto took part/);
    await context.close();
});

const nowTold = (page) => page.locator(".telling:not([hidden]) .sentence.now");
/** Is the element within what the reader sees of the page? */
const inSight = (locator) => locator.evaluate((one) => {
    const box = one.getBoundingClientRect();
    return box.top >= -1 && box.bottom <= innerHeight + 1 && box.left >= -1 && box.right <= innerWidth + 1;
});
/** Waits for it, because the page may scroll smoothly. */
async function untilInSight(locator) {
    const end = Date.now() + 5000;
    while (!(await inSight(locator))) {
        assert.ok(Date.now() < end, "never came into sight");
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

test("the prose stands beside the picture", async () => {
    const { page, context } = await open(browser, market);
    const [prose, picture] = [await page.locator("#prose").boundingBox(), await page.locator("#scroller").boundingBox()];
    assert.ok(prose.x >= picture.x + picture.width);
    assert.ok(prose.y < picture.y + picture.height && prose.y + prose.height > picture.y);
    assert.match(await words(page.locator(".telling:visible")), /Nina walked .*the market.* She bought the jar from Otto\./);
    await context.close();
});

test("a click on a sentence chooses its event, and brings it into sight", async () => {
    for (const options of [{}, { viewport: { width: 360, height: 740 } }]) {
        const { page, complaints, context } = await open(browser, camp, options);
        const side = page.locator('.side-prose[data-side="1"]');
        const sentence = side.locator(".telling:not([hidden]) .sentence", { hasText: "went home to Suna" });
        await sentence.click();
        assert.match(await page.locator("#where").innerText(), /coma: after 10, leave\(Temari/);
        const head = page.locator('tbody[data-side="1"] .head.now');
        assert.match(await words(head), /^10 leave/);
        await untilInSight(head);
        assert.ok(await sentence.evaluate((one) => one.classList.contains("now")));
        assert.equal(await sentence.getAttribute("aria-current"), "true");
        assert.match(await words(page.locator('article.event[data-side="1"]:visible h4')), /^10 leave/);
        assert.deepEqual(complaints, []);
        await context.close();
    }
});

test("choosing an event marks its sentences, and only these, and the prose scrolls to them", async () => {
    const { page, complaints, context } = await open(browser, camp, { viewport: { width: 1200, height: 420 } });
    const told = page.locator('.side-prose[data-side="1"] .telling:not([hidden]) .sentence.now');
    await page.locator('tbody[data-side="1"] .head', { hasText: "leave" }).click();
    assert.match((await told.allInnerTexts()).join(" "), /went home to Suna\./);
    assert.ok(!/knife/.test((await told.allInnerTexts()).join(" ")));
    const inBox = await told.first().evaluate((one) => {
        const [box, own] = [document.getElementById("prose").getBoundingClientRect(), one.getBoundingClientRect()];
        return own.top >= box.top && own.bottom <= box.bottom;
    });
    assert.ok(inBox, "in sight in the prose");
    await page.locator("#moment").focus();
    await page.keyboard.press("Home");
    assert.match((await told.allInnerTexts()).join(" "), /Shikamaru was in the clearing/);
    for (let i = 0; i < 5; ++i) await page.keyboard.press("ArrowRight");
    assert.match((await told.allInnerTexts()).join(" "), /threw his knife/);
    assert.deepEqual(complaints, []);
    await context.close();
});

test("where the prose is not beside the reasons they quote it, with a link to it", async () => {
    const { page, complaints, context } = await open(browser, market, { viewport: { width: 360, height: 740 } });
    await cell(page, 0, 2).click();
    const quote = page.locator("article.event:visible .told-as a").first();
    assert.equal(await quote.innerText(), "She bought the jar from Otto.");
    await quote.click();
    const sentence = page.locator(".telling:not([hidden]) .sentence", { hasText: "She bought the jar" });
    assert.ok(await sentence.evaluate((one) => one === document.activeElement));
    await untilInSight(sentence);
    assert.deepEqual(complaints, []);
    await context.close();
});

test("everybody can tell the story, and a narrator", async () => {
    const { page, complaints, context } = await open(browser, market);
    const select = page.getByRole("combobox", { name: "Told by" });
    assert.deepEqual(await select.locator("option").allInnerTexts(), ["Nina", "a narrator", "Otto", "Pim"]);
    assert.match(await words(page.locator(".telling:visible")), /Nina thought that the jar held honey\./);
    await select.selectOption("a narrator");
    assert.match(await words(page.locator(".telling:visible")), /the jar held syrup\. Nina walked/);
    assert.equal(await page.locator(".telling:visible").count(), 1);
    await page.locator("#moment").fill("3");
    assert.match((await nowTold(page).allInnerTexts()).join(" "), /tasted/);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints, []);
    await context.close();
});

test("every sentence of every teller leads to what it tells", async () => {
    for (const url of [market, camp]) {
        const { page, context } = await open(browser, url);
        const wrong = await page.evaluate(() => {
            const all = [...document.querySelectorAll(".sentence")];
            const ids = new Set(all.map((one) => one.id));
            if (ids.size !== all.length) return ["ids that are not unique"];
            if (all.length < 10) return ["too few sentences"];
            return all.filter((one) => !document.getElementById(one.getAttribute("href").slice(1))
                || !one.dataset.moments.split(" ").includes(one.getAttribute("href").split("-")[1])).map((one) => one.id);
        });
        assert.deepEqual(wrong, []);
        // Of each event that the narrator tells, the sentence that is marked is one about it.
        const select = page.locator(".teller select").last();
        await select.selectOption("a narrator");
        const last = Number(await page.locator("#moment").getAttribute("max"));
        for (let at = 1; at <= last; ++at) {
            await page.locator("#moment").fill(String(at));
            const heads = page.locator("tbody.side").last().locator("th.head.now");
            if ((await heads.count()) === 0) continue;
            assert.ok((await page.locator(".side-prose").last().locator(".telling:not([hidden]) .sentence.now").count()) > 0, `event ${at}`);
        }
        await context.close();
    }
});

test("everything can be done with the keyboard, with one stop for the picture", async () => {
    const { page, complaints, context } = await open(browser, market);
    const at = () => page.evaluate(() => {
        const one = document.activeElement.closest("[data-column]");
        return one ? `${one.dataset.column}/${one.closest("tr").dataset.character ?? one.closest("tr").className}` : document.activeElement.id;
    });
    assert.equal(await page.locator('#board [tabindex="0"]').count(), 1);
    await page.locator("#scroller").focus();
    await page.keyboard.press("Tab");
    assert.equal(await at(), "0/heads");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    assert.equal(await at(), "2/0");
    assert.equal(await page.locator('#board [tabindex="0"]').count(), 1);
    await page.keyboard.press("Enter");
    assert.match(await words(shown(page)), /^2 buy/);
    assert.equal(await page.evaluate(() => document.activeElement.id), "e0-2", "the reasons have the focus");
    await page.keyboard.press("Escape");
    assert.equal(await at(), "2/0", "and give it back");
    await page.keyboard.press("End");
    assert.equal(await at(), "3/0");
    await page.keyboard.press("Control+Home");
    assert.equal(await at(), "0/heads");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await at(), "0/heads", "the edge is the edge");
    await page.keyboard.press("Tab");
    await page.keyboard.press(" ");
    assert.deepEqual(complaints, []);
    await context.close();
});

test("it says to a screen reader what it shows", async () => {
    const { page, context } = await open(browser, market);
    assert.equal(await page.locator("#board").getAttribute("role"), "grid");
    assert.equal(await page.locator('#board [aria-selected="true"]').count(), 6);
    assert.equal(await page.locator("#where").getAttribute("aria-live"), "polite");
    for (const heading of ["What happens", "As it is told", "Why", "Who believes what"])
        assert.equal(await page.getByRole("region", { name: heading }).count(), 1);
    assert.equal(await page.getByRole("slider", { name: "Moment" }).count(), 1);
    await context.close();
});

test("canon's answer stands above that of the divergence, the same events in one column", async () => {
    const { page, complaints, context } = await open(browser, camp);
    assert.deepEqual(await page.locator(".corner").allInnerTexts(), ["Canon", "coma"]);
    for (const name of ["feign", "refuse", "leave"]) {
        const columns = await page.locator(".head", { hasText: name }).evaluateAll((all) => all.map((one) => one.dataset.column));
        assert.equal(columns.length, 2, name);
        assert.equal(columns[0], columns[1], name);
    }
    const only = page.locator('tbody[data-side="1"] .head.only', { hasText: "noise" });
    assert.match(await only.textContent(), /in this story only/);
    await only.click();
    assert.match(await page.locator("#where").innerText(), /Canon: after \d+.*; coma: after \d+, noise/);
    assert.ok(await page.locator('.side-events[data-side="0"].silent').count());
    assert.equal(await page.locator(".side-minds").count(), 2);
    assert.deepEqual(complaints, []);
    await context.close();
});

test("where canon has no story it says so", async () => {
    const url = board("ready.html", world("camp.wt"), "--request", "ready");
    const { page, complaints, context } = await open(browser, url);
    assert.match(await words(page.locator("tbody.absent")), /Canon No story here: /);
    assert.equal(await page.locator("tbody.side:not(.absent)").count(), 1);
    assert.deepEqual(await violations(page), []);
    await page.locator(".head[data-column='2']").click();
    assert.equal(await shown(page).count(), 1);
    assert.deepEqual(complaints, []);
    await context.close();
});

test("axe finds nothing, in light, in dark and on a phone, with beliefs opened", async () => {
    for (const url of [market, camp])
        for (const options of [{}, { colorScheme: "dark" }, { viewport: { width: 360, height: 740 } }]) {
            const { page, complaints, context } = await open(browser, url, options);
            await page.locator("#moment").fill("2");
            const deeper = page.locator("details.mind details.mind").first();
            if (await deeper.count()) await deeper.locator("> summary").click();
            await page.locator("details.all > summary").first().click();
            assert.deepEqual(await violations(page), [], `${url} ${JSON.stringify(options)}`);
            assert.deepEqual(complaints, []);
            await context.close();
        }
});

test("on a phone the page does not scroll sideways, the picture does", async () => {
    const { page, context } = await open(browser, camp, { viewport: { width: 360, height: 740 } });
    const sizes = await page.evaluate(() => ({
        page: document.documentElement.scrollWidth,
        inner: document.getElementById("scroller").scrollWidth,
        outer: document.getElementById("scroller").clientWidth,
    }));
    assert.ok(sizes.page <= 360, `the page is ${sizes.page} wide`);
    assert.ok(sizes.inner > sizes.outer);
    await page.locator("#moment").focus();
    await page.keyboard.press("End");
    const seen = await page.locator(".head[data-column]").last().evaluate((one) => {
        const box = document.getElementById("scroller").getBoundingClientRect();
        const own = one.getBoundingClientRect();
        return own.right <= box.right + 1 && own.left >= box.left;
    });
    assert.ok(seen, "the chosen column is in sight");
    await context.close();
});

test("in print everything is there and nothing is cut off", async () => {
    const { page, context } = await open(browser, market);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("article.event:visible").count(), 4);
    assert.equal(await page.locator(".moments").isVisible(), false);
    assert.equal(await page.locator("#scroller").evaluate((one) => getComputedStyle(one).overflowX), "visible");
    await context.close();
});

test("a picture wider than paper is printed in bands below each other", async () => {
    const paper = 718;  // A4 without its margins, in pixels
    const { page, complaints, context } = await open(browser, camp, { viewport: { width: paper, height: 1000 } });
    const columns = await page.locator("#board .heads").first().locator("[data-column]").count();
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    const bands = page.locator("table.band");
    assert.equal(await bands.count(), 2);
    assert.equal(await page.locator("#board").isVisible(), false);
    const shown = await bands.locator(".heads:first-child [data-column]").evaluateAll((all) => new Set(all.map((one) => one.dataset.column)).size);
    assert.equal(shown, columns);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= paper);
    for (const box of await bands.evaluateAll((all) => all.map((one) => one.scrollWidth))) assert.ok(box <= paper);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.equal(await bands.count(), 0);
    const pdf = await page.pdf({ format: "A4" });
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
    assert.equal(await bands.count(), 0, "the page is as it was");
    assert.deepEqual(complaints, []);
    await context.close();
});

test("nothing moves for those who want no motion", async () => {
    const { page, context } = await open(browser, market, { reducedMotion: "reduce" });
    const duration = await page.locator("#board td").first().evaluate((one) => getComputedStyle(one).transitionDuration);
    assert.equal(duration, "0s");
    await context.close();
});

test("without the script the events, their reasons and the mistakes are there, in order", async () => {
    const { page, context } = await open(browser, market, { javaScriptEnabled: false });
    const heads = await page.locator("article.event:visible h4").allInnerTexts();
    assert.deepEqual(heads.map((one) => one.replace(/\s+/g, " ")),
        ["At the start", "1 walk(Nina, Home, Market)", "2 buy(Nina, Otto)", "3 taste(Nina)"]);
    assert.match(await words(page.locator("article.event").first()), /Nina takes content\(\) to be Honey; it is Syrup/);
    assert.match(await words(page.locator("#e0-3")), /No longer mistaken Nina about content\(\)/);
    assert.equal(await page.locator(".moments").isVisible(), false);
    assert.equal(await page.locator(".head a").nth(2).getAttribute("href"), "#e0-2");
    await context.close();
});

test("an address with an event's id opens the page there", async () => {
    const { page, context } = await open(browser, `${market}#e0-3`);
    assert.match(await words(shown(page)), /^3 taste/);
    await context.close();
});

test("a board of 30 events and 12 characters is interactive within a second", async () => {
    const { text, plan } = crowd(12, 30);
    const url = board("crowd.html", write("crowd.wt", text), "--plan", write("crowd.plan", plan));
    /** Milliseconds from the address to an event chosen by hand. */
    async function timed(address, event, check = async () => {}) {
        const { page, complaints, context } = await open(browser, "about:blank");
        const begin = performance.now();
        await page.goto(address);
        await until(page, isReady);
        await page.locator(`.head[data-column='${event}'] a`).click();
        await until(page, (wanted) => document.querySelector("article.now")?.dataset.event === wanted, { argument: event });
        const time = performance.now() - begin;
        await check(page);
        assert.deepEqual(complaints, []);
        await context.close();
        return time;
    }
    const times = [];
    const small = [];
    // Whatever else the machine is doing makes it slower, never faster: one quick time is enough. Where even three events
    // take long, the machine is slow, and the page may take as much longer.
    const isQuick = () => Math.min(...times) < Math.max(1000, 2.5 * Math.min(...small));
    for (let run = 0; run < 10 && !isQuick(); ++run) {
        small.push(await timed(market, "3"));
        times.push(await timed(url, "30", async (page) => {
            assert.equal(await page.locator("tr[data-character]").count(), 12);
            if (run === 0) assert.deepEqual(await violations(page), []);
        }));
    }
    const rounded = (all) => all.map((one) => Math.round(one)).join(", ");
    console.log(`30 events, 12 characters: ${rounded(times)} ms; three events: ${rounded(small)} ms`);
    assert.ok(isQuick(), `${times} ms beside ${small} ms`);
});

test("nasty names and titles stay text", async () => {
    const long = "L" + "o".repeat(150) + "ng";
    // The language has no names with these: & < > " `; a title may hold anything but a quote.
    const names = ["O'Neil", "שלום", "T🌳", long, "x.y#z$"];
    let text = names.map((name) => `entity ${name} : character;\n`).join("");
    text += `property happy(who : character) : boolean;
action sing(who : character) { effect: happy(who); consenting: who; observing(c : character): c == who; };
utility(): happy(O'Neil);\nutility(O'Neil): happy(O'Neil);
telling english {
    entity O'Neil: "<b>O'Neil</b> & \u202e<i>שלום", he;
    entity T🌳: "T🌳 --></script>";
    action sing: "{who} [sing] <img src=x onerror=alert(2)> <!-- </a> &lt; 🌳 → שלום";
};
request evil "</title></script><script>alert(1)</script><!-- <b> 'q' &amp; \u202e שלום 🌳 \u2028" { ends: happy(O'Neil); };
`;
    const url = board("nasty.html", write("nasty.wt", text), "--request", "evil");
    for (const options of [{}, { viewport: { width: 360, height: 740 } }]) {
        const { page, complaints, context } = await open(browser, url, options);
        page.on("dialog", () => complaints.push("a script of the title ran"));
        assert.match(await page.locator("h1").textContent(), /^<\/title><\/script><script>alert\(1\)<\/script><!-- <b> 'q' &amp; /);
        assert.equal(await page.locator("script").count(), 2);
        assert.deepEqual(await page.locator("tr[data-character] th").allTextContents(), names);
        await page.locator("#moment").fill("1");
        assert.match(await words(shown(page)), /sing\(O'Neil\)/);
        assert.match(await nowTold(page).first().textContent(), /<b>O'Neil<\/b> & <i>שלום sang <img src=x onerror=alert\(2\)> <!-- <\/a> &lt; 🌳 → שלום\./);
        assert.equal(await page.locator("main img, main b b, main i").count(), 0);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= (options.viewport?.width ?? 1280));
        assert.deepEqual(await violations(page), []);
        assert.deepEqual(complaints, []);
        await context.close();
    }
});

test("the same story gives the same bytes", async () => {
    const { readFileSync } = await import("node:fs");
    const again = board("market2.html", world("market.wt"), "--request", "syrup");
    assert.ok(readFileSync(new URL(market)).equals(readFileSync(new URL(again))));
});
