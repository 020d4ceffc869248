// Worlds in the thread that asks: each call computes, and comes back with the answer.
import type * as answers from "./answers.js";
import { LimitError, replyOf, type Answered } from "./answers.js";
import { Instance, type Place, type Poll, type Room } from "./instance.js";
import type * as questions from "./questions.js";
import * as structs from "./structs.js";

/** How a call is asked. */
export interface Asking {
    /** Called again and again while the call computes: true ends it, and it throws a `CancelledError`. */
    poll?: Poll;
}

type Arguments = (room: Room) => (number | bigint)[];

/** The module, ready to read worlds. Each world has memory of its own. */
export class Wrongtree {
    readonly #module: WebAssembly.Module;

    constructor(module: WebAssembly.Module) {
        this.#module = module;
    }

    /** Reads a world. Throws an `InputError` with all mistakes. */
    read(text: string | Uint8Array, reading: questions.Reading = {}, asking: Asking = {}): World {
        return new World(new Instance(this.#module, reading.memory), text, reading, asking);
    }
}

/** A world that was read; it never changes. Nothing needs to be closed: its memory goes when nobody holds it any more. */
export class World {
    readonly #instance: Instance;
    readonly #world: Place;
    readonly #text: string | Uint8Array;
    readonly #reading: questions.Reading;
    /** What was found while reading: warnings. */
    readonly messages: answers.Messages;

    /** @internal */
    constructor(instance: Instance, text: string | Uint8Array, reading: questions.Reading, asking: Asking) {
        this.#instance = instance;
        this.#text = text;
        this.#reading = reading;
        const [world, messages] = this.#read(text, reading, asking);
        this.#world = world;
        this.messages = replyOf(messages);
    }

    #read(text: string | Uint8Array, reading: questions.Reading, asking: Asking): [Place, Answered] {
        let at: Place = 0;
        return this.#instance.call(
            "wt_read",
            asking.poll,
            (room) => {
                const [place, length] = structs.writeBytes(room, text);
                const how = structs.writeReading(this.#instance, room, reading, asking.poll !== undefined);
                at = room.take(8);
                this.#instance.view().setBigUint64(at, 0n, true);
                return [place, length, how, at, at + 4];
            },
            (status) => {
                const messages = this.#instance.takeDocument(at + 4, status);
                return [this.#instance.view().getUint32(at, true), messages];
            },
        );
    }

    /** Asks about the world: its place, the question, and what `rest` writes. */
    #ask<Result>(name: string, question: questions.Question, more: readonly string[], asking: Asking, rest: Arguments): Result {
        structs.checkQuestion(question, more);
        return replyOf(
            this.#instance.answer(name, asking.poll, (room) => [
                this.#world,
                structs.writeQuestion(this.#instance, room, question, asking.poll !== undefined),
                ...rest(room),
            ]),
        );
    }

    /** All that `wrongtree check` finds, with what needs the ground world. `no`: there are warnings. Throws an `InputError` for errors. */
    check(question: questions.Question = {}, asking: Asking = {}): answers.CheckAnswer {
        return this.#ask("wt_check", question, [], asking, () => []);
    }

