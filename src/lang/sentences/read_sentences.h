// This reads a source in sentences as a world.
#pragma once

#include "lang/lang.h"

namespace wt::lang {

/// Does what `read_world` does with a source in sentences. All places, of the world and of diagnostics, are in that source.
Reading read_sentences(const Source& source, const Selection& selection);

}  // namespace wt::lang
