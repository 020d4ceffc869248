// Any bytes are a file in sentences: reading it reports, with places in it, or gives a world that can be printed as sentences which
// mean the same. And at any place of it something could stand, or nothing.

#include <string>
#include <string_view>

#include "base/check.h"
#include "lang/lang.h"
#include "lang/libraries.h"
#include "lang/sentences/say.h"
#include "lang/sentences/sentences.h"

namespace {

wt::Source with_its_libraries(std::string text) {
    return wt::lang::with_libraries(wt::Source("fuzz.story", std::move(text)), wt::lang::Dialect::sentences,
                                    wt::lang::find_shipped);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0 || size > 4000) return 0;
    std::string text(reinterpret_cast<const char*>(data), size);
    std::uint32_t place = data[0] * static_cast<std::uint32_t>(size) / 256;
    wt::Source source = with_its_libraries(text);
    wt::lang::Translation made = wt::lang::translate(source);
    for (const wt::Diagnostic& d : made.diagnostics.items())
        WT_CHECK(d.span.begin <= d.span.end && d.span.end <= source.text().size(),
                 "a message has its place in the text");
    (void)wt::lang::continuations(source, place);
    if (made.diagnostics.has_errors()) return 0;
    wt::Source translated = wt::lang::source_of(made, source);
    wt::lang::Reading reading = wt::lang::read_world(translated, wt::lang::Dialect::wrongtree);
    if (!reading.world) return 0;
    wt::lang::SaidWorld said = wt::lang::say_world(translated, *reading.world);
    if (!said.left_out.empty()) return 0;
    wt::Source again = with_its_libraries(said.text);
    WT_CHECK(wt::lang::translate(again).text.text() == made.text.text(), "what is printed means the same");
    return 0;
}
