/* What story.c needs of the interface that Godot 4 gives to extensions, in our own words.
 *
 * Godot's own header of this name is the better one: put the folder that it lies in before this one. `godot --dump-gdextension-interface`
 * writes it. Here are only the types and functions that story.c uses, with the names, the order of members and the values that are documented
 * for Godot 4.2 and kept by all later versions of Godot 4. Members that story.c leaves empty are function pointers of some kind.
 */
#ifndef WRONGTREE_GODOT_SUBSET
#define WRONGTREE_GODOT_SUBSET

#include <stddef.h>
#include <stdint.h>

typedef int64_t GDExtensionInt;
typedef uint8_t GDExtensionBool;

/* Values of Godot's, which are only ever handled by their address. */
typedef void* GDExtensionVariantPtr;
typedef const void* GDExtensionConstVariantPtr;
typedef void* GDExtensionUninitializedVariantPtr;
typedef void* GDExtensionStringNamePtr;
typedef const void* GDExtensionConstStringNamePtr;
typedef void* GDExtensionUninitializedStringNamePtr;
typedef void* GDExtensionStringPtr;
typedef const void* GDExtensionConstStringPtr;
typedef void* GDExtensionUninitializedStringPtr;
typedef void* GDExtensionTypePtr;
typedef const void* GDExtensionConstTypePtr;
typedef void* GDExtensionUninitializedTypePtr;
typedef void* GDExtensionObjectPtr;
typedef void* GDExtensionClassInstancePtr;
typedef void* GDExtensionClassLibraryPtr;

typedef enum {
    GDEXTENSION_VARIANT_TYPE_NIL = 0,
    GDEXTENSION_VARIANT_TYPE_INT = 2,
    GDEXTENSION_VARIANT_TYPE_STRING = 4,
    GDEXTENSION_VARIANT_TYPE_STRING_NAME = 21
} GDExtensionVariantType;

typedef enum {
    GDEXTENSION_CALL_OK = 0,
    GDEXTENSION_CALL_ERROR_INVALID_METHOD = 1,
    GDEXTENSION_CALL_ERROR_INVALID_ARGUMENT = 2,
    GDEXTENSION_CALL_ERROR_TOO_MANY_ARGUMENTS = 3,
    GDEXTENSION_CALL_ERROR_TOO_FEW_ARGUMENTS = 4,
    GDEXTENSION_CALL_ERROR_INSTANCE_IS_NULL = 5
} GDExtensionCallErrorType;

typedef struct {
    GDExtensionCallErrorType error;
    int32_t argument; /* which one, from 0; of a wrong number: how many there should be */
    int32_t expected; /* its type */
} GDExtensionCallError;

typedef struct {
    GDExtensionVariantType type;
    GDExtensionStringNamePtr name;
    GDExtensionStringNamePtr class_name;
    uint32_t hint;
    GDExtensionStringPtr hint_string;
    uint32_t usage;
} GDExtensionPropertyInfo;

typedef GDExtensionObjectPtr (*GDExtensionClassCreateInstance)(void* class_userdata);
typedef void (*GDExtensionClassFreeInstance)(void* class_userdata, GDExtensionClassInstancePtr instance);
typedef void (*GDExtensionClassUnused)(void);

typedef struct {
    GDExtensionBool is_virtual, is_abstract, is_exposed;
    GDExtensionClassUnused set_func, get_func, get_property_list_func, free_property_list_func;
    GDExtensionClassUnused property_can_revert_func, property_get_revert_func, validate_property_func;
    GDExtensionClassUnused notification_func, to_string_func, reference_func, unreference_func;
    GDExtensionClassCreateInstance create_instance_func;
    GDExtensionClassFreeInstance free_instance_func;
    GDExtensionClassUnused recreate_instance_func, get_virtual_func, get_virtual_call_data_func;
    GDExtensionClassUnused call_virtual_with_data_func, get_rid_func;
    void* class_userdata;
} GDExtensionClassCreationInfo2;

enum { GDEXTENSION_METHOD_FLAG_NORMAL = 1, GDEXTENSION_METHOD_FLAGS_DEFAULT = 1 };

typedef enum {
    GDEXTENSION_METHOD_ARGUMENT_METADATA_NONE = 0,
    GDEXTENSION_METHOD_ARGUMENT_METADATA_INT_IS_INT64 = 4
} GDExtensionClassMethodArgumentMetadata;

/* With values of any type, as GDScript calls. */
typedef void (*GDExtensionClassMethodCall)(void* method_userdata, GDExtensionClassInstancePtr instance,
                                           const GDExtensionConstVariantPtr* arguments, GDExtensionInt count,
                                           GDExtensionVariantPtr result, GDExtensionCallError* error);
