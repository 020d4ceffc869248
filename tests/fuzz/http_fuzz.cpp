// Any bytes may come to the server: reading them ends, says the same however they are cut into pieces, and
// keeps no more than the limits allow.

#include <algorithm>
#include <string_view>

#include "base/check.h"
#include "host/http_request.h"

namespace {

using wt::host::HttpReader;

HttpReader read(std::string_view bytes, std::size_t piece) {
    HttpReader reader;
    for (std::size_t at = 0; at < bytes.size(); at += piece)
        reader.feed(bytes.substr(at, piece));
    return reader;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    HttpReader whole = read(bytes, std::max<std::size_t>(size, 1));
    for (std::size_t piece : {1u, 3u, 1000u}) {
        HttpReader cut = read(bytes, piece);
        WT_CHECK(cut.status() == whole.status() && cut.refusal() == whole.refusal(),
                 "pieces make no difference");
        WT_CHECK(cut.request().body == whole.request().body, "of the body");
        WT_CHECK(cut.request().headers == whole.request().headers, "of the headers");
    }
    WT_CHECK(whole.request().body.size() <= wt::host::kMostBody, "a body has its greatest length");
    WT_CHECK(whole.request().headers.size() <= wt::host::kMostHeaders, "headers have their greatest number");
    bool is_ready = whole.status() == HttpReader::Status::ready;
    WT_CHECK(!is_ready || whole.request().count("host") == 1, "a request that is read has one host");
    return 0;
}
