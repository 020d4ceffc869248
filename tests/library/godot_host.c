/* What of Godot examples/godot/story.c needs, so that the extension can be driven from end to end without Godot.
 *
 *     host EXTENSION WORLD
 *
 * It keeps to what the interface documents and is stricter than Godot: a value has a mark by which it knows what it is, so that what
 * is not initialised, destroyed twice or taken for something else ends the test; in the end nothing may be left.
 */
#define _POSIX_C_SOURCE 200809L
#include <dlfcn.h>
#include <gdextension_interface.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char* what, const char* more) {
    fprintf(stderr, "FAILED: %s %s\n", what, more);
    exit(1);
}

#define CHECK(condition) \
    if (!(condition)) fail(#condition, "")

/* ---- values ---- */

enum { A_STRING = 0x51, A_NAME = 0x4e, A_NODE = 0x40 };

struct text {
    int mark;
    size_t length;
    char bytes[1];
};

struct variant {
    GDExtensionVariantType type;
    int64_t number;
    struct text* string;
};

static long g_live;

static struct text* new_text(int mark, const char* bytes, size_t length) {
    struct text* text = malloc(sizeof *text + length);
    text->mark = mark;
    text->length = length;
    memcpy(text->bytes, bytes, length);
    text->bytes[length] = 0;
    ++g_live;
    return text;
}

static struct text* marked(const void* place, int mark) {
    struct text* text = *(struct text* const*)place;
    if (!text || text->mark != mark) fail("a value of another kind", "");
    return text;
}

static void destroy(void* place, int mark) {
    struct text* text = marked(place, mark);
    text->mark = 0;
    free(text);
    --g_live;
}

static void destroy_string(GDExtensionTypePtr place) {
    destroy(place, A_STRING);
}

static void destroy_name(GDExtensionTypePtr place) {
    destroy(place, A_NAME);
}

static void new_name(GDExtensionUninitializedStringNamePtr place, const char* contents,
                     GDExtensionBool is_static) {
    CHECK(!is_static);
    *(struct text**)place = new_text(A_NAME, contents, strlen(contents));
}

static void new_string(GDExtensionUninitializedStringPtr place, const char* contents, GDExtensionInt size) {
    CHECK(size >= 0);
    *(struct text**)place = new_text(A_STRING, contents, (size_t)size);
}

static GDExtensionInt string_to_utf8(GDExtensionConstStringPtr place, char* bytes, GDExtensionInt most) {
    struct text* text = marked(place, A_STRING);
    if (bytes) memcpy(bytes, text->bytes, text->length < (size_t)most ? text->length : (size_t)most);
    return (GDExtensionInt)text->length;
}

static GDExtensionVariantType variant_type(GDExtensionConstVariantPtr variant) {
    return ((const struct variant*)variant)->type;
}

static void variant_of_int(GDExtensionUninitializedVariantPtr place, GDExtensionTypePtr number) {
    struct variant* variant = place;
    variant->type = GDEXTENSION_VARIANT_TYPE_INT;
    variant->number = *(int64_t*)number;
}

static void variant_of_string(GDExtensionUninitializedVariantPtr place, GDExtensionTypePtr string) {
    struct variant* variant = place;
    struct text* text = marked(string, A_STRING);
    variant->type = GDEXTENSION_VARIANT_TYPE_STRING;
    variant->string = new_text(A_STRING, text->bytes, text->length);
}

static void int_of_variant(GDExtensionUninitializedTypePtr place, GDExtensionVariantPtr variant) {
    CHECK(variant_type(variant) == GDEXTENSION_VARIANT_TYPE_INT);
    *(int64_t*)place = ((struct variant*)variant)->number;
}

static void string_of_variant(GDExtensionUninitializedTypePtr place, GDExtensionVariantPtr variant) {
    struct text* text = ((struct variant*)variant)->string;
    CHECK(variant_type(variant) == GDEXTENSION_VARIANT_TYPE_STRING);
    *(struct text**)place = new_text(A_STRING, text->bytes, text->length);
}

static GDExtensionPtrDestructor destructor_of(GDExtensionVariantType type) {
    return type == GDEXTENSION_VARIANT_TYPE_STRING        ? destroy_string
           : type == GDEXTENSION_VARIANT_TYPE_STRING_NAME ? destroy_name
                                                          : NULL;
}

static GDExtensionVariantFromTypeConstructorFunc to_variant(GDExtensionVariantType type) {
    return type == GDEXTENSION_VARIANT_TYPE_INT ? variant_of_int : variant_of_string;
}

static GDExtensionTypeFromVariantConstructorFunc from_variant(GDExtensionVariantType type) {
    return type == GDEXTENSION_VARIANT_TYPE_INT ? int_of_variant : string_of_variant;
}

/* ---- classes and objects ---- */

struct method {
    char name[32];
    GDExtensionClassMethodInfo info;
    GDExtensionVariantType argument, result;
};

static struct {
    int is_registered;
    GDExtensionClassCreationInfo2 info;
    struct method methods[32];
    size_t method_count;
} g_class;

struct node {
    int mark;
    GDExtensionClassInstancePtr instance;
};

static int g_library;

static int is_name(const void* place, const char* wanted) {
    return strcmp(marked(place, A_NAME)->bytes, wanted) == 0;
}

static void register_class(GDExtensionClassLibraryPtr library, GDExtensionConstStringNamePtr name,
                           GDExtensionConstStringNamePtr parent, const GDExtensionClassCreationInfo2* info) {
    CHECK(library == &g_library && is_name(name, "WrongtreeStory") && is_name(parent, "Node") &&
          !g_class.is_registered);
    CHECK(info->create_instance_func && info->free_instance_func && info->is_exposed && !info->is_abstract &&
          !info->is_virtual);
    g_class.is_registered = 1;
    g_class.info = *info;
}

static void check_property(const GDExtensionPropertyInfo* info) {
    marked(info->name, A_NAME);
    CHECK(is_name(info->class_name, ""));
    marked(info->hint_string, A_STRING);
    CHECK(info->type == GDEXTENSION_VARIANT_TYPE_INT || info->type == GDEXTENSION_VARIANT_TYPE_STRING);
}

static void register_method(GDExtensionClassLibraryPtr library, GDExtensionConstStringNamePtr class_name,
                            const GDExtensionClassMethodInfo* info) {
    struct method* method = &g_class.methods[g_class.method_count++];
    CHECK(library == &g_library && g_class.is_registered && is_name(class_name, "WrongtreeStory"));
    CHECK(info->call_func && info->ptrcall_func && info->has_return_value && info->argument_count <= 1 &&
          info->default_argument_count == 0);
    snprintf(method->name, sizeof method->name, "%s", marked(info->name, A_NAME)->bytes);
    check_property(info->return_value_info);
    method->result = info->return_value_info->type;
    method->argument = GDEXTENSION_VARIANT_TYPE_NIL;
    if (info->argument_count == 1) {
        check_property(info->arguments_info);
        method->argument = info->arguments_info->type;
    }
    /* What the info points to is the extension's again when this returns. */
    method->info = *info;
    method->info.name = NULL;
    method->info.return_value_info = method->info.arguments_info = NULL;
}

static void unregister_class(GDExtensionClassLibraryPtr library, GDExtensionConstStringNamePtr name) {
    CHECK(library == &g_library && is_name(name, "WrongtreeStory") && g_class.is_registered);
    g_class.is_registered = 0;
}

static GDExtensionObjectPtr construct_object(GDExtensionConstStringNamePtr name) {
    struct node* node = calloc(1, sizeof *node);
    CHECK(is_name(name, "Node"));
    node->mark = A_NODE;
    ++g_live;
    return node;
}

static void set_instance(GDExtensionObjectPtr object, GDExtensionConstStringNamePtr name,
                         GDExtensionClassInstancePtr instance) {
    CHECK(((struct node*)object)->mark == A_NODE && is_name(name, "WrongtreeStory") && instance);
    ((struct node*)object)->instance = instance;
}

static const struct {
    const char* name;
    GDExtensionInterfaceFunctionPtr function;
} g_functions[] = {
    {"variant_get_type", (GDExtensionInterfaceFunctionPtr)variant_type},
    {"variant_get_ptr_destructor", (GDExtensionInterfaceFunctionPtr)destructor_of},
    {"get_variant_from_type_constructor", (GDExtensionInterfaceFunctionPtr)to_variant},
    {"get_variant_to_type_constructor", (GDExtensionInterfaceFunctionPtr)from_variant},
    {"string_name_new_with_latin1_chars", (GDExtensionInterfaceFunctionPtr)new_name},
    {"string_new_with_utf8_chars_and_len", (GDExtensionInterfaceFunctionPtr)new_string},
    {"string_to_utf8_chars", (GDExtensionInterfaceFunctionPtr)string_to_utf8},
    {"classdb_construct_object", (GDExtensionInterfaceFunctionPtr)construct_object},
    {"object_set_instance", (GDExtensionInterfaceFunctionPtr)set_instance},
    {"classdb_register_extension_class2", (GDExtensionInterfaceFunctionPtr)register_class},
    {"classdb_register_extension_class_method", (GDExtensionInterfaceFunctionPtr)register_method},
    {"classdb_unregister_extension_class", (GDExtensionInterfaceFunctionPtr)unregister_class},
};
enum { FUNCTIONS = sizeof g_functions / sizeof *g_functions };

static size_t g_missing = FUNCTIONS; /* a function that this host does not have */
static unsigned g_asked;             /* which were asked for */

static GDExtensionInterfaceFunctionPtr get_proc_address(const char* name) {
    size_t i;
    for (i = 0; i < FUNCTIONS; ++i)
        if (strcmp(name, g_functions[i].name) == 0) {
            g_asked |= 1u << i;
            return i == g_missing ? NULL : g_functions[i].function;
        }
    return NULL;
}

/* ---- scripts ---- */

static const struct method* find(const char* name) {
    size_t i;
    for (i = 0; i < g_class.method_count; ++i)
        if (strcmp(g_class.methods[i].name, name) == 0) return &g_class.methods[i];
    fail("no method", name);
    return NULL;
}

static void forget(struct variant* variant) {
    if (variant->type == GDEXTENSION_VARIANT_TYPE_STRING) destroy_string(&variant->string);
    variant->type = GDEXTENSION_VARIANT_TYPE_NIL;
}

/* Calls a method as GDScript does; what is wrong with the call in `error`. */
static struct variant call(struct node* node, const char* name, const char* text, int64_t number, int count,
                           GDExtensionCallErrorType wanted) {
    const struct method* method = find(name);
    struct variant argument = {GDEXTENSION_VARIANT_TYPE_NIL, 0, NULL}, result = argument;
    GDExtensionConstVariantPtr arguments[2];
    GDExtensionCallError error = {GDEXTENSION_CALL_ERROR_INVALID_METHOD, -1, -1};
    arguments[0] = arguments[1] = &argument;
    if (text) {
        argument.type = GDEXTENSION_VARIANT_TYPE_STRING;
        argument.string = new_text(A_STRING, text, strlen(text));
    } else {
        argument.type = GDEXTENSION_VARIANT_TYPE_INT;
        argument.number = number;
    }
    method->info.call_func(method->info.method_userdata, node->instance, arguments, count, &result, &error);
    if (error.error != wanted) fail("another error of the call", name);
    CHECK(result.type == (wanted == GDEXTENSION_CALL_OK ? method->result : GDEXTENSION_VARIANT_TYPE_NIL));
    forget(&argument);
    return result;
}

static int64_t ask(struct node* node, const char* name, const char* text) {
    return call(node, name, text, 0, find(name)->argument == GDEXTENSION_VARIANT_TYPE_NIL ? 0 : 1,
                GDEXTENSION_CALL_OK)
        .number;
}

/* Whether `message` or `document` gives this text; "" is one that is empty, a text that ends in `*` a beginning. */
static int says(struct node* node, const char* name, const char* wanted) {
    struct variant result = call(node, name, NULL, 0, 0, GDEXTENSION_CALL_OK);
    size_t length = strlen(wanted);
    int is_so = length > 0 && wanted[length - 1] == '*'
                    ? strncmp(result.string->bytes, wanted, length - 1) == 0
                    : strcmp(result.string->bytes, wanted) == 0;
    if (!is_so) fprintf(stderr, "it says: %s\n", result.string->bytes);
    forget(&result);
    return is_so;
}

static void play(struct node* node, const char* world) {
    static const char story[] = "walk(Nina, Home, Market)\nbuy(Nina, Otto)\ntaste(Nina)\n";
    struct variant save, again;
    const struct method* value = find("value");
    const struct method* message = find("message");
    struct text *expression, *said;
    GDExtensionConstTypePtr arguments[1];
    int64_t status = 5, frames = 0;
    /* Before there is a world, and with one that is wrong. */
    CHECK(ask(node, "happen", "taste(Nina)") == 2 && says(node, "message", ""));
    CHECK(ask(node, "step", NULL) == 2);
    CHECK(ask(node, "read", "foo bar;") == 2 && says(node, "message", "world.wt:1:*"));
    CHECK(ask(node, "begin", "") == 2);
    CHECK(ask(node, "read", world) == 0);
    CHECK(ask(node, "step", NULL) == 2 && says(node, "message", "no question was begun*"));
    CHECK(ask(node, "begin", "") == 0);
    while (status == 5 && ++frames < 100000)
        status = call(node, "step", NULL, 20, 1, GDEXTENSION_CALL_OK).number;
    CHECK(status == 0 && frames > 10 && says(node, "message", story) &&
          says(node, "document", "{\n  \"wrongtree\"*"));
    CHECK(ask(node, "intends", "Nina") == 0 && says(node, "message", "walk(Nina, Home, Market)\n"));
    CHECK(ask(node, "happen", "taste(Nina)") == 1 && says(node, "message", "`taste(Nina)` is impossible*"));
    CHECK(ask(node, "happen", "walk(Nina, Home, Market)") == 0);
    CHECK(ask(node, "value", "at(Nina)") == 0 && says(node, "message", "Market"));
    CHECK(ask(node, "value", "at(Nobody)") == 2);
    CHECK(ask(node, "begin", "buy(Nina, Otto)\ntaste(Nina)\n") == 0);
    CHECK(call(node, "step", NULL, 1 << 30, 1, GDEXTENSION_CALL_OK).number == 0);
    CHECK(says(node, "message", "buy(Nina, Otto)\ntaste(Nina)\n"));
    /* Typed calls. */
    expression = new_text(A_STRING, "believes(Nina, content())", strlen("believes(Nina, content())"));
    arguments[0] = &expression;
    status = -1;
    value->info.ptrcall_func(value->info.method_userdata, node->instance, arguments, &status);
    CHECK(status == 0);
    said = new_text(A_STRING, "before", 6);
    message->info.ptrcall_func(message->info.method_userdata, node->instance, NULL, &said);
    CHECK(strcmp(said->bytes, "Honey") == 0);
    destroy_string(&said);
    destroy_string(&expression);
    /* What was saved happens again in a world that is read anew. */
    CHECK(ask(node, "save", NULL) == 0);
    save = call(node, "document", NULL, 0, 0, GDEXTENSION_CALL_OK);
    CHECK(ask(node, "read", world) == 0 && ask(node, "value", "at(Nina)") == 0 &&
          says(node, "message", "Home"));
    CHECK(ask(node, "restore", save.string->bytes) == 0);
    CHECK(ask(node, "value", "at(Nina)") == 0 && says(node, "message", "Market"));
    CHECK(ask(node, "save", NULL) == 0);
    again = call(node, "document", NULL, 0, 0, GDEXTENSION_CALL_OK);
    CHECK(strcmp(save.string->bytes, again.string->bytes) == 0);
    forget(&again);
    forget(&save);
    /* Calls that no script should make. */
    call(node, "happen", NULL, 1, 1, GDEXTENSION_CALL_ERROR_INVALID_ARGUMENT);
    call(node, "step", "x", 0, 1, GDEXTENSION_CALL_ERROR_INVALID_ARGUMENT);
    call(node, "happen", "x", 0, 0, GDEXTENSION_CALL_ERROR_TOO_FEW_ARGUMENTS);
    call(node, "message", "x", 0, 1, GDEXTENSION_CALL_ERROR_TOO_MANY_ARGUMENTS);
    call(node, "happen", "x", 0, 2, GDEXTENSION_CALL_ERROR_TOO_MANY_ARGUMENTS);
    /* It is freed in the midst of a question. */
    CHECK(ask(node, "begin", "") == 0 && call(node, "step", NULL, 1, 1, GDEXTENSION_CALL_OK).number == 5);
}

typedef GDExtensionBool (*entry)(GDExtensionInterfaceGetProcAddress, GDExtensionClassLibraryPtr,
                                 GDExtensionInitialization*);

int main(int count, char** arguments) {
    static char world[1 << 20];
    FILE* file = count > 2 ? fopen(arguments[2], "rb") : NULL;
    void* extension = count > 1 ? dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL) : NULL;
    GDExtensionInitialization initialization;
    struct node* nodes[2];
    entry begin;
    int level, i;
    if (!file || !extension) fail("host EXTENSION WORLD", extension ? "" : dlerror());
    world[fread(world, 1, sizeof world - 1, file)] = 0;
    fclose(file);
    *(void**)&begin = dlsym(extension, "wrongtree_begin");
    CHECK(begin != NULL);
    for (g_missing = 0; g_missing < FUNCTIONS; ++g_missing)
        CHECK(!begin(get_proc_address, &g_library, &initialization));
    memset(&initialization, 0xee, sizeof initialization);
    CHECK(begin(get_proc_address, &g_library, &initialization));
    CHECK(g_asked == (1u << FUNCTIONS) - 1);
    CHECK(initialization.minimum_initialization_level == GDEXTENSION_INITIALIZATION_SCENE);
    for (level = GDEXTENSION_INITIALIZATION_SCENE; level <= GDEXTENSION_INITIALIZATION_EDITOR; ++level)
        initialization.initialize(initialization.userdata, (GDExtensionInitializationLevel)level);
    CHECK(g_class.is_registered && g_class.method_count == 10 && g_live == 0);
    for (i = 0; i < 2; ++i) {
        nodes[i] = g_class.info.create_instance_func(g_class.info.class_userdata);
        CHECK(nodes[i] && nodes[i]->instance);
    }
    for (i = 0; i < 2; ++i)
        play(nodes[i], world);
    for (i = 0; i < 2; ++i) {
        g_class.info.free_instance_func(g_class.info.class_userdata, nodes[i]->instance);
        free(nodes[i]);
        --g_live;
    }
    for (level = GDEXTENSION_INITIALIZATION_EDITOR; level >= GDEXTENSION_INITIALIZATION_SCENE; --level)
        initialization.deinitialize(initialization.userdata, (GDExtensionInitializationLevel)level);
    CHECK(!g_class.is_registered);
    if (g_live != 0) fail("values were left", "");
    printf("%zu methods\n", g_class.method_count);
    return 0;
}
