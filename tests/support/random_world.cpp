#include "support/random_world.h"

#include <fmt/format.h>

#include "base/random.h"

namespace wt::test {

namespace {

class Generator {
  public:
    Generator(std::uint64_t seed, const WorldShape& shape)
        : random_(seed * 2654435761u + 17), shape_(shape) {}

    std::vector<std::string> lines() {
        declare();
        if (random_.chance(60)) plan_a_chain();
        int statements = static_cast<int>(random_.below(static_cast<std::uint32_t>(shape_.statements + 1)));
        for (int i = 0; i < statements; ++i)
            add(statement() + ";");
        int actions = 2 + static_cast<int>(random_.below(static_cast<std::uint32_t>(shape_.actions - 1)));
        for (int i = 0; i < actions; ++i)
            add(action(i));
        int triggers = static_cast<int>(random_.below(static_cast<std::uint32_t>(shape_.triggers + 1)));
        for (int i = 0; i < triggers; ++i)
            add(trigger(i));
        give_tempers();
        std::string other = shape_.others_plan && characters_.size() > 1 ? plan_of_another() : "";
        std::string authors = utility();
        add("utility(): " + authors + ";");
        // A character who wants what the author wants has a reason to help.
        for (const std::string& character : characters_) {
            std::string wanted = random_.chance(40) ? authors : utility();
            if (!other.empty() && random_.chance(80))
                wanted = fmt::format("if({}({})) 1 else 0", character == other ? "done" : "ready", other);
            add("utility(" + character + "): " + wanted + ";");
        }
        return lines_;
    }

  private:
    // ---- what nobody can be sure of ----

    bool unsure(int percent) { return shape_.uncertain && random_.chance(percent); }

    std::string weight() { return std::to_string(1 + random_.below(3)); }

    /// Returns several values that somebody may take something to have.
    std::string several() {
        std::string text;
        switch (random_.below(3)) {
            case 0:
                text = "lit(" + thing() + ")) = True: " + weight() + " | False: " + weight();
                break;
            case 1:
                text = "at(" + character() + ")) = " + thing() + ": " + weight() + " | " + thing() + ": " +
                       weight();
                break;
            default:
                text = "count()) = " + number() + ": " + weight() + " | " + number() + ": " + weight();
        }
        return "believes(" + character() + ", " + text;
    }

    std::string unsure_condition(int depth) {
        static const std::vector<std::string> kOps = {">", ">=", "<", "<=", "==", "!="};
        static const std::vector<std::string> kFractions = {"1/2", "1/3", "2/3", "1/4"};
        switch (random_.below(4)) {
            case 0:
                return "(odds(" + character() + ", " + believed(depth) + ") " + pick(kOps) + " " +
                       pick(kFractions) + ")";
            case 1:
                return "knows(" + character() + ", at(" + character() + "))";
            default:
                return "might(" + character() + ", " + believed(depth) + ")";
        }
    }

    std::string unsure_effect() {
        std::string text;
        switch (random_.below(4)) {
            case 0:
                text = "learns(" + character() + ", at(" + character() + "))";
                break;
            case 1:
                text = "learns(" + character() + ", lit(" + thing() + "))";
                break;
            default:
                text = several();
        }
        return random_.chance(15) ? "believes(" + character() + ", " + text + ")" : text;
    }

    std::string outcomes() {
        std::string text;
        bool has_success = unsure(40);
        if (has_success) text += "success: " + condition(1) + "; ";
        bool has_chance = unsure(has_success ? 30 : 25);
        static const std::vector<std::string> kChances = {"1/2", "1/3", "3/4"};
        if (has_chance) text += "chance: " + pick(kChances) + "; ";
        if ((has_success || has_chance) && random_.chance(50)) text += "failure: " + effect(1) + "; ";
        return text;
    }

    void give_tempers() {
        for (const std::string& character : characters_) {
            if (!unsure(35)) continue;
            static const std::vector<std::string> kTempers = {
                "prudent",       "wary",          "hopeful",         "careful",
                "prudent, wary", "wary, careful", "prudent, hopeful"};
            add("temper " + character + ": " + pick(kTempers) + ";");
        }
    }

    void add(std::string line) { lines_.push_back(std::move(line)); }

    const std::string& pick(const std::vector<std::string>& from) {
        return from[random_.below(static_cast<std::uint32_t>(from.size()))];
    }

