import CoreVocabulary
import SyncCore
import WireProtocol

// Accounts, holds and payees that are damaged here, or are not those that were written last: the bank
// tells them again as of the record's cursor, many accounts in one request.
extension RecordMender {
    /// Fetches the part of the record again that differs from its sum.
    ///
    /// What arrives meanwhile moves the cursor; then nothing is written, and the bank is asked again
    /// when the record has caught up.
    func mendPart() async -> Mending {
        do {
            let part = try await records.unprovenPart()
            let state = try await records.state()
            guard !part.isEmpty else { return .mended }
            guard let cursor = state.cursor, !state.isRepairing else { return .impossible }
            // Far behind the head the bank would have to look back through each account's news.
            guard machine.freshnessRule.isAtHead else { return .later }
            switch await tell(part, at: cursor) {
            case .told(let changes):
                let isReplaced = try await records.replace(
                    part,
                    with: changes,
                    at: cursor,
                    foundAt: bankTime
                )
                guard isReplaced else { return noteStaleTelling() }
                health.faults.noteTelling()
                emit(.recordsChanged)
                return .mended
            case .stale: return noteStaleTelling()
            case .refused: return .impossible
            case .silent: return .notNow
            }
        } catch {
            // The store does not answer now.
            return .notNow
        }
    }

    /// Outcome of a request for a part.
    private enum Telling {
        /// The bank told the whole part.
        case told([FeedChange])
        /// The record has moved to another cursor since.
        case stale
        /// The bank does not know the request, or answered another one.
        case refused
        /// The line did not answer in time.
        case silent
    }

    /// Requests a part until all of it was told; a bank of smaller sizes answers step by step.
    private func tell(_ part: RecordPart, at cursor: Cursor) async -> Telling {
        var changes: [FeedChange] = []
        var rest = part
        while !rest.isEmpty {
            let count = min(health.faults.accountCountAtOnce, machine.pageSize.changeCount)
            let request = rest.request(at: cursor, upTo: count)
            let exchange = await line.ask(.records(request))
            switch exchange {
            case .reply(.records(.told(let told))):
                guard told.answers(request) else { return .refused }
                changes += told.changes
                rest.accountIDs.removeFirst(told.accountCount)
                if told.hasPayees { rest.hasPayees = false }
            case .reply(.records(.behind)): return .stale
            // A bank of an earlier release knows no such request, and that is no fault.
            case .reply(.problem(let problem)) where problem.code.isOfOlderBank: return .refused
            case .reply, .notSent, .noReply, .interrupted:
                if case .noReply(.timedOut) = exchange { health.faults.noteTellingTimeout() }
                let event = await line.failure(of: exchange)
                return event == .cursorRefused ? .stale : .silent
            }
        }
        return .told(changes)
    }

    /// Lets the record catch up before the next request, unless there were too many attempts.
    private func noteStaleTelling() -> Mending {
        guard health.faults.noteStaleTelling() else { return .impossible }
        advance(.repairAsked)
        return .later
    }
}

extension RecordPart {
    /// Returns the request for the first accounts of the part, or at the end for its payees.
    fileprivate func request(at cursor: Cursor, upTo count: Int) -> RecordsRequest {
        RecordsRequest(
            at: cursor,
            accountIDs: Array(accountIDs.prefix(count)),
            hasPayees: hasPayees && accountIDs.count <= count
        )
    }
}

extension ToldRecords {
    /// Returns true if the reply covers a part of the request, and nothing else.
    fileprivate func answers(_ request: RecordsRequest) -> Bool {
        guard accountCount >= 0, accountCount <= request.accountIDs.count,
            accountCount > 0 || hasPayees,
            !hasPayees || request.hasPayees && accountCount == request.accountIDs.count
        else { return false }
        let asked = Set(request.accountIDs.prefix(accountCount))
        var told: Set<AccountID> = []
        return changes.allSatisfy { change in
            switch change {
            case .account(let account):
                asked.contains(account.accountID) && told.insert(account.accountID).inserted
            case .hold(let hold): told.contains(hold.accountID) && hold.status == .pending
            case .payee(let payee): hasPayees && !payee.isRemoved
            case .entry, .decision, .accessRevoked: false
            }
        }
    }
}

extension Problem.Code {
    /// True if the answer is that of an earlier release, which does not know the request.
    fileprivate var isOfOlderBank: Bool {
        switch self {
        case .notFound, .notAllowed, .malformed: true
        case .signInRefused, .tooManyTries, .sessionEnded, .tokenExpired, .terminalUnknown, .wipe,
            .cursorInvalid, .upgradeNeeded, .slowDown, .busy, .internalFailure:
            false
        }
    }
}
