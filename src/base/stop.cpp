#include "base/stop.h"

namespace wt {

std::string stop_text(Stop stop) {
    switch (stop) {
        case Stop::none:
            return "nothing ran out";
        case Stop::time:
            return "time ran out";
        case Stop::memory:
            return "memory ran out";
        case Stop::states:
            return "the number of states ran out";
        case Stop::cancelled:
            return "interrupted";
        case Stop::possibilities:
            return "somebody would hold more possible than the limit allows";
        case Stop::weights:
            return "a weight or fraction does not fit in 64 bits";
    }
    return "";
}

std::string_view stop_name(Stop stop) {
    switch (stop) {
        case Stop::none:
            return "none";
        case Stop::time:
            return "time";
        case Stop::memory:
            return "memory";
        case Stop::states:
            return "states";
        case Stop::cancelled:
            return "interrupt";
        case Stop::possibilities:
            return "possibilities";
        case Stop::weights:
            return "weights";
    }
    return "none";
}

}  // namespace wt
