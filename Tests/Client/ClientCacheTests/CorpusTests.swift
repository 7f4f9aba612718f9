@testable import ClientCache
@testable import ClientService
import CoreVocabulary
import Glibc
import GRDB
import IdentityCore
import SyncCore
import Testing

// Goal: transfers that an earlier release queued are sent by this one, byte for byte, under their
// keys.
// Method: files that earlier releases wrote, kept as they were. `outbox-1` holds a transfer in each
// state that the first release knew, under a key of 32 bytes of 3.

@Suite struct CorpusTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["\(Sample.user)", "\(Sample.user)/1"] {
            try FileSystem.makePrivateFolder("\(folder.path)/\(name)")
        }
        let here = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let old = try contents(of: "/\(here)/Corpus/outbox-1/\(OutboxSchema.fileName)")
        try write(old, to: "\(folder.path)/\(Sample.user)/1/\(OutboxSchema.fileName)")
    }

    private func open() throws -> OpenStorage {
        try SealedFileStorage(folder: folder.path).open(userID: Sample.user, storageKey: key())
    }

    @Test("an outbox of the first release opens with every transfer in its state")
    func states() throws {
        let records = try open().outbox.load()
        #expect(records.map(\.key.rawValue) == [1, 2, 3, 4, 5, 6])
        let decision = IntentDecision(
            key: IntentKey(rawValue: 6),
            outcome: .posted(JournalID(rawValue: 3)),
            decidedAt: Sample.time
        )
        #expect(
            records.map(\.state) == [
                .queued, .sending, .unknown, .needsCode(.tooOld), .cancelled, .decided(decision),
            ]
        )
        #expect(records.map(\.sendCount) == [0, 1, 2, 1, 0, 1])
        for record in records {
            let number = Int64(record.key.rawValue)
            #expect(record.reviewed.amountMinorUnits == 1_000 + number)
            #expect(record.reviewed.payeeName == Sample.payeeName)
            #expect(record.reviewed.reference == "Corpus \(number)")
            #expect(record.queuedAt == Sample.time.adding(seconds: number))
            #expect(record.proof.code == [1, 2, 3])
            #expect(record.stamp == nil)
        }
    }

    @Test("its transfers can go on, keep that they had no place, and new ones begin the sequence")
    func goesOn() async throws {
        let first = try open()
        var record = try #require(try first.outbox.load().first)
        record.state = .sending
        record.sendCount = 1
        try first.outbox.update(record)
        let added = try first.outbox.insert(try Sample.transfer(99))
        #expect(added.stamp?.sequence == 1)
        await first.records.close()
        first.outbox.close()
        let again = try open()
        let records = try again.outbox.load()
        #expect(records.first == record)
        #expect(records.last == added)
        #expect(try again.outbox.device().lastSequence == 1)
        #expect(try again.outbox.device().lastHash == added.stamp?.hash(for: added.reviewed.digest))
    }
}
