// This puts texts into HTML. Every text that comes from a world goes through here.
#pragma once

#include <string>
#include <string_view>

namespace wt::form {

/// Makes a text fit for an element's content or a quoted attribute. Bytes that are not UTF-8 and control characters
/// become U+FFFD. Characters that change the direction of what follows them are left out.
std::string escape_html(std::string_view text);

/// Does the same, and writes what stands between backticks as `<code>`.
std::string escape_html_with_code(std::string_view text);

/// Makes JSON fit for a `<script>` element: nothing in it ends the element or begins a comment.
std::string escape_json_for_html(std::string_view json);

/// Returns `sha256-...` as a content security policy names a script, from the digest in hexadecimal.
std::string policy_hash(std::string_view hexadecimal);

}  // namespace wt::form
