# The toolchain of the preset `wasm`: clang-19 with Debian's C and C++ libraries for WebAssembly (tools/packages/wasm.txt).
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(CMAKE_C_COMPILER clang-19)
set(CMAKE_CXX_COMPILER clang++-19)
set(CMAKE_C_COMPILER_TARGET wasm32-wasi)
set(CMAKE_CXX_COMPILER_TARGET wasm32-wasi)
# The linker reads archives without an index, which these cannot write for WebAssembly.
set(CMAKE_AR ar)
set(CMAKE_RANLIB ranlib)
# What all engines have had for years: Node 16, Chrome 75, Firefox 79, Safari 15.
add_compile_options(-mbulk-memory -mnontrapping-fptoint -msign-ext -mmutable-globals)
# Nothing is linked to try whether the compiler works.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(WT_WASM ON)
