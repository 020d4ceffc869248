# Compiler and linker settings that hold for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# The same objects make the program and the shared library. A WebAssembly module is one piece.
if(NOT WT_WASM)
    set(CMAKE_POSITION_INDEPENDENT_CODE ON)
endif()
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "build type" FORCE)
endif()
# Checks stay on in every build: WT_CHECK does not look at NDEBUG, and WT_DCHECK is for the debug builds.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g")
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_C_FLAGS_DEBUG "-O1 -g")

add_compile_options(-Wall -Wextra -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # std::stable_sort of libstdc++ 12 calls a function that it deprecates itself, and clang says so. g++ still warns
    # about deprecated functions that we call.
    add_compile_options(-Wno-deprecated-declarations)
endif()
# Fused multiply-add would round differently from one compiler to the next.
add_compile_options(-ffp-contract=off)

find_program(WT_CCACHE ccache)
if(WT_CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER ${WT_CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${WT_CCACHE})
endif()
find_program(WT_MOLD mold)
if(WT_MOLD AND NOT WT_WASM)
    add_link_options(-fuse-ld=mold)
endif()

if(WT_SANITIZE)
    if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        message(FATAL_ERROR "WT_SANITIZE needs clang; use the preset `sanitize`")
    endif()
    # Not `vptr`: it needs run-time type information, which all layers up to `form` do without. `fuzzer-no-link`
    # lets the fuzzers see which branches are taken; the unit tests do not mind. Lines are all that a report
    # needs, and more would take a quarter of the time of compiling.
    add_compile_options(-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize=vptr -fno-sanitize-recover=all
                        -fno-omit-frame-pointer -g1)
    add_link_options(-fsanitize=address,undefined)
endif()
if(WT_THREAD_SANITIZE)
    add_compile_options(-fsanitize=thread -fno-omit-frame-pointer -g1)
    add_link_options(-fsanitize=thread)
endif()
