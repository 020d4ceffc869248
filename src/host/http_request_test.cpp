#include "host/http_request.h"

#include <gtest/gtest.h>

namespace wt::host {
namespace {

using Status = HttpReader::Status;

constexpr const char* kHost = "Host: 127.0.0.1:1\r\n";

/// Returns the status of a request that is fed in pieces of a size; 0 if it is not whole, 200 if it is read.
int status_of(const std::string& text, std::size_t piece = 1u << 20) {
    HttpReader reader;
    for (std::size_t at = 0; at < text.size(); at += piece)
        reader.feed(std::string_view(text).substr(at, piece));
    if (reader.status() == Status::reading) return 0;
    return reader.status() == Status::ready ? 200 : reader.refusal();
}

/// Returns the same however the bytes come.
int read(const std::string& text) {
    int status = status_of(text);
    for (std::size_t piece : {1u, 2u, 7u, 4096u})
        EXPECT_EQ(status_of(text, piece), status) << text.substr(0, 80) << " in pieces of " << piece;
    return status;
}

std::string get(const std::string& target, const std::string& headers = kHost) {
    return "GET " + target + " HTTP/1.1\r\n" + headers + "\r\n";
}

TEST(HttpRequest, IsReadIntoItsParts) {
    HttpReader reader;
    reader.feed(
        "POST /a%20b?x=1+2&y=%3d&z HTTP/1.1\r\nHOST: h\r\nContent-Length: 3\r\nX-A:  v \r\n\r\nabcdef");
    ASSERT_EQ(reader.status(), Status::ready);
    const HttpRequest& request = reader.request();
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.path, "/a b");
    EXPECT_EQ(request.parameter("x"), "1 2");
    EXPECT_EQ(request.parameter("y"), "=");
    EXPECT_EQ(request.parameter("z"), "");
    EXPECT_EQ(request.parameter("w"), std::nullopt);
    EXPECT_EQ(request.header("x-a"), "v");
    EXPECT_EQ(request.body, "abc");
}

TEST(HttpRequest, IsWaitedForUntilItIsWhole) {
    EXPECT_EQ(read("GET / HTTP/1.1\r\nHost: h\r\n"), 0);
    EXPECT_EQ(read("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nab"), 0);
    EXPECT_EQ(read("GET / HTTP/1.1\nHost: h\n\n"), 200);
}

TEST(HttpRequest, EachPartHasAGreatestLength) {
    std::string line(kMostRequestLine - std::string("GET / HTTP/1.1\r").size(), 'a');
    EXPECT_EQ(read(get("/" + line)), 200);
    EXPECT_EQ(read(get("/" + line + "a")), 414);
    EXPECT_EQ(read(std::string(kMostRequestLine + 4097, 'a')), 414);
    std::string value(kMostHeaderBytes - std::string("Host: h\r\nA: \r\n\r").size(), 'a');
    EXPECT_EQ(read(get("/", "Host: h\r\nA: " + value + "\r\n")), 200);
    EXPECT_EQ(read(get("/", "Host: h\r\nA: " + value + "a\r\n")), 431);
    EXPECT_EQ(read("GET / HTTP/1.1\r\n" + std::string(kMostHeaderBytes + 4097, 'a')), 431);
    std::string many;
    for (std::size_t i = 1; i < kMostHeaders; ++i)
        many += "a: b\r\n";
    EXPECT_EQ(read(get("/", kHost + many)), 200);
    EXPECT_EQ(read(get("/", kHost + many + "a: b\r\n")), 431);
    auto post = [](std::size_t length) {
        return "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
    };
    EXPECT_EQ(read(post(kMostBody) + std::string(kMostBody, 'a')), 200);
    EXPECT_EQ(read(post(kMostBody + 1)), 413);
    EXPECT_EQ(read("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999999\r\n\r\n"), 413);
}

TEST(HttpRequest, WhatCanBeTakenInTwoWaysIsRefused) {
    EXPECT_EQ(read(get("/", "")), 400);                        // no host
    EXPECT_EQ(read(get("/", "Host: a\r\nHost: b\r\n")), 400);  // two
    EXPECT_EQ(read(get("/", "Host: a\r\nhost: a\r\n")), 400);  // two that are the same
    EXPECT_EQ(read(get("/", "Host: a\r\n folded\r\n")), 400);
    EXPECT_EQ(read(get("/", "Host : a\r\n")), 400);
    EXPECT_EQ(read(get("/", std::string("Host: a\r\nB: \0\r\n", 15))), 400);
    EXPECT_EQ(read(get("/", "Host: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n")), 400);
    EXPECT_EQ(read(get("/", "Host: a\r\nContent-Length: -1\r\n")), 400);
    EXPECT_EQ(read(get("/", "Host: a\r\nContent-Length: +1\r\n")), 400);
    EXPECT_EQ(read(get("/", "Host: a\r\nContent-Length:\r\n")), 400);
    EXPECT_EQ(read(get("/", "Host: a\r\nTransfer-Encoding: chunked\r\n")), 411);
    EXPECT_EQ(read(get("/", "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n")), 411);
    EXPECT_EQ(read(get("http://127.0.0.1/")), 400);
    EXPECT_EQ(read(get("*")), 400);
    EXPECT_EQ(read(get("/%zz")), 400);
    EXPECT_EQ(read(get("/%4")), 400);
    EXPECT_EQ(read(get("/?a=%")), 400);
    EXPECT_EQ(read(get("/a b")), 400);
    EXPECT_EQ(read("GET / HTTP/2.0\r\nHost: h\r\n\r\n"), 505);
    EXPECT_EQ(read("GET /\r\n\r\n"), 400);
    EXPECT_EQ(read("\r\n\r\n"), 400);
    EXPECT_EQ(read(" / HTTP/1.1\r\n\r\n"), 400);
}

}  // namespace
}  // namespace wt::host