    /** Finds a story in which everybody takes part for their own reasons, or proves that there is none. */
    plan(question: questions.Question = {}, asking: Asking = {}): answers.PlanAnswer {
        const [place, opened] = this.#open(question, asking);
        if (place === 0) return replyOf(opened);
        const session = new Session(this.#instance, place);
        try {
            return session.plan(question, asking);
        } finally {
            session.close();
        }
    }

    /** The referee's judgement of a plan. A plan without reasons is judged with those that are found. */
    verify(plan: questions.Plan, question: questions.QuestionToVerify = {}, asking: Asking = {}): answers.VerifyAnswer {
        return this.#ask("wt_verify", question, ["strict"], asking, (room) => [
            ...structs.writePlan(room, plan),
            question.strict ? 1 : 0,
        ]);
    }

    /** Why characters take part in an event of a plan: its number from 1, its text or its name. */
    why(plan: questions.Plan, event: string | number, question: questions.QuestionOfWhy = {},
        asking: Asking = {}): answers.WhyAnswer {
        return this.#ask("wt_why", question, ["character"], asking, (room) => [
            ...structs.writePlan(room, plan),
            room.text("event", String(event)),
            room.text("character", question.character),
        ]);
    }

    /** Why there is no story, and what would have to be otherwise. `ok`: there is one. */
    whynot(question: questions.Question = {}, asking: Asking = {}): answers.WhynotAnswer {
        return this.#ask("wt_whynot", question, [], asking, () => []);
    }

    /** The ground world, or with a plan what it does to the world and to everybody's beliefs. */
    show(question: questions.QuestionToShow = {},
         asking: Asking = {}): answers.ShowAnswer {
        return this.#ask("wt_show", question, ["plan", "depth"], asking, (room) => [
            ...structs.writePlan(room, question.plan),
            structs.whole("depth", question.depth ?? 1),
        ]);
    }

    /** A story in prose, as its teller knows it; the text is the prose. */
    tell(question: questions.QuestionToTell = {}, asking: Asking = {}): answers.TellAnswer {
        return this.#ask("wt_tell", question, ["plan", ...structs.kTelling], asking, (room) => [
            ...structs.writePlan(room, question.plan),
            structs.writeTelling(this.#instance, room, question),
        ]);
    }

    /** A story as a page of HTML, beside the one that canon has where divergences are taken; the text is the page. */
    board(question: questions.QuestionOfStory = {}, asking: Asking = {}): answers.BoardAnswer {
        return this.#ask("wt_board", question, ["plan"], asking, (room) => structs.writePlan(room, question.plan));
    }

    /** A story as a file for games and readers, which is `bytes`. */
    export(question: questions.QuestionToExport = {}, asking: Asking = {}): answers.ExportAnswer {
        return this.#ask("wt_export", question, ["plan", ...structs.kTelling, ...structs.kBook], asking, (room) => [
            ...structs.writePlan(room, question.plan),
            structs.writeTelling(this.#instance, room, question),
            structs.writeBook(this.#instance, room, question),
        ]);
    }

    /** Several stories that have little to do with each other. `no`: there are fewer. */
    series(question: questions.QuestionForSeries = {},
           asking: Asking = {}): answers.SeriesAnswer {
        return this.#ask("wt_series", question, ["count", "distance", "seed"], asking, () => [
            structs.whole("count", question.count ?? 3),
            question.distance ?? 0.5,
            structs.seedOf(question.seed),
        ]);
    }

    /** What makes another world another one than this: at the start, in the rules, in the stories. */
    diff(other: World, question: questions.Question = {}, asking: Asking = {}): answers.DiffAnswer {
        return this.diffText(other.#text, other.#reading, question, asking);
    }

    /** @internal The same, of a world that is not read yet. Each world lives in a memory of its own, so it is read here anyhow. */
    diffText(text: string | Uint8Array, reading: questions.Reading, question: questions.Question, asking: Asking): answers.DiffAnswer {
        structs.checkQuestion(question);
        const [place] = this.#read(text, reading, asking);
        try {
            return replyOf(
                this.#instance.answer("wt_diff", asking.poll, (room) => [
                    this.#world,
                    place,
                    structs.writeQuestion(this.#instance, room, question, asking.poll !== undefined),
                ]),
            );
        } finally {
            this.#instance.close("wt_world_close", place);
        }
    }

    /** What a first reader finds in a draft. `no`: it has errors of continuity. */
    review(draft: string, question: questions.QuestionToReview = {}, asking: Asking = {}): answers.ReviewAnswer {
        return this.#ask("wt_review", question, ["whoKnows"], asking, (room) => [
            ...structs.writeBytes(room, draft),
            room.text("whoKnows", question.whoKnows),
        ]);
    }

    /** Opens a session: a running story, and what is found out about it. Later questions may have limits up to these. Throws a
     *  `LimitError` where `maxStates` or `maxBytes` is not enough for the start. */
    open(question: questions.Question = {}, asking: Asking = {}): Session {
        const [session, opened] = this.#open(question, asking);
        if (session === 0) throw new LimitError(replyOf<answers.Messages>(opened).text.trimEnd());
        return new Session(this.#instance, session);
    }

    #open(question: questions.Question, asking: Asking): [Place, Answered] {
        structs.checkQuestion(question);
        const instance = this.#instance;
        let at: Place = 0;
        return instance.call(
            "wt_open",
            asking.poll,
            (room) => {
                at = room.take(8);
                const asked = structs.writeQuestion(instance, room, question, asking.poll !== undefined);
                instance.view().setBigUint64(at, 0n, true);
                return [this.#world, asked, at, at + 4];
            },
            (status) => {
                const opened = instance.takeDocument(at + 4, status);
                return [instance.view().getUint32(at, true), opened];
            },
        );
    }
}

