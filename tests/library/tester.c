/* What the tests of the library need of a C program: each mode is one test, called by test_library.py.
 *
 *     tester plan WORLD [REQUEST]        the document, and the same in steps of 1, 7 and 100,000: exit 1 if they differ
 *     tester starve WORLD FROM TO [KIND ...]   an allocator that gives nothing at the n-th call, for all n from FROM to TO:
 *                                        all that a session can do, or one document as of `doc`
 *     tester again WORLD                 reads it, closes it, and reads it again
 *     tester polls WORLD [REQUEST [N]]   the longest time between two polls, and from cancelling to coming back
 *     tester live WORLD WORD...          lets events happen, saves, restores; prints all documents. `?EXPRESSION` asks for a
 *                                        value instead, `@NAME` what somebody would do
 *     tester doc WORLD KIND [REQUEST|-] [FILE|-] [WORD]   one document: plan, verify, why, whynot, show, tell, board, export,
 *                                        series, diff, review, check; FILE is a plan or draft; WORD an event or a divergence
 *     tester frames WORLD N SEED STEPS GOAL [AUTHOR CHARACTER BELIEF]   lets N random events happen that no plan foresaw, and plans anew after each in
 *                                        frames of so many steps; milliseconds of frames and of plans
 *     tester giveup WORLD N              a question in steps is given up at N places by all that gives it up, and by closing;
 *                                        the session still answers, its poll is not asked any more, nothing is left behind
 *     tester threads WORLD N             N threads, each with a session of its own, of one world
 */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wrongtree.h>

static char* g_text;
static size_t g_length;
static const char* g_name;

