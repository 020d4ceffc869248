// This stands by itself because the system's header that tells of bytes received cannot be included with that of
// sockets which libraries use.
#include "host/received.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace wt::host {

std::uint64_t received_on(int socket) {
    tcp_info info{};
    socklen_t size = sizeof info;
    return ::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? info.tcpi_bytes_received : 0;
}

}  // namespace wt::host
