/** @file
 * This is the C interface of Wrongtree, a story engine whose characters can be wrong.
 *
 *     wt_world* world = NULL;
 *     wt_session* session = NULL;
 *     wt_doc* doc = NULL;
 *     wt_question question = WT_QUESTION_INIT;
 *     if (wt_read(text, length, NULL, &world, &doc) == WT_OK &&
 *         wt_open(world, &question, &session, &doc) == WT_OK &&
 *         wt_plan(session, &question, &doc) == WT_OK)
 *         puts(wt_text(doc));
 *
 * The library has no globals that the caller could see, starts no thread, reads no clock and no file, and writes
 * nothing. It never ends the process, and no exception crosses this border. What it answers depends on nothing but
 * what it is asked: the same bytes on every platform.
 *
 * Documents are JSON; their schemas are docs/schema in the source, installed as share/wrongtree/schema.
 *
 * Threads: a world never changes once it is read, and any number of threads may ask it at the same time. A session, and
 * a document, belongs to one thread at a time. The stack must have 1 MiB left where a function is called.
 *
 * Memory: every handle has blocks of its own from the allocator that was given to `wt_read`, and closing a handle
 * gives all of them back. Where the allocator gives NULL the call returns WT_NO_MEMORY, and all that it had taken
 * is given back; of a session only closing is left to do then. The world and other sessions are as they were.
 *
 * Versions: functions and fields are only ever added, fields at the end of a struct. A struct says its own size, so that
 * a program that was compiled with an older header runs with a newer library. WT_ABI grows with each addition.
 */
#ifndef WRONGTREE_H
#define WRONGTREE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** This stands before every function of the interface. */
#if defined(_WIN32)
#define WT_API __declspec(dllimport)
#elif defined(__GNUC__)
#define WT_API __attribute__((visibility("default")))
#else
#define WT_API
#endif

/** The version of this interface, which `wt_abi` gives for the library that runs. */
#define WT_ABI 2

/** This says how a call went. */
typedef enum wt_status {
    WT_OK = 0, /**< answered: found, valid, done */
    WT_NO = 1, /**< answered, and the answer is no: proved that there is none within the limits; not valid */
    WT_BAD_INPUT = 2, /**< the document says what is wrong, where, and what to do */
    WT_UNDECIDED = 3, /**< a limit ended it; the document says which */
    WT_CANCELLED = 4, /**< the caller's poll ended it */
    WT_MORE = 5,      /**< of steps: there is more to do */
    WT_NO_MEMORY = 6, /**< the allocator gave NULL */
    WT_INTERNAL = 7   /**< a mistake of ours; of a session only closing is left to do */
} wt_status;

/** This is a world that was read. */
typedef struct wt_world wt_world;
/** A session keeps what outlives a question about a world: states, and what was found out about reasons. */
typedef struct wt_session wt_session;
/** A document is an answer, as JSON and as text. */
typedef struct wt_doc wt_doc;

/** This is a moment of a running story in a session. 0 is the start; others come from `wt_happen` and `wt_restore`. */
typedef uint32_t wt_moment;

/** This is asked again and again while something is computed, always in the computing thread. Nonzero means: stop,
 *  soon. `steps` grows the same way in every run. A question that was stopped may be asked again. The poll must not
 *  call the library with the same handles. */
typedef int (*wt_poll)(void* user, uint64_t steps);

/** This is where memory comes from. Both functions get `user`. `allocate` gives a block that is aligned for any
 *  type, or NULL; `release` gets the size that was asked for. They are called in the thread of the call, and if
 *  several threads use one world, in all of these. */
typedef struct wt_allocator {
    uint32_t size;                                          /**< sizeof(wt_allocator) */
    void* (*allocate)(void* user, size_t bytes);            /**< a block, or NULL */
    void (*release)(void* user, void* block, size_t bytes); /**< takes a block back */
    void* user;                                             /**< what both are given */
} wt_allocator;

