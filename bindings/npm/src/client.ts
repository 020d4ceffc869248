// Worlds that compute in a worker each, so that nothing waits for them but who awaits the answer.
import type * as answers from "./answers.js";
import { CancelledError, InternalError, StackError, replyOf, type Answered } from "./answers.js";
import { errorOf, type Helper, type Platform, type Request, type Response, type Text } from "./messages.js";
import type * as questions from "./questions.js";
import { planText } from "./structs.js";

/** How a call is asked. */
export interface Asking {
    /** Ends the call, which rejects with the signal's reason. */
    signal?: AbortSignal;
    /** Told some twenty times a second how far it is. */
    onProgress?: (progress: questions.Progress) => void;
}

type Wanted = Request extends infer One ? (One extends Request ? Omit<One, "progress"> : never) : never;

/** The worker of one world: started when it is needed, asked one thing at a time, and started anew where it had to be ended. */
class Desk {
    /** Grows when a worker is started: what the one before knew of sessions is gone. */
    generation = 0;
    #helper: Helper | undefined;
    #flag: Int32Array | undefined;
    #waiting: Promise<unknown> = Promise.resolve();
    #settle: ((response: Response) => void) | undefined;
    #told: Asking["onProgress"];
    #isClosed = false;

    constructor(private readonly platform: Platform, readonly world: Text) {}

    get isAlive(): boolean {
        return this.#helper !== undefined;
    }

    /** Runs when all that was asked before is answered. */
    inTurn<Result>(body: () => Promise<Result>): Promise<Result> {
        const turn = this.#waiting.then(body);
        this.#waiting = turn.catch(() => {});
        return turn;
    }

