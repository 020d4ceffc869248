# The library for programs of others: libwrongtree, shared and static. Both need nothing but the C library: fmt, utf8proc
# and the C++ library are inside, where nobody else sees them, because memory comes from the caller's allocator
# (src/api/allocation.cpp) and must not get mixed up with that of the program.
include(GNUInstallDirs)
set(WT_ABI_MAJOR 0)
set(WT_API_MAP ${PROJECT_SOURCE_DIR}/src/api/wrongtree.map)

find_library(WT_UTF8PROC_ARCHIVE libutf8proc.a REQUIRED)

# What is only in the library, and not in programs of ours.
add_library(wt_runtime OBJECT ${PROJECT_SOURCE_DIR}/src/api/allocation.cpp ${PROJECT_SOURCE_DIR}/src/api/fmt.cpp)
target_link_libraries(wt_runtime PRIVATE wt_api)

# All archives of ours, the upper ones first.
set(WT_ARCHIVES wt_api wt_form wt_ask wt_story wt_referee wt_engine wt_lang wt_model wt_base)

add_library(wrongtree_shared SHARED $<TARGET_OBJECTS:wt_runtime>)
target_link_libraries(wrongtree_shared PRIVATE
    -Wl,--whole-archive $<TARGET_FILE:wt_api> -Wl,--no-whole-archive)
foreach(archive IN LISTS WT_ARCHIVES)
    target_link_libraries(wrongtree_shared PRIVATE $<TARGET_FILE:${archive}>)
    add_dependencies(wrongtree_shared ${archive})
endforeach()
target_link_libraries(wrongtree_shared PRIVATE ${WT_UTF8PROC_ARCHIVE})
target_link_options(wrongtree_shared PRIVATE -static-libstdc++ -static-libgcc -Wl,--version-script=${WT_API_MAP}
                    -Wl,-Bsymbolic -Wl,--gc-sections -Wl,-z,defs)
set_target_properties(wrongtree_shared PROPERTIES
    OUTPUT_NAME wrongtree
    VERSION ${PROJECT_VERSION}
    SOVERSION ${WT_ABI_MAJOR}
    LINK_DEPENDS ${WT_API_MAP}
    LINKER_LANGUAGE CXX)

# The static library is one object, with all names of ours but the public ones made local.
find_program(WT_OBJCOPY objcopy REQUIRED)
execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=libstdc++.a OUTPUT_VARIABLE WT_LIBSTDCXX
                OUTPUT_STRIP_TRAILING_WHITESPACE)
set(WT_STATIC_LIBRARY ${PROJECT_BINARY_DIR}/libwrongtree.a)
set(archives "")
foreach(archive IN LISTS WT_ARCHIVES)
    list(APPEND archives $<TARGET_FILE:${archive}>)
endforeach()
add_custom_command(
    OUTPUT ${WT_STATIC_LIBRARY}
    COMMAND ${CMAKE_COMMAND} -E rm -f ${WT_STATIC_LIBRARY}
    COMMAND ${CMAKE_CXX_COMPILER} -r -nostdlib -fuse-ld=bfd -o wrongtree-all.o $<TARGET_OBJECTS:wt_runtime>
            -Wl,--whole-archive $<TARGET_FILE:wt_api> -Wl,--no-whole-archive
            -Wl,--start-group ${archives} ${WT_UTF8PROC_ARCHIVE} ${WT_LIBSTDCXX} -Wl,--end-group
    COMMAND ${WT_OBJCOPY} --wildcard --keep-global-symbol=wt_* wrongtree-all.o wrongtree.o
    COMMAND ${CMAKE_AR} rcs ${WT_STATIC_LIBRARY} wrongtree.o
    DEPENDS ${WT_ARCHIVES} wt_runtime $<TARGET_OBJECTS:wt_runtime>
    COMMAND_EXPAND_LISTS VERBATIM COMMENT "Linking libwrongtree.a")
add_custom_target(wrongtree_static ALL DEPENDS ${WT_STATIC_LIBRARY})

install(TARGETS wrongtree_shared LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
install(FILES ${WT_STATIC_LIBRARY} DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
install(FILES ${PROJECT_SOURCE_DIR}/include/wrongtree.h ${PROJECT_SOURCE_DIR}/include/wrongtree.hpp
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT library)
# Where it is installed is known when it is.
file(RELATIVE_PATH WT_PREFIX_FROM_PC /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${PROJECT_SOURCE_DIR}/cmake/wrongtree.pc.in wrongtree.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/wrongtree.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT library)
include(CMakePackageConfigHelpers)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/wrongtree-config.cmake.in wrongtree-config.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/wrongtree
                              PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file(wrongtree-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/wrongtree-config.cmake ${PROJECT_BINARY_DIR}/wrongtree-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/wrongtree COMPONENT library)

if(WT_TESTS)
    add_executable(library_tester ${PROJECT_SOURCE_DIR}/tests/library/tester.c)
    target_link_libraries(library_tester PRIVATE wrongtree_shared Threads::Threads)
    target_include_directories(library_tester PRIVATE ${PROJECT_SOURCE_DIR}/include)
    set_target_properties(library_tester PROPERTIES C_STANDARD 99 RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    add_executable(library_tester_hpp ${PROJECT_SOURCE_DIR}/tests/library/tester_hpp.cpp)
    target_link_libraries(library_tester_hpp PRIVATE wrongtree_shared)
    target_include_directories(library_tester_hpp PRIVATE ${PROJECT_SOURCE_DIR}/include)
    set_target_properties(library_tester_hpp PROPERTIES CXX_STANDARD 17
                          RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
endif()
