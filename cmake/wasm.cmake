# The library as a WebAssembly module, build/wasm/wrongtree.wasm; bindings/npm makes a package of it (tools/npm).
find_program(WT_PYTHON python3 REQUIRED)

# What utf8proc knows of characters, asked of the library that native programs use.
set(tables ${PROJECT_BINARY_DIR}/generated/characters_tables.h)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/generated)
add_custom_command(
    OUTPUT ${tables}
    COMMAND ${WT_PYTHON} ${PROJECT_SOURCE_DIR}/src/wasm/characters.py libutf8proc.so.2 ${tables}
    DEPENDS ${PROJECT_SOURCE_DIR}/src/wasm/characters.py
    VERBATIM COMMENT "Asking utf8proc about all characters")

set(WT_WASM_EXPORTS wasm_poll wasm_allocate wasm_release __stack_pointer)
file(STRINGS ${PROJECT_SOURCE_DIR}/src/api/wrongtree.map lines REGEX "wt_")
string(REGEX MATCHALL "wt_[a-z_]+" names "${lines}")
list(APPEND WT_WASM_EXPORTS ${names})
list(TRANSFORM WT_WASM_EXPORTS PREPEND -Wl,--export= OUTPUT_VARIABLE exports)

# All archives of ours, the upper ones first.
add_executable(wasm ${PROJECT_SOURCE_DIR}/src/wasm/exports.cpp ${PROJECT_SOURCE_DIR}/src/wasm/characters.c
               ${PROJECT_SOURCE_DIR}/src/wasm/system.c ${PROJECT_SOURCE_DIR}/src/api/allocation.cpp
               ${PROJECT_SOURCE_DIR}/src/api/fmt.cpp ${tables})
target_include_directories(wasm PRIVATE ${PROJECT_BINARY_DIR}/generated)
target_compile_options(wasm PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions -fno-rtti>)
target_link_libraries(wasm PRIVATE wt_api)
# The stack lies below everything else, so that what overflows it traps. JavaScript makes the memory, and says how much it
# may become.
target_link_options(wasm PRIVATE
    -mexec-model=reactor -Wl,--import-memory -Wl,--initial-memory=16777216 -Wl,--max-memory=4294967296 -Wl,-z,stack-size=8388608 -Wl,--stack-first -Wl,--export-table
    -Wl,--gc-sections -Wl,--strip-all ${exports})
set_target_properties(wasm PROPERTIES OUTPUT_NAME wrongtree SUFFIX .wasm)
# A tenth of the module goes when it is seen as a whole. Only what the toolchain file allows may be used.
find_program(WT_WASM_OPT wasm-opt REQUIRED)
add_custom_command(TARGET wasm POST_BUILD
    COMMAND ${WT_WASM_OPT} -Oz --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals
            $<TARGET_FILE:wasm> -o $<TARGET_FILE:wasm>
    VERBATIM)
