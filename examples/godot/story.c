/* Wrongtree in Godot 4: the class `WrongtreeStory`, a Node, with a world and what happens in it.
 *
 *     var story := WrongtreeStory.new()
 *     if story.read(text) != 0: push_error(story.message())
 *     story.begin()                                # a plan from now on
 *     func _process(_delta):
 *         if story.step(2000) != 5: print(story.message())
 *
 * Each method of the table at the end takes nothing or one value, a String or an int, and gives one. Methods that give an int give a
 * wt_status; `message` is the text of the last document, `document` its JSON.
 */
#include <gdextension_interface.h>
#include <stdlib.h>
#include <string.h>
#include <wrongtree.h>

/* ---- what Godot gives ---- */

static struct {
    GDExtensionInterfaceVariantGetType variant_get_type;
    GDExtensionInterfaceStringNameNewWithLatin1Chars new_name;
    GDExtensionInterfaceStringNewWithUtf8CharsAndLen new_string;
    GDExtensionInterfaceStringToUtf8Chars string_to_utf8;
    GDExtensionInterfaceClassdbConstructObject construct_object;
    GDExtensionInterfaceObjectSetInstance set_instance;
    GDExtensionInterfaceClassdbRegisterExtensionClass2 register_class;
    GDExtensionInterfaceClassdbRegisterExtensionClassMethod register_method;
    GDExtensionInterfaceClassdbUnregisterExtensionClass unregister_class;
    GDExtensionPtrDestructor destroy_name, destroy_string;
    GDExtensionVariantFromTypeConstructorFunc variant_of_int, variant_of_string;
    GDExtensionTypeFromVariantConstructorFunc int_of_variant, string_of_variant;
    GDExtensionClassLibraryPtr library;
} godot;

/* A String or StringName of Godot's has the size of a pointer, in builds for 64 and for 32 bits. */
typedef void* name_t;
typedef void* string_t;

/* ---- the node ---- */

struct story {
    wt_world* world;
    wt_session* session;
    wt_moment now;
    wt_doc* doc; /* of the last call; NULL: none */
};

/* What a method is given or gives. A text that is given is the method's to look at, one that it gives is in the story's document. */
struct value {
    GDExtensionVariantType type;
    int64_t number;
    const char* text;
    size_t length;
};

struct method {
    const char* name;
    GDExtensionVariantType argument, result; /* NIL: takes nothing */
    struct value (*call)(struct story* story, const struct value* argument);
};

static struct value number(int64_t given) {
    struct value value = {GDEXTENSION_VARIANT_TYPE_INT, 0, NULL, 0};
    value.number = given;
    return value;
}

/* The place for the document of the next call. */
static wt_doc** next_doc(struct story* story) {
    wt_doc_close(story->doc);
    story->doc = NULL;
    return &story->doc;
}

/* What a method says that needs a world where there is none. */
static struct value no_world(struct story* story) {
    next_doc(story);
    return number(WT_BAD_INPUT);
}

static void close_world(struct story* story) {
    wt_session_close(story->session);
    wt_world_close(story->world);
    story->session = NULL;
    story->world = NULL;
    story->now = 0;
}

/* The text of a world. The story is at its start then. */
static struct value story_read(struct story* story, const struct value* text) {
    wt_status status;
    close_world(story);
    status = wt_read(text->text, text->length, NULL, &story->world, next_doc(story));
    if (status == WT_OK) status = wt_open(story->world, NULL, &story->session, next_doc(story));
    if (status != WT_OK) {
        wt_world_close(story->world);
        story->world = NULL;
    }
    return number(status);
}

/* Begins to look for a plan from now. The text is what may do, such as what is left of the last one, or empty. */
static struct value story_begin(struct story* story, const struct value* first_try) {
    wt_question question = WT_QUESTION_INIT;
    if (!story->session) return no_world(story);
    next_doc(story);
    question.from = story->now;
    question.first_try = first_try->length ? first_try->text : NULL;
    return number(wt_begin(story->session, &question));
}

/* Goes on for so many steps: WT_MORE as long as there is more to do, else `message` is the plan, an event a line. */
static struct value story_step(struct story* story, const struct value* steps) {
    if (!story->session) return no_world(story);
    return number(wt_step(story->session, steps->number > 0 ? (uint64_t)steps->number : 1, next_doc(story)));
}

