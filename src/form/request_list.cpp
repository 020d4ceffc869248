#include "form/request_list.h"

#include <algorithm>
#include <string_view>

namespace wt::form {

std::vector<std::string> names_in(const Source& list) {
    std::vector<std::string> names;
    for (std::uint32_t number = 1; number <= list.line_count(); ++number) {
        std::string_view line = list.line(number);
        line = line.substr(0, std::min({line.find('#'), line.find("//"), line.size()}));
        std::size_t first = line.find_first_not_of(" \t");
        std::size_t last = line.find_last_not_of(" \t");
        if (first != std::string_view::npos) names.emplace_back(line.substr(first, last - first + 1));
    }
    return names;
}

}  // namespace wt::form
