// What can be asked, as the caller writes it. Every field may be missing: then what the file says holds, or the default.

/** How a text is to be read. */
export interface Reading {
    /** For messages; `world.wt`. A name that ends in `.txt` says that the text is in Sabre's language. */
    name?: string;
    /** The names of divergences to take. */
    divergences?: readonly string[];
    /** The names of requests whose divergences are taken as well. */
    requests?: readonly string[];
    /** Texts of libraries that the world may `use`, by name (`town/gossip`), before those in the program. */
    libraries?: Readonly<Record<string, string>>;
    /** Bytes that the world and all that comes of it may take, up to 4 GiB; 1 GiB unless said otherwise. */
    memory?: number;
}

/** Limits of a question; those that are missing are the file's. */
export interface Limits {
    /** Actions of the story, at most. */
    author?: number;
    /** Actions of a reason and of those nested in it, at most. */
    character?: number;
    /** How deep reasons within reasons may plan ahead. */
    belief?: number;
    /** How deep beliefs about beliefs are kept; as deep as is needed. */
    depth?: number;
    /** Actions of others that somebody wary looks ahead. */
    foresight?: number;
    /** Possibilities that somebody may hold at a time. */
    possibilities?: number;
}

/** A question, and what answering it may take. */
export interface Question {
    /** One of the file's requests, by name. */
    request?: string;
    /** A constraint in the language of the file. */
    where?: string;
    /** The author's utility to reach. */
    goal?: number;
    limits?: Limits;
    /** A plan that is proved to be a shortest one. */
    optimal?: boolean;
    /** States that answering may add; any number. The same on every machine. */
    maxStates?: number;
    /** Bytes that answering may add to the stores; any number. */
    maxBytes?: number;
}

/** A question to a running story. */
export interface QuestionInSession extends Question {
    /** Where the story begins; 0, the start. */
    from?: number;
    /** What may do as a plan and is tried first, such as what is left of the last one. */
    firstTry?: Plan;
}

/** A plan: an action a line, a list of actions, or the answer to a question for a plan. */
export type Plan = string | readonly string[] | { readonly json: string };

/** A question about a story that is given, or else looked for as `plan` does. */
export interface QuestionOfStory extends Question {
    plan?: Plan;
}

export interface QuestionToVerify extends Question {
    /** A competitor may do better, not only as well. */
    strict?: boolean;
}

export interface QuestionOfWhy extends Question {
    /** Whose reasons; those of everybody who consents. */
    character?: string;
}

export interface QuestionToShow extends QuestionOfStory {
    /** How deep beliefs about beliefs are shown; 1. */
    depth?: number;
}

/** How a story is told. */
export interface Telling {
    /** A character, or `narrator`; the request's teller, else a narrator. */
    teller?: string;
    language?: "english" | "german";
    /** In the present tense. */
    present?: boolean;
    /** The teller says I. */
    firstPerson?: boolean;
    /** In few words. */
    brief?: boolean;
    /** Of the choice of words; 1. */
    seed?: number | bigint;
}

export interface QuestionToTell extends QuestionOfStory, Telling {}

export type Format = "json" | "ink" | "twee" | "yarn" | "epub" | "dot" | "csv";

export interface QuestionToExport extends QuestionToTell {
    /** `json`. */
    format?: Format;
    /** Whose choices there are: a character, or `nobody`; the teller. */
    player?: string;
    /** How many events deep the alternatives go; 0, none. */
    alternatives?: number;
    title?: string;
    /** Of the book. */
    author?: string;
    /** For the reader, at the end. */
    note?: string;
    /** Such as 2026-01-31, from 1980 to 2107; 2000-01-01. */
    date?: string;
}

export interface QuestionForSeries extends Question {
    /** Stories, 1 to 99; 3. */
    count?: number;
    /** How far any two are apart at least, 0 to 1; 0.5. */
    distance?: number;
    seed?: number | bigint;
}

export interface QuestionToReview extends Question {
    /** An expression: who knows its value, and from when on? */
    whoKnows?: string;
}

/** How far an answer is. */
export interface Progress {
    /** So far; they grow the same way in every run. */
    steps: number;
}