static double now_ms(void) {
    struct timespec t;
    /* The processor time of this thread: who else uses the machine does not matter. */
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static void fail(const char* what, wt_status status) {
    fprintf(stderr, "%s: %s\n", what, wt_status_name(status));
    exit(1);
}

/* ---- an allocator that counts, and fails when it is told to ---- */

struct heap {
    unsigned long calls, fails_at;
    size_t bytes;
};

static void* take(void* user, size_t bytes) {
    struct heap* heap = user;
    void* block;
    if (++heap->calls == heap->fails_at) return NULL;
    block = malloc(bytes ? bytes : 1);
    if (block) heap->bytes += bytes;
    return block;
}

static void give_back(void* user, void* block, size_t bytes) {
    struct heap* heap = user;
    heap->bytes -= bytes;
    free(block);
}

/* ---- polls ---- */

struct watch {
    double last, longest, cancelled;
    unsigned long polls, cancel_at;
};

static int look(void* user, uint64_t steps) {
    struct watch* watch = user;
    double now = now_ms();
    (void)steps;
    if (watch->last > 0 && now - watch->last > watch->longest) watch->longest = now - watch->last;
    watch->last = now;
    if (++watch->polls != watch->cancel_at) return watch->cancel_at != 0 && watch->polls > watch->cancel_at;
    watch->cancelled = now;
    return 1;
}

static wt_world* read_world(const wt_allocator* allocator, wt_status* status) {
    wt_reading how = {sizeof how, g_name, NULL, NULL, allocator, NULL, NULL, NULL};
    wt_world* world = NULL;
    *status = wt_read(g_text, g_length, &how, &world, NULL);
    return world;
}

static wt_world* world_or_exit(void) {
    wt_status status;
    wt_world* world = read_world(NULL, &status);
    if (status != WT_OK) fail("reading", status);
    return world;
}

static wt_session* open_or_exit(wt_world* world, const wt_question* question) {
    wt_session* session = NULL;
    wt_doc* doc = NULL;
    wt_status status = wt_open(world, question, &session, &doc);
    if (status != WT_OK) {
        fputs(wt_text(doc, NULL), stderr);
        fail("opening", status);
    }
    return session;
}

static int plan(const char* request) {
    static const uint64_t kSteps[] = {1, 7, 100000};
    wt_question question = WT_QUESTION_INIT;
    wt_world* world = world_or_exit();
    wt_session* session;
    wt_doc* whole = NULL;
    wt_status status;
    size_t i, length;
    question.request = request;
    question.max_states = 300000;
    session = open_or_exit(world, &question);
    status = wt_plan(session, &question, &whole);
    if (status > WT_UNDECIDED) fail("planning", status);
    fwrite(wt_json(whole, &length), 1, strlen(wt_json(whole, NULL)), stdout);
    wt_session_close(session);
    for (i = 0; i < 3; ++i) {
        wt_doc* doc = NULL;
        wt_status in_steps;
        session = open_or_exit(world, &question);
        wt_begin(session, &question);
        do
            in_steps = wt_step(session, kSteps[i], &doc);
        while (in_steps == WT_MORE);
        if (in_steps != status || strcmp(wt_json(doc, NULL), wt_json(whole, NULL)) != 0)
            fail("in steps", in_steps);
        wt_doc_close(doc);
        wt_session_close(session);
    }
    wt_doc_close(whole);
    wt_world_close(world);
    return (int)status;
}

static char* read_file(const char* path, size_t* length) {
    FILE* file = fopen(path, "rb");
    char* text = malloc(8 << 20);
    *length = file && text ? fread(text, 1, 8 << 20, file) : 0;
    if (file) fclose(file);
    return text;
}

static wt_status ask(const wt_allocator* allocator, const char* kind, const char* request, const char* path,
                     const char* word, wt_doc** doc) {
    const char* requests[2];
    const char* divergences[2];
    wt_reading how = {sizeof how, g_name, NULL, NULL, allocator, NULL, NULL, NULL};
    wt_question question = WT_QUESTION_INIT;
    wt_book book;
    wt_world* world = NULL;
    wt_status status;
    size_t length = 0;
    char* text = path ? read_file(path, &length) : NULL;
    requests[0] = request;
    divergences[0] = word;
    requests[1] = divergences[1] = NULL;
    how.requests = requests;
    question.request = request;
    question.max_states = 300000;
    memset(&book, 0, sizeof book);
    book.size = sizeof book;
    book.depth = 1;
    book.format = word;
    status = wt_read(g_text, g_length, &how, &world, doc);
    if (status == WT_OK) {
        wt_doc_close(*doc);
        *doc = NULL;
        status = WT_INTERNAL;
        if (strcmp(kind, "plan") == 0) {
            wt_session* session = NULL;
            status = wt_open(world, &question, &session, doc);
            if (status == WT_OK) status = wt_plan(session, &question, doc);
            wt_session_close(session);
        }
        if (strcmp(kind, "check") == 0) status = wt_check(world, &question, doc);
        if (strcmp(kind, "verify") == 0) status = wt_verify(world, &question, text, length, 0, doc);
        if (strcmp(kind, "why") == 0) status = wt_why(world, &question, text, length, word, NULL, doc);
        if (strcmp(kind, "whynot") == 0) status = wt_whynot(world, &question, doc);
        if (strcmp(kind, "show") == 0) status = wt_show(world, &question, text, length, 2, doc);
        if (strcmp(kind, "tell") == 0) status = wt_tell(world, &question, text, length, NULL, doc);
        if (strcmp(kind, "board") == 0) status = wt_board(world, &question, text, length, doc);
        if (strcmp(kind, "export") == 0) status = wt_export(world, &question, text, length, NULL, &book, doc);
        if (strcmp(kind, "series") == 0) {
            question.max_states = 20000;
            status = wt_series(world, &question, 3, 0.5, 1, doc);
        }
        if (strcmp(kind, "review") == 0)
            status = wt_review(world, &question, text ? text : "", length, word, doc);
        if (strcmp(kind, "diff") == 0) {
            wt_world* other = NULL;
            how.divergences = divergences;
            question.max_states = 100000;
            status = wt_read(g_text, g_length, &how, &other, NULL);
            if (status == WT_OK) status = wt_diff(world, other, &question, doc);
            wt_world_close(other);
        }
    }
    wt_world_close(world);
    free(text);
    return status;
}

static const char* given(const char* word) {
    return word && strcmp(word, "-") != 0 ? word : NULL;
}

static int document(int count, char** words) {
    wt_doc* doc = NULL;
    const char* kind = count > 0 ? words[0] : "";
    wt_status status = ask(NULL, kind, count > 1 ? given(words[1]) : NULL, count > 2 ? given(words[2]) : NULL,
                           count > 3 ? given(words[3]) : NULL, &doc);
    size_t length = 0;
    const char* bytes = strcmp(kind, "board") == 0 || strcmp(kind, "export") == 0 ? wt_text(doc, &length)
                                                                                  : wt_json(doc, &length);
    fwrite(bytes, 1, length, stdout);
    wt_doc_close(doc);
    return (int)status;
}

/* All that a session can do, until something fails. */
static wt_status do_all(wt_allocator* allocator) {
    wt_question question = WT_QUESTION_INIT;
    wt_session* session = NULL;
    wt_doc* doc = NULL;
    wt_moment moment = 0;
    wt_status status;
    wt_world* world = read_world(allocator, &status);
    question.max_states = 20000;
    if (status == WT_OK) status = wt_open(world, &question, &session, NULL);
    if (status == WT_OK) status = wt_plan(session, &question, &doc);
    wt_doc_close(doc);
    doc = NULL;
    if (status < WT_BAD_INPUT) status = wt_begin(session, &question);
    while (status == WT_OK || status == WT_MORE) {
        status = wt_step(session, 1000, &doc);
        if (status != WT_MORE) break;
    }
    wt_doc_close(doc);
    doc = NULL;
    if (status < WT_BAD_INPUT) status = wt_next(session, 0, &question, &doc);
    wt_doc_close(doc);
    doc = NULL;
    if (status < WT_BAD_INPUT) status = wt_value(session, 0, "1 + 1", &doc);
    wt_doc_close(doc);
    doc = NULL;
    if (status < WT_BAD_INPUT) status = wt_save(session, 0, &doc);
    if (status < WT_BAD_INPUT)
        status = wt_restore(session, wt_json(doc, NULL), strlen(wt_json(doc, NULL)), &moment, NULL);
    wt_doc_close(doc);
    if (status < WT_BAD_INPUT) status = wt_check(world, &question, NULL);
    wt_session_close(session);
    wt_world_close(world);
    return status;
}

static int starve(unsigned long from, unsigned long to, int count, char** words) {
    unsigned long n, failed = 0;
    for (n = from; n <= to; ++n) {
        struct heap heap = {0, n, 0};
        wt_allocator allocator = {sizeof allocator, take, give_back, &heap};
        wt_doc* doc = NULL;
        wt_status status =
            count == 0 ? do_all(&allocator)
                       : ask(&allocator, words[0], count > 1 ? given(words[1]) : NULL,
                             count > 2 ? given(words[2]) : NULL, count > 3 ? given(words[3]) : NULL, &doc);
        wt_doc_close(doc);
        if (heap.bytes != 0) {
            fprintf(stderr, "%lu: %zu bytes were not given back\n", n, heap.bytes);
            return 1;
        }
        if (heap.calls >= n && status != WT_NO_MEMORY) fail("starved", status);
        failed += status == WT_NO_MEMORY;
        if (heap.calls < n) break;
    }
    printf("%lu of %lu starved\n", failed, n - from);
    return 0;
}

static double g_longest_close = 0;

static double max_of(double a, double b) {
    return a > b ? a : b;
}

/* How many times a call is cancelled. */
static unsigned long g_cancels = 12;

/* Asks `what` once to count the polls, then again cancelling at up to `g_cancels` of them. */
static double latency(wt_world* world, const char* request, int what, double* longest) {
    unsigned long polls = 0, i;
    double worst = 0;
    for (i = 0; i <= g_cancels; ++i) {
        struct watch watch = {0, 0, 0, 0, 0};
        wt_question question = WT_QUESTION_INIT;
        wt_session* session = NULL;
        double back;
        question.request = request;
        question.max_states = 100000;
        if (i > 0 && polls == 0) break;
        if (i > 0) watch.cancel_at = 1 + polls * (i - 1) / g_cancels;
        if (what > 0) {
            session = open_or_exit(world, &question);
            question.poll = look;
            question.user = &watch;
            watch.last = now_ms();
            if (what == 1) wt_plan(session, &question, NULL);
            if (what == 2) wt_next(session, 0, &question, NULL);
            if (what == 3) wt_check(world, &question, NULL);
        } else {
            question.poll = look;
            question.user = &watch;
            watch.last = now_ms();
            wt_open(world, &question, &session, NULL);
        }
        back = now_ms();
        *longest = max_of(*longest, watch.longest);
        if (watch.cancelled > 0)
            worst = max_of(worst, back - watch.cancelled);
        else
            *longest = max_of(*longest, back - watch.last);
        if (i == 0) polls = watch.polls;
        while (session) {
            wt_status closed = wt_session_close_some(session, 1000);
            g_longest_close = max_of(g_longest_close, now_ms() - back);
            back = now_ms();
            if (closed == WT_OK) break;
        }
    }
    return worst;
}

/* The same for reading. */
static double latency_of_reading(double* longest) {
    unsigned long polls = 0, i;
    double worst = 0;
    for (i = 0; i <= g_cancels; ++i) {
        struct watch watch = {0, 0, 0, 0, 0};
        wt_reading how = {sizeof how, g_name, NULL, NULL, NULL, look, NULL, NULL};
        wt_world* world = NULL;
        double back;
        how.user = &watch;
        if (i > 0) watch.cancel_at = 1 + polls * (i - 1) / g_cancels;
        watch.last = now_ms();
        wt_read(g_text, g_length, &how, &world, NULL);
        back = now_ms();
        if (watch.cancelled > 0)
            worst = max_of(worst, back - watch.cancelled);
        else
            *longest = max_of(max_of(*longest, watch.longest), back - watch.last);
        if (i == 0) polls = watch.polls;
        wt_world_close(world);
    }
    return worst;
}

static int polls(const char* request) {
    static const char* const kNames[] = {"open", "plan", "next", "check"};
    double longest_of_reading = 0;
    double worst_of_reading = latency_of_reading(&longest_of_reading);
    wt_world* world = world_or_exit();
    int what;
    printf("read: %.2f ms between polls, %.2f ms from cancelling to coming back\n", longest_of_reading,
           worst_of_reading);
    for (what = 0; what < 4; ++what) {
        double longest = 0;
        double worst = latency(world, request, what, &longest);
        printf("%s: %.2f ms between polls, %.2f ms from cancelling to coming back\n", kNames[what], longest,
               worst);
    }
    printf("close: %.2f ms for 1,000 blocks\n", g_longest_close);
    wt_world_close(world);
    return 0;
}

static int live(int count, char** events) {
    wt_question question = WT_QUESTION_INIT;
    wt_world* world = world_or_exit();
    wt_session* session = open_or_exit(world, &question);
    wt_doc* doc = NULL;
    wt_moment now = 0, restored = 0;
    wt_status status;
    int i;
    for (i = 0; i < count; ++i) {
        if (events[i][0] == '?')
            status = wt_value(session, now, events[i] + 1, &doc);
        else if (events[i][0] == '@')
            status = wt_intends(session, now, events[i] + 1, &question, &doc);
        else
            status = wt_happen(session, now, events[i], &now, &doc);
        printf("%s: %s\n%s", events[i], wt_status_name(status), wt_json(doc, NULL));
        wt_doc_close(doc);
    }
    status = wt_next(session, now, &question, &doc);
    printf("next: %s\n%s", wt_status_name(status), wt_json(doc, NULL));
    wt_doc_close(doc);
    status = wt_save(session, now, &doc);
    printf("save: %s\n%s", wt_status_name(status), wt_json(doc, NULL));
    {
        wt_doc* said = NULL;
        status = wt_restore(session, wt_json(doc, NULL), strlen(wt_json(doc, NULL)), &restored, &said);
        printf("restore: %s\n%s", wt_status_name(status), wt_json(said, NULL));
        wt_doc_close(said);
    }
    wt_doc_close(doc);
    wt_session_close(session);
    wt_world_close(world);
    return status == WT_OK ? 0 : 1;
}

static uint32_t g_random;

static uint32_t random_below(uint32_t count) {
    g_random = g_random * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)g_random * count) >> 32);
}