/* With values of the types that were registered, as typed GDScript and other extensions call. */
typedef void (*GDExtensionClassMethodPtrCall)(void* method_userdata, GDExtensionClassInstancePtr instance,
                                              const GDExtensionConstTypePtr* arguments,
                                              GDExtensionTypePtr result);

typedef struct {
    GDExtensionStringNamePtr name;
    void* method_userdata;
    GDExtensionClassMethodCall call_func;
    GDExtensionClassMethodPtrCall ptrcall_func;
    uint32_t method_flags;
    GDExtensionBool has_return_value;
    GDExtensionPropertyInfo* return_value_info;
    GDExtensionClassMethodArgumentMetadata return_value_metadata;
    uint32_t argument_count;
    GDExtensionPropertyInfo* arguments_info;
    GDExtensionClassMethodArgumentMetadata* arguments_metadata;
    uint32_t default_argument_count;
    GDExtensionVariantPtr* default_arguments;
} GDExtensionClassMethodInfo;

typedef enum {
    GDEXTENSION_INITIALIZATION_CORE = 0,
    GDEXTENSION_INITIALIZATION_SERVERS = 1,
    GDEXTENSION_INITIALIZATION_SCENE = 2,
    GDEXTENSION_INITIALIZATION_EDITOR = 3
} GDExtensionInitializationLevel;

typedef struct {
    GDExtensionInitializationLevel minimum_initialization_level;
    void* userdata;
    void (*initialize)(void* userdata, GDExtensionInitializationLevel level);
    void (*deinitialize)(void* userdata, GDExtensionInitializationLevel level);
} GDExtensionInitialization;

typedef void (*GDExtensionInterfaceFunctionPtr)(void);
typedef GDExtensionInterfaceFunctionPtr (*GDExtensionInterfaceGetProcAddress)(const char* function_name);

typedef void (*GDExtensionVariantFromTypeConstructorFunc)(GDExtensionUninitializedVariantPtr,
                                                          GDExtensionTypePtr);
typedef void (*GDExtensionTypeFromVariantConstructorFunc)(GDExtensionUninitializedTypePtr,
                                                          GDExtensionVariantPtr);
typedef void (*GDExtensionPtrDestructor)(GDExtensionTypePtr);

/* Functions that `get_proc_address` gives; the name of each is its type's in small letters, without GDExtensionInterface. */
typedef GDExtensionVariantType (*GDExtensionInterfaceVariantGetType)(GDExtensionConstVariantPtr);
typedef GDExtensionPtrDestructor (*GDExtensionInterfaceVariantGetPtrDestructor)(GDExtensionVariantType);
typedef GDExtensionVariantFromTypeConstructorFunc (*GDExtensionInterfaceGetVariantFromTypeConstructor)(
    GDExtensionVariantType);
typedef GDExtensionTypeFromVariantConstructorFunc (*GDExtensionInterfaceGetVariantToTypeConstructor)(
    GDExtensionVariantType);
typedef void (*GDExtensionInterfaceStringNameNewWithLatin1Chars)(GDExtensionUninitializedStringNamePtr,
                                                                 const char* contents,
                                                                 GDExtensionBool is_static);
typedef void (*GDExtensionInterfaceStringNewWithUtf8CharsAndLen)(GDExtensionUninitializedStringPtr,
                                                                 const char* contents, GDExtensionInt size);
/* Writes at most so many bytes, without a zero at the end, and gives how many there are. */
typedef GDExtensionInt (*GDExtensionInterfaceStringToUtf8Chars)(GDExtensionConstStringPtr, char* text,
                                                                GDExtensionInt most);
typedef GDExtensionObjectPtr (*GDExtensionInterfaceClassdbConstructObject)(
    GDExtensionConstStringNamePtr class_name);
typedef void (*GDExtensionInterfaceObjectSetInstance)(GDExtensionObjectPtr,
                                                      GDExtensionConstStringNamePtr class_name,
                                                      GDExtensionClassInstancePtr);
typedef void (*GDExtensionInterfaceClassdbRegisterExtensionClass2)(GDExtensionClassLibraryPtr,
                                                                   GDExtensionConstStringNamePtr class_name,
                                                                   GDExtensionConstStringNamePtr parent,
                                                                   const GDExtensionClassCreationInfo2*);
typedef void (*GDExtensionInterfaceClassdbRegisterExtensionClassMethod)(
    GDExtensionClassLibraryPtr, GDExtensionConstStringNamePtr class_name, const GDExtensionClassMethodInfo*);
typedef void (*GDExtensionInterfaceClassdbUnregisterExtensionClass)(GDExtensionClassLibraryPtr,
                                                                    GDExtensionConstStringNamePtr class_name);

#endif
