import LocalFiles

/// Pages of a database that are in its write-ahead log.
///
/// A checkpoint moves them into the database file one after the other. If the disk fills up or the
/// process dies meanwhile, the file ends before its last page, and nothing is lost, because the log
/// has the rest.
///
/// Source: SQLite, "Database File Format", §4.1.
struct LoggedPages {
    private static let headerByteCount = 32
    private static let frameHeaderByteCount = 24
    private static let lockByteOffset: Int64 = 1 << 30

    /// Number of pages of the database after the last commit in the log.
    private let pageCount: Int64
    /// Numbers of the pages in the log, as of that commit.
    private let pages: Set<Int64>
    /// The page that contains SQLite's lock bytes, which it never writes (§1.2).
    private let lockPage: Int64

    /// Scans the log beside a database file; returns nil if there is none with a commit in it.
    ///
    /// The frame checksums are left to SQLite, which verifies them when it opens the file.
    ///
    /// - Complexity: O(n) in the frames of the log, of which only the headers are read.
    init?(besides path: String, pageByteCount: Int64) {
        // A log that cannot be read has no pages; SQLite reports what is wrong with it.
        guard let file = try? OpenFile(reading: path + BooksSuffix.log),
            let header = file.bytes(Self.headerByteCount, at: 0),
            Self.number(header, at: 8) == pageByteCount
        else { return nil }
        let salts = header[16..<24]
        var pageCount: Int64?
        var committed: Set<Int64> = []
        var pending: [Int64] = []
        var place = Int64(Self.headerByteCount)
        // Frames left over from an earlier generation of the log have other salts.
        while let frame = file.bytes(Self.frameHeaderByteCount, at: place),
            frame[8..<16].elementsEqual(salts)
        {
            pending.append(Self.number(frame, at: 0))
            let count = Self.number(frame, at: 4)
            if count > 0 {
                pageCount = count
                committed.formUnion(pending)
                pending = []
            }
            place += Int64(Self.frameHeaderByteCount) + pageByteCount
        }
        guard let pageCount else { return nil }
        self.pageCount = pageCount
        pages = committed
        lockPage = Self.lockByteOffset / pageByteCount + 1
    }

    /// Returns true if the log has every page that a file of `fileCount` pages lacks.
    func complete(_ fileCount: Int64) -> Bool {
        fileCount >= pageCount
            || (fileCount + 1...pageCount).allSatisfy { $0 == lockPage || pages.contains($0) }
    }

    private static func number(_ bytes: [UInt8], at start: Int) -> Int64 {
        bytes[start..<start + 4].reduce(0) { $0 << 8 | Int64($1) }
    }
}