static int compare_numbers(const void* a, const void* b) {
    double x = *(const double*)a, y = *(const double*)b;
    return (x > y) - (x < y);
}

static void tell_times(const char* what, double* times, size_t count) {
    if (count == 0) return;
    qsort(times, count, sizeof *times, compare_numbers);
    printf("%s: %zu, median %.3f ms, 99 %% %.3f ms, most %.3f ms\n", what, count, times[count / 2],
           times[count * 99 / 100], times[count - 1]);
}

/* The ground actions, each ending in a zero, and where they begin. */
static size_t list_actions(wt_world* world, const wt_question* question, char*** actions, char** room) {
    wt_doc* doc = NULL;
    size_t length = 0, count = 0;
    char* line;
    wt_show(world, question, NULL, 0, 0, &doc);
    wt_text(doc, &length);
    *room = malloc(length + 1);
    memcpy(*room, wt_text(doc, NULL), length + 1);
    wt_doc_close(doc);
    *actions = malloc((length / 8 + 1) * sizeof **actions);
    for (line = strtok(*room, "\n"); line; line = strtok(NULL, "\n"))
        if (strncmp(line, "action ", 7) == 0) (*actions)[count++] = line + 7;
    return count;
}

static int frames(unsigned long replans, uint32_t seed, uint64_t steps, double goal, char** limits) {
    enum { MOST_FRAMES = 1 << 20 };
    wt_question question = WT_QUESTION_INIT;
    wt_world* world = world_or_exit();
    wt_session* session = NULL;
    double* frame_times = malloc(MOST_FRAMES * sizeof *frame_times);
    double* plan_times = malloc((replans + 1) * sizeof *plan_times);
    size_t frame_count = 0, plan_count = 0, found = 0, action_count;
    char **actions, *room, left[8192];
    wt_moment now = 0;
    question.has_goal = goal > 0;
    question.goal = goal;
    if (limits) {
        question.author = atoi(limits[0]);
        question.character = atoi(limits[1]);
        question.belief = atoi(limits[2]);
    }
    action_count = list_actions(world, &question, &actions, &room);
    question.max_states = 20000;
    g_random = seed;
    left[0] = 0;
    while (plan_count < replans && action_count > 0) {
        wt_doc* doc = NULL;
        wt_status status;
        double took = 0;
        int tries;
        const char* rest;
        if (!session || wt_session_bytes(session) > 256u << 20) {
            wt_session_close(session);
            session = open_or_exit(world, &question);
            now = 0;
        }
        for (tries = 0; tries < 1000; ++tries)
            if (wt_happen(session, now, actions[random_below((uint32_t)action_count)], &now, NULL) == WT_OK)
                break;
        question.from = now;
        question.first_try = left[0] ? left : NULL;
        wt_begin(session, &question);
        do {
            double start = now_ms();
            status = wt_step(session, steps, &doc);
            start = now_ms() - start;
            took += start;
            if (frame_count < MOST_FRAMES) frame_times[frame_count++] = start;
        } while (status == WT_MORE);
        plan_times[plan_count++] = took;
        found += status == WT_OK;
        rest = wt_text(doc, NULL);
        left[0] = 0;
        if (status == WT_OK && *rest) {
            char first[400];
            size_t end = strcspn(rest, "\n");
            snprintf(first, sizeof first, "%.*s", (int)end, rest);
            snprintf(left, sizeof left, "%s", rest + end + (rest[end] == '\n'));
            wt_happen(session, now, first, &now, NULL);
        }
        wt_doc_close(doc);
        /* A story that is over, or lost, begins again. */
        if (status != WT_OK || !left[0]) now = 0;
    }
    printf("%zu plans found\n", found);
    tell_times("plans", plan_times, plan_count);
    tell_times("frames", frame_times, frame_count);
    wt_session_close(session);
    wt_world_close(world);
    free(frame_times);
    free(plan_times);
    free(actions);
    free(room);
    return 0;
}

