import ClientService
import CoreVocabulary
import Glibc
import Testing

@testable import ClientCache

/// Goal: one thing that cannot be read keeps nothing on the disk that has to go.
///
/// Method: folders, links and large files in the way of leases and records that are to be destroyed.
struct EveryFileTests {
    private let folder: TemporaryFolder
    private let storage: SealedFileStorage

    init() throws {
        folder = try TemporaryFolder()
        storage = try SealedFileStorage(folder: "\(folder.path)/data")
    }

    private var leasePath: String { "\(folder.path)/data/leases" }

    /// A thing in the folder of leases that cannot be read.
    enum Obstacle: String, CaseIterable, CustomTestStringConvertible {
        case folder = "a folder"
        case link = "a link"
        case large = "a large file"

        var testDescription: String { rawValue }

        func put(at path: String) throws {
            switch self {
            case .folder: try #require(mkdir(path, 0o700) == 0)
            case .link: try #require(symlink("/dev/null", path) == 0)
            case .large: try write([UInt8](repeating: 7, count: 70_000), to: path)
            }
        }
    }

    // Symptom: one such thing kept every ended lease, and the key sealed in it, on the disk for good.
    // Cause: the first error ended the loop over the files.
    @Test("one lease that cannot be read keeps no other one", arguments: Obstacle.allCases)
    func leases(obstacle: Obstacle) throws {
        for name in ["asha", "rohan", "tara"] {
            try storage.writeLease(Array(name.utf8), ofUser: name)
        }
        // Before all others in the order in which they are taken, and after them.
        try obstacle.put(at: "\(leasePath)/00.lease")
        try obstacle.put(at: "\(leasePath)/zz.lease")
        let error = #expect(throws: ClientCacheError.self) {
            try storage.destroyLeases { $0 != Array("tara".utf8) }
        }
        let code: ClientCacheError.Code =
            obstacle == .large ? .folderUnusable : .folderNotTrusted
        #expect(error?.code == code)
        #expect(try storage.readLease(ofUser: "asha") == nil)
        #expect(try storage.readLease(ofUser: "rohan") == nil)
        #expect(try storage.readLease(ofUser: "tara") == Array("tara".utf8))
    }

    // Symptom: a wipe left the records of a user in all folders after the first that could not be opened,
    // and all in a folder after the first that could not be removed.
    @Test("one record that cannot be removed keeps no other one")
    func records() async throws {
        let open = try (1...3).map { _ in
            try storage.open(userID: Sample.user, storageKey: key())
        }
        for stores in open {
            try await stores.records.take(try Sample.feed(3))
            await stores.records.close()
            stores.outbox.close()
        }
        let user = "\(folder.path)/data/\(Sample.user)"
        // The first folder cannot be taken; in the second a folder is in the place of a record.
        try #require(unlink("\(user)/1/lock") == 0)
        try #require(mkdir("\(user)/1/lock", 0o700) == 0)
        try #require(mkdir("\(user)/2/cache-0", 0o700) == 0)
        #expect(throws: ClientCacheError.self) { try storage.destroyRecords(of: Sample.user) }
        for slot in 2...3 {
            let names = try FileSystem.names(in: "\(user)/\(slot)").filter {
                RecordSchema.isRecordFile($0) && $0 != "cache-0"
            }
            #expect(names.isEmpty, "\(names)")
        }
        let kept = try FileSystem.names(in: "\(user)/3")
        #expect(kept.contains(OutboxSchema.fileName))
    }

    @Test("the first error is thrown when all were tried")
    func firstError() {
        var tried: [Int] = []
        let error = #expect(throws: ClientCacheError.self) {
            try FileSystem.tryEach(1...4) { number throws(ClientCacheError) in
                tried.append(number)
                if number == 2 { throw ClientCacheError(.folderUnusable, systemCode: 7) }
                if number == 3 { throw ClientCacheError(.closed) }
            }
        }
        #expect(tried == [1, 2, 3, 4])
        #expect(error?.code == .folderUnusable)
    }
}
