import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import MoneyCore
import WireProtocol

/// Transfers of one customer, each authorised with a code of its own, ready to be sent.
///
/// A code is valid for one transfer and half a minute, so a day of codes is made in advance. The
/// bank accepts a late proof during the lease if it was made within its session.
struct TransferRequests: Sendable {
    /// The access token of the session in which they are sent.
    let token: [UInt8]
    /// The requests in order.
    let requests: [SubmitIntentRequest]

    /// Signs the customer in and makes the requests.
    ///
    /// Afterwards the clock has to be advanced by `count` codes, and ``signedInAgain(_:_:)`` be
    /// called.
    static func make(
        _ count: Int,
        of customer: NetworkStage.Customer,
        at stage: NetworkStage
    ) async throws -> TransferRequests {
        let session = try await signIn(customer, at: stage)
        let start = stage.clock.now().adding(seconds: TOTP.standard.periodSeconds)
        let requests = try (0..<count).map { number in
            let claimedAt = start.adding(seconds: Int64(number) * TOTP.standard.periodSeconds)
            return try request(number, of: customer, in: session, claimedAt: claimedAt)
        }
        return TransferRequests(token: session.tokens.access, requests: requests)
    }

    /// Returns the same requests under the token of a new session.
    func signedInAgain(
        _ customer: NetworkStage.Customer,
        at stage: NetworkStage
    ) async throws -> TransferRequests {
        let session = try await Self.signIn(customer, at: stage)
        return TransferRequests(token: session.tokens.access, requests: requests)
    }

    private static func signIn(
        _ customer: NetworkStage.Customer,
        at stage: NetworkStage
    ) async throws -> SignInReply {
        try await customer.user.signIn(
            at: stage.clock.now(),
            over: InProcessLink(bank: stage.bank)
        )
    }

    private static func request(
        _ number: Int,
        of customer: NetworkStage.Customer,
        in session: SignInReply,
        claimedAt: Instant
    ) throws -> SubmitIntentRequest {
        let reviewed = ReviewedTransfer(
            intentKey: .version7(at: claimedAt, random: BenchRandom.bits()),
            debitAccountID: customer.accounts[number % 2],
            creditorAccountID: customer.accounts[(number + 1) % 2],
            payeeName: BenchBank.holder,
            amountMinorUnits: 10_000 + Int64(number),
            feeMinorUnits: 0,
            currencyCode: "INR",
            valueDate: ZoneOffset.india.date(of: claimedAt),
            reference: "Invoice \(number)"
        )
        let totp = customer.user.authenticator.totp
        let code = totp.code(
            for: totp.step(at: claimedAt),
            secret: customer.user.authenticator.secret.span
        )
        let proof = AuthorisationProof(
            authorising: reviewed,
            with: code,
            sessionID: session.sessionID,
            claimedAt: claimedAt,
            sessionKey: session.authorisationKey.span
        )
        return SubmitIntentRequest(
            key: reviewed.intentKey,
            reviewed: reviewed.canonicalBytes,
            sessionID: proof.sessionID,
            claimedAt: proof.claimedAt,
            proof: proof.code
        )
    }
}