/** This says how a text is to be read. All may be zero but `size`. */
typedef struct wt_reading {
    uint32_t size;    /**< sizeof(wt_reading) */
    const char* name; /**< for messages; NULL: `world.wt`. A name that ends in `.txt`: Sabre's language;
                              `.story`: sentences */
    const char* const* divergences; /**< the names of those to take, ending in NULL; NULL: none */
    const char* const* requests;    /**< those whose divergences are taken as well; likewise */
    const wt_allocator*
        allocator; /**< for the world and all that comes of it; copied; NULL: malloc and free */
    wt_poll poll;  /**< NULL: nobody is asked */
    void* user;    /**< for `poll` */
    /** Libraries of rules that the world may `use`: the name of each (`town/gossip`) and then its text, ending in NULL.
     *  They come before those of the same name in the program. NULL: there are none. Texts end in a zero byte. */
    const char* const* libraries;
} wt_reading;

/** This is a question, and what answering it may take. `WT_QUESTION_INIT` asks for what the file asks for. */
typedef struct wt_question {
    uint32_t size;         /**< sizeof(wt_question) */
    int32_t author;        /**< actions of the story, at most; -1: the file's */
    int32_t character;     /**< actions of a reason and of those nested in it, at most; -1: the file's */
    int32_t belief;        /**< how deep reasons within reasons may plan ahead; -1: the file's */
    int32_t depth;         /**< how deep beliefs about beliefs are kept; -1: as deep as is needed */
    int32_t foresight;     /**< actions of others that somebody wary looks ahead; -1: the file's */
    int32_t possibilities; /**< that somebody may hold at a time; -1: the file's */
    int32_t optimal;       /**< nonzero: a plan that is proved to be a shortest one */
    int32_t has_goal;      /**< zero: the file's goal */
    wt_moment from;        /**< of a session: where the story begins; 0: at the start */
    double goal;           /**< the author's utility to reach, if `has_goal` */
    const char* request;   /**< one of the file's by name; NULL: none */
    const char* where;     /**< a constraint in the language of the file; NULL: none */
    uint64_t max_states;   /**< that answering may add; 0: any number */
    uint64_t max_bytes;    /**< that answering may add to the stores; 0: any number */
    wt_poll poll;          /**< NULL: nobody is asked */
    void* user;            /**< for `poll` */
    /** A plan that a session tries first, an action a line, such as what is left of the last one after something
     *  that it did not foresee. NULL: nothing. */
    const char* first_try;
} wt_question;

/** This question asks for what the file asks for. */
#define WT_QUESTION_INIT \
    {sizeof(wt_question), -1, -1, -1, -1, -1, -1, 0, 0, 0, 0.0, NULL, NULL, 0, 0, NULL, NULL, NULL}

/** Returns WT_ABI of the library that runs. */
WT_API uint32_t wt_abi(void);
/** Returns the version of Wrongtree, such as "0.3.0". */
WT_API const char* wt_version(void);
/** Returns a word for a status, such as "undecided"; never NULL. */
WT_API const char* wt_status_name(wt_status status);

/* Documents. A function that gives one sets `*doc` to NULL first; it gives one with WT_OK, WT_NO, WT_BAD_INPUT and
 * WT_UNDECIDED unless it says otherwise, and never with WT_NO_MEMORY. `doc` itself may be NULL where it is not wanted. */

/** Returns the document as JSON, ending in a line end, and in `*length`, which may be NULL, its bytes without the
 *  zero at their end. */
WT_API const char* wt_json(const wt_doc* doc, size_t* length);
/** Returns what the document says, for people; it may be empty. */
WT_API const char* wt_text(const wt_doc* doc, size_t* length);
/** Closes a document. NULL is nothing to close. */
WT_API void wt_doc_close(wt_doc* doc);

/** Reads a world and gives the messages about it (docs/schema/diagnostics.schema.json): warnings with WT_OK, errors
 *  with WT_BAD_INPUT. `how` may be NULL. Cost: linear in the text, for nearly all texts. */
WT_API wt_status wt_read(const char* text, size_t length, const wt_reading* how, wt_world** world,
                         wt_doc** messages);