/** A running story. A moment is a number for a state of it: 0 is the start, and moments are never forgotten. */
export class Session {
    readonly #instance: Instance;
    #session: Place;

    /** @internal */
    constructor(instance: Instance, session: Place) {
        this.#instance = instance;
        this.#session = session;
    }

    #ask<Result>(name: string, asking: Asking, rest: Arguments): Result {
        if (this.#session === 0) throw new TypeError("this session is closed");
        return replyOf(this.#instance.answer(name, asking.poll, (room) => [this.#session, ...rest(room)]));
    }

    #question(room: Room, question: questions.QuestionInSession, asking: Asking): Place {
        return structs.writeQuestion(this.#instance, room, question, asking.poll !== undefined);
    }

    /** As `World.plan`, from any moment. The second question is quicker than the first. A story that does not begin at the start is not
     *  judged by the referee. */
    plan(question: questions.QuestionInSession = {}, asking: Asking = {}): answers.PlanAnswer {
        structs.checkQuestion(question, ["from", "firstTry"]);
        return this.#ask("wt_plan", asking, (room) => [this.#question(room, question, asking)]);
    }

    /** What happens at a moment, whoever wanted it: an event such as `steal(Tom, Coin)`; after `fails ` one that fails. The document
     *  says the moment after it. `no`: that is impossible there. */
    happen(moment: number, event: string): answers.HappenAnswer {
        return this.#ask("wt_happen", {}, (room) => [structs.whole("moment", moment), room.text("event", event), room.take(4)]);
    }

    /** The value of an expression such as `believes(Tom, at(Coin))` at a moment. */
    value(moment: number, expression: string): answers.ValueAnswer {
        return this.#ask("wt_value", {}, (room) => [structs.whole("moment", moment), room.text("expression", expression)]);
    }

    /** What a character would do now for a reason of its own, as it sees things: events, each with the plan that is the reason. */
    intends(moment: number, character: string, question: questions.Question = {},
            asking: Asking = {}): answers.IntendsAnswer {
        structs.checkQuestion(question);
        return this.#ask("wt_intends", asking, (room) => [
            structs.whole("moment", moment),
            room.text("character", character),
            this.#question(room, question, asking),
        ]);
    }

    /** The events that can happen now and in which all who would have to take part would do so, each with their reasons. */
    next(moment: number, question: questions.Question = {},
         asking: Asking = {}): answers.NextAnswer {
        structs.checkQuestion(question);
        return this.#ask("wt_next", asking, (room) => [structs.whole("moment", moment), this.#question(room, question, asking)]);
    }

    /** All that has happened up to a moment, by names: its `json` is the save. */
    save(moment: number): answers.SaveAnswer {
        return this.#ask("wt_save", {}, () => [structs.whole("moment", moment)]);
    }

    /** Lets happen again what was saved, as far as it fits. The document says the moment after it. `no`: some was left out. */
    restore(save: string | { readonly json: string }): answers.RestoreAnswer {
        const json = typeof save === "string" ? save : save.json;
        return this.#ask("wt_restore", {}, (room) => [...structs.writeBytes(room, json), room.take(4)]);
    }

    /** Bytes that it has taken. */
    get bytes(): number {
        if (this.#session === 0) return 0;
        return this.#instance.call("wt_session_bytes", undefined, () => [this.#session], Number);
    }

    /** Gives back what it has taken. */
    close(): void {
        if (this.#session !== 0) this.#instance.close("wt_session_close", this.#session);
        this.#session = 0;
    }
}
