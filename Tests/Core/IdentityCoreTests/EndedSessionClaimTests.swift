// Goal: a claim after the end of a session is outside it, although it would have gone on.
// Method: claims on both sides of the end that somebody made and of the one that was to come.

import CoreVocabulary
import Testing

@testable import IdentityCore

@Suite("Claims in a session that was ended")
struct EndedSessionClaimTests {
    private static func transfer() throws -> ReviewedTransfer {
        ReviewedTransfer(
            intentKey: IntentKey(rawValue: 1),
            debitAccountID: AccountID(rawValue: 2),
            creditorAccountID: AccountID(rawValue: 3),
            payeeName: "Meera Kulkarni",
            amountMinorUnits: 1_250_00,
            feeMinorUnits: 0,
            currencyCode: "INR",
            valueDate: try #require(BusinessDate(dayNumber: 19_700)),
            reference: "Rent May"
        )
    }

    // Attack: somebody has the key of a session that its user ended, and claims a time after that, at
    // which the session would still have lived.
    @Test("late, a claim from the end that somebody made on is outside the session")
    func claims() throws {
        var desk = TransferAuthorisationTests.Desk()
        let end = desk.openedAt.adding(seconds: 3_600)
        let latestEnd = desk.session.endsAt
        desk.endedAt = end
        let reviewed = try Self.transfer()
        let now = latestEnd.adding(seconds: 3_600)
        let justBefore = Instant(nanosecondsSinceEpoch: end.nanosecondsSinceEpoch - 1)
        let cases: [(Instant, Bool)] = [
            (desk.openedAt, true), (justBefore, true),
            (end, false), (end.adding(seconds: 1), false),
            (latestEnd.adding(seconds: -1), false), (latestEnd, false),
        ]
        for (claimedAt, isInside) in cases {
            let step = desk.step(at: claimedAt)
            let proof = desk.proof(for: reviewed, step: step, claimedAt: claimedAt)
            let expected: TransferAuthorisation.Verdict =
                isInside ? .accepted(step) : .refused(.claimOutsideSession)
            #expect(desk.verify(proof, for: reviewed, at: now) == expected)
        }
    }
}
