// The worker's side: does what the client asks, with a world that is read here.
import type { Answered, Reply, Status } from "./answers.js";
import type { Poll } from "./instance.js";
import { failureOf, type Port, type Request, type Response } from "./messages.js";
import { Wrongtree, type Asking, type Session, type World } from "./sync.js";

/** Between two messages about how far it is. */
const kMilliseconds = 50;
/** The clock is looked at after so many calls of the poll, which come every few microseconds. */
const kCalls = 64;

type Methods = Record<string, (...args: unknown[]) => Reply<Status, unknown>>;

export function work(port: Port<Request, Response>): void {
    let world: World | undefined;
    let flag: Int32Array | undefined;
    const sessions = new Map<number, Session>();

    function poll(progress: boolean): Poll {
        let calls = 0;
        let told = performance.now();
        return (steps) => {
            if (progress && ++calls % kCalls === 0 && performance.now() - told >= kMilliseconds) {
                told = performance.now();
                port.send({ steps });
            }
            return flag !== undefined && Atomics.load(flag, 0) !== 0;
        };
    }

    function answer(request: Request): Response {
        const asking: Asking = { poll: poll(request.progress) };
        switch (request.kind) {
            case "read":
                flag = request.flag;
                world = new Wrongtree(request.module).read(request.world.text, request.world.reading, asking);
                return { answered: answeredOf(world.messages) };
            case "world":
                return { answered: answeredOf((world as unknown as Methods)[request.method]!(...request.args, asking)) };
            case "diff": {
                const { text, reading } = request.other;
                return { answered: answeredOf(world!.diffText(text, reading, request.question, asking)) };
            }
            case "open":
                sessions.set(request.session, world!.open(request.question, asking));
                return { value: 0 };
            case "session": {
                const session = sessions.get(request.session)!;
                if (request.method === "bytes") return { value: session.bytes };
                return { answered: answeredOf((session as unknown as Methods)[request.method]!(...request.args, asking)) };
            }
            case "close":
                sessions.get(request.session)?.close();
                sessions.delete(request.session);
                return { value: 0 };
        }
    }

    port.receive((request) => {
        try {
            port.send(answer(request));
        } catch (error) {
            port.send({ error: failureOf(error) });
        }
    });
}

const encoder = new TextEncoder();

function answeredOf(reply: Reply<Status, unknown>): Answered {
    return { status: reply.status, json: encoder.encode(reply.json), text: reply.bytes };
}
