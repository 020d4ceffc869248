#include "host/stop_words.h"

namespace wt::host {

std::string option_stop_text(Stop stop) {
    std::string_view option = stop == Stop::time            ? " (--time)"
                              : stop == Stop::memory        ? " (--memory)"
                              : stop == Stop::states        ? " (--states)"
                              : stop == Stop::possibilities ? "; --possibilities allows more"
                                                            : "";
    return stop_text(stop).append(option);
}

}  // namespace wt::host
