// This is Wrongtree for C++17: the C interface with handles that close themselves. It is header-only, and nothing is
// thrown.
//
//     wrongtree::Answer<wrongtree::World> world = wrongtree::World::read(text, {});
//     if (!world) return report(world.doc.text());
//     wrongtree::Answer<wrongtree::Session> session = world->open({});
//     wrongtree::Reply plan = session->plan({});
//     if (plan.status == WT_OK) puts(plan.doc.text().data());
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wrongtree.h>

namespace wrongtree {

/// A document, which is empty if there is none.
class Doc {
  public:
    Doc() = default;
    explicit Doc(wt_doc* doc) : doc_(doc) {}

    /// Both end in a zero. They stay valid as long as the document.
    std::string_view json() const { return view(wt_json); }
    std::string_view text() const { return view(wt_text); }
    explicit operator bool() const { return doc_ != nullptr; }

  private:
    struct Close {
        void operator()(wt_doc* doc) const { wt_doc_close(doc); }
    };
    std::string_view view(const char* (*get)(const wt_doc*, size_t*)) const {
        size_t length = 0;
        const char* text = get(doc_.get(), &length);
        return {text, length};
    }
    std::unique_ptr<wt_doc, Close> doc_;
};

/// This says how a call went, and has its document.
struct Reply {
    wt_status status = WT_OK;
    Doc doc = {};
    explicit operator bool() const { return status == WT_OK; }
};

/// This is the same with a handle, if the status is WT_OK.
template <class Handle>
struct Answer {
    wt_status status = WT_OK;
    Doc doc = {};
    std::optional<Handle> handle = {};
    explicit operator bool() const { return handle.has_value(); }
    Handle& operator*() { return *handle; }
    Handle* operator->() { return &*handle; }
};

/// This is the same as `wt_question`. The poll returns true to stop.
struct Question {
    std::optional<int> author = {}, character = {}, belief = {}, depth = {}, foresight = {}, possibilities = {};
    std::optional<double> goal = {};
    std::string request = {};
    std::string where = {};
    bool optimal = false;
    wt_moment from = 0;
    uint64_t max_states = 0;
    uint64_t max_bytes = 0;
    std::string first_try = {};
    std::function<bool(uint64_t steps)> poll = {};

    /// Returns a `wt_question` that refers to this question.
    wt_question raw() const {
        wt_question question = WT_QUESTION_INIT;
        question.author = author.value_or(-1);
        question.character = character.value_or(-1);
        question.belief = belief.value_or(-1);
        question.depth = depth.value_or(-1);
        question.foresight = foresight.value_or(-1);
        question.possibilities = possibilities.value_or(-1);
        question.optimal = optimal ? 1 : 0;
        question.has_goal = goal ? 1 : 0;
        question.goal = goal.value_or(0);
        question.request = request.empty() ? nullptr : request.c_str();
        question.where = where.empty() ? nullptr : where.c_str();
        question.from = from;
        question.max_states = max_states;
        question.max_bytes = max_bytes;
        question.first_try = first_try.empty() ? nullptr : first_try.c_str();
        if (poll) {
            question.user = const_cast<std::function<bool(uint64_t)>*>(&poll);
            question.poll = [](void* user, uint64_t steps) {
                return (*static_cast<std::function<bool(uint64_t)>*>(user))(steps) ? 1 : 0;
            };
        }
        return question;
    }
};

/// This has a moment, if the status is WT_OK; else the one that the call began with.
struct Moment {
    wt_status status = WT_OK;
    wt_moment moment = 0;
    Doc doc = {};
    explicit operator bool() const { return status == WT_OK; }
};

class Session {
  public:
    explicit Session(wt_session* session) : session_(session) {}

