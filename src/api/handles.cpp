#include "api/handles.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "form/diagnostics.h"
#include "form/diagnostics_json.h"

struct wt_doc {
    wt_allocator allocator;
    std::size_t bytes;  ///< of the whole block
    std::size_t json_length;
    std::size_t text_length;
    const char* json;
    const char* text;
};

namespace wt::api {

namespace {

/// The caller is asked after so many looks at a budget. Sometimes two looks lie a millisecond apart.
constexpr std::uint32_t kPollEvery = 4;

}  // namespace

Caller::Caller(wt_poll poll, void* user) : poll_(poll), user_(user), entry_(nullptr) {
    listen(current_entry());
}

Caller::~Caller() {
    listen(nullptr);
}

void Caller::listen(Entry* entry) {
    if (entry_ && entry_->user == this) entry_->poll = nullptr;
    entry_ = entry;
    if (!entry_ || !poll_) return;
    entry_->poll = asked_for_memory;
    entry_->user = this;
}

Caller::Post Caller::move_here() {
    Post post{entry_, budget_count_};
    listen(current_entry());
    return post;
}

void Caller::return_to(const Post& post) {
    entry_ = nullptr;  // the entry that is left may be gone
    listen(post.entry);
    budget_count_ = post.budgets;
}

void Caller::give_up() {
    poll_ = nullptr;
    fiber_ = nullptr;
    has_cancelled_ = true;
    for (std::size_t i = 0; i < std::min(budget_count_, budgets_.size()); ++i)
        budgets_[i]->request_stop(Stop::cancelled);
}

void Caller::begin(Budget& budget, std::string_view, std::optional<double>) {
    budget.set_poll(asked, this, kPollEvery);
    if (budget_count_ < budgets_.size()) budgets_[budget_count_] = &budget;
    ++budget_count_;
}

void Caller::end(Budget& budget) {
    budget.set_poll(nullptr, nullptr);
    --budget_count_;
}

void Caller::ask(std::uint64_t steps) {
    steps_ += steps;
    if (poll_ && poll_(user_, steps_) != 0) has_cancelled_ = true;
}

bool Caller::asked_for_memory(void* self) {
    auto& caller = *static_cast<Caller*>(self);
    if (!caller.has_cancelled_) caller.ask(1);
    std::size_t last = caller.budget_count_;
    if (caller.has_cancelled_ && last > 0 && last <= caller.budgets_.size())
        caller.budgets_[last - 1]->request_stop(Stop::cancelled);
    return caller.has_cancelled_;
}

Stop Caller::asked(void* self, std::uint64_t) {
    auto& caller = *static_cast<Caller*>(self);
    caller.ask(kPollEvery);
    if (caller.has_cancelled_) return Stop::cancelled;
    if (caller.fiber_) {
        caller.left_ -= std::min<std::uint64_t>(caller.left_, kPollEvery);
        if (caller.left_ == 0) caller.fiber_->pause();
    }
    return Stop::none;
}

wt_doc* make_doc(const wt_allocator& allocator, std::string_view json, std::string_view text) {
    std::size_t bytes = sizeof(wt_doc) + json.size() + text.size() + 2;
    void* memory = allocator.allocate(allocator.user, bytes);
    if (!memory) return nullptr;
    char* own_json = static_cast<char*>(memory) + sizeof(wt_doc);
    char* own_text = own_json + json.size() + 1;
    std::ranges::copy(json, own_json);
    std::ranges::copy(text, own_text);
    own_json[json.size()] = own_text[text.size()] = '\0';
    return new (memory) wt_doc{allocator, bytes, json.size(), text.size(), own_json, own_text};
}

wt_status hand_over(const wt_allocator& allocator, const Reply& reply, wt_doc** doc) {
    if (!doc || reply.status > WT_UNDECIDED) return reply.status;
    *doc = make_doc(allocator, reply.json, reply.text);
    return *doc ? reply.status : WT_NO_MEMORY;
}

void drop(Zone* zone, Trash& trash, const wt_question& question) {
    constexpr std::uint64_t kAtATime = 1000;
    for (std::uint64_t steps = 0; !zone->release_some(kAtATime); ++steps)
        if (question.poll && question.poll(question.user, steps) != 0) return trash.put(zone);
    Zone::destroy(zone);
}

wt_question question_of(const wt_question* given) {
    wt_question question = WT_QUESTION_INIT;
    if (given) std::memcpy(&question, given, std::min<std::size_t>(given->size, sizeof(question)));
    question.size = sizeof(question);
    return question;
}

ask::QuestionOptions options_of(const wt_question& question) {
    auto limit = [](std::int32_t given) { return given < 0 ? std::nullopt : std::optional<int>(given); };
    ask::QuestionOptions options;
    if (question.has_goal) options.goal = question.goal;
    if (question.request) options.request = question.request;
    if (question.where) options.where = question.where;
    options.author_limit = limit(question.author);
    options.character_limit = limit(question.character);
    options.belief_limit = limit(question.belief);
    options.belief_depth = limit(question.depth);
    options.foresight = limit(question.foresight);
    options.possibilities = limit(question.possibilities);
    return options;
}

Reply diagnostics_reply(wt_status status, const Source& source, const Diagnostics& diagnostics) {
    return {status, form::diagnostics_json({{source.name(), &source, diagnostics, ""}}, wt_version()),
            form::render(source, diagnostics, false)};
}

Reply message_reply(wt_status status, std::string_view text) {
    return {status, form::diagnostics_json({{"", nullptr, {}, std::string(text)}}, wt_version()),
            std::string(text) + "\n"};
}

Reply fault_reply(const ask::QuestionFault& fault, const wt_question& question) {
    if (fault.kind != ask::QuestionFault::Kind::bad_constraint)
        return message_reply(WT_BAD_INPUT, fault.text);
    return diagnostics_reply(WT_BAD_INPUT, Source("where", question.where), fault.diagnostics);
}

}  // namespace wt::api

uint32_t wt_abi(void) {
    return WT_ABI;
}

const char* wt_version(void) {
    return WT_VERSION;
}

const char* wt_status_name(wt_status status) {
    switch (status) {
        case WT_OK:
            return "ok";
        case WT_NO:
            return "no";
        case WT_BAD_INPUT:
            return "bad input";
        case WT_UNDECIDED:
            return "undecided";
        case WT_CANCELLED:
            return "cancelled";
        case WT_MORE:
            return "more";
        case WT_NO_MEMORY:
            return "no memory";
        case WT_INTERNAL:
            return "internal error";
    }
    return "unknown status";
}

const char* wt_json(const wt_doc* doc, size_t* length) {
    if (length) *length = doc ? doc->json_length : 0;
    return doc ? doc->json : "";
}

const char* wt_text(const wt_doc* doc, size_t* length) {
    if (length) *length = doc ? doc->text_length : 0;
    return doc ? doc->text : "";
}

void wt_doc_close(wt_doc* doc) {
    if (!doc) return;
    wt_allocator allocator = doc->allocator;
    allocator.release(allocator.user, doc, doc->bytes);
}
