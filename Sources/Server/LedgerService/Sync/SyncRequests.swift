import CoreVocabulary
import SyncCore
import WireProtocol

/// Answers consoles that synchronise and compare their records.
struct SyncRequests: BankService {
    let resources: BankResources

    /// Answers how a console can catch up, and when its lease ends.
    func begin(_ request: BeginSyncRequest, _ caller: Caller) async throws -> Reply {
        let tools = try await resources.cursors.tools()
        let now = context.clock.now()
        let planner = SyncPlanner(request: request, now: now, context: context, tools: tools)
        let first = try await reader.read(for: caller) { reader in
            try planner.answer(to: try reader.admit(caller, to: .beginSync, at: now), reader)
        }
        guard first.isWorthWriting else { return .syncBegun(first.reply) }
        return try await commits.run { transaction in
            let planner = planner.forWriting
            let who = try transaction.admit(caller, to: .beginSync, at: now)
            let answer = try planner.answer(to: who, transaction)
            try planner.write(answer, of: who.user.id, in: transaction)
            return .syncBegun(answer.reply)
        }
    }

    /// Returns a page of a user's record as of a cursor.
    func snapshot(_ request: SnapshotRequest, _ caller: Caller) async throws -> Reply {
        // A console may continue with a page name from another release of the bank.
        guard let place = SnapshotPlace(text: request.page) else {
            throw RequestRefused(.cursorInvalid)
        }
        let tools = try await resources.cursors.tools()
        let now = context.clock.now()
        let limit = min(request.limit, context.configuration.sync.pageChangeCount)
        return try await reader.read(for: caller) { reader in
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
        let tools = try await resources.cursors.tools()
        let now = context.clock.now()
        return try await reader.read(for: caller) { reader in
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
        let now = context.clock.now()
        let limit = min(
            request.last - request.first + 1,
            Int64(context.configuration.sync.entryCount)
        )
        return try await reader.read(for: caller) { reader in
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

    /// Returns accounts with their holds, and the payees, as of a console's cursor.
    ///
    /// An account that the user may not see is left out, like one that does not exist, so the
    /// answer reveals nothing about it.
    func records(_ request: RecordsRequest, _ caller: Caller) async throws -> Reply {
        let tools = try await resources.cursors.tools()
        let now = context.clock.now()
        let limit = context.configuration.sync.pageChangeCount
        return try await reader.read(for: caller) { reader in
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

    /// Stores what a console found wrong with an account, as a claim of its user.
    ///
    /// The bank verifies what it can. An entry that the books contain in the same place and with
    /// the same bytes is answered as held and not stored. Anything else is stored once. Evidence
    /// moves no money.
    func submitEvidence(_ request: SubmitEvidenceRequest, _ caller: Caller) async throws -> Reply {
        let now = context.clock.now()
        let (verdicts, keptCount) = try await commits.run { [context] transaction in
            let who = try transaction.admit(caller, to: .submitEvidence, at: now)
            try transaction.checkRights(
                of: who,
                to: .submitEvidence,
                onPresentOrPast: request.accountID
            )
            let budget = LimitKey(.evidenceOfUser, of: who.user.id.rawValue)
            try transaction.count(budget, context.configuration.limits, at: now)
            let limit = context.configuration.counts.evidenceOfUser
            return try transaction.keep(request, of: who, limit: limit, at: now)
        }
        if keptCount > 0 { context.metrics.count(.evidenceSubmitted) }
        return .evidence(verdicts)
    }
}

extension SyncView {
    /// Returns the feed number of a cursor; one of another epoch is refused, to begin anew.
    func placeInThisLife(of cursor: Cursor?) throws -> Int64 {
        guard case .at(let sequence) = try position(of: cursor) else {
            throw RequestRefused(.cursorInvalid)
        }
        return sequence
    }
}
