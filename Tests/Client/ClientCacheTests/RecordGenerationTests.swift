@testable import ClientCache
import ClientService
import CoreVocabulary
import Cryptography
import GRDB
import SyncCore
import Synchronization
import Testing

/// Goal: a record is never behind what is remembered of it, whenever the power goes.
///
/// Method: whoever remembers a generation looks at what the file of the record has by then, without the
/// log beside it: what is in the log alone may not be on the disk.
struct RecordGenerationTests {
    /// Remembers generations in memory, and the file of the record as it was at each.
    private final class WatchingMarks: RecordMarks {
        struct Mark {
            let generation: UInt64
            let file: [UInt8]
        }

        private let path: String
        private let kept = Mutex<[Mark]>([])

        init(path: String) {
            self.path = path
        }

        var marks: [Mark] { kept.withLock { $0 } }

        func recordGeneration() throws -> UInt64 { marks.last?.generation ?? 0 }

        func setRecordGeneration(_ generation: UInt64) throws {
            let file = try contents(of: path)
            kept.withLock { $0.append(Mark(generation: generation, file: file)) }
        }
    }

    // Proves that a record whose power goes between the two files is not taken for an older copy: it
    // would doubt every account in it.
    @Test("a generation is in the file of the record before it is remembered")
    func order() async throws {
        let folder = try TemporaryFolder()
        let taken = try UserFolder.take(of: Sample.user, in: folder.path)
        let marks = WatchingMarks(path: "\(taken.path)/\(RecordSchema.fileName)")
        let record = try SealedRecordStore(in: taken, storageKey: key(), marks: marks)
        try await record.take(try Sample.feed())
        try await record.noteCompared(at: Sample.time)
        await record.close()
        let generations = marks.marks.map { $0.generation }
        #expect(generations == [1, 2, 3])
        for mark in marks.marks {
            #expect(try generation(in: mark.file) == mark.generation)
        }
    }

    /// The generation that the file of a record has; zero for one without.
    private func generation(in file: [UInt8]) throws -> UInt64 {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/copy.sqlite"
        try write(file, to: path)
        let queue = try DatabaseQueue(path: path)
        let sealed = try queue.read { database -> [UInt8] in
            guard try database.tableExists("meta") else { return [] }
            let row = try Row.fetchOne(database, sql: "SELECT generation FROM meta")
            return row?.bytes(0) ?? []
        }
        try queue.close()
        let sealer = try RowSealer(key(), for: .record)
        guard let bytes = sealer.open(sealed, at: RowSealer.place(.generation)) else { return 0 }
        var decoder = CanonicalDecoder(bytes)
        return try decoder.read(UInt64.self)
    }
}