    void declare() {
        add("type thing;");
        for (int i = 0; i < shape_.characters; ++i) {
            characters_.push_back(std::string(1, static_cast<char>('A' + i)));
            add("entity " + characters_.back() + " : character;");
        }
        for (int i = 0; i < shape_.things; ++i) {
            things_.push_back(fmt::format("T{}", i));
            add("entity " + things_.back() + " : thing;");
        }
        add("property at(c : character) : thing;");
        add("property own(t : thing) : character;");
        add("property lit(t : thing) : boolean;");
        add("property calm(c : character) : boolean;");
        add("property count() : number;");
        add("property score(c : character) : number;");
    }

    /// This is a fact and how an effect makes it so. It has constants only.
    struct Fact {
        std::string atom;
        std::string assignment;
    };

    /// Makes somebody who wants something that takes two actions, and a third action that has nothing to do with it.
    /// The others gain by the first of the two.
    std::string plan_of_another() {
        character_variables_.clear();
        thing_variables_.clear();
        std::string who = pick(characters_);
        std::string idle = pick(characters_);
        add("property ready(c : character) : boolean;");
        add("property done(c : character) : boolean;");
        add("property hat(c : character) : boolean;");
        std::string also = random_.chance(30) ? " & " + condition(1) : "";
        add(fmt::format(
            "action prepare({0}) {{ precondition: !ready({0}){1}; effect: ready({0}); consenting: {0}; }};",
            who, also));
        add(
            fmt::format("action finish({0}) {{ precondition: ready({0}) & !done({0}); effect: done({0}); "
                        "consenting: {0}; }};",
                        who));
        add(fmt::format(
            "action put_on({0}) {{ precondition: !hat({0}); effect: hat({0}); consenting: {0}; }};", idle));
        return who;
    }

    /// Most worlds have a chain of facts, each of which one action makes true from the one before, so that
    /// stories of several actions exist; the rest of the world is noise around it.
    void plan_a_chain() {
        int length = 2 + static_cast<int>(random_.below(2));
        for (int i = 0; i < length; ++i) {
            std::string c = pick(characters_);
            std::string t = pick(things_);
            switch (random_.below(5)) {
                case 0:
                    chain_.push_back({"lit(" + t + ")", "lit(" + t + ")"});
                    break;
                case 1:
                    chain_.push_back({"calm(" + c + ")", "calm(" + c + ")"});
                    break;
                case 2:
                    chain_.push_back({"at(" + c + ") == " + t, "at(" + c + ") = " + t});
                    break;
                case 3:
                    chain_.push_back({"own(" + t + ") == " + c, "own(" + t + ") = " + c});
                    break;
                default:
                    chain_.push_back(
                        {fmt::format("count() == {}", i + 1), fmt::format("count() = {}", i + 1)});
            }
        }
    }

    // The terms are a constant, or a variable of the event in whose scope we are.
    std::string character() {
        if (!character_variables_.empty() && random_.chance(70)) return pick(character_variables_);
        return pick(characters_);
    }
    std::string thing() {
        if (!thing_variables_.empty() && random_.chance(70)) return pick(thing_variables_);
        return pick(things_);
    }
    std::string number() { return std::to_string(random_.below(3)); }

    std::string boolean_fluent() {
        return random_.chance(50) ? "lit(" + thing() + ")" : "calm(" + character() + ")";
    }
    std::string number_fluent() { return random_.chance(50) ? "count()" : "score(" + character() + ")"; }

    std::string number_value(int depth) {
        switch (random_.below(depth > 0 ? 8 : 3)) {
            case 0:
                return number();
            case 1:
            case 2:
                return number_fluent();
            case 3:
                return "(" + number_value(depth - 1) + " + " + number_value(depth - 1) + ")";
            case 4:
                return "(" + number_value(depth - 1) + " - " + number_value(depth - 1) + ")";
            case 5:
                return "(if(" + condition(depth - 1) + ") " + number_value(depth - 1) + " else " +
                       number_value(depth - 1) + ")";
            case 6:
                return "believes(" + character() + ", " + number_fluent() + ")";
            default:
                return "(sum(x : character) score(x))";
        }
    }

