import ClientService
import CoreVocabulary
import IdentityCore
import LedgerService
import MoneyCore
import SyncCore
import WireProtocol

/// The mistakes that are planted in what the bank is asked and in the pages that it sends, in what
/// it is set up with, and in what a console makes.
extension PlantedBug {
    /// A page of a snapshot without payees and decisions, where it is not the first one.
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

    /// A transfer as a customer reviews it, with the mistake in it.
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

    /// The bank's settings with the mistake in them.
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

    /// A request as it has to be for the bank to make the mistake; nil where it makes none.
    ///
    /// A transfer that was rightly authorised, but too long ago, is authorised again, by a code that
    /// was typed just in time.
    func plant(in envelope: RequestEnvelope, _ judge: Judge) -> RequestEnvelope? {
        let earliest = judge.clockTime.adding(seconds: -Codes.lateSeconds)
        guard self == .lateLimitDropped, case .submitIntent(let request) = envelope.request,
            request.claimedAt < earliest,
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
        // The bank reads its clock later.
        let claimed = earliest.adding(seconds: Codes.stepSeconds)
        let late = SubmitIntentRequest(
            key: request.key,
            reviewed: request.reviewed,
            sessionID: request.sessionID,
            claimedAt: claimed,
            proof: proof(at: claimed, step: Codes.step(at: claimed)).code,
            stamp: request.stamp
        )
        return RequestEnvelope(token: envelope.token, request: .submitIntent(late))
    }
}
