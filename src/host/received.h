// This asks what the system knows of a connection that a library holds.
#pragma once

#include <cstdint>

namespace wt::host {

/// Returns how many bytes have come on a socket of TCP, read or not; 0 if the system does not tell.
std::uint64_t received_on(int socket);

}  // namespace wt::host
