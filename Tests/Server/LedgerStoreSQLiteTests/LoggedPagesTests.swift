import BankTestKit
import FoundationEssentials
import GRDB
import Glibc
import LedgerService
import Testing

@testable import LedgerStoreSQLite

/// Goal: only those pages of a log count as the books' that SQLite would read from it.
///
/// Method: logs that are written frame by frame, and one that SQLite has begun anew over an older one.
struct LoggedPagesTests {
    private static let pageByteCount = 512

    /// A page in a log.
    private struct Frame {
        let page: UInt32
        /// The pages of the database after the commit that ends with this frame; 0 in a commit.
        let count: UInt32
        /// Which life of the log it was written in.
        let life: UInt8
    }

    /// What a log in its second life says.
    private func pages(_ frames: [Frame]) throws -> LoggedPages? {
        let folder = try #require(TemporaryFolder())
        let path = folder.path + "/bank.db"
        var bytes = [UInt8](repeating: 0, count: 8)
        bytes += bigEndian(UInt32(Self.pageByteCount))
        bytes += [UInt8](repeating: 0, count: 4)
        bytes += [UInt8](repeating: 2, count: 8)
        bytes += [UInt8](repeating: 0, count: 8)
        for frame in frames {
            bytes += bigEndian(frame.page) + bigEndian(frame.count)
            bytes += [UInt8](repeating: frame.life, count: 8)
            bytes += [UInt8](repeating: 0, count: 8 + Self.pageByteCount)
        }
        let descriptor = open(path + BooksSuffix.log, O_RDWR | O_CREAT, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        try #require(write(descriptor, bytes, bytes.count) == bytes.count)
        return LoggedPages(besides: path, pageByteCount: Int64(Self.pageByteCount))
    }

    private func bigEndian(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32($0))) }
    }

    @Test("frames of the log's earlier life behind the last one say nothing of the books")
    func staleFrames() throws {
        let logged = try #require(
            try pages([
                Frame(page: 3, count: 10, life: 2),
                // As the log was before: fewer pages, and one that the file lacks.
                Frame(page: 10, count: 0, life: 1),
                Frame(page: 2, count: 5, life: 1),
            ])
        )
        #expect(logged.complete(10))
        #expect(!logged.complete(9))
        #expect(!logged.complete(5))
    }

    @Test("frames behind the last commit of the log say nothing of the books")
    func unfinishedCommit() throws {
        let logged = try #require(
            try pages([
                Frame(page: 9, count: 0, life: 2),
                Frame(page: 3, count: 10, life: 2),
                Frame(page: 10, count: 0, life: 2),
            ])
        )
        #expect(logged.complete(10))
        #expect(!logged.complete(9))
        #expect(!logged.complete(8))
        #expect(try pages([Frame(page: 10, count: 0, life: 2)]) == nil)
        #expect(try pages([Frame(page: 10, count: 10, life: 1)]) == nil)
    }

    // Proves that a file which was cut off does not pass for whole because its log was long once: what
    // the log held then is in the file, or nowhere.
    @Test("a file that ends too early is refused beside a log begun anew over a longer one")
    func secondLife() async throws {
        var options = LedgerStoreSQLite.Options()
        options.checkpointKibibytes = 65_536
        let bank = try await TestBank.make(options: options)
        try await bank.store.finish()
        let first = try log(of: bank)
        // All of it is in the file, and the next commit begins the log anew.
        _ = try await bank.store.pool.writeWithoutTransaction { try $0.checkpoint(.restart) }
        _ = try await bank.bank.post([bank.posting("cash", "savings", 5)])
        let second = try log(of: bank)
        try #require(second.salts != first.salts)
        try #require(second.byteCount == first.byteCount)

        let folder = try #require(TemporaryFolder())
        let path = folder.path + "/bank.db"
        for suffix in ["", BooksSuffix.log] {
            try FileManager.default.copyItem(atPath: bank.path + suffix, toPath: path + suffix)
        }
        let whole = try #require(FileManager.default.contents(atPath: path)?.count)
        try #require(truncate(path, whole / 8_192 * 4_096) == 0)
        options.requiresFinishedBooks = true
        let required = options
        let error = #expect(throws: LedgerStoreError.self) {
            try LedgerStoreSQLite(path: path, options: required)
        }
        #expect(error?.code == .unfinished)
    }

    private func log(of bank: TestBank) throws -> (salts: [UInt8], byteCount: Int) {
        let bytes = try #require(FileManager.default.contents(atPath: bank.path + BooksSuffix.log))
        return (Array([UInt8](bytes)[16..<24]), bytes.count)
    }
}