/* Fails if it is asked when it should not be. */
static int may_be_asked(void* allowed, uint64_t steps) {
    (void)steps;
    if (!*(int*)allowed) fail("a poll of a question that was given up", WT_INTERNAL);
    return 0;
}

/* Does the n-th of the things that give up a question in steps. */
static void do_something_else(wt_session* session, int n, const char* action) {
    wt_question question = WT_QUESTION_INIT;
    wt_moment after = 0;
    wt_doc* doc = NULL;
    question.max_states = 500;
    switch (n % 5) {
        case 0:
            wt_happen(session, 0, action, &after, &doc);
            break;
        case 1:
            wt_value(session, 0, "1 + 1", &doc);
            break;
        case 2:
            wt_next(session, 0, &question, &doc);
            break;
        case 3:
            wt_plan(session, &question, &doc);
            break;
        default:
            wt_begin(session, &question);
            wt_step(session, 50, &doc);
    }
    wt_doc_close(doc);
}

static int give_up(int rounds) {
    wt_question question = WT_QUESTION_INIT;
    wt_world* first = world_or_exit();
    wt_session* reference = NULL;
    wt_status wanted, status;
    const char* text;
    char **actions, *room;
    size_t length, action_count = list_actions(first, &question, &actions, &room);
    uint64_t most = 0;
    int n, allowed;
    question.max_states = 300000;
    reference = open_or_exit(first, &question);
    wanted = wt_plan(reference, &question, NULL);
    wt_session_close(reference);
    /* How many steps it takes, so that all parts of answering are given up in. */
    reference = open_or_exit(first, &question);
    wt_begin(reference, &question);
    while (wt_step(reference, 20, NULL) == WT_MORE)
        ++most;
    wt_session_close(reference);
    for (n = 0; n < rounds; ++n) {
        struct heap heap = {0, 0, 0};
        wt_allocator allocator = {sizeof allocator, take, give_back, &heap};
        wt_reading how = {.size = sizeof how, .name = g_name, .allocator = &allocator};
        wt_world* world = NULL;
        wt_session* session = NULL;
        wt_doc* doc = NULL;
        uint64_t steps = most * (uint64_t)n / (uint64_t)(rounds - 1), i;
        if (wt_read(g_text, g_length, &how, &world, NULL) != WT_OK ||
            wt_open(world, &question, &session, NULL) != WT_OK)
            fail("opening", WT_INTERNAL);
        question.poll = may_be_asked;
        question.user = &allowed;
        allowed = 1;
        wt_begin(session, &question);
        for (i = 0; i < steps; ++i)
            wt_step(session, 20, NULL);
        allowed = 0;
        question.poll = NULL;
        do_something_else(session, n, action_count > 0 ? actions[(size_t)n % action_count] : "none()");
        /* A session that has learnt from what was given up may find another story, but none where there was one, or the other way
         * round. */
        status = wt_plan(session, &question, &doc);
        if (status != wanted) fail("another answer after a question was given up", status);
        if (status == WT_OK) {
            text = wt_json(doc, &length);
            status = wt_verify(world, &question, text, length, 0, NULL);
            if (status != WT_OK) fail("a plan after a question was given up", status);
        }
        wt_doc_close(doc);
        /* Closed in the midst of it. */
        wt_session_close(session);
        wt_open(world, &question, &session, NULL);
        wt_begin(session, &question);
        for (i = 0; i < steps; ++i)
            wt_step(session, 20, NULL);
        wt_session_close(session);
        wt_world_close(world);
        if (heap.bytes != 0) {
            fprintf(stderr, "%d: %zu bytes were not given back\n", n, heap.bytes);
            return 1;
        }
    }
    printf("given up at %d places of %lu steps\n", rounds, (unsigned long)most * 20);
    wt_world_close(first);
    free(actions);
    free(room);
    return 0;
}

