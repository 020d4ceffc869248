#include "ask/stop.h"

namespace wt::ask {

std::string stop_text(const Budget& budget, StopWords words) {
    return budget.refusal().empty() ? words(budget.stop()) : budget.refusal();
}

}  // namespace wt::ask