/** Closes a world. Its blocks are given back when its last session is closed, too. NULL is nothing to close. */
WT_API void wt_world_close(wt_world* world);
/** Finds all that `wrongtree check` finds, with what needs the ground world. WT_NO: there are warnings. */
WT_API wt_status wt_check(wt_world* world, const wt_question* question, wt_doc** messages);

/** Opens a session, which can be asked questions with limits up to those of `question` (NULL: the file's). With
 *  WT_BAD_INPUT the document says what is wrong with the question, or which triggers never come to rest. */
WT_API wt_status wt_open(wt_world* world, const wt_question* question, wt_session** session,
                         wt_doc** message);
/** Closes a session. NULL is nothing to close. */
WT_API void wt_session_close(wt_session* session);
/** Gives back at most so many blocks (one to ten million a second) of a session that is to be closed. It returns
 *  WT_MORE as long as there are more, then WT_OK, and the session is no more. */
WT_API wt_status wt_session_close_some(wt_session* session, uint64_t blocks);
/** Returns the bytes that the session has taken from the allocator. */
WT_API uint64_t wt_session_bytes(const wt_session* session);

/** Finds a story that everybody takes part in for their own reasons, or proves that there is none
 *  (plan.schema.json). With WT_OK the referee has accepted it, if it begins at the start; from another moment it is
 *  not judged. WT_UNDECIDED with a story in the document means that judging it was too much. */
WT_API wt_status wt_plan(wt_session* session, const wt_question* question, wt_doc** doc);

/** Begins to answer a question as `wt_plan` does, in steps. */
WT_API wt_status wt_begin(wt_session* session, const wt_question* question);
/** Goes on for so many steps, which take some microseconds each. WT_MORE, without a document, means that there is
 *  more to do. Otherwise this gives the answer, the same bytes as `wt_plan`, however it was divided. Any other call
 *  for the session, except to save, gives up this question. */
WT_API wt_status wt_step(wt_session* session, uint64_t steps, wt_doc** doc);

/* Documents about stories. They are asked of a world, from its start. A story is given as a plan (an action a line, or the
 * JSON of `wt_plan`), or, where `plan` may be NULL, it is looked for as `wt_plan` does. */

/** Has the referee judge a plan (verdict.schema.json): WT_OK if it is valid, WT_NO if it is invalid. With `strict`
 *  nonzero a competitor may do better, not only as well. A plan without reasons is judged with those that are found. */
WT_API wt_status wt_verify(wt_world* world, const wt_question* question, const char* plan, size_t length,
                           int strict, wt_doc** doc);
/** Says why characters take part in an event of a plan, given by its number from 1, its text or its name
 *  (why.schema.json). `character` NULL means everybody who consents. */
WT_API wt_status wt_why(wt_world* world, const wt_question* question, const char* plan, size_t length,
                        const char* event, const char* character, wt_doc** doc);
/** Says why there is no story, and what would have to be otherwise (whynot.schema.json). WT_OK: there is one. */
WT_API wt_status wt_whynot(wt_world* world, const wt_question* question, wt_doc** doc);
/** Shows the ground world, or with a plan what it does to the world and to everybody's beliefs, `depth` deep
 *  (show.schema.json). */
WT_API wt_status wt_show(wt_world* world, const wt_question* question, const char* plan, size_t length,
                         int depth, wt_doc** doc);

/** This says how a story is told. */
typedef struct wt_telling {
    uint32_t size;        /**< sizeof(wt_telling) */
    int32_t present;      /**< nonzero: present tense */
    int32_t first_person; /**< nonzero: the teller says I */
    int32_t brief;        /**< nonzero: in few words */
    uint64_t seed;        /**< of the choice of words */
    const char* teller;   /**< a character, or `narrator`; NULL: the request's, else a narrator */
    const char* language; /**< `english` or `german`; NULL: english */
} wt_telling;

/** A narrator tells in the past tense, in English. */
#define WT_TELLING_INIT {sizeof(wt_telling), 0, 0, 0, 1, NULL, NULL}

/** Tells a story in prose, as its teller knows it (tell.schema.json; the text is the prose). `plan` and `telling`
 *  may be NULL. */
