#include "story/export/zip.h"

#include <array>
#include <cstdint>

namespace wt::story {

namespace {

constexpr std::array<std::uint32_t, 256> crc_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1) != 0 ? (value >> 1) ^ 0xedb88320u : value >> 1;
        table[i] = value;
    }
    return table;
}

std::uint32_t crc_of(std::string_view bytes) {
    static constexpr std::array<std::uint32_t, 256> kTable = crc_table();
    std::uint32_t crc = 0xffffffffu;
    for (char c : bytes)
        crc = kTable[(crc ^ static_cast<unsigned char>(c)) & 0xff] ^ (crc >> 8);
    return ~crc;
}

/// Numbers are written with the lowest byte first.
void put(std::string& bytes, std::uint64_t number, int count) {
    for (int i = 0; i < count; ++i)
        bytes += static_cast<char>(number >> (8 * i) & 0xff);
}

std::uint32_t number_at(std::string_view text, std::size_t first, std::size_t count) {
    std::uint32_t number = 0;
    for (char c : text.substr(first, count))
        number = number * 10 + static_cast<std::uint32_t>(c - '0');
    return number;
}

/// Returns what the local header and the directory have in common, from "version needed" to the lengths.
std::string description(const ZipEntry& entry, std::string_view date) {
    std::string bytes;
    put(bytes, 10, 2);  // version needed: 1.0
    put(bytes, 0, 2);   // flags
    put(bytes, 0, 2);   // stored
    put(bytes, 0, 2);   // midnight
    put(bytes, (number_at(date, 0, 4) - 1980) << 9 | number_at(date, 5, 2) << 5 | number_at(date, 8, 2), 2);
    put(bytes, crc_of(entry.content), 4);
    put(bytes, entry.content.size(), 4);
    put(bytes, entry.content.size(), 4);
    put(bytes, entry.name.size(), 2);
    put(bytes, 0, 2);  // no extra field
    return bytes;
}

}  // namespace

std::string zip_of(const std::vector<ZipEntry>& entries, std::string_view date) {
    std::string bytes;
    std::string directory;
    for (const ZipEntry& entry : entries) {
        std::string described = description(entry, date);
        put(directory, 0x02014b50, 4);
        put(directory, 20, 2);  // made by: 2.0, MS-DOS
        directory += described;
        put(directory, 0, 2);             // no comment
        put(directory, 0, 2);             // disk
        put(directory, 0, 2);             // attributes
        put(directory, 0, 4);             // attributes
        put(directory, bytes.size(), 4);  // where it is
        directory += entry.name;
        put(bytes, 0x04034b50, 4);
        bytes += described + entry.name + entry.content;
    }
    std::uint64_t start = bytes.size();
    bytes += directory;
    put(bytes, 0x06054b50, 4);
    put(bytes, 0, 4);  // disks
    put(bytes, entries.size(), 2);
    put(bytes, entries.size(), 2);
    put(bytes, directory.size(), 4);
    put(bytes, start, 4);
    put(bytes, 0, 2);  // no comment
    return bytes;
}

}  // namespace wt::story