    std::string atom() {
        static const std::vector<std::string> kEntityOps = {"==", "==", "==", "!="};
        static const std::vector<std::string> kNumberOps = {"==", "!=", "<", "<=", ">", ">="};
        switch (random_.below(10)) {
            case 0:
            case 1:
                return boolean_fluent();
            case 2:
                return "!" + boolean_fluent();
            case 3:
            case 4:
                return "at(" + character() + ") " + pick(kEntityOps) + " " +
                       (random_.chance(12) ? "?" : thing());
            case 5:
                return "own(" + thing() + ") " + pick(kEntityOps) + " " +
                       (random_.chance(12) ? "?" : character());
            case 6:
                return "at(" + character() + ") " + pick(kEntityOps) + " at(" + character() + ")";
            case 7:
                return number_fluent() + " " + pick(kNumberOps) + " " + number_value(1);
            case 8:
                return number_fluent() + " " + pick(kNumberOps) + " " + number();
            default:
                return boolean_fluent() + " == " + boolean_fluent();
        }
    }

    std::string condition(int depth) {
        if (depth <= 0) return atom();
        if (unsure(20)) return unsure_condition(depth - 1);
        switch (random_.below(12)) {
            case 0:
                return "(" + condition(depth - 1) + " & " + condition(depth - 1) + ")";
            case 1:
                return "(" + condition(depth - 1) + " | " + condition(depth - 1) + ")";
            case 2:
                return "!(" + condition(depth - 1) + ")";
            case 3:
            case 4:
                return "believes(" + character() + ", " + believed(depth - 1) + ")";
            case 5:
                return "(exists(y : thing) (own(y) == " + character() + "))";
            case 6:
                return "(if(" + condition(depth - 1) + ") (" + condition(depth - 1) + ") else (" +
                       condition(depth - 1) + "))";
            case 7:
                return "(forall(z : character) (calm(z) | at(z) == " + thing() + "))";
            default:
                return atom();
        }
    }

    /// Returns something that may stand inside `believes(c, ...)` as a formula.
    std::string believed(int depth) {
        if (depth > 0 && random_.chance(35))
            return "believes(" + character() + ", " + believed(depth - 1) + ")";
        return "(" + atom() + ")";
    }

    /// Returns an atom that some effect can make true: conditions and utilities should mostly be about such atoms.
    std::string achievable() {
        switch (random_.below(4)) {
            case 0:
                return "lit(" + thing() + ")";
            case 1:
                return "at(" + character() + ") == " + thing();
            case 2:
                return "own(" + thing() + ") == " + character();
            default:
                return "count() >= " + std::to_string(1 + random_.below(2));
        }
    }

    std::string assignment() {
        switch (random_.below(9)) {
            case 7:
                return "count() = (count() + 1)";
            case 8:
                return "own(" + thing() + ") = " + character();
            case 0:
                return "lit(" + thing() + ")";
            case 1:
                return "!calm(" + character() + ")";
            case 2:
                return "calm(" + character() + ")";
            case 3:
                return "at(" + character() + ") = " + (random_.chance(15) ? "?" : thing());
            case 4:
                return "own(" + thing() + ") = " + (random_.chance(15) ? "?" : character());
            case 5:
                return number_fluent() + " = " + number_value(1);
            default:
                return random_.chance(50) ? "at(" + character() + ") = at(" + character() + ")"
                                          : "count() = " + number();
        }
    }

    /// Returns `fluent = value` for use below `believes`.
    std::string plain_assignment() {
        switch (random_.below(4)) {
            case 0:
                return "lit(" + thing() + ") = " + (random_.chance(50) ? "True" : "False");
            case 1:
                return "at(" + character() + ") = " + thing();
            case 2:
                return "own(" + thing() + ") = " + character();
            default:
                return number_fluent() + " = " + number_value(0);
        }
    }

    std::string effect(int depth) {
        if (depth > 0 && unsure(25)) return unsure_effect();
        switch (random_.below(depth > 0 ? 10 : 3)) {
            case 3:
                return "(if(" + condition(1) + ") (" + assignment() + "))";
            case 4:
                return "(if(" + condition(0) + ") (" + assignment() + ") else (" + assignment() + "))";
            case 5:
                return "believes(" + character() + ", " + plain_assignment() + ")";
            case 6:
                return "believes(" + character() + ", believes(" + character() + ", " + plain_assignment() +
                       "))";
            case 7:
                return "believes(" + character() + ", lit(" + thing() +
                       ")) = " + (random_.chance(50) ? "True" : "False");
            case 8:
                return "(forall(w : character) (if(at(w) == " + thing() + ") (calm(w))))";
            case 9:
                return "believes(" + character() + ", at(" + character() + ")) = at(" + character() + ")";
            default:
                return assignment();
        }
    }

