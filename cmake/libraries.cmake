# The libraries from Debian's packages (tools/packages/core.txt).
if(WT_WASM)
    # Their headers alone, which lie where clang looks for WebAssembly, too. What is compiled of fmt is in src/api/fmt.cpp, of
    # utf8proc in src/wasm.
    add_library(wt_libraries INTERFACE)
    target_compile_definitions(wt_libraries INTERFACE FMT_EXCEPTIONS=0 JSON_NOEXCEPTION)
    return()
endif()
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(Threads REQUIRED)
# These have no CMake config, or need none.
find_path(WT_UTF8PROC_INCLUDE utf8proc.h REQUIRED)
find_library(WT_UTF8PROC_LIBRARY utf8proc REQUIRED)
find_path(WT_EXPECTED_INCLUDE tl/expected.hpp REQUIRED)
find_path(WT_ROBIN_MAP_INCLUDE tsl/robin_map.h REQUIRED)
find_path(WT_CLI11_INCLUDE CLI/CLI.hpp REQUIRED)

# As Debian builds it; its classes are other ones without these.
find_path(WT_HTTPLIB_INCLUDE httplib.h REQUIRED)
find_library(WT_HTTPLIB_LIBRARY cpp-httplib REQUIRED)
add_library(wt_httplib INTERFACE)
target_link_libraries(wt_httplib INTERFACE ${WT_HTTPLIB_LIBRARY} Threads::Threads)
target_compile_definitions(wt_httplib INTERFACE CPPHTTPLIB_OPENSSL_SUPPORT CPPHTTPLIB_ZLIB_SUPPORT
                                                CPPHTTPLIB_BROTLI_SUPPORT)

# Both definitions hold in the native layers and in the tests too: their inline functions would otherwise exist in two
# versions, of which the linker keeps either. So JSON is parsed with `parse(text, nullptr, false)` everywhere.
#
# fmt is linked, not header-only: a header-only fmt costs over two seconds a file.
add_library(wt_libraries INTERFACE)
target_link_libraries(wt_libraries INTERFACE fmt::fmt nlohmann_json::nlohmann_json ${WT_UTF8PROC_LIBRARY})
target_compile_definitions(wt_libraries INTERFACE FMT_EXCEPTIONS=0 JSON_NOEXCEPTION)
