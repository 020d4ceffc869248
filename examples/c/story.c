/* Finds a story in a world and lets it happen, and asks on the way what somebody believes.
 *
 *     cc story.c -o story $(pkg-config --cflags --libs wrongtree)
 *     ./story camp.wt
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wrongtree.h>

/* Stops a question that takes more than so many steps. */
static int is_enough(void* most, uint64_t steps) {
    return steps > *(const uint64_t*)most;
}

static char* read_file(const char* path, size_t* length) {
    FILE* file = fopen(path, "rb");
    char* text = malloc(1 << 20);
    *length = file && text ? fread(text, 1, 1 << 20, file) : 0;
    if (file) fclose(file);
    return text;
}

/* Prints a document and closes it. */
static void tell(wt_doc* doc) {
    fputs(wt_text(doc, NULL), stdout);
    wt_doc_close(doc);
}

int main(int count, char** arguments) {
    size_t length = 0;
    char* text = read_file(count > 1 ? arguments[1] : "camp.wt", &length);
    uint64_t most = 100 * 1000 * 1000;
    wt_reading how = {.size = sizeof how, .name = count > 1 ? arguments[1] : "camp.wt"};
    wt_question question = WT_QUESTION_INIT;
    wt_world* world = NULL;
    wt_session* session = NULL;
    wt_doc* doc = NULL;
    wt_status status = wt_read(text, length, &how, &world, &doc);
    free(text);
    if (status == WT_OK) {
        wt_doc_close(doc); /* warnings */
        question.request = count > 2 ? arguments[2] : NULL;
        question.poll = is_enough;
        question.user = &most;
        status = wt_open(world, &question, &session, &doc);
    }
    if (status == WT_OK) status = wt_plan(session, &question, &doc);
    if (status != WT_OK) {
        fprintf(stderr, "%s\n", wt_status_name(status));
        tell(doc);
    } else {
        const char* line = wt_text(doc, NULL);
        wt_moment now = 0;
        while (*line && status == WT_OK) {
            char event[200] = "";
            size_t end = strcspn(line, "\n");
            snprintf(event, sizeof event, "%.*s", (int)end, line);
            line += end + (line[end] == '\n');
            puts(event);
            status = wt_happen(session, now, event, &now, NULL);
        }
        wt_doc_close(doc);
        if (wt_next(session, now, &question, &doc) == WT_OK) {
            puts("What might happen now:");
            tell(doc);
        }
    }
    wt_session_close(session);
    wt_world_close(world);
    return status == WT_OK ? 0 : 1;
}
