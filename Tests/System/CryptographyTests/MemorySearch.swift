import Glibc
import Testing

/// Searches the whole memory of this process for a random text.
///
/// The text and the buffer for reading live in mappings of their own, which the search leaves out.
final class MemorySearch {
    static let needleByteCount = 48

    private static let bufferByteCount = 1 << 20

    private let needle: UnsafeMutableRawPointer
    private let buffer: UnsafeMutableRawPointer

    init() throws {
        needle = try Self.map(4_096)
        buffer = try Self.map(Self.bufferByteCount)
        for index in 0..<Self.needleByteCount {
            // Never zero: most memory is, and each zero would be looked at as a first byte.
            let byte = UInt8.random(in: 1...255)
            needle.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
        }
    }

    deinit {
        munmap(needle, 4_096)
        munmap(buffer, Self.bufferByteCount)
    }

    func needleByte(at index: Int) -> UInt8 {
        needle.load(fromByteOffset: index, as: UInt8.self)
    }

    /// How often the text stands in readable memory.
    func occurrences() throws -> Int {
        let memory = open("/proc/self/mem", O_RDONLY)
        try #require(memory >= 0)
        defer { close(memory) }
        var count = 0
        for range in try readableRanges() {
            count += occurrences(in: range, of: memory)
        }
        return count
    }

    private func occurrences(in range: Range<UInt>, of memory: Int32) -> Int {
        var count = 0
        var position = range.lowerBound
        while position < range.upperBound {
            let wanted = min(Self.bufferByteCount, Int(range.upperBound - position))
            let read = pread(memory, buffer, wanted, Int(position))
            // A mapping may have gone since the list was read, and some cannot be read at all.
            guard read > 0 else { return count }
            var start = 0
            while let hit = nextHit(from: start, to: read) {
                count += 1
                start = hit + 1
            }
            // Pieces overlap, so that no text falls between two of them.
            guard read > Self.needleByteCount, position + UInt(read) < range.upperBound else {
                return count
            }
            position += UInt(read - Self.needleByteCount + 1)
        }
        return count
    }

    private func nextHit(from start: Int, to end: Int) -> Int? {
        var start = start
        while start + Self.needleByteCount <= end {
            let candidates = end - start - Self.needleByteCount + 1
            let first = Int32(needleByte(at: 0))
            guard let found = memchr(buffer + start, first, candidates) else { return nil }
            let offset = found - buffer
            if memcmp(found, needle, Self.needleByteCount) == 0 { return offset }
            start = offset + 1
        }
        return nil
    }

    private func readableRanges() throws -> [Range<UInt>] {
        let own: [UInt] = [UInt(bitPattern: needle), UInt(bitPattern: buffer)]
        return try Self.maps().split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count >= 2, fields[1].hasPrefix("r") else { return nil }
            let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard ends.count == 2, ends[0] < 1 << 63 else { return nil }
            let range = ends[0]..<ends[1]
            return own.contains { range.contains($0) } ? nil : range
        }
    }

    private static func maps() throws -> String {
        let file = open("/proc/self/maps", O_RDONLY)
        try #require(file >= 0)
        defer { close(file) }
        var text: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(file, &piece, piece.count)
            try #require(count >= 0)
            guard count > 0 else { return String(decoding: text, as: UTF8.self) }
            text += piece[..<count]
        }
    }

    // Shared mappings, which the kernel never merges with the private ones around them.
    private static func map(_ byteCount: Int) throws -> UnsafeMutableRawPointer {
        let mapping = mmap(
            nil,
            byteCount,
            PROT_READ | PROT_WRITE,
            MAP_SHARED | MAP_ANONYMOUS,
            -1,
            0
        )
        return try #require(mapping != MAP_FAILED ? mapping : nil)
    }
}