/* Lets an event happen: WT_OK, or WT_NO, and `message` says why. */
static struct value story_happen(struct story* story, const struct value* event) {
    if (!story->session) return no_world(story);
    return number(wt_happen(story->session, story->now, event->text, &story->now, next_doc(story)));
}

/* Makes `message` the value of an expression. */
static struct value story_value(struct story* story, const struct value* expression) {
    if (!story->session) return no_world(story);
    return number(wt_value(story->session, story->now, expression->text, next_doc(story)));
}

/* Makes `message` what a character would do now, an event a line. */
static struct value story_intends(struct story* story, const struct value* character) {
    wt_question question = WT_QUESTION_INIT;
    if (!story->session) return no_world(story);
    return number(wt_intends(story->session, story->now, character->text, &question, next_doc(story)));
}

/* Makes `document` a save; `restore` takes it. */
static struct value story_save(struct story* story, const struct value* nothing) {
    (void)nothing;
    if (!story->session) return no_world(story);
    return number(wt_save(story->session, story->now, next_doc(story)));
}

static struct value story_restore(struct story* story, const struct value* save) {
    if (!story->session) return no_world(story);
    return number(wt_restore(story->session, save->text, save->length, &story->now, next_doc(story)));
}

static struct value story_message(struct story* story, const struct value* nothing) {
    struct value value = {GDEXTENSION_VARIANT_TYPE_STRING, 0, NULL, 0};
    (void)nothing;
    value.text = wt_text(story->doc, &value.length);
    return value;
}

static struct value story_document(struct story* story, const struct value* nothing) {
    struct value value = {GDEXTENSION_VARIANT_TYPE_STRING, 0, NULL, 0};
    (void)nothing;
    value.text = wt_json(story->doc, &value.length);
    return value;
}

#define NOTHING GDEXTENSION_VARIANT_TYPE_NIL
#define INT GDEXTENSION_VARIANT_TYPE_INT
#define STRING GDEXTENSION_VARIANT_TYPE_STRING

static const struct method methods[] = {
    {"read", STRING, INT, story_read},
    {"begin", STRING, INT, story_begin},
    {"step", INT, INT, story_step},
    {"happen", STRING, INT, story_happen},
    {"value", STRING, INT, story_value},
    {"intends", STRING, INT, story_intends},
    {"save", NOTHING, INT, story_save},
    {"restore", STRING, INT, story_restore},
    {"message", NOTHING, STRING, story_message},
    {"document", NOTHING, STRING, story_document},
};

/* ---- from Godot's values and back ---- */

/* The bytes of a String, which are to be freed; NULL if there is no memory. */
static char* take_text(GDExtensionConstStringPtr string, size_t* length) {
    GDExtensionInt bytes = godot.string_to_utf8(string, NULL, 0);
    char* text = malloc((size_t)bytes + 1);
    if (!text) return NULL;
    godot.string_to_utf8(string, text, bytes);
    text[bytes] = 0;
    *length = (size_t)bytes;
    return text;
}

/* Calls a method with the argument at `given`, of the method's type, or NULL; writes the result over the value at `result`. */
static void call_typed(const struct method* method, struct story* story, GDExtensionConstTypePtr given,
                       GDExtensionTypePtr result) {
    struct value argument = {NOTHING, 0, "", 0}, value;
    char* text = NULL;
    argument.type = method->argument;
    if (method->argument == INT) argument.number = *(const int64_t*)given;
    if (method->argument == STRING) {
        text = take_text(given, &argument.length);
        argument.text = text;
    }
    if (method->argument == STRING && !text)
        value = number(WT_NO_MEMORY);
    else
        value = method->call(story, &argument);
    if (method->result == INT) {
        *(int64_t*)result = value.number;
    } else {
        godot.destroy_string(result);
        godot.new_string(result, value.text, (GDExtensionInt)value.length);
    }
    free(text);
}

static void method_ptrcall(void* userdata, GDExtensionClassInstancePtr instance,
                           const GDExtensionConstTypePtr* arguments, GDExtensionTypePtr result) {
    const struct method* method = userdata;
    call_typed(method, instance, method->argument == NOTHING ? NULL : arguments[0], result);
}

