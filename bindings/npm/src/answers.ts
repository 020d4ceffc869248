// What an answer is, and what is thrown where there is none.
import type * as documents from "./documents/index.js";
import type { Diagnostic, DiagnosticsDocument } from "./documents/index.js";

/** What every answer has. */
export interface Reply<Status, Document> {
    /** ok: found, valid, done. no: proved within the limits that there is none; not valid; impossible. undecided: a limit ended it, and
     *  the document says which. */
    readonly status: Status;
    readonly document: Document;
    /** The document as the library wrote it; the same bytes everywhere. */
    readonly json: string;
    /** What it says, for people. */
    readonly text: string;
    /** The text's bytes, which are no text where a story is exported as an EPUB. */
    readonly bytes: Uint8Array;
}

/** An answer; its status tells the type of its document. */
export type Answer<Ok, No = Ok, Undecided = Ok> =
    | Reply<"ok", Ok>
    | ([No] extends [never] ? never : Reply<"no", No>)
    | ([Undecided] extends [never] ? never : Reply<"undecided", Undecided>);

/** An answer that is a message where it is no or undecided: a sentence in `files[0].failure`, which is the text, too. */
type AnswerOrMessage<Ok> = Answer<Ok, DiagnosticsDocument, DiagnosticsDocument>;

export type Messages = Reply<"ok", DiagnosticsDocument>;
export type CheckAnswer = Answer<DiagnosticsDocument>;
export type PlanAnswer = Answer<documents.PlanDocument, documents.PlanDocument, documents.PlanDocument | DiagnosticsDocument>;
export type VerifyAnswer = Answer<documents.VerdictDocument>;
export type WhyAnswer = Answer<documents.WhyDocument>;
export type WhynotAnswer = Answer<documents.WhynotDocument>;
export type ShowAnswer = Answer<documents.ShowDocument, documents.ShowDocument, DiagnosticsDocument>;
export type TellAnswer = AnswerOrMessage<documents.TellDocument>;
export type BoardAnswer = AnswerOrMessage<documents.BoardDocument>;
export type ExportAnswer = AnswerOrMessage<documents.ExportedDocument>;
export type SeriesAnswer = Answer<
    documents.SeriesDocument,
    documents.SeriesDocument,
    documents.SeriesDocument | DiagnosticsDocument
>;
export type DiffAnswer = Answer<documents.DiffDocument, never, DiagnosticsDocument>;
export type ReviewAnswer = Answer<documents.BetaDocument>;
export type HappenAnswer = Answer<documents.HappenDocument, DiagnosticsDocument, never>;
export type ValueAnswer = Answer<documents.ValueDocument, never, never>;
export type IntendsAnswer = Answer<documents.IntendsDocument, never, DiagnosticsDocument>;
export type NextAnswer = Answer<documents.NextDocument, never, DiagnosticsDocument>;
export type SaveAnswer = Answer<documents.SaveDocument, never, never>;
export type RestoreAnswer = Answer<documents.RestoreDocument, documents.RestoreDocument, never>;

export type Status = "ok" | "no" | "undecided";

/** An answer as it comes from the module. */
export interface Answered {
    status: Status;
    json: Uint8Array;
    text: Uint8Array;
}

const decoder = new TextDecoder();

class DecodedReply implements Reply<Status, unknown> {
    readonly status: Status;
    readonly bytes: Uint8Array;
    readonly #json: Uint8Array;
    #document: unknown;

    constructor(answered: Answered) {
        this.status = answered.status;
        this.bytes = answered.text;
        this.#json = answered.json;
    }
    get json(): string {
        return decoder.decode(this.#json);
    }
    get text(): string {
        return decoder.decode(this.bytes);
    }
    get document(): unknown {
        return (this.#document ??= JSON.parse(this.json));
    }
}

/** An answer for the caller. Which documents it can have, the type of the method says. */
export function replyOf<Reply>(answered: Answered): Reply {
    return new DecodedReply(answered) as Reply;
}

/** What all errors of Wrongtree are. */
export class WrongtreeError extends Error {}

/** A world, plan, draft or question has mistakes. The message is what `wrongtree check` would print. */
export class InputError extends WrongtreeError {
    override name = "InputError";
    /** Place, what was seen, what was expected, a hint. Empty where what is wrong has no place in a text. */
    readonly diagnostics: readonly Diagnostic[];

    constructor(readonly document: DiagnosticsDocument, message: string) {
        super(message.trimEnd());
        this.diagnostics = document.files.flatMap((file) => file.diagnostics);
    }
}

/** The question was cancelled, and can be asked again. */
export class CancelledError extends WrongtreeError {
    override name = "AbortError";

    constructor() {
        super("the question was cancelled");
    }
}

/** A limit ended it before there was anything to answer with. */
export class LimitError extends WrongtreeError {
    override name = "LimitError";
}

/** The memory that a world may take is used up. Of a session only closing is left to do; the world is as it was. */
export class MemoryError extends WrongtreeError {
    override name = "MemoryError";

    constructor() {
        super("the memory that this world may take is used up; read it with more, or ask less of it");
    }
}

/** The stack of the program that runs the module is used up. */
export class StackError extends WrongtreeError {
    override name = "StackError";

    constructor() {
        super("this is nested too deeply for the stack of the program that runs it");
    }
}

/** A mistake of ours. Please report it. */
export class InternalError extends WrongtreeError {
    override name = "InternalError";

    constructor(cause?: unknown) {
        super("a mistake of Wrongtree's; please report it", { cause });
    }
}
