# Puts the files of web/ into the program: a source with their texts and digests, made when CMake is run, which
# happens again when one of them changes.
set(WT_ASSETS
    kBoardStyle web/board/board.css
    kBoardScript web/board/board.js
    kServeStyle web/serve/serve.css
    kServeScript web/serve/serve.js
    kServePage web/serve/serve.html)
set(assets "// Made by cmake/assets.cmake.\n#include \"form/board/board_assets.h\"\n\nnamespace wt::form {\n\n")
set(rest ${WT_ASSETS})
while(rest)
    list(POP_FRONT rest name file)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${file})
    file(READ ${PROJECT_SOURCE_DIR}/${file} text)
    file(SHA256 ${PROJECT_SOURCE_DIR}/${file} digest)
    string(APPEND assets "const WebAsset ${name} = {R\"wt-asset(${text})wt-asset\",\n    \"${digest}\"};\n\n")
endwhile()
string(APPEND assets "}  // namespace wt::form\n")
set(WT_ASSETS_SOURCE ${PROJECT_BINARY_DIR}/generated/assets.cpp)
file(CONFIGURE OUTPUT ${WT_ASSETS_SOURCE} CONTENT "${assets}" @ONLY)
target_sources(wt_form PRIVATE ${WT_ASSETS_SOURCE})

# The libraries of rules, likewise: a world finds them without a file (src/lang/shipped_libraries.h).
file(GLOB_RECURSE WT_RULES CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/libraries ${PROJECT_SOURCE_DIR}/libraries/*.wt)
list(SORT WT_RULES)
set(rules "// Made by cmake/assets.cmake.\n#include \"lang/shipped_libraries.h\"\n\nnamespace wt::lang {\n\n")
string(APPEND rules "std::span<const ShippedLibrary> shipped_libraries() {\n    static constexpr ShippedLibrary kAll[] = {\n")
foreach(file IN LISTS WT_RULES)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/libraries/${file})
    file(READ ${PROJECT_SOURCE_DIR}/libraries/${file} text)
    string(REGEX REPLACE "\\.wt$" "" name ${file})
    string(APPEND rules "        {\"${name}\", R\"wt-rules(${text})wt-rules\"},\n")
endforeach()
string(APPEND rules "    };\n    return kAll;\n}\n\n}  // namespace wt::lang\n")
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/shipped_libraries.cpp CONTENT "${rules}" @ONLY)
target_sources(wt_lang PRIVATE ${PROJECT_BINARY_DIR}/generated/shipped_libraries.cpp)

# The worlds of worlds/, likewise, by their names there, of classics without the folder: `wrongtree new --from` copies one
# (src/ask/shipped_worlds.h).
file(GLOB_RECURSE WT_WORLDS CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/worlds ${PROJECT_SOURCE_DIR}/worlds/*.wt)
set(names "")
foreach(file IN LISTS WT_WORLDS)
    string(REGEX REPLACE "^classics/|\\.wt$" "" name ${file})
    if(name IN_LIST names)
        message(FATAL_ERROR "two worlds in worlds/ are called ${name}")
    endif()
    list(APPEND names ${name})
    set("WT_WORLD_${name}" ${PROJECT_SOURCE_DIR}/worlds/${file})
endforeach()
list(SORT names)
set(worlds "// Made by cmake/assets.cmake.\n#include \"ask/shipped_worlds.h\"\n\nnamespace wt::ask {\n\n")
string(APPEND worlds "std::span<const ShippedWorld> shipped_worlds() {\n    static constexpr ShippedWorld kAll[] = {\n")
foreach(name IN LISTS names)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${WT_WORLD_${name}})
    file(READ ${WT_WORLD_${name}} text)
    string(APPEND worlds "        {\"${name}\", R\"wt-world(${text})wt-world\"},\n")
endforeach()
string(APPEND worlds "    };\n    return kAll;\n}\n\n}  // namespace wt::ask\n")
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/shipped_worlds.cpp CONTENT "${worlds}" @ONLY)
target_sources(wt_ask PRIVATE ${PROJECT_BINARY_DIR}/generated/shipped_worlds.cpp)