static void method_call(void* userdata, GDExtensionClassInstancePtr instance,
                        const GDExtensionConstVariantPtr* arguments, GDExtensionInt count,
                        GDExtensionVariantPtr result, GDExtensionCallError* error) {
    const struct method* method = userdata;
    GDExtensionInt wanted = method->argument == NOTHING ? 0 : 1;
    string_t string = NULL;
    int64_t whole = 0;
    if (count != wanted) {
        error->error = count < wanted ? GDEXTENSION_CALL_ERROR_TOO_FEW_ARGUMENTS
                                      : GDEXTENSION_CALL_ERROR_TOO_MANY_ARGUMENTS;
        error->argument = error->expected = (int32_t)wanted;
        return;
    }
    if (wanted && godot.variant_get_type(arguments[0]) != method->argument) {
        error->error = GDEXTENSION_CALL_ERROR_INVALID_ARGUMENT;
        error->argument = 0;
        error->expected = (int32_t)method->argument;
        return;
    }
    error->error = GDEXTENSION_CALL_OK;
    if (method->argument == STRING) godot.string_of_variant(&string, (GDExtensionVariantPtr)arguments[0]);
    if (method->argument == INT) godot.int_of_variant(&whole, (GDExtensionVariantPtr)arguments[0]);
    if (method->result == INT) {
        int64_t number = 0;
        call_typed(method, instance, method->argument == INT ? (const void*)&whole : (const void*)&string,
                   &number);
        godot.variant_of_int(result, &number);
    } else {
        string_t text;
        godot.new_string(&text, "", 0);
        call_typed(method, instance, NULL, &text);
        godot.variant_of_string(result, &text);
        godot.destroy_string(&text);
    }
    if (method->argument == STRING) godot.destroy_string(&string);
}

/* ---- the class ---- */

static GDExtensionObjectPtr create_instance(void* userdata) {
    name_t parent, own;
    GDExtensionObjectPtr object;
    struct story* story = calloc(1, sizeof *story);
    (void)userdata;
    if (!story) return NULL;
    godot.new_name(&parent, "Node", 0);
    godot.new_name(&own, "WrongtreeStory", 0);
    object = godot.construct_object(&parent);
    godot.set_instance(object, &own, story);
    godot.destroy_name(&parent);
    godot.destroy_name(&own);
    return object;
}

static void free_instance(void* userdata, GDExtensionClassInstancePtr instance) {
    struct story* story = instance;
    (void)userdata;
    if (!story) return;
    wt_doc_close(story->doc);
    close_world(story);
    free(story);
}

static void register_method(GDExtensionConstStringNamePtr class_name, const struct method* method) {
    name_t name, argument_name, no_class;
    string_t no_hint;
    enum { STORED_AND_EDITED = 6 };
    GDExtensionPropertyInfo argument, result;
    GDExtensionClassMethodArgumentMetadata plain = GDEXTENSION_METHOD_ARGUMENT_METADATA_NONE;
    GDExtensionClassMethodInfo info;
    memset(&info, 0, sizeof info);
    godot.new_name(&name, method->name, 0);
    godot.new_name(&argument_name, method->argument == INT ? "steps" : "text", 0);
    godot.new_name(&no_class, "", 0);
    godot.new_string(&no_hint, "", 0);
    result.type = method->result;
    result.name = &no_class;
    result.class_name = &no_class;
    result.hint = 0;
    result.hint_string = &no_hint;
    result.usage = STORED_AND_EDITED;
    argument = result;
    argument.type = method->argument;
    argument.name = &argument_name;
    info.name = &name;
    info.method_userdata = (void*)method;
    info.call_func = method_call;
    info.ptrcall_func = method_ptrcall;
    info.method_flags = GDEXTENSION_METHOD_FLAGS_DEFAULT;
    info.has_return_value = 1;
    info.return_value_info = &result;
    info.return_value_metadata = plain;
    info.argument_count = method->argument == NOTHING ? 0 : 1;
    info.arguments_info = &argument;
    info.arguments_metadata = &plain;
    godot.register_method(godot.library, class_name, &info);
    godot.destroy_name(&name);
    godot.destroy_name(&argument_name);
    godot.destroy_name(&no_class);
    godot.destroy_string(&no_hint);
}

