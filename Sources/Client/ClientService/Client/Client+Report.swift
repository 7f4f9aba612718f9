public import CoreVocabulary
public import Cryptography
import SyncCore
public import WireProtocol

extension Client {
    /// Opens what this console holds of a user, without the bank.
    public func openOffline(user: String, password: SharedSecret) async -> OfflineOutcome {
        password.wipe()
        return .refused
    }

    /// How the local record, the line and the queue stand, in full.
    public func syncReport() async throws -> SyncReport {
        let session = try requireSession()
        let state = try await session.records.state()
        let doubts = Set(state.doubts.map(\.accountID))
        let divergences = try await session.records.evidence().reversed().map { evidence in
            Divergence(
                fault: evidence.fault,
                foundAt: .epoch,
                evidenceByteCount: evidence.bytes.count,
                isRepaired: !doubts.contains(evidence.fault.accountID)
            )
        }
        return SyncReport(
            channel: machine.link.isUp ? .polling : .none,
            cause: nil,
            lastContact: machine.link.lastContact,
            cursor: state.cursor,
            head: nil,
            comparedAt: nil,
            leaseEndsAt: nil,
            queue: await session.outbox.items,
            divergences: divergences
        )
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

    private func askBank(_ request: Request) async -> Exchange? {
        guard let session else { return nil }
        return await Exchange.run(
            RequestEnvelope(token: session.token, request: request),
            over: link,
            clock: clock,
            limitMilliseconds: settings.replyLimitMilliseconds
        )
    }
}