    std::string effects() {
        std::string text = effect(1);
        for (std::uint32_t more = random_.below(3); more > 0; --more)
            text += " & " + effect(1);
        return text;
    }

    std::string statement() {
        character_variables_.clear();
        thing_variables_.clear();
        if (unsure(50)) return several();
        std::string text = plain_assignment();
        if (random_.chance(35)) text = "believes(" + character() + ", " + text + ")";
        if (random_.chance(20)) text = "believes(" + character() + ", " + text + ")";
        return text;
    }

    std::string formals() {
        character_variables_.clear();
        thing_variables_.clear();
        std::string text;
        if (random_.chance(65)) {
            character_variables_.push_back("c");
            text += "c : character";
        }
        if (random_.chance(30)) {
            character_variables_.push_back("d");
            text += (text.empty() ? "" : ", ") + std::string("d : character");
        }
        if (random_.chance(40)) {
            thing_variables_.push_back("t");
            text += (text.empty() ? "" : ", ") + std::string("t : thing");
        }
        return text;
    }

    std::string action(int number) {
        std::string text = fmt::format("action act{}({}) {{ ", number, formals());
        auto place = static_cast<std::size_t>(number);
        bool in_chain = place < chain_.size();
        if (in_chain) {
            std::string needed = place > 0 ? chain_[place - 1].atom : "";
            if (random_.chance(20)) needed += (needed.empty() ? "" : " & ") + condition(1);
            if (!needed.empty()) text += "precondition: " + needed + "; ";
        } else
            switch (random_.below(5)) {
                case 0:
                    text += "precondition: " + condition(2) + " & " + condition(1) + "; ";
                    break;
                case 1:
                    text += "precondition: " + condition(2) + "; ";
                    break;
                case 2:
                    text += "precondition: " + achievable() + "; ";
                    break;
                case 3:
                    text += "precondition: " + achievable() + " & " + condition(1) + "; ";
                    break;
                default:
                    break;
            }
        text += "effect: " +
                (in_chain ? chain_[place].assignment + (random_.chance(40) ? " & " + effect(1) : "")
                          : effects()) +
                "; ";
        text += outcomes();
        if (random_.chance(in_chain ? 92 : 80))
            text += "consenting: " + character() + (random_.chance(30) ? ", " + character() : "") + "; ";
        if (random_.chance(55)) {
            character_variables_.push_back("o");
            static const std::vector<std::string> kKinds = {"o == ", "!(o == ", "at(o) == at("};
            std::uint32_t kind = random_.below(4);
            std::string condition_text = kind == 3   ? condition(1)
                                         : kind == 0 ? "o == " + character()
                                         : kind == 1 ? "!(o == " + character() + ")"
                                                     : "at(o) == at(" + character() + ")";
            text += "observing(o : character): " + condition_text + "; ";
        }
        return text + "};";
    }

    std::string trigger(int number) {
        std::string text = fmt::format("trigger trig{}({}) {{ ", number, formals());
        text += "precondition: " + condition(1) + " & " + condition(0) + "; ";
        return text + "effect: " + effect(1) + "; };";
    }

    std::string utility() {
        character_variables_.clear();
        thing_variables_.clear();
        if (!chain_.empty() && random_.chance(65)) return "if(" + chain_.back().atom + ") 1 else 0";
        switch (random_.below(10)) {
            case 0:
                return condition(1);
            case 1:
                return "count()";
            case 2:
                return number_value(2);
            case 3:
            case 4:
                return achievable();
            case 5:
                return "(" + achievable() + ") & (" + achievable() + ")";
            case 6:
                return "if(" + achievable() + ") (if(" + achievable() + ") 2 else 1) else 0";
            case 7:
                return "(if(" + achievable() + ") 1 else 0) + (if(" + achievable() + ") 1 else 0)";
            case 8:
                return "if(believes(" + character() + ", " + achievable() + ")) 1 else 0";
            default:
                return "if(" + condition(1) + ") 2 elseif(" + condition(0) + ") 1 else 0";
        }
    }

    Random random_;
    WorldShape shape_;
    std::vector<std::string> lines_;
    std::vector<std::string> characters_;
    std::vector<std::string> things_;
    std::vector<std::string> character_variables_;
    std::vector<std::string> thing_variables_;
    std::vector<Fact> chain_;
};

}  // namespace

std::vector<std::string> random_world(std::uint64_t seed, const WorldShape& shape) {
    return Generator(seed, shape).lines();
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += line + "\n";
    return text;
}

}  // namespace wt::test
