# Tests. Each executable and each script is one ctest test.
#
#   src/<layer>/**/*_test.cpp           -> test_<layer>, which sees that layer and those below
#   tests/<folder>/**/*_test.cpp (*.c)  -> test_<folder>, which sees every layer and tests/support
#   tests/**/test_*.py, test_*.sh       -> <folder>/<file>, run with WT_BINARY and WT_SOURCE_DIR in the environment
find_package(GTest REQUIRED)
find_package(rapidcheck REQUIRED)
find_program(WT_PYTHON python3 REQUIRED)

set(WT_TEST_FOLDERS conformance golden property limits api telling)
set(WT_TEST_TIMEOUT 300)
set(WT_BINARY "")
if(TARGET wrongtree)
    set(WT_BINARY $<TARGET_FILE:wrongtree>)
endif()
set(WT_TEST_ENVIRONMENT "WT_BINARY=${WT_BINARY}" "WT_SOURCE_DIR=${PROJECT_SOURCE_DIR}")

add_library(wt_test_libraries INTERFACE)
target_link_libraries(wt_test_libraries INTERFACE GTest::gtest_main GTest::gtest rapidcheck Threads::Threads)
find_library(WT_GMOCK_LIBRARY gmock REQUIRED)
target_link_libraries(wt_test_libraries INTERFACE ${WT_GMOCK_LIBRARY})
target_include_directories(wt_test_libraries INTERFACE ${PROJECT_SOURCE_DIR}/tests)
target_compile_definitions(wt_test_libraries INTERFACE WT_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                                       WT_BINARY="${WT_BINARY}")

# Adds the executable `name` of the given sources as one test.
function(wt_add_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE ${arg_LINK} wt_test_libraries)
    wt_precompile(${name} <gtest/gtest.h>)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    if(TARGET wrongtree)
        add_dependencies(${name} wrongtree)
    endif()
    add_test(NAME ${name} COMMAND ${name} --gtest_brief=1 WORKING_DIRECTORY ${PROJECT_BINARY_DIR})
    wt_set_test_properties(${name})
    set_property(TEST ${name} PROPERTY LABELS compiled)
endfunction()

function(wt_set_test_properties name)
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "${WT_TEST_ENVIRONMENT}" TIMEOUT ${WT_TEST_TIMEOUT})
endfunction()

foreach(layer IN LISTS WT_LAYERS)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${layer}/*_test.cpp)
    if(sources)
        wt_add_test(test_${layer} SOURCES ${sources} LINK wt_${layer})
    endif()
endforeach()

file(GLOB_RECURSE support CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/support/*.cpp)
add_library(wt_test_support INTERFACE)
target_link_libraries(wt_test_support INTERFACE wt_cli wt_serve)
if(support)
    add_library(wt_test_support_sources STATIC ${support})
    target_link_libraries(wt_test_support_sources PUBLIC wt_cli wt_serve wt_test_libraries)
    target_link_libraries(wt_test_support INTERFACE wt_test_support_sources)
endif()

foreach(folder IN LISTS WT_TEST_FOLDERS)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${folder}/*_test.cpp)
    file(GLOB_RECURSE c_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${folder}/*.c)
    if(sources)
        wt_add_test(test_${folder} SOURCES ${sources} ${c_sources} LINK wt_test_support)
    endif()
endforeach()

add_test(NAME layers COMMAND ${WT_PYTHON} ${PROJECT_SOURCE_DIR}/tools/check_layers)
add_test(NAME layers_self_test COMMAND ${WT_PYTHON} ${PROJECT_SOURCE_DIR}/tools/check_layers --self-test)
add_test(NAME compare_builds_self_test
         COMMAND ${WT_PYTHON} ${PROJECT_SOURCE_DIR}/tools/compare_builds --self-test)

file(GLOB_RECURSE scripts CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/tests
     ${PROJECT_SOURCE_DIR}/tests/test_*.py ${PROJECT_SOURCE_DIR}/tests/test_*.sh)
find_program(WT_BASH bash REQUIRED)
foreach(script IN LISTS scripts)
    set(runner ${WT_PYTHON})
    if(script MATCHES "\\.sh$")
        set(runner ${WT_BASH})
    endif()
    add_test(NAME ${script} COMMAND ${runner} ${PROJECT_SOURCE_DIR}/tests/${script}
             WORKING_DIRECTORY ${PROJECT_BINARY_DIR})
    wt_set_test_properties(${script})
    if(script MATCHES "^(browser|players|python|npm)/")
        set_tests_properties(${script} PROPERTIES LABELS ${CMAKE_MATCH_1} SKIP_RETURN_CODE 77 RUN_SERIAL TRUE)
    endif()
    # The one builds and installs its package first, the other asks everything natively, too.
    if(script MATCHES "^(python|npm)/")
        set_tests_properties(${script} PROPERTIES TIMEOUT 900)
    endif()
endforeach()

# Only the executables of the unit tests, for builds in which the rest would take too long.
add_custom_target(unit_tests)
foreach(layer IN LISTS WT_LAYERS)
    if(TARGET test_${layer})
        add_dependencies(unit_tests test_${layer})
        set_property(TEST test_${layer} APPEND PROPERTY LABELS unit)
    endif()
endforeach()

# The man pages have no mistakes that mandoc can see.
find_program(WT_MANDOC mandoc)
file(GLOB man_pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/man/*.[1-9])
if(WT_MANDOC AND man_pages)
    add_test(NAME man_pages COMMAND ${WT_MANDOC} -T lint -W warning ${man_pages})
endif()
