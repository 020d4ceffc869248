/* A game at 60 frames a second, in a terminal: three people look for what they have lost, and you are the imp that plays with them.
 *
 *     cc game.c -o game $(pkg-config --cflags --libs wrongtree)
 *     ./game night.wt                                  play; the last line says how long the frames took
 *     ./game night.wt --frames 600 --script FILE       without a terminal and without waiting; a line of FILE is `FRAME EVENT`
 *
 * The three act on a plan, each at the same time as the others, and each event of it for a reason of whoever acts, on what they believe.
 * Whenever something has happened, be it by the plan or by the imp, it is looked whether what is left of the plan still does; if not, for
 * another one: STEPS of that in each frame. Meanwhile they end what they are doing. If there is no plan in which all three get what
 * they want, each does what they intend by themselves.
 */
#define _POSIX_C_SOURCE 200809L
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wrongtree.h>

enum {
    PEOPLE = 3,
    THINGS = 3,
    PLACES = 4,
    STEPS = 2000,       /* of planning in a frame: a millisecond or two */
    MOST_STATES = 5000, /* of a plan: then it counts as not to be had */
    WALK = 90,          /* frames that walking takes */
    DO = 30,            /* frames that anything else takes */
    LINE = 120,
    MOST_FRAMES = 1 << 20
};
static const double FRAME = 1000.0 / 60; /* milliseconds */

static const char* const people[PEOPLE] = {"Mara", "Jory", "Pell"};
static const char* const things[THINGS] = {"Lantern", "Rope", "Letter"}; /* what each of them looks for */
static const char* const homes[THINGS] = {"Chapel", "Quay", "Mill"};     /* and where they need it */
static const char* const places[PLACES] = {"Square", "Mill", "Chapel", "Quay"};

/* An event that somebody is at: it happens when its frames are over. */
struct deed {
    char event[LINE];
    int who, frames;
};

struct game {
    wt_world* world;
    wt_session* session;
    wt_moment now;
    char plan[8192];  /* what is left of it, an event a line */
    char tried[8192]; /* the one that is looked at first, likewise */
    struct deed deeds[PEOPLE];
    int deed_count;
    int is_planning, is_alone; /* alone: there is no plan for all three */
    int is_over, is_told;      /* over: all have what they want; told: so it was said */
    int asked;                 /* whom of the people to ask next what they intend */
    uint64_t patience;         /* steps that asking may take */
    char whereabouts[PEOPLE][32], lies[THINGS][32], carrier[THINGS][32], believed[PEOPLE][32];
    char last[LINE + 40];
    int frame, planning_frames;
    int plans, new_plans, longest_plan, interferences, happened, thwarted, errors;
    int is_script;
};