static void initialize(void* userdata, GDExtensionInitializationLevel level) {
    GDExtensionClassCreationInfo2 info;
    name_t own, parent;
    size_t i;
    (void)userdata;
    if (level != GDEXTENSION_INITIALIZATION_SCENE) return;
    memset(&info, 0, sizeof info);
    info.is_exposed = 1;
    info.create_instance_func = create_instance;
    info.free_instance_func = free_instance;
    godot.new_name(&own, "WrongtreeStory", 0);
    godot.new_name(&parent, "Node", 0);
    godot.register_class(godot.library, &own, &parent, &info);
    for (i = 0; i < sizeof methods / sizeof *methods; ++i)
        register_method(&own, &methods[i]);
    godot.destroy_name(&own);
    godot.destroy_name(&parent);
}

static void deinitialize(void* userdata, GDExtensionInitializationLevel level) {
    name_t own;
    (void)userdata;
    if (level != GDEXTENSION_INITIALIZATION_SCENE) return;
    godot.new_name(&own, "WrongtreeStory", 0);
    godot.unregister_class(godot.library, &own);
    godot.destroy_name(&own);
}

/* Where Godot begins. Zero, if it is too old. */
#if defined(_WIN32)
__declspec(dllexport)
#else
__attribute__((visibility("default")))
#endif
GDExtensionBool
wrongtree_begin(GDExtensionInterfaceGetProcAddress get, GDExtensionClassLibraryPtr library,
                GDExtensionInitialization* initialization) {
    GDExtensionInterfaceVariantGetPtrDestructor destructor;
    GDExtensionInterfaceGetVariantFromTypeConstructor to_variant;
    GDExtensionInterfaceGetVariantToTypeConstructor from_variant;
#define GET(member, type, name) \
    if (!((member) = (type)get(name))) return 0
    GET(godot.variant_get_type, GDExtensionInterfaceVariantGetType, "variant_get_type");
    GET(godot.new_name, GDExtensionInterfaceStringNameNewWithLatin1Chars,
        "string_name_new_with_latin1_chars");
    GET(godot.new_string, GDExtensionInterfaceStringNewWithUtf8CharsAndLen,
        "string_new_with_utf8_chars_and_len");
    GET(godot.string_to_utf8, GDExtensionInterfaceStringToUtf8Chars, "string_to_utf8_chars");
    GET(godot.construct_object, GDExtensionInterfaceClassdbConstructObject, "classdb_construct_object");
    GET(godot.set_instance, GDExtensionInterfaceObjectSetInstance, "object_set_instance");
    GET(godot.register_class, GDExtensionInterfaceClassdbRegisterExtensionClass2,
        "classdb_register_extension_class2");
    GET(godot.register_method, GDExtensionInterfaceClassdbRegisterExtensionClassMethod,
        "classdb_register_extension_class_method");
    GET(godot.unregister_class, GDExtensionInterfaceClassdbUnregisterExtensionClass,
        "classdb_unregister_extension_class");
    GET(destructor, GDExtensionInterfaceVariantGetPtrDestructor, "variant_get_ptr_destructor");
    GET(to_variant, GDExtensionInterfaceGetVariantFromTypeConstructor, "get_variant_from_type_constructor");
    GET(from_variant, GDExtensionInterfaceGetVariantToTypeConstructor, "get_variant_to_type_constructor");
#undef GET
    godot.destroy_name = destructor(GDEXTENSION_VARIANT_TYPE_STRING_NAME);
    godot.destroy_string = destructor(STRING);
    godot.variant_of_int = to_variant(INT);
    godot.variant_of_string = to_variant(STRING);
    godot.int_of_variant = from_variant(INT);
    godot.string_of_variant = from_variant(STRING);
    godot.library = library;
    initialization->minimum_initialization_level = GDEXTENSION_INITIALIZATION_SCENE;
    initialization->userdata = NULL;
    initialization->initialize = initialize;
    initialization->deinitialize = deinitialize;
    return 1;
}
