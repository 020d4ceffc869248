# What `cmake --install build/release --prefix DIR` copies. Folders that do not exist yet are left out.
include(GNUInstallDirs)

if(TARGET wrongtree)
    install(TARGETS wrongtree RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
if(EXISTS ${PROJECT_SOURCE_DIR}/docs/man/wrongtree.1)
    install(FILES docs/man/wrongtree.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()
if(EXISTS ${PROJECT_SOURCE_DIR}/worlds)
    install(DIRECTORY worlds/ DESTINATION ${CMAKE_INSTALL_DATADIR}/wrongtree/worlds FILES_MATCHING PATTERN "*.wt")
endif()
# The program has them in itself; these are to read, and to copy from.
install(DIRECTORY libraries/ DESTINATION ${CMAKE_INSTALL_DATADIR}/wrongtree/libraries FILES_MATCHING PATTERN "*.wt")
file(GLOB_RECURSE schemas CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/*.schema.json)
if(schemas)
    install(FILES ${schemas} DESTINATION ${CMAKE_INSTALL_DATADIR}/wrongtree/schemas)
endif()
install(FILES LICENSE NOTICE DESTINATION ${CMAKE_INSTALL_DOCDIR})
