import CoreVocabulary
import SyncCore
import WireProtocol

extension Bank {
    /// Returns accounts with their holds, and the payees, as of a console's cursor.
    ///
    /// An account that the user may not see is left out, like one that does not exist, so the
    /// answer reveals nothing about it.
    func records(_ request: RecordsRequest, _ caller: Caller) async throws -> Reply {
        let tools = try await syncTools()
        let now = clock.now()
        let limit = configuration.sync.pageChangeCount
        return try await read(for: caller) { reader in
            let who = try reader.admit(caller, to: .records, at: now)
            let view = try SyncView(reader, of: who.user.id, tools)
            let sequence = try view.placeInThisLife(of: request.at)
            // Past rights of the user at that cursor are not stored.
            guard view.isScopeUnchanged(since: sequence) else { return .records(.behind) }
            let told = try SnapshotReader(view: view, sequence: sequence)
                .records(of: request.accountIDs, withPayees: request.hasPayees, limit: limit)
            return .records(told.map { RecordsAnswer.told($0) } ?? .behind)
        }
    }
}
