# One libFuzzer executable for every tests/fuzz/*_fuzz.cpp, all of them in the target `fuzzers`. Run one with
# `build/sanitize/fuzz/<name> [CORPUS]`.
# What they share with the tests, without the test library.
add_library(wt_fuzz_support STATIC ${PROJECT_SOURCE_DIR}/tests/support/random_world.cpp
                                   ${PROJECT_SOURCE_DIR}/tests/support/traces.cpp)
target_link_libraries(wt_fuzz_support PUBLIC wt_form wt_host)
target_include_directories(wt_fuzz_support PUBLIC ${PROJECT_SOURCE_DIR}/tests)

file(GLOB fuzzers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/fuzz/*_fuzz.cpp)
add_custom_target(fuzzers)
foreach(source IN LISTS fuzzers)
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE wt_fuzz_support)
    target_compile_definitions(${name} PRIVATE WT_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/fuzz)
    add_dependencies(fuzzers ${name})
endforeach()