static double ms_of(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double now_ms(void) {
    return ms_of(CLOCK_MONOTONIC);
}

/* Of the processor: who else uses the machine does not matter. */
static double work_ms(void) {
    return ms_of(CLOCK_THREAD_CPUTIME_ID);
}

static void die(const char* what, wt_status status, wt_doc* doc) {
    fprintf(stderr, "game: %s: %s\n%s", what, wt_status_name(status), doc ? wt_text(doc, NULL) : "");
    exit(2);
}

static void note(struct game* game, const char* how, const char* event) {
    snprintf(game->last, sizeof game->last, "%s%s", how, event);
    if (game->is_script) printf("%d: %s\n", game->frame, game->last);
}

/* ---- what is so, and what they believe ---- */

static void look_at(struct game* game, const char* form, const char* a, const char* b, char* value) {
    char expression[LINE];
    wt_doc* doc = NULL;
    wt_status status;
    snprintf(expression, sizeof expression, form, a, b);
    status = wt_value(game->session, game->now, expression, &doc);
    if (status != WT_OK) die(expression, status, doc);
    snprintf(value, 32, "%s", wt_text(doc, NULL));
    wt_doc_close(doc);
}

/* Looks at everything that is drawn, after something has happened. Counts who is newly mistaken. */
static void look(struct game* game) {
    char before[32];
    int i;
    game->is_over = 1;
    for (i = 0; i < THINGS; ++i) {
        look_at(game, "lies(%s)%s", things[i], "", game->lies[i]);
        look_at(game, "carrier(%s)%s", things[i], "", game->carrier[i]);
        game->is_over &= strcmp(game->lies[i], homes[i]) == 0;
    }
    for (i = 0; i < PEOPLE; ++i) {
        memcpy(before, game->believed[i], sizeof before);
        look_at(game, "at(%s)%s", people[i], "", game->whereabouts[i]);
        look_at(game, "believes(%s, lies(%s))", people[i], things[i], game->believed[i]);
        if (strcmp(game->believed[i], game->lies[i]) != 0 && strcmp(game->believed[i], before) != 0)
            ++game->errors;
    }
}

/* ---- plans ---- */

static int actor_of(const char* event) {
    const char* open = strchr(event, '(');
    int i;
    for (i = 0; open && i < PEOPLE; ++i)
        if (strncmp(open + 1, people[i], strlen(people[i])) == 0) return i;
    return -1;
}

/* Begins to look for a plan from now. What is under way and what is left of the old one is tried first. */
static void begin_plan(struct game* game) {
    wt_question question = WT_QUESTION_INIT;
    size_t length = 0;
    wt_status status;
    int i;
    game->is_planning = game->is_alone = 0;
    if (game->is_over) {
        game->plan[0] = 0;
        if (!game->is_told) note(game, "all three have what they want", "");
        game->is_told = 1;
        return;
    }
    game->is_told = 0;
    game->tried[0] = 0;
    for (i = 0; i < game->deed_count; ++i)
        length +=
            (size_t)snprintf(game->tried + length, sizeof game->tried - length, "%s\n", game->deeds[i].event);
    if (length < sizeof game->tried)
        snprintf(game->tried + length, sizeof game->tried - length, "%s", game->plan);
    question.from = game->now;
    question.first_try = game->tried[0] ? game->tried : NULL;
    question.max_states = MOST_STATES;
    status = wt_begin(game->session, &question);
    if (status != WT_OK) die("planning", status, NULL);
    game->planning_frames = 0;
    game->is_planning = 1;
}

/* Takes from the new plan what is not under way already. */
static void take_plan(struct game* game, const char* text) {
    int i;
    for (i = 0; i < game->deed_count; ++i) {
        size_t length = strlen(game->deeds[i].event);
        if (strncmp(text, game->deeds[i].event, length) != 0 || text[length] != '\n') break;
        text += length + 1;
    }
    /* Whoever is at something else than what the new plan begins with leaves off. */
    game->deed_count = i;
    snprintf(game->plan, sizeof game->plan, "%s", text);
}

static void go_on_planning(struct game* game) {
    wt_doc* doc = NULL;
    wt_status status = wt_step(game->session, STEPS, &doc);
    ++game->planning_frames;
    if (status == WT_MORE) return;
    if (status != WT_OK && status != WT_NO && status != WT_UNDECIDED) die("planning", status, doc);
    game->is_planning = 0;
    game->is_alone = status != WT_OK;
    game->plan[0] = 0;
    game->patience = STEPS;
    if (game->planning_frames > game->longest_plan) game->longest_plan = game->planning_frames;
    if (status == WT_OK) {
        int is_new = strcmp(wt_text(doc, NULL), game->tried) != 0;
        ++game->plans;
        game->new_plans += is_new;
        take_plan(game, wt_text(doc, NULL));
        if (is_new) note(game, "a new plan", "");
    } else {
        note(game, "no plan for all three: ", wt_status_name(status));
    }
    wt_doc_close(doc);
}

/* ---- what they do ---- */

static int is_busy(const struct game* game, int who) {
    int i;
    for (i = 0; i < game->deed_count; ++i)
        if (game->deeds[i].who == who) return 1;
    return 0;
}

static void start(struct game* game, const char* event, size_t length, int who) {
    struct deed* deed = &game->deeds[game->deed_count++];
    snprintf(deed->event, sizeof deed->event, "%.*s", (int)length, event);
    deed->who = who;
    deed->frames = strncmp(event, "walk", 4) == 0 ? WALK : DO;
}

/* Lets whoever is free begin with what the plan has next for them. */
static void follow_plan(struct game* game) {
    int has_part[PEOPLE] = {0};
    char* line = game->plan;
    while (*line) {
        size_t length = strcspn(line, "\n");
        int who = actor_of(line);
        if (!has_part[who] && !is_busy(game, who)) {
            start(game, line, length, who);
            memmove(line, line + length + 1, strlen(line + length + 1) + 1);
        } else {
            line += length + 1;
        }
        has_part[who] = 1;
    }
}

static int is_too_much(void* patience, uint64_t steps) {
    return steps > *(const uint64_t*)patience;
}

/* Asks one of those who are free what they would do by themselves; asking goes on in the next frame if it takes too long, and is quicker
 * then, because the session has learnt. */
static void follow_intention(struct game* game) {
    wt_question question = WT_QUESTION_INIT;
    wt_doc* doc = NULL;
    wt_status status;
    int who = game->asked;
    if (!is_busy(game, who)) {
        question.poll = is_too_much;
        question.user = &game->patience;
        status = wt_intends(game->session, game->now, people[who], &question, &doc);
        if (status == WT_CANCELLED) {
            game->patience *= 2;
            return;
        }
        if (status != WT_OK) die(people[who], status, doc);
        if (*wt_text(doc, NULL)) start(game, wt_text(doc, NULL), strcspn(wt_text(doc, NULL), "\n"), who);
        wt_doc_close(doc);
    }
    game->patience = STEPS;
    game->asked = (who + 1) % PEOPLE;
}

/* Lets an event happen now. */
static int happen(struct game* game, const char* event) {
    wt_doc* doc = NULL;
    wt_status status = wt_happen(game->session, game->now, event, &game->now, &doc);
    if (status != WT_OK && status != WT_NO) die(event, status, doc);
    wt_doc_close(doc);
    if (status == WT_OK) look(game);
    return status == WT_OK;
}

/* Ends what has taken its time. */
static void end_deeds(struct game* game) {
    int i;
    for (i = 0; i < game->deed_count; ++i)
        --game->deeds[i].frames;
    for (i = 0; i < game->deed_count;) {
        struct deed deed = game->deeds[i];
        int was_possible;
        if (deed.frames > 0) {
            ++i;
            continue;
        }
        memmove(game->deeds + i, game->deeds + i + 1, (size_t)(PEOPLE - 1 - i) * sizeof deed);
        --game->deed_count;
        was_possible = happen(game, deed.event);
        note(game, was_possible ? "" : "in vain: ", deed.event);
        if (was_possible)
            ++game->happened;
        else
            ++game->thwarted;
        begin_plan(game);
    }
}

/* What the imp does, which no plan has foreseen. */
static void interfere(struct game* game, const char* event) {
    if (!happen(game, event)) {
        note(game, "you cannot: ", event);
        if (game->is_planning) begin_plan(game); /* to try it was enough to give up planning */
        return;
    }
    ++game->interferences;
    note(game, "you: ", event);
    begin_plan(game);
}

/* One frame, but for drawing it. */
static void play(struct game* game) {
    end_deeds(game);
    if (game->is_planning)
        go_on_planning(game);
    else if (game->is_alone)
        follow_intention(game);
    else
        follow_plan(game);
}

/* ---- the terminal ---- */

static struct termios before_game;

static void leave_terminal(void) {
    tcsetattr(STDIN_FILENO, TCSANOW, &before_game);
    fputs("\x1b[?25h\n", stdout);
}

static void enter_terminal(void) {
    struct termios raw;
    tcgetattr(STDIN_FILENO, &before_game);
    raw = before_game;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    fputs("\x1b[2J\x1b[?25l", stdout);
    atexit(leave_terminal);
}

/* Writes the picture of a frame, and gives its length. */
static size_t draw(const struct game* game, int thing, int place, double work, char* out, size_t size) {
    size_t n = 0;
    int i, j;
#define PUT(...) n += n < size ? (size_t)snprintf(out + n, size - n, __VA_ARGS__) : 0
    PUT("\x1b[H The night of the imp      frame %d, %.2f ms of %.1f   %s\x1b[K\n\x1b[K\n", game->frame, work,
        FRAME,
        game->is_planning ? "planning ..."
        : game->is_alone  ? "everybody for themselves"
                          : "");
    for (i = 0; i < PLACES; ++i) {
        PUT("  %-8s", places[i]);
        for (j = 0; j < PEOPLE; ++j)
            PUT(" %-6s", strcmp(game->whereabouts[j], places[i]) == 0 ? people[j] : "");
        for (j = 0; j < THINGS; ++j)
            PUT(" %-8s", strcmp(game->lies[j], places[i]) == 0 ? things[j] : "");
        PUT("\x1b[K\n");
    }
    PUT("\x1b[K\n");
    for (i = 0; i < PEOPLE; ++i) {
        int has_it = strcmp(game->carrier[i], people[i]) == 0;
        const char* doing = "";
        for (j = 0; j < game->deed_count; ++j)
            if (game->deeds[j].who == i) doing = game->deeds[j].event;
        PUT("  %s %s the %s: %-8s %-7s %s\x1b[K\n", people[i], has_it ? "carries" : "looks for", things[i],
            has_it ? "" : game->believed[i],
            !has_it && strcmp(game->believed[i], game->lies[i]) != 0 ? "(wrong)" : "", doing);
    }
    PUT("\x1b[K\n  %s\x1b[K\n\x1b[K\n", game->last);
    PUT("  what: 1 2 3 (%s)   where: 4 5 6 7 (%s)   then: c carry it off, m j p whisper to them; q "
        "ends\x1b[K\n",
        things[thing], places[place]);
#undef PUT
    return n < size ? n : size;
}

/* Takes a key. 0: the game is over. */
static int press(struct game* game, char key, int* thing, int* place) {
    static const char letters[] = "mjp";
    const char* who = strchr(letters, key);
    char event[LINE];
    if (key == 'q') return 0;
    if (key >= '1' && key <= '3') *thing = key - '1';
    if (key >= '4' && key <= '7') *place = key - '4';
    if (key == 'c') {
        snprintf(event, sizeof event, "carry_off(Imp, %s, %s, %s)", things[*thing], game->lies[*thing],
                 places[*place]);
        if (strcmp(game->lies[*thing], "?") == 0)
            note(game, "you cannot: it is carried", "");
        else
            interfere(game, event);
    }
    if (key && who) {
        snprintf(event, sizeof event, "whisper(Imp, %s, %s, %s)", people[who - letters], things[*thing],
                 places[*place]);
        interfere(game, event);
    }
    return 1;
}

/* ---- frames ---- */

static int by_size(const void* a, const void* b) {
    double x = *(const double*)a, y = *(const double*)b;
    return (x > y) - (x < y);
}

static void tell_times(double* times, size_t count) {
    if (count == 0) return;
    qsort(times, count, sizeof *times, by_size);
    fprintf(stderr,
            "frames: %zu, of the processor each: median %.3f ms, 99 %% within %.3f ms, worst %.3f ms, of "
            "%.1f ms\n",
            count, times[count / 2], times[count * 99 / 100], times[count - 1], FRAME);
}

static void run_script(struct game* game, FILE* script, double* times, int frames) {
    char line[LINE] = "";
    char picture[4096];
    int due = -1, place = 0, used = 0;
    for (game->frame = 0; game->frame < frames; ++game->frame) {
        double begin = work_ms();
        while (due < game->frame + 1 && script) {
            if (due == game->frame) interfere(game, line + used);
            due = 1 << 30;
            if (!fgets(line, sizeof line, script)) break;
            line[strcspn(line, "\n")] = 0;
            if (sscanf(line, "%d %n", &due, &used) != 1 || due < game->frame) {
                fprintf(stderr, "game: `%s` is no `FRAME EVENT` in the order of frames\n", line);
                exit(2);
            }
        }
        play(game);
        draw(game, 0, place, 0, picture, sizeof picture);
        times[game->frame] = work_ms() - begin;
    }
}

static int run_terminal(struct game* game, double* times) {
    double next = now_ms(), work = 0;
    int thing = 0, place = 0;
    enter_terminal();
    for (game->frame = 0; game->frame < MOST_FRAMES; ++game->frame) {
        char picture[4096];
        double begin = work_ms(), rest;
        struct pollfd keys = {STDIN_FILENO, POLLIN, 0};
        while (poll(&keys, 1, 0) > 0) {
            char key = 'q';
            if (read(STDIN_FILENO, &key, 1) < 1) key = 'q';
            if (!press(game, key, &thing, &place)) return game->frame;
        }
        play(game);
        fwrite(picture, 1, draw(game, thing, place, work, picture, sizeof picture), stdout);
        fflush(stdout);
        times[game->frame] = work = work_ms() - begin;
        next += FRAME;
        rest = next - now_ms();
        if (rest > 0) {
            struct timespec pause = {0, (long)(rest * 1e6)};
            nanosleep(&pause, NULL);
        } else {
            next = now_ms();
        }
    }
    return game->frame;
}

static void open_game(struct game* game, const char* path) {
    static char text[1 << 20];
    FILE* file = fopen(path, "rb");
    size_t length = file ? fread(text, 1, sizeof text, file) : 0;
    wt_reading how = {.size = sizeof how, .name = path};
    wt_doc* doc = NULL;
    wt_status status;
    if (!file) {
        perror(path);
        exit(2);
    }
    fclose(file);
    status = wt_read(text, length, &how, &game->world, &doc);
    if (status != WT_OK) die(path, status, doc);
    wt_doc_close(doc);
    status = wt_open(game->world, NULL, &game->session, &doc);
    if (status != WT_OK) die(path, status, doc);
    look(game);
    game->errors = 0;
    begin_plan(game);
}

int main(int count, char** arguments) {
    static struct game game;
    const char* path = NULL;
    const char* script_path = NULL;
    int frames = 0, played, i;
    double* times = malloc(MOST_FRAMES * sizeof *times);
    for (i = 1; i < count; ++i) {
        if (strcmp(arguments[i], "--frames") == 0 && i + 1 < count)
            frames = atoi(arguments[++i]);
        else if (strcmp(arguments[i], "--script") == 0 && i + 1 < count)
            script_path = arguments[++i];
        else
            path = arguments[i];
    }
    if (!path || !times || frames < 0 || frames > MOST_FRAMES || (!frames && script_path)) {
        fprintf(stderr, "game WORLD [--frames N [--script FILE]]      N up to %d\n", MOST_FRAMES);
        return 2;
    }
    game.is_script = frames > 0;
    open_game(&game, path);
    if (frames > 0) {
        FILE* script = script_path ? fopen(script_path, "r") : NULL;
        if (script_path && !script) {
            perror(script_path);
            return 2;
        }
        run_script(&game, script, times, frames);
        if (script) fclose(script);
        played = frames;
        printf(
            "%d interferences, %d plans, %d of them new, %d frames for the longest, %d events, %d in vain, "
            "%d errors\n",
            game.interferences, game.plans, game.new_plans, game.longest_plan, game.happened, game.thwarted,
            game.errors);
        for (i = 0; i < THINGS; ++i)
            printf("%s: %s\n", things[i], game.lies[i]);
    } else {
        played = run_terminal(&game, times);
    }
    wt_session_close(game.session);
    wt_world_close(game.world);
    tell_times(times, (size_t)played);
    free(times);
    return 0;
}