    Reply plan(const Question& question) {
        wt_question raw = question.raw();
        return reply([&](wt_doc** doc) { return wt_plan(get(), &raw, doc); });
    }
    /// The question is copied, but what its poll refers to has to live on.
    wt_status begin(const Question& question) {
        question_ = std::make_unique<Question>(question);
        wt_question raw = question_->raw();
        return wt_begin(get(), &raw);
    }
    Reply step(uint64_t steps) {
        return reply([&](wt_doc** doc) { return wt_step(get(), steps, doc); });
    }
    Moment happen(wt_moment from, const std::string& event) {
        wt_doc* doc = nullptr;
        wt_moment next = from;
        wt_status status = wt_happen(get(), from, event.c_str(), &next, &doc);
        return {status, next, Doc(doc)};
    }
    Reply value(wt_moment at, const std::string& expression) {
        return reply([&](wt_doc** doc) { return wt_value(get(), at, expression.c_str(), doc); });
    }
    Reply intends(wt_moment at, const std::string& character, const Question& question) {
        wt_question raw = question.raw();
        return reply([&](wt_doc** doc) { return wt_intends(get(), at, character.c_str(), &raw, doc); });
    }
    Reply next(wt_moment at, const Question& question) {
        wt_question raw = question.raw();
        return reply([&](wt_doc** doc) { return wt_next(get(), at, &raw, doc); });
    }
    Reply save(wt_moment at) {
        return reply([&](wt_doc** doc) { return wt_save(get(), at, doc); });
    }
    Moment restore(std::string_view json) {
        wt_doc* doc = nullptr;
        wt_moment at = 0;
        wt_status status = wt_restore(get(), json.data(), json.size(), &at, &doc);
        return {status, at, Doc(doc)};
    }
    uint64_t bytes() const { return wt_session_bytes(get()); }
    wt_session* get() const { return session_.get(); }

  private:
    struct Close {
        void operator()(wt_session* session) const { wt_session_close(session); }
    };
    template <class Call>
    static Reply reply(const Call& call) {
        wt_doc* doc = nullptr;
        wt_status status = call(&doc);
        return {status, Doc(doc)};
    }
    std::unique_ptr<wt_session, Close> session_;
    std::unique_ptr<Question> question_;
};

class World {
  public:
    explicit World(wt_world* world) : world_(world) {}

    /// With WT_OK the document has the warnings. `libraries`: texts by name, which the world may `use`.
    static Answer<World> read(std::string_view text, const std::string& name = "world.wt",
                              const std::vector<std::string>& divergences = {},
                              const std::vector<std::pair<std::string, std::string>>& libraries = {}) {
        std::vector<const char*> names;
        for (const std::string& divergence : divergences)
            names.push_back(divergence.c_str());
        names.push_back(nullptr);
        std::vector<const char*> of_libraries;
        for (const auto& [library, its_text] : libraries)
            of_libraries.insert(of_libraries.end(), {library.c_str(), its_text.c_str()});
        of_libraries.push_back(nullptr);
        wt_reading how{};
        how.size = sizeof(how);
        how.libraries = of_libraries.data();
        how.name = name.c_str();
        how.divergences = names.data();
        wt_world* world = nullptr;
        wt_doc* doc = nullptr;
        Answer<World> answer;
        answer.status = wt_read(text.data(), text.size(), &how, &world, &doc);
        answer.doc = Doc(doc);
        if (world) answer.handle.emplace(world);
        return answer;
    }
    Answer<Session> open(const Question& question) {
        wt_question raw = question.raw();
        wt_session* session = nullptr;
        wt_doc* doc = nullptr;
        Answer<Session> answer;
        answer.status = wt_open(get(), &raw, &session, &doc);
        answer.doc = Doc(doc);
        if (session) answer.handle.emplace(session);
        return answer;
    }
    Reply check(const Question& question) {
        wt_question raw = question.raw();
        wt_doc* doc = nullptr;
        wt_status status = wt_check(get(), &raw, &doc);
        return {status, Doc(doc)};
    }
    wt_world* get() const { return world_.get(); }

  private:
    struct Close {
        void operator()(wt_world* world) const { wt_world_close(world); }
    };
    std::unique_ptr<wt_world, Close> world_;
};

}  // namespace wrongtree
