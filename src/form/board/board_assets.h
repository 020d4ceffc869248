// These are the files of web/board and web/serve, which the build puts into the program (cmake/assets.cmake).
#pragma once

#include <string_view>

namespace wt::form {

struct WebAsset {
    std::string_view text;
    std::string_view sha256;  ///< in hexadecimal
};

extern const WebAsset kBoardStyle;   ///< web/board/board.css
extern const WebAsset kBoardScript;  ///< web/board/board.js
extern const WebAsset kServeStyle;   ///< web/serve/serve.css
extern const WebAsset kServeScript;  ///< web/serve/serve.js
extern const WebAsset kServePage;    ///< web/serve/serve.html

}  // namespace wt::form
