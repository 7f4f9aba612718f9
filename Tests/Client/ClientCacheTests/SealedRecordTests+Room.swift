@testable import ClientCache
import ClientService
import CoreVocabulary
import Cryptography
import Foundation
import GRDB
import MoneyCore
import Synchronization
import SyncCore
import Testing

extension SealedRecordTests {
    // Symptom: with the disk full at sign-in, the offline copy with its doubts and evidence was set
    // aside as damaged. Cause: every error while opening counted as damage. Proves that an error
    // which says nothing about the file leaves it where it is.
    @Test("a record that cannot be opened for want of room stays, and opens afterwards")
    func fullDisk() async throws {
        let first = try open()
        try await first.records.take(try Sample.feed())
        let before = try await first.records.everything()
        await first.records.close()
        first.outbox.close()
        do {
            let taken = try UserFolder.take(of: Sample.user, in: folder.path)
            #expect(throws: ClientCacheError(.databaseFailed)) {
                try SealedRecordStore(in: taken, storageKey: key(), marks: FullMarks())
            }
        }
        #expect(try !folder.files().contains { $0.hasSuffix(RecordSchema.damagedFileName) })
        let again = try open()
        #expect(try await again.records.everything() == before)
    }

    // Symptom: with a table missing nobody could sign in until the file was removed by hand.
    @Test("a record that lacks a table is set aside and begun anew")
    func missingTable() async throws {
        let first = try open()
        try await first.records.take(try Sample.feed())
        await first.records.close()
        first.outbox.close()
        let path = "\(folder.path)/\(Sample.user)/1/\(RecordSchema.fileName)"
        let queue = try DatabaseQueue(path: path)
        try await queue.write { try $0.execute(sql: "DROP TABLE meta") }
        try queue.close()
        let again = try open()
        #expect(try await again.records.accounts().isEmpty)
    }
}

/// Marks on a disk that is full.
private struct FullMarks: RecordMarks {
    func recordGeneration() throws -> UInt64 { 1 }

    func setRecordGeneration(_ generation: UInt64) throws {
        throw ClientCacheError(.databaseFailed, systemCode: 13)
    }
}
