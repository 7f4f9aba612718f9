import CoreVocabulary
import SyncCore

extension RecordStore {
    /// Returns the state of a record that was just opened.
    ///
    /// A record that cannot even say where it stands is thrown away and fetched again.
    func openedState() async throws -> RecordState {
        do {
            return try await state()
        } catch RecordStoreError.damaged {
            try await discard()
            return try await state()
        }
    }

    /// Returns the entry of an account at a sequence, or nil if the record lacks it.
    func entry(of accountID: AccountID, at sequence: Int64) async throws -> EntryRecord? {
        try await entries(of: accountID, sequences: sequence...sequence).first
    }

    /// True if the record holds entries: without them its cursor may be one that the bank only named.
    func holdsEntries() async -> Bool {
        // One that cannot be read proves nothing; it is mended, and the comparison proves it.
        let heads = (try? await heads()) ?? []
        return heads.contains { $0.accountSequence > 0 }
    }
}