static void* plan_in_thread(void* world) {
    wt_question question = WT_QUESTION_INIT;
    wt_session* session = open_or_exit(world, &question);
    wt_doc* doc = NULL;
    question.max_states = 300000;
    wt_plan(session, &question, &doc);
    wt_session_close(session);
    return doc;
}

static int threads(int count) {
    pthread_t all[64];
    wt_world* world = world_or_exit();
    wt_doc* first = NULL;
    int i;
    for (i = 0; i < count && i < 64; ++i)
        pthread_create(&all[i], NULL, plan_in_thread, world);
    wt_world* held = world;
    for (i = 0; i < count && i < 64; ++i) {
        void* doc = NULL;
        pthread_join(all[i], &doc);
        if (i == 0) first = doc;
        if (strcmp(wt_json(doc, NULL), wt_json(first, NULL)) != 0) fail("threads", WT_INTERNAL);
        if (i > 0) wt_doc_close(doc);
    }
    printf("%d threads, %zu bytes of the same\n", count, strlen(wt_json(first, NULL)));
    wt_doc_close(first);
    wt_world_close(held);
    return 0;
}

int main(int count, char** arguments) {
    const char* mode = count > 2 ? arguments[1] : "";
    const char* request = count > 3 ? arguments[3] : NULL;
    FILE* file = count > 2 ? fopen(arguments[2], "rb") : NULL;
    int result = 2;
    if (!file) {
        fputs("tester MODE WORLD ...\n", stderr);
        return 2;
    }
    g_name = arguments[2];
    g_text = malloc(8 << 20);
    g_length = fread(g_text, 1, 8 << 20, file);
    fclose(file);
    if (strcmp(mode, "plan") == 0) result = plan(request);
    if (strcmp(mode, "starve") == 0)
        result = starve(strtoul(arguments[3], NULL, 10), strtoul(arguments[4], NULL, 10), count - 5,
                        arguments + 5);
    if (strcmp(mode, "again") == 0) {
        wt_world_close(world_or_exit());
        result = plan(request);
    }
    if (strcmp(mode, "doc") == 0) result = document(count - 3, arguments + 3);
    if (strcmp(mode, "polls") == 0) {
        if (count > 4) g_cancels = strtoul(arguments[4], NULL, 10);
        result = polls(request && *request ? request : NULL);
    }
    if (strcmp(mode, "live") == 0) result = live(count - 3, arguments + 3);
    if (strcmp(mode, "frames") == 0 && count > 6)
        result =
            frames(strtoul(arguments[3], NULL, 10), (uint32_t)strtoul(arguments[4], NULL, 10),
                   strtoul(arguments[5], NULL, 10), atof(arguments[6]), count > 9 ? arguments + 7 : NULL);
    if (strcmp(mode, "giveup") == 0 && count > 3) result = give_up(atoi(arguments[3]));
    if (strcmp(mode, "threads") == 0) result = threads(atoi(arguments[3]));
    free(g_text);
    return result;
}
