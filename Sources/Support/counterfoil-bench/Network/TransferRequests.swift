import CoreVocabulary
import IdentityCore
import WireProtocol

/// Transfers of one customer, each authorised with a code of its own, ready to be sent.
///
/// A code is valid for one transfer and half a minute, so a day of codes is made in advance. The
/// bank accepts a late proof during the lease if it was made within its session.
enum TransferRequests {
    /// Signs the customer in and makes the requests.
    ///
    /// Afterwards the clock has to be advanced by `count` codes, and the customer has to sign in
    /// again.
    static func make(
        _ count: Int,
        of customer: NetworkStage.Customer,
        at stage: NetworkStage
    ) async throws -> [SubmitIntentRequest] {
        let session = try await stage.signIn(customer)
        let start = stage.clock.now().adding(seconds: TOTP.standard.periodSeconds)
        return try (0..<count).map { number in
            let claimedAt = start.adding(seconds: Int64(number) * TOTP.standard.periodSeconds)
            return try request(number, of: customer, in: session, claimedAt: claimedAt)
        }
    }

    private static func request(
        _ number: Int,
        of customer: NetworkStage.Customer,
        in session: SignInReply,
        claimedAt: Instant
    ) throws -> SubmitIntentRequest {
        let reviewed = ReviewedTransfer(
            intentKey: .version7(at: claimedAt, random: BenchBank.randomBits()),
            debitAccountID: customer.accounts[number % 2],
            creditorAccountID: customer.accounts[(number + 1) % 2],
            payeeName: BenchBank.holder,
            amountMinorUnits: 10_000 + Int64(number),
            feeMinorUnits: 0,
            currencyCode: "INR",
            valueDate: ZoneOffset.india.date(of: claimedAt),
            reference: "Invoice \(number)"
        )
        let proof = AuthorisationProof(
            authorising: reviewed,
            with: customer.user.code(for: TOTP.standard.step(at: claimedAt)),
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
