#include "form/verify_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "form/json_values.h"
#include "model/print.h"

namespace wt::form {

namespace {

std::string_view verdict_name(referee::Verdict verdict) {
    switch (verdict) {
        case referee::Verdict::valid:
            return "valid";
        case referee::Verdict::invalid:
            return "invalid";
        case referee::Verdict::undecided:
            return "undecided";
        case referee::Verdict::endless_triggers:
            return "endless triggers";
    }
    return "undecided";
}

}  // namespace

std::string verify_text(const VerifyDocument& document) {
    const auto& [version, file, plan, world, read, question, judgement] = document;
    switch (judgement.verdict) {
        case referee::Verdict::valid:
            return "valid\n";
        case referee::Verdict::invalid: {
            if (judgement.step >= read.plan.steps.size())
                return fmt::format("invalid at the end: {}\n", judgement.why);
            return fmt::format("invalid at action {}, {}: {}\n", judgement.step + 1,
                               model::to_text(world, read.plan.steps[judgement.step].action), judgement.why);
        }
        case referee::Verdict::undecided:
            return "undecided\n";
        case referee::Verdict::endless_triggers:
            return "";
    }
    return "";
}

std::string verify_json(const VerifyDocument& document) {
    const auto& [version, file, plan, world, read, question, judgement] = document;
    using Json = nlohmann::ordered_json;
    bool invalid = judgement.verdict == referee::Verdict::invalid;
    bool at_step = invalid && judgement.step < read.plan.steps.size();
    bool is_undecided = judgement.verdict == referee::Verdict::undecided;
    Json json;
    json["wrongtree"] = version;
    json["file"] = file;
    json["plan"] = plan;
    json["verdict"] = verdict_name(judgement.verdict);
    json["stopped_by"] = stop_json(is_undecided ? judgement.stop : Stop::none);
    json["limits"] = limits_json(question);
    json["reasons_given"] = read.has_reasons;
    json["step"] = invalid ? Json(judgement.step) : Json(nullptr);
    json["action"] =
        at_step ? Json(model::to_text(world, read.plan.steps[judgement.step].action)) : Json(nullptr);
    json["why"] = judgement.why;
    return document_text(json);
}

}  // namespace wt::form
