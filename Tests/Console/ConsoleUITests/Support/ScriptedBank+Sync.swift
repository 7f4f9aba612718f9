@testable import ClientService
import ConsoleUI
import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore
import WireProtocol

/// Invented states of line, record and queue.
extension ScriptedBank {
    /// The answers to what has to do with line, record and sessions.
    mutating func answerOfNetwork(_ effect: ClientEffect) -> [ClientReply] {
        switch effect {
        case .openOffline(let user, let password):
            log.append("openOffline \(user)")
            defer { password.wipe() }
            return [.openedOffline(openOffline(user, password.text))]
        case .sessions: return [.sessions(sessions)]
        case .endSession(let id):
            log.append("endSession \(id.rawValue)")
            let isThere = sessions?.contains { $0.id == id } ?? false
            sessions?.removeAll { $0.id == id }
            return [.sessionEnded(id, isThere)]
        default: return []
        }
    }

    private mutating func openOffline(_ user: String, _ password: String) -> OfflineOutcome {
        if let offlineOutcome { return offlineOutcome }
        guard user == "asha", password == Self.password else { return .refused }
        notice = .openedOffline
        return .opened(self.user, leaseEndsAt: leaseEndsAt)
    }

    /// How everything stands, in full.
    var report: SyncReport {
        var channel = SyncReport.Channel.streaming
        var lastContact: Instant? = Self.now
        if case .down(let since) = line {
            channel = .none
            lastContact = since
        }
        return SyncReport(
            channel: channel,
            cause: cause,
            lastContact: lastContact,
            cursor: Cursor(epoch: 3, feedSequence: 1_192),
            head: Cursor(epoch: 3, feedSequence: channel == .streaming ? 1_192 : 1_204),
            comparedAt: lastContact,
            leaseEndsAt: leaseEndsAt,
            queue: outbox,
            divergences: divergences,
            unkeptCount: unkeptCount
        )
    }

    static func makeSessions() -> [SessionSummary] {
        func session(_ id: UInt128, age: Int64, terminal: String?) -> SessionSummary {
            SessionSummary(
                id: SessionID(rawValue: id),
                openedAt: now.adding(seconds: -age),
                seenAt: now.adding(seconds: -age / 2),
                endsAt: now.adding(seconds: 12 * 3_600 - age),
                terminal: terminal,
                isCurrent: terminal == "counter-2"
            )
        }
        return [
            session(1, age: 30 * 3_600, terminal: "back-office"),
            session(2, age: 4 * 3_600, terminal: nil), session(3, age: 120, terminal: "counter-2"),
        ]
    }

    /// A row that was wrong and was put right, and one that still is.
    static func makeDivergences() -> [Divergence] {
        [
            Divergence(
                fault: ChainFault(
                    accountID: savings,
                    accountSequence: 88,
                    reason: .divergence
                ),
                foundAt: now.adding(seconds: -5 * 60),
                evidenceByteCount: 412,
                isRepaired: false
            ),
            Divergence(
                fault: ChainFault(
                    accountID: current,
                    accountSequence: 7,
                    reason: .sequenceGap
                ),
                foundAt: now.adding(seconds: -26 * 3_600),
                evidenceByteCount: 0,
                isRepaired: true
            ),
        ]
    }

    /// A transfer that was posted, and that the restored books do not hold.
    func lostTransfer(_ number: UInt128) -> OutboxItem {
        let decision = decision(IntentKey(rawValue: number))
        let item = transfer(number, .decided(decision), sendCount: 1)
        return OutboxItem(
            reviewed: item.reviewed,
            queuedAt: item.queuedAt,
            state: item.state,
            sendCount: item.sendCount,
            isLost: true
        )
    }

    /// A transfer of Rs 500 to Lakshmi Iyer in some state.
    func transfer(
        _ number: UInt128,
        _ state: OutboxItem.State,
        sendCount: Int = 0,
        waited seconds: Int64 = 12 * 60
    ) -> OutboxItem {
        OutboxItem(
            reviewed: ReviewedTransfer(
                intentKey: IntentKey(rawValue: number),
                debitAccountID: Self.savings,
                creditorAccountID: AccountID(rawValue: 0x101),
                payeeName: "Lakshmi Iyer",
                amountMinorUnits: 500_00,
                feeMinorUnits: 0,
                currencyCode: "INR",
                valueDate: ZoneOffset.india.date(of: Self.now),
                reference: "Rent \(number)"
            ),
            queuedAt: Self.now.adding(seconds: -seconds),
            state: state,
            sendCount: sendCount
        )
    }

    /// The decision that a transfer was refused.
    static func refusal(_ number: UInt128, _ code: RefusalCode) -> IntentDecision {
        IntentDecision(
            key: IntentKey(rawValue: number),
            outcome: .refused(code: code.rawValue),
            decidedAt: now
        )
    }
}
