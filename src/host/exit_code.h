// This says how the program ends. The codes are promised by the man page.
#pragma once

namespace wt::host {

enum class ExitCode : int {
    yes = 0,           ///< found, valid, no errors
    no = 1,            ///< proved that there is no plan within the limits; invalid
    bad_input = 2,     ///< the input or the call is wrong
    undecided = 3,     ///< time, memory or the number of states ran out
    internal = 70,     ///< our own mistake, or the answer could not be written (EX_SOFTWARE of sysexits.h)
    interrupted = 130  ///< by Ctrl-C
};

}  // namespace wt::host
