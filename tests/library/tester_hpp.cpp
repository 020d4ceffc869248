// The C++ header as a program of somebody else's uses it: finds a story, in one go and in steps, and lets it happen.
//
//     tester_hpp WORLD [REQUEST]
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>

#include <wrongtree.hpp>

/// Does a world find a library that is handed in?
static bool finds_libraries() {
    auto world = wrongtree::World::read(
        "use town/bells; entity Ann : character; utility(): rung(); utility(Ann): rung();", "world.wt", {},
        {{"town/bells",
          "library town/bells 1.0; property rung() : boolean;"
          "action ring(who : character) { effect: rung(); consenting: who; };"}});
    wrongtree::Question question;
    auto session = world ? world->open(question) : wrongtree::Answer<wrongtree::Session>{};
    return session && session->plan(question).doc.text() == "ring(Ann)\n";
}

int main(int count, char** arguments) {
    if (count < 2 || !finds_libraries()) return 2;
    std::ifstream file(arguments[1], std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    auto world = wrongtree::World::read(text, arguments[1]);
    if (!world) {
        std::fputs(world.doc.text().data(), stderr);
        return 1;
    }
    wrongtree::Question question;
    if (count > 2) question.request = arguments[2];
    std::uint64_t polls = 0;
    question.poll = [&](std::uint64_t) { return ++polls == 0; };
    auto session = world->open(question);
    if (!session) return 1;
    wrongtree::Reply plan = session->plan(question);
    auto other = world->open(question);
    other->begin(question);
    wrongtree::Reply step = other->step(1000);
    while (step.status == WT_MORE)
        step = other->step(1000);
    if (step.status != plan.status || step.doc.json() != plan.doc.json() || polls == 0) return 1;
    wt_moment now = 0;
    std::istringstream lines{std::string(plan.doc.text())};
    for (std::string event; std::getline(lines, event);) {
        wrongtree::Moment next = session->happen(now, event);
        if (!next) return 1;
        now = next.moment;
        std::puts(event.c_str());
    }
    wrongtree::Reply saved = session->save(now);
    wrongtree::Moment again = session->restore(saved.doc.json());
    return again ? 0 : 1;
}