    /** In turn: has a worker with the world; the messages if it had to be read for it. */
    async ready(asking: Asking = {}): Promise<Answered | undefined> {
        if (this.#isClosed) throw new TypeError("this world is closed");
        if (this.#helper) return undefined;
        const module = await this.platform.compile();
        asking.signal?.throwIfAborted();
        if (this.#isClosed) throw new CancelledError();
        const helper = this.platform.start();
        this.#helper = helper;
        ++this.generation;
        helper.receive((response) => {
            if ("steps" in response) this.#told?.(response);
            else this.#settle?.(response);
        });
        helper.failed((error) => {
            if (this.#helper === helper) this.#lose({ error: { name: "InternalError", message: String(error) } });
        });
        // Where there is no shared memory, a worker that computes cannot hear, and is ended instead.
        const isShared = typeof SharedArrayBuffer !== "undefined";
        this.#flag = isShared ? new Int32Array(new SharedArrayBuffer(4)) : undefined;
        try {
            return (await this.request({ kind: "read", module, world: this.world, flag: this.#flag }, asking)) as Answered;
        } catch (error) {
            this.#end();
            throw error;
        }
    }

    /** In turn: sends a request to the worker, and gives what it says. */
    async request(wanted: Wanted, asking: Asking = {}): Promise<Answered | number> {
        const { signal } = asking;
        signal?.throwIfAborted();
        const helper = this.#helper!;
        if (this.#flag) Atomics.store(this.#flag, 0, 0);
        const abort = () => {
            if (this.#flag) Atomics.store(this.#flag, 0, 1);
            else this.#lose({ error: { name: "AbortError", message: "" } });
        };
        this.#told = asking.onProgress;
        helper.hold(true);
        signal?.addEventListener("abort", abort, { once: true });
        const response = await new Promise<Response>((settle) => {
            this.#settle = settle;
            helper.send({ ...wanted, progress: asking.onProgress !== undefined } as Request);
        });
        signal?.removeEventListener("abort", abort);
        this.#settle = this.#told = undefined;
        if (this.#helper === helper) helper.hold(false);
        if ("answered" in response) return response.answered;
        if ("value" in response) return response.value;
        throw this.#errorOf(response as Extract<Response, { error: unknown }>, signal);
    }

    /** Ends the worker now, whatever it does; who waits for it is told. */
    close(): void {
        this.#isClosed = true;
        this.#lose({ error: { name: "AbortError", message: "" } });
    }

    #errorOf({ error }: Extract<Response, { error: unknown }>, signal: AbortSignal | undefined): unknown {
        const made = errorOf(error);
        if (made instanceof CancelledError && signal?.aborted) return signal.reason;
        // The instance is lost. Another worker reads the world again when something is asked.
        if (made instanceof InternalError || made instanceof StackError) this.#end();
        return made;
    }

    #end(): void {
        this.#helper?.end();
        this.#helper = undefined;
    }

    #lose(response: Response): void {
        this.#end();
        this.#settle?.(response);
    }
}

/** Reads a world, in a worker of its own. */
export async function readWith(platform: Platform, world: Text, asking: Asking): Promise<World> {
    const desk = new Desk(platform, world);
    const messages = await desk.inTurn(() => desk.ready(asking));
    return new World(desk, replyOf(messages!));
}

/** Questions as messages can carry them. */
function carried<Question extends questions.Question>(question: Question): Question {
    const { plan, firstTry } = question as { plan?: questions.Plan; firstTry?: questions.Plan };
    return {
        ...question,
        ...(plan === undefined ? {} : { plan: planText(plan) }),
        ...(firstTry === undefined ? {} : { firstTry: planText(firstTry) }),
    };
}

/** A world that was read; it never changes. */
export class World {
    readonly #desk: Desk;
    /** What was found while reading: warnings. */
    readonly messages: answers.Messages;

    /** @internal */
    constructor(desk: Desk, messages: answers.Messages) {
        this.#desk = desk;
        this.messages = messages;
    }

    #ask<Reply>(method: string, asking: Asking, ...args: unknown[]): Promise<Reply> {
        return this.#desk.inTurn(async () => {
            await this.#desk.ready(asking);
            return replyOf<Reply>((await this.#desk.request({ kind: "world", method, args }, asking)) as Answered);
        });
    }

    /** All that `wrongtree check` finds, with what needs the ground world. `no`: there are warnings. Throws an `InputError` for errors. */
    async check(question: questions.Question = {}, asking: Asking = {}): Promise<answers.CheckAnswer> {
        return this.#ask("check", asking, question);
    }

    /** Finds a story in which everybody takes part for their own reasons, or proves that there is none. */
    async plan(question: questions.Question = {}, asking: Asking = {}): Promise<answers.PlanAnswer> {
        return this.#ask("plan", asking, question);
    }

    /** The referee's judgement of a plan. A plan without reasons is judged with those that are found. */
    async verify(plan: questions.Plan, question: questions.QuestionToVerify = {},
                 asking: Asking = {}): Promise<answers.VerifyAnswer> {
        return this.#ask("verify", asking, planText(plan), question);
    }

    /** Why characters take part in an event of a plan: its number from 1, its text or its name. */
    async why(plan: questions.Plan, event: string | number, question: questions.QuestionOfWhy = {},
              asking: Asking = {}): Promise<answers.WhyAnswer> {
        return this.#ask("why", asking, planText(plan), event, question);
    }

    /** Why there is no story, and what would have to be otherwise. `ok`: there is one. */
    async whynot(question: questions.Question = {}, asking: Asking = {}): Promise<answers.WhynotAnswer> {
        return this.#ask("whynot", asking, question);
    }

    /** The ground world, or with a plan what it does to the world and to everybody's beliefs. */
    async show(question: questions.QuestionToShow = {}, asking: Asking = {}): Promise<answers.ShowAnswer> {
        return this.#ask("show", asking, carried(question));
    }

    /** A story in prose, as its teller knows it; the text is the prose. */
    async tell(question: questions.QuestionToTell = {}, asking: Asking = {}): Promise<answers.TellAnswer> {
        return this.#ask("tell", asking, carried(question));
    }

    /** A story as a page of HTML, beside the one that canon has where divergences are taken; the text is the page. */
    async board(question: questions.QuestionOfStory = {}, asking: Asking = {}): Promise<answers.BoardAnswer> {
        return this.#ask("board", asking, carried(question));
    }

    /** A story as a file for games and readers, which is `bytes`. */
    async export(question: questions.QuestionToExport = {}, asking: Asking = {}): Promise<answers.ExportAnswer> {
        return this.#ask("export", asking, carried(question));
    }

    /** Several stories that have little to do with each other. `no`: there are fewer. */
    async series(question: questions.QuestionForSeries = {}, asking: Asking = {}): Promise<answers.SeriesAnswer> {
        return this.#ask("series", asking, question);
    }

    /** What makes another world another one than this: at the start, in the rules, in the stories. */
    async diff(other: World, question: questions.Question = {}, asking: Asking = {}): Promise<answers.DiffAnswer> {
        return this.#desk.inTurn(async () => {
            await this.#desk.ready(asking);
            const wanted = { kind: "diff", other: other.#desk.world, question } as const;
            return replyOf<answers.DiffAnswer>((await this.#desk.request(wanted, asking)) as Answered);
        });
    }

    /** What a first reader finds in a draft. `no`: it has errors of continuity. */
    async review(draft: string, question: questions.QuestionToReview = {}, asking: Asking = {}): Promise<answers.ReviewAnswer> {
        return this.#ask("review", asking, draft, question);
    }

    /** Opens a session: a running story, and what is found out about it. Later questions may have limits up to these. Throws a
     *  `LimitError` where `maxStates` or `maxBytes` is not enough for the start. */
    async open(question: questions.Question = {}, asking: Asking = {}): Promise<Session> {
        const session = new Session(this.#desk, question);
        await session.opened(asking);
        return session;
    }

    /** Ends the worker, whatever it does. */
    close(): void {
        this.#desk.close();
    }
}

/** What has happened in a session, to let it happen again in another worker. */
type Past = { method: "happen"; moment: number; event: string } | { method: "restore"; save: string };

/** A running story. A moment is a number for a state of it: 0 is the start, and moments are never forgotten. */
export class Session {
    static #last = 0;
    readonly #desk: Desk;
    readonly #question: questions.Question;
    readonly #number = ++Session.#last;
    readonly #past: Past[] = [];
    #generation = 0;
    #isClosed = false;

    /** @internal */
    constructor(desk: Desk, question: questions.Question) {
        this.#desk = desk;
        this.#question = question;
    }

    /** @internal */
    opened(asking: Asking): Promise<void> {
        return this.#desk.inTurn(() => this.#ready(asking));
    }

    /** In turn: has the session in the worker, with all that has happened. The same moments come of the same events. */
    async #ready(asking: Asking): Promise<void> {
        if (this.#isClosed) throw new TypeError("this session is closed");
        await this.#desk.ready(asking);
        if (this.#generation === this.#desk.generation) return;
        await this.#desk.request({ kind: "open", session: this.#number, question: this.#question }, asking);
        for (const one of this.#past)
            await this.#request(one.method, one.method === "happen" ? [one.moment, one.event] : [one.save], asking);
        this.#generation = this.#desk.generation;
    }

    #request(method: string, args: unknown[], asking: Asking): Promise<Answered | number> {
        return this.#desk.request({ kind: "session", session: this.#number, method, args }, asking);
    }

    #ask<Reply>(method: string, asking: Asking, args: unknown[], past?: Past): Promise<Reply> {
        return this.#desk.inTurn(async () => {
            await this.#ready(asking);
            const answered = (await this.#request(method, args, asking)) as Answered;
            if (past && (answered.status === "ok" || past.method === "restore")) this.#past.push(past);
            return replyOf<Reply>(answered);
        });
    }

    /** As `World.plan`, from any moment. The second question is quicker than the first. A story that does not begin at the start is not
     *  judged by the referee. */
    async plan(question: questions.QuestionInSession = {}, asking: Asking = {}): Promise<answers.PlanAnswer> {
        return this.#ask("plan", asking, [carried(question)]);
    }

    /** What happens at a moment, whoever wanted it: an event such as `steal(Tom, Coin)`; after `fails ` one that fails. The document
     *  says the moment after it. `no`: that is impossible there. */
    async happen(moment: number, event: string): Promise<answers.HappenAnswer> {
        return this.#ask("happen", {}, [moment, event], { method: "happen", moment, event });
    }

    /** The value of an expression such as `believes(Tom, at(Coin))` at a moment. */
    async value(moment: number, expression: string): Promise<answers.ValueAnswer> {
        return this.#ask("value", {}, [moment, expression]);
    }

    /** What a character would do now for a reason of its own, as it sees things: events, each with the plan that is the reason. */
    async intends(moment: number, character: string, question: questions.Question = {},
                  asking: Asking = {}): Promise<answers.IntendsAnswer> {
        return this.#ask("intends", asking, [moment, character, question]);
    }

    /** The events that can happen now and in which all who would have to take part would do so, each with their reasons. */
    async next(moment: number, question: questions.Question = {}, asking: Asking = {}): Promise<answers.NextAnswer> {
        return this.#ask("next", asking, [moment, question]);
    }

    /** All that has happened up to a moment, by names: its `json` is the save. */
    async save(moment: number): Promise<answers.SaveAnswer> {
        return this.#ask("save", {}, [moment]);
    }

    /** Lets happen again what was saved, as far as it fits. The document says the moment after it. `no`: some was left out. */
    async restore(save: string | { readonly json: string }): Promise<answers.RestoreAnswer> {
        const json = typeof save === "string" ? save : save.json;
        return this.#ask("restore", {}, [json], { method: "restore", save: json });
    }

    /** Bytes that it has taken. */
    async bytes(): Promise<number> {
        return this.#desk.inTurn(async () => {
            await this.#ready({});
            return (await this.#request("bytes", [], {})) as number;
        });
    }

    /** Gives back what it has taken. */
    async close(): Promise<void> {
        return this.#desk.inTurn(async () => {
            const isThere = !this.#isClosed && this.#generation === this.#desk.generation;
            this.#isClosed = true;
            if (isThere && this.#desk.isAlive) await this.#desk.request({ kind: "close", session: this.#number });
        });
    }
}
