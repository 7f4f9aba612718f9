import CoreVocabulary
import SyncCore
import WireProtocol

extension Bank {
    /// Returns a page of a user's record as of a cursor.
    func snapshot(_ request: SnapshotRequest, _ caller: Caller) async throws -> Reply {
        // A console may continue with a page name from another release of the bank.
        guard let place = SnapshotPlace(text: request.page) else {
            throw RequestRefused(.cursorInvalid)
        }
        let tools = try await syncTools()
        let now = clock.now()
        let limit = min(request.limit, configuration.sync.pageChangeCount)
        return try await read(for: caller) { reader in
            let who = try reader.admit(caller, to: .snapshot, at: now)
            let view = try SyncView(reader, of: who.user.id, tools)
            let sequence =
                request.at == nil ? view.head : try view.placeInThisLife(of: request.at)
            let (changes, next) = try SnapshotReader(view: view, sequence: sequence)
                .page(from: place, limit: limit)
            return .snapshot(
                SnapshotReply(
                    at: try view.cursor(at: sequence),
                    changes: changes,
                    nextPage: next?.text,
                    root: next == nil ? try view.root(at: sequence) : nil,
                    serverTime: now
                )
            )
        }
    }

    /// Answers one round of a comparison, as of the console's cursor.
    func reconcile(_ request: ReconcileRequest, _ caller: Caller) async throws -> Reply {
        let tools = try await syncTools()
        let now = clock.now()
        return try await read(for: caller) { reader in
            let who = try reader.admit(caller, to: .reconcile, at: now)
            let view = try SyncView(reader, of: who.user.id, tools)
            let sequence = try view.placeInThisLife(of: request.at)
            guard view.isScopeUnchanged(since: sequence) else { return .reconcile(.behind) }
            let answer = try view.trie(at: sequence).answer(request.question) { id, places in
                try reader.chainHashes(of: id, after: places)
            }
            return .reconcile(answer)
        }
    }

    /// Returns entries of an account by their places, as many as exist.
    func entries(_ request: EntriesRequest, _ caller: Caller) async throws -> Reply {
        let now = clock.now()
        let limit = min(request.last - request.first + 1, Int64(configuration.sync.entryCount))
        return try await read(for: caller) { reader in
            let who = try reader.admit(caller, to: .entries, at: now)
            try reader.checkRights(of: who, to: .entries, on: request.accountID)
            let rows = try reader.entries(
                of: request.accountID,
                .afterAccountSequence(request.first - 1),
                limit: Int(limit)
            )
            return .entries(
                rows.compactMap { row in
                    if case .entry(let entry) = row.change { entry } else { nil }
                }
            )
        }
    }
}

extension SyncView {
    /// Returns the feed number of a cursor, which must be of the present epoch.
    ///
    /// - Throws: ``RequestRefused`` otherwise; the console then has to begin a new synchronisation.
    func placeInThisLife(of cursor: Cursor?) throws -> Int64 {
        guard case .at(let sequence) = try position(of: cursor) else {
            throw RequestRefused(.cursorInvalid)
        }
        return sequence
    }
}
