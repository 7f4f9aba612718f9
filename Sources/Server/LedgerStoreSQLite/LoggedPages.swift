import Glibc

/// The pages of a database that its write-ahead log holds.
///
/// SQLite moves them into the database file one after the other. When the disk is full or the process
/// dies in between, the file ends before its last page, and nothing is lost: the log has the rest.
///
/// Source: SQLite, "Database File Format", §4.1.
struct LoggedPages {
    private static let headerByteCount = 32
    private static let frameHeaderByteCount = 24
    private static let lockByteOffset: Int64 = 1 << 30

    /// The number of pages of the database after the last commit in the log.
    private let pageCount: Int64
    /// The pages, as of that commit.
    private let pages: Set<Int64>
    /// The page with the bytes that SQLite locks, which it never writes (§1.2).
    private let lockPage: Int64

    /// Looks through the log beside a database file; nil when there is none with a commit in it.
    ///
    /// A frame's own checksum is left to SQLite, which goes by it when it opens the file.
    ///
    /// - Complexity: O(n) in the frames of the log, of which the headers alone are read.
    init?(besides path: String, pageByteCount: Int64) {
        let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        let descriptor = open(path + BooksSuffix.log, flags)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard let header = Self.read(Self.headerByteCount, of: descriptor, at: 0),
            Self.number(header, at: 8) == pageByteCount
        else { return nil }
        let salts = header[16..<24]
        var pageCount: Int64?
        var committed: Set<Int64> = []
        var pending: [Int64] = []
        var place = Int64(Self.headerByteCount)
        // What is behind the last frame of this life of the log has other salts.
        while let frame = Self.read(Self.frameHeaderByteCount, of: descriptor, at: place),
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

    /// Whether the log has every page that a file of some pages lacks.
    func complete(_ fileCount: Int64) -> Bool {
        fileCount >= pageCount
            || (fileCount + 1...pageCount).allSatisfy { $0 == lockPage || pages.contains($0) }
    }

    private static func read(_ count: Int, of descriptor: Int32, at place: Int64) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return pread(descriptor, &bytes, count, off_t(place)) == count ? bytes : nil
    }

    private static func number(_ bytes: [UInt8], at start: Int) -> Int64 {
        bytes[start..<start + 4].reduce(0) { $0 << 8 | Int64($1) }
    }
}
