#include "engine/relax/relaxed_domains.h"

#include <algorithm>

namespace wt::engine {

namespace {

bool too_many(std::span<const Code> codes) {
    return codes.size() > kMaxRelaxedValues && std::any_of(codes.begin(), codes.end(), is_number);
}

}  // namespace

RelaxedDomains::RelaxedDomains(GroundWorld& ground) : ground_(ground), domains_(ground.fluent_count()) {
    for (std::size_t i = 0; i < domains_.size(); ++i) {
        const Domain& found = ground.domain(FluentId(i));
        domains_[i].is_open = found.any_number;
        add(domains_[i], found.values);
        add(domains_[i], std::vector<Code>{kUnknown});  // whoever is surprised may no longer know
    }
    close();
}

void RelaxedDomains::include(std::uint32_t fluent, Code code) {
    add(domains_[fluent], std::vector<Code>{code});
    close();
}

/// Did the domain grow?
bool RelaxedDomains::add(FluentDomain& domain, std::span<const Code> codes) {
    if (domain.is_open) return false;
    std::size_t before = domain.codes.size();
    domain.codes.insert(domain.codes.end(), codes.begin(), codes.end());
    sort_uniquely(domain.codes);
    domain.is_open = too_many(domain.codes);
    return domain.is_open || domain.codes.size() > before;
}

void RelaxedDomains::close() {
    std::vector<Code> codes;
    for (bool grew = true; grew && !ground_.stopped();) {
        grew = false;
        for (std::size_t i = 0; i < ground_.event_count(); ++i) {
            for (const Assignment& assignment : ground_.assignments(EventIndex(i))) {
                FluentDomain& domain = domains_[assignment.fluent.index()];
                if (domain.is_open) continue;
                codes.clear();
                bool is_closed = true;
                if (assignment.kind == Assignment::Kind::possibly) {
                    for (const Alternative& one : ground_.alternatives(assignment))
                        is_closed &= collect(one.value, codes);
                } else {
                    is_closed = collect(assignment.value, codes);
                }
                if (!is_closed) {
                    domain.is_open = grew = true;
                } else if (!std::includes(domain.codes.begin(), domain.codes.end(), codes.begin(),
                                          codes.end())) {
                    grew |= add(domain, codes);
                }
            }
        }
    }
    fact_count_ = 0;
    for (FluentDomain& domain : domains_) {
        if (domain.is_open) domain.codes.clear();
        domain.first_fact = static_cast<std::uint32_t>(fact_count_);
        fact_count_ += domain.codes.size();
    }
}

bool RelaxedDomains::collect(FormulaId id, std::vector<Code>& codes) {
    const FormulaPool& pool = ground_.pool();
    const Formula formula = pool[id];
    switch (formula.kind) {
        case FormulaKind::constant:
            codes.push_back(formula.a);
            break;
        case FormulaKind::fluent: {
            const FluentDomain& domain = domains_[formula.a];
            if (domain.is_open) return false;
            codes.insert(codes.end(), domain.codes.begin(), domain.codes.end());
            break;
        }
        case FormulaKind::value_in:
            return collect(FormulaId(formula.b), codes);
        case FormulaKind::arithmetic: {
            std::vector<Code> left;
            std::vector<Code> right;
            if (!collect(FormulaId(formula.a), left) || !collect(FormulaId(formula.b), right)) return false;
            for (Code a : left)
                for (Code b : right)
                    codes.push_back(
                        ground_.pool().calculate_codes(static_cast<model::Arithmetic>(formula.op), a, b));
            break;
        }
        case FormulaKind::value_choice: {
            auto parts = pool.children(formula);
            for (std::size_t i = 0; i < parts.size(); i += 2)
                if (!collect(parts[i + 1 == parts.size() ? i : i + 1], codes)) return false;
            break;
        }
        default:
            codes.push_back(kFalse);
            codes.push_back(kTrue);
    }
    sort_uniquely(codes);
    return !too_many(codes);
}

}  // namespace wt::engine
