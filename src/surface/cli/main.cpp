// The executable `wrongtree`.
#include "surface/cli/run.h"

int main(int argc, char** argv) {
    return wt::surface::run(argc, argv, WT_VERSION);
}