WT_API wt_status wt_tell(wt_world* world, const wt_question* question, const char* plan, size_t length,
                         const wt_telling* telling, wt_doc** doc);
/** Shows a story as a page of HTML, beside the one that canon has where divergences are taken: {"html": ...}; the
 *  text is the page. `plan` may be NULL. */
WT_API wt_status wt_board(wt_world* world, const wt_question* question, const char* plan, size_t length,
                          wt_doc** doc);

/** This says how a story becomes a file for games and readers. All may be zero but `size`. */
typedef struct wt_book {
    uint32_t size; /**< sizeof(wt_book) */
    int32_t depth; /**< of alternatives; 0: none */
    const char*
        format; /**< `json`, `ink`, `twee`, `yarn`, `epub`, `dot` or `csv`; NULL: json (export.schema.json) */
    const char* player; /**< whose choices there are; NULL: the teller's; `nobody`: nobody's */
    const char* title;  /**< NULL: the request's */
    const char* author; /**< of the book; NULL: nobody is named */
    const char* note;   /**< for the reader, at the end; NULL: none */
    const char* date;   /**< such as 2026-01-31, from 1980 to 2107; NULL: 2000-01-01 */
} wt_book;

/** Writes a story as a file (the text, which may have any bytes): {"format": ..., "bytes": ...}. `plan`, `telling`
 *  and `book` may be NULL. */
WT_API wt_status wt_export(wt_world* world, const wt_question* question, const char* plan, size_t length,
                           const wt_telling* telling, const wt_book* book, wt_doc** doc);
/** Finds up to `count` (1 to 99) stories that have little to do with each other: any two are at least `distance` (0
 *  to 1) apart (series.schema.json). WT_NO: there are fewer. */
WT_API wt_status wt_series(wt_world* world, const wt_question* question, int count, double distance,
                           uint64_t seed, wt_doc** doc);
/** Says what makes the second world another one than the first: at the start, in the rules, in the stories
 *  (diff.schema.json). */
WT_API wt_status wt_diff(wt_world* canon, wt_world* other, const wt_question* question, wt_doc** doc);
/** Says what a first reader finds in a draft (beta.schema.json): WT_NO if it has errors of continuity. With an
 *  expression in `who_knows` it says who knows its value, and from when on. */
WT_API wt_status wt_review(wt_world* world, const wt_question* question, const char* draft, size_t length,
                           const char* who_knows, wt_doc** doc);

/* The functions below follow a running story. */

/** Lets an event happen at `from`, whoever wanted it, such as "steal(Tom, Coin)", with ` fails` behind it for one
 *  that fails, and gives the moment after it. WT_NO: that is impossible there; the document says why. */
WT_API wt_status wt_happen(wt_session* session, wt_moment from, const char* event, wt_moment* next,
                           wt_doc** doc);
/** Gives the value of an expression such as "believes(Tom, at(Coin))" at a moment: {"value": "Box"}. */
WT_API wt_status wt_value(wt_session* session, wt_moment at, const char* expression, wt_doc** doc);
/** Says what a character would do now for a reason of its own, as it sees things: a list of events, each with the
 *  plan that is the reason. The limits are those of `question`. */
WT_API wt_status wt_intends(wt_session* session, wt_moment at, const char* character,
                            const wt_question* question, wt_doc** doc);
/** Lists the events that can happen now and in which all who would have to take part would do so, each with their
 *  reasons. */
WT_API wt_status wt_next(wt_session* session, wt_moment at, const wt_question* question, wt_doc** doc);
/** Gives all that has happened up to a moment, by names, with a hash of the world, to be kept in a file and restored
 *  in a session of the same world or of one that was changed. */
WT_API wt_status wt_save(wt_session* session, wt_moment at, wt_doc** doc);
/** Lets happen again what was saved, as far as it fits. WT_OK: all of it did. WT_NO: the document says what did not,
 *  and why; the rest has happened. */
WT_API wt_status wt_restore(wt_session* session, const char* json, size_t length, wt_moment* at,
                            wt_doc** doc);

#ifdef __cplusplus
}
#endif

#endif
