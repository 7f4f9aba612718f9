import CoreVocabulary
import SyncCore
import WireProtocol

extension Bank {
    /// Accounts with their holds, and the payees, as a console has them that stands at a cursor.
    ///
    /// An account that the user may not see is left out, as one that does not exist is: the answer
    /// tells nothing of it.
    func records(_ request: RecordsRequest, _ caller: Caller) async throws -> Reply {
        let tools = try await syncTools()
        let now = clock.now()
        let limit = configuration.sync.pageChangeCount
        return try await read(for: caller) { reader in
            let who = try reader.admit(caller, to: .records, at: now)
            let view = try SyncView(reader, of: who.user.id, tools)
            let sequence = try view.placeInThisLife(of: request.at)
            // What the user could see there is not kept.
            guard view.isScopeUnchanged(since: sequence) else { return .records(.behind) }
            let told = try SnapshotReader(view: view, sequence: sequence)
                .records(of: request.accountIDs, withPayees: request.hasPayees, limit: limit)
            return .records(told.map { RecordsAnswer.told($0) } ?? .behind)
        }
    }
}
