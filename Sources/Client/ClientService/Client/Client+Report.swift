public import CoreVocabulary
import SyncCore
public import WireProtocol

extension Client {
    /// How the local record, the line and the queue stand, in full.
    public func syncReport() async throws -> SyncReport {
        let session = try requireSession()
        let (state, evidence) = try await read(session) { records in
            (try await records.state(), try await records.evidence())
        }
        let doubts = Set(state.doubts.map(\.accountID))
        return SyncReport(
            channel: channel,
            cause: machine.link.isUp ? nil : lineCause,
            lastContact: lastContact,
            cursor: state.cursor,
            head: machine.head,
            comparedAt: comparedAt ?? state.comparedAt,
            leaseEndsAt: self.session?.leaseEndsAt ?? session.leaseEndsAt,
            queue: await session.outbox.items,
            divergences: Self.divergences(in: evidence, doubts)
        )
    }

    /// What was found wrong, newest first, one for each row: reading it, comparing it and
    /// replacing it each find it and keep what they found.
    private static func divergences(
        in evidence: [Evidence],
        _ doubts: Set<AccountID>
    ) -> [Divergence] {
        var found: [Divergence] = []
        var places: [EntryPlace: Int] = [:]
        for evidence in evidence.reversed() {
            let fault = evidence.fault
            let row = EntryPlace(accountID: fault.accountID, sequence: fault.accountSequence)
            if let place = places[row] {
                found[place].evidenceByteCount += evidence.bytes.count
                continue
            }
            places[row] = found.count
            found.append(
                Divergence(
                    fault: fault,
                    foundAt: evidence.foundAt,
                    evidenceByteCount: evidence.bytes.count,
                    isRepaired: !doubts.contains(fault.accountID)
                )
            )
        }
        return found
    }

    /// When the bank was last heard, by its own clock; nil for never.
    ///
    /// Of a record that was opened without the bank: when that is known to have been right.
    var lastContact: Instant? {
        if let instant = machine.link.lastContact { return instant }
        let confirmedAt = machine.freshnessRule.confirmedAt
        return session != nil && confirmedAt > .epoch ? confirmedAt : nil
    }

    /// The user's sessions at the bank, the oldest first; nil when the bank cannot be asked.
    public func sessions() async -> [SessionSummary]? {
        guard case .reply(.sessions(let sessions)) = await askBank(.sessions) else { return nil }
        return sessions
    }

    /// Ends one of the user's sessions; whether the bank did.
    public func endSession(_ id: SessionID) async -> Bool {
        if case .reply(.done) = await askBank(.endSession(id)) { return true }
        return false
    }

    private var channel: SyncReport.Channel {
        guard machine.link.isUp, session?.online != nil else { return .none }
        return machine.isStreaming ? .streaming : .polling
    }

    private func askBank(_ request: Request) async -> Exchange? {
        guard let session, session.online != nil else { return nil }
        return await ask(request, session, limitMilliseconds: settings.replyLimitMilliseconds)
    }
}

/// A row of the record.
private struct EntryPlace: Hashable {
    let accountID: AccountID
    let sequence: Int64
}
