import ClientService
import CoreVocabulary
import IdentityCore
import LedgerService
import MoneyCore
import SyncCore
import WireProtocol

/// Bugs that are planted in requests, snapshot pages, settings and the transfers of a console.
extension PlantedBug {
    /// Returns a snapshot page after the first one without its payees and decisions.
    static func withoutOwnRows(_ reply: [UInt8], _ act: Act) -> [UInt8] {
        guard case .request(let envelope?) = act.wish,
            case .snapshot(let request) = envelope.request, !request.page.isEmpty,
            case .snapshot(let page) = try? Reply(encoded: reply)
        else { return reply }
        let changes = page.changes.filter { change in
            switch change {
            case .payee, .decision: false
            case .account, .entry, .hold, .accessRevoked: true
            }
        }
        let cut = SnapshotReply(
            at: page.at,
            changes: changes,
            nextPage: page.nextPage,
            root: page.root,
            serverTime: page.serverTime
        )
        return Reply.snapshot(cut).encoded
    }

    /// Returns the review of a transfer with the bug applied.
    func plant(in review: TransferReview, _ wallTime: Instant) -> TransferReview {
        guard self == .wallClockDated else { return review }
        let made = review.reviewed
        return TransferReview(
            reviewed: ReviewedTransfer(
                intentKey: made.intentKey,
                debitAccountID: made.debitAccountID,
                creditorAccountID: made.creditorAccountID,
                payeeName: made.payeeName,
                amountMinorUnits: made.amountMinorUnits,
                feeMinorUnits: made.feeMinorUnits,
                currencyCode: made.currencyCode,
                valueDate: ZoneOffset.india.date(of: wallTime),
                reference: made.reference
            )
        )
    }

    /// Returns the bank's settings with the bug applied.
    func plant(in configuration: BankConfiguration) -> BankConfiguration {
        guard self == .dayLimitAtLimit else { return configuration }
        var configuration = configuration
        for role in Role.allCases {
            for currency in [Currency.indianRupee, .usDollar] {
                guard let limit = configuration.dayLimits[role, currency] else { continue }
                let less = Money(minorUnits: limit.minorUnits - 1, currency: currency)
                configuration.dayLimits[role, currency] = less
            }
        }
        return configuration
    }

    /// Returns the request that provokes the bug, or nil if this request cannot.
    ///
    /// A transfer whose correct code has become too old is authorised again, by a code that claims
    /// a time just within the limit.
    func plant(in envelope: RequestEnvelope, _ judge: Judge) -> RequestEnvelope? {
        guard self == .lateLimitDropped else { return nil }
        let submitted = envelope.request.submitted
        let planted = submitted.map { authorisedLate($0, judge) ?? $0 }
        guard planted != submitted else { return nil }
        let request = envelope.request.replacingSubmitted(planted)
        return RequestEnvelope(token: envelope.token, request: request)
    }

    private func authorisedLate(
        _ request: SubmitIntentRequest,
        _ judge: Judge
    ) -> SubmitIntentRequest? {
        let earliest = judge.clockTime.adding(seconds: -Codes.lateSeconds)
        guard request.claimedAt < earliest,
            let key = judge.state.value.given.keys[request.sessionID],
            let owner = judge.owner(of: request.sessionID),
            let person = Town.people.first(where: { $0.id == owner }),
            let reviewed = try? ReviewedTransfer(canonicalBytes: request.reviewed)
        else { return nil }
        func proof(at claimed: Instant, step: Int64) -> AuthorisationProof {
            AuthorisationProof(
                authorising: reviewed,
                with: Codes.oneTimeCode(of: person, step: step),
                sessionID: request.sessionID,
                claimedAt: claimed,
                sessionKey: key.span
            )
        }
        let isRight = Codes.acceptedSteps(at: request.claimedAt).contains { step in
            proof(at: request.claimedAt, step: step).code == request.proof
        }
        guard isRight else { return nil }
        // One step of slack, because the bank reads its clock later.
        let claimed = earliest.adding(seconds: Codes.stepSeconds)
        return SubmitIntentRequest(
            key: request.key,
            reviewed: request.reviewed,
            sessionID: request.sessionID,
            claimedAt: claimed,
            proof: proof(at: claimed, step: Codes.step(at: claimed)).code,
            stamp: request.stamp
        )
    }
}
