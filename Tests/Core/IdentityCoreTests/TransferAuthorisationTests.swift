// Goal: a code authorises exactly what was reviewed, once, in time; late only as decision 0005
// allows.
// Method: every byte and every field of the transfer altered; a matrix of replays; each bound of
// the late rule from both sides.

import CoreVocabulary
import Cryptography
import Testing

@testable import IdentityCore

@Suite("TransferAuthorisation")
struct TransferAuthorisationTests {
    /// A bank and a console that share a session, and the moment at which the person types.
    struct Desk {
        var secret = Array("12345678901234567890".utf8)
        var sessionKey = [UInt8](repeating: 0x5A, count: 32)
        var used = UsedSteps()
        var openedAt = Instant(secondsSinceEpoch: 1_700_000_010)
        var endedAt: Instant?
        let sessionID = SessionID(rawValue: 77)

        var session: TransferAuthorisation.SessionTimes {
            TransferAuthorisation.SessionTimes(
                id: sessionID,
                openedAt: openedAt,
                endsAt: openedAt.adding(seconds: 43_200),
                endedAt: endedAt
            )
        }

        var typedAt: Instant { openedAt.adding(seconds: 600) }

        func step(at instant: Instant) -> TimeStep { TOTP.standard.step(at: instant) }

        func code(for step: TimeStep) -> OneTimeCode {
            TOTP.standard.code(for: step, secret: secret.span)
        }

        func proof(
            for reviewed: ReviewedTransfer,
            step: TimeStep,
            claimedAt: Instant
        ) -> AuthorisationProof {
            AuthorisationProof(
                authorising: reviewed,
                with: code(for: step),
                sessionID: sessionID,
                claimedAt: claimedAt,
                sessionKey: sessionKey.span
            )
        }

        func verify(
            _ proof: AuthorisationProof,
            for reviewed: ReviewedTransfer,
            at now: Instant
        ) -> TransferAuthorisation.Verdict {
            TransferAuthorisation(totp: .standard, session: session).verify(
                proof,
                for: reviewed,
                sessionKey: sessionKey.span,
                secret: secret.span,
                usedSteps: used,
                now: now
            )
        }
    }

    private static func transfer(
        intentKey: UInt128 = 1,
        debit: UInt128 = 2,
        creditor: UInt128 = 3,
        payeeName: String = "Meera Kulkarni",
        amount: Int64 = 1_250_00,
        fee: Int64 = 5_00,
        currency: String = "INR",
        day: Int32 = 19_700,
        reference: String = "Rent May"
    ) throws -> ReviewedTransfer {
        ReviewedTransfer(
            intentKey: IntentKey(rawValue: intentKey),
            debitAccountID: AccountID(rawValue: debit),
            creditorAccountID: AccountID(rawValue: creditor),
            payeeName: payeeName,
            amountMinorUnits: amount,
            feeMinorUnits: fee,
            currencyCode: currency,
            valueDate: try #require(BusinessDate(dayNumber: day)),
            reference: reference
        )
    }

    // MARK: - What a code is bound to

    @Test("a reviewed transfer comes back from its bytes")
    func byteForm() throws {
        let reviewed = try Self.transfer(payeeName: "सखाराम 🏦", reference: "")
        let read = try ReviewedTransfer(canonicalBytes: reviewed.canonicalBytes)
        #expect(read == reviewed)
        #expect(read.digest == reviewed.digest)
        #expect(throws: CanonicalDecodingError.trailingBytes) {
            try ReviewedTransfer(canonicalBytes: reviewed.canonicalBytes + [0])
        }
    }

    @Test("each flipped bit of the reviewed bytes is refused, unread or unauthorised")
    func flippedBits() throws {
        let desk = Desk()
        let reviewed = try Self.transfer()
        let step = desk.step(at: desk.typedAt)
        let proof = desk.proof(for: reviewed, step: step, claimedAt: desk.typedAt)
        let bytes = reviewed.canonicalBytes
        var readCount = 0
        for bit in 0..<bytes.count * 8 {
            var altered = bytes
            altered[bit / 8] ^= 1 << (bit % 8)
            guard let other = try? ReviewedTransfer(canonicalBytes: altered) else { continue }
            readCount += 1
            #expect(desk.verify(proof, for: other, at: desk.typedAt) == .refused(.proofWrong))
        }
        // Most fields are read whatever their bits; the test would be empty if none were.
        #expect(readCount > 500)
        #expect(desk.verify(proof, for: reviewed, at: desk.typedAt) == .accepted(step))
    }

    @Test("a change of any one field is refused")
    func changedFields() throws {
        let desk = Desk()
        let reviewed = try Self.transfer()
        let step = desk.step(at: desk.typedAt)
        let proof = desk.proof(for: reviewed, step: step, claimedAt: desk.typedAt)
        let others = [
            try Self.transfer(intentKey: 9), try Self.transfer(debit: 9),
            try Self.transfer(creditor: 9), try Self.transfer(payeeName: "Meera Kulkarnі"),
            try Self.transfer(amount: 1_250_01), try Self.transfer(fee: 0),
            try Self.transfer(currency: "USD"), try Self.transfer(day: 19_701),
            try Self.transfer(reference: "Rent  May"),
            // Two fields that only moved a character between them.
            try Self.transfer(payeeName: "Meera Kulkarni ", reference: "Rent May"),
        ]
        for other in others {
            #expect(other != reviewed)
            #expect(desk.verify(proof, for: other, at: desk.typedAt) == .refused(.proofWrong))
        }
    }

    @Test("names that Unicode calls equivalent are not the same reviewed transfer")
    func equivalentNames() throws {
        let composed = try Self.transfer(payeeName: "Ren\u{E9}e")
        let decomposed = try Self.transfer(payeeName: "Rene\u{301}e")
        #expect(composed.payeeName == decomposed.payeeName)
        #expect(composed != decomposed)
        #expect(composed.digest != decomposed.digest)
    }

    @Test("each flipped bit of the proof is refused, and so is another session's")
    func alteredProof() throws {
        let desk = Desk()
        let reviewed = try Self.transfer()
        let step = desk.step(at: desk.typedAt)
        let proof = desk.proof(for: reviewed, step: step, claimedAt: desk.typedAt)
        for bit in 0..<proof.code.count * 8 {
            var code = proof.code
            code[bit / 8] ^= 1 << (bit % 8)
            let altered = AuthorisationProof(
                sessionID: proof.sessionID,
                claimedAt: proof.claimedAt,
                code: code
            )
            #expect(desk.verify(altered, for: reviewed, at: desk.typedAt) == .refused(.proofWrong))
        }
        let short = AuthorisationProof(
            sessionID: proof.sessionID,
            claimedAt: proof.claimedAt,
            code: Array(proof.code.dropLast())
        )
        #expect(desk.verify(short, for: reviewed, at: desk.typedAt) == .refused(.proofWrong))
        let otherTime = AuthorisationProof(
            sessionID: proof.sessionID,
            claimedAt: proof.claimedAt.adding(seconds: 1),
            code: proof.code
        )
        #expect(
            desk.verify(otherTime, for: reviewed, at: desk.typedAt.adding(seconds: 5))
                == .refused(.proofWrong)
        )
        let otherSession = AuthorisationProof(
            sessionID: SessionID(rawValue: 78),
            claimedAt: proof.claimedAt,
            code: proof.code
        )
        #expect(
            desk.verify(otherSession, for: reviewed, at: desk.typedAt) == .refused(.otherSession)
        )
    }

    @Test("another session key or another authenticator is refused")
    func otherKeys() throws {
        let desk = Desk()
        let reviewed = try Self.transfer()
        let step = desk.step(at: desk.typedAt)
        let proof = desk.proof(for: reviewed, step: step, claimedAt: desk.typedAt)
        var otherKey = desk
        otherKey.sessionKey[31] ^= 1
        #expect(otherKey.verify(proof, for: reviewed, at: desk.typedAt) == .refused(.proofWrong))
        var otherSecret = desk
        otherSecret.secret[0] ^= 1
        #expect(otherSecret.verify(proof, for: reviewed, at: desk.typedAt) == .refused(.proofWrong))
    }

    // MARK: - Replays

    @Test("a code that signed in authorises no transfer")
    func signInThenTransfer() throws {
        var desk = Desk()
        let reviewed = try Self.transfer()
        let step = desk.step(at: desk.typedAt)
        let verdict = TOTPGuard(totp: .standard).judge(
            desk.code(for: step),
            at: desk.typedAt,
            secret: desk.secret.span,
            usedSteps: desk.used
        )
        #expect(verdict == .accepted(step))
        desk.used.insert(step)
        let proof = desk.proof(for: reviewed, step: step, claimedAt: desk.typedAt)
        #expect(desk.verify(proof, for: reviewed, at: desk.typedAt) == .refused(.codeUsed))
    }

    @Test("a code that authorised a transfer signs nobody in")
    func transferThenSignIn() throws {
        var desk = Desk()
        let reviewed = try Self.transfer()
        let step = desk.step(at: desk.typedAt)
        let proof = desk.proof(for: reviewed, step: step, claimedAt: desk.typedAt)
        #expect(desk.verify(proof, for: reviewed, at: desk.typedAt) == .accepted(step))
        desk.used.insert(step)
        let verdict = TOTPGuard(totp: .standard).judge(
            desk.code(for: step),
            at: desk.typedAt,
            secret: desk.secret.span,
            usedSteps: desk.used
        )
        #expect(verdict == .used)
    }

    @Test("a code authorises neither a second transfer nor the first one twice, live or late")
    func twice() throws {
        var desk = Desk()
        let first = try Self.transfer()
        let second = try Self.transfer(intentKey: 9)
        let step = desk.step(at: desk.typedAt)
        let proofs = [first, second].map {
            desk.proof(for: $0, step: step, claimedAt: desk.typedAt)
        }
        #expect(desk.verify(proofs[0], for: first, at: desk.typedAt) == .accepted(step))
        desk.used.insert(step)
        for delay in [Int64(0), 30, 3_600] {
            let now = desk.typedAt.adding(seconds: delay)
            #expect(desk.verify(proofs[0], for: first, at: now) == .refused(.codeUsed))
            #expect(desk.verify(proofs[1], for: second, at: now) == .refused(.codeUsed))
        }
    }

    @Test(
        "live, the code of this step, the one before and the next count, no others",
        arguments: [(2, false), (1, true), (0, true), (-1, true), (-2, false), (-3, false)]
            as [(Int64, Bool)]
    )
    func window(offset: Int64, isAccepted: Bool) throws {
        let desk = Desk()
        let reviewed = try Self.transfer()
        let now = desk.typedAt
        let step = TimeStep(number: desk.step(at: now).number + offset)
        let proof = desk.proof(for: reviewed, step: step, claimedAt: now)
        let expected: TransferAuthorisation.Verdict =
            isAccepted ? .accepted(step) : .refused(.proofWrong)
        #expect(desk.verify(proof, for: reviewed, at: now) == expected)
    }

    @Test("live, a wrong clock on the console does no harm")
    func wrongConsoleClock() throws {
        let desk = Desk()
        let reviewed = try Self.transfer()
        let step = desk.step(at: desk.typedAt)
        for error in [Int64(-1_000_000), -3_600, 3_600, 1_000_000] {
            let claimedAt = desk.typedAt.adding(seconds: error)
            let proof = desk.proof(for: reviewed, step: step, claimedAt: claimedAt)
            #expect(desk.verify(proof, for: reviewed, at: desk.typedAt) == .accepted(step))
        }
    }

    // MARK: - Late

    @Test(
        "late, the code of the claimed step, the one before and the one after count, no others",
        arguments: [(2, false), (1, true), (0, true), (-1, true), (-2, false)] as [(Int64, Bool)]
    )
    func lateWindow(offset: Int64, isAccepted: Bool) throws {
        let desk = Desk()
        let reviewed = try Self.transfer()
        let step = TimeStep(number: desk.step(at: desk.typedAt).number + offset)
        let proof = desk.proof(for: reviewed, step: step, claimedAt: desk.typedAt)
        let now = desk.typedAt.adding(seconds: 7_200)
        let expected: TransferAuthorisation.Verdict =
            isAccepted ? .accepted(step) : .refused(.proofWrong)
        #expect(desk.verify(proof, for: reviewed, at: now) == expected)
    }

    @Test("late, a code that shows after the claim counts from the moment at which it shows")
    func notAheadOfTime() throws {
        var desk = Desk()
        // The session ends within a step: what follows in that step is late, and nothing counts live.
        desk.openedAt = Instant(secondsSinceEpoch: 1_700_000_015)
        let reviewed = try Self.transfer()
        let claimedAt = desk.session.endsAt.adding(seconds: -1)
        let step = desk.step(at: claimedAt).next
        let proof = desk.proof(for: reviewed, step: step, claimedAt: claimedAt)
        let shows = TOTP.standard.start(of: step)
        #expect(shows > desk.session.endsAt)
        let before = Instant(nanosecondsSinceEpoch: shows.nanosecondsSinceEpoch - 1)
        #expect(desk.verify(proof, for: reviewed, at: before) == .refused(.proofWrong))
        #expect(desk.verify(proof, for: reviewed, at: shows) == .accepted(step))
    }

    @Test("late, exactly 72 hours are in time and a nanosecond more is not")
    func lateLimit() throws {
        let desk = Desk()
        let reviewed = try Self.transfer()
        let step = desk.step(at: desk.typedAt)
        let proof = desk.proof(for: reviewed, step: step, claimedAt: desk.typedAt)
        let last = desk.typedAt.adding(seconds: TransferAuthorisation.lateLimitSeconds)
        #expect(!desk.session.contains(last))
        #expect(desk.verify(proof, for: reviewed, at: last) == .accepted(step))
        let after = Instant(nanosecondsSinceEpoch: last.nanosecondsSinceEpoch + 1)
        #expect(desk.verify(proof, for: reviewed, at: after) == .refused(.claimTooOld))
    }

    @Test("late, the claim must lie inside the session's life, its first instant included")
    func sessionLife() throws {
        let desk = Desk()
        let reviewed = try Self.transfer()
        let now = desk.openedAt.adding(seconds: 100_000)
        let cases: [(Instant, Bool)] = [
            (desk.openedAt.adding(seconds: -1), false), (desk.openedAt, true),
            (desk.session.endsAt.adding(seconds: -1), true), (desk.session.endsAt, false),
            (Instant(nanosecondsSinceEpoch: .min), false),
            (Instant(nanosecondsSinceEpoch: .max), false),
        ]
        for (claimedAt, isInside) in cases {
            let step = desk.step(at: claimedAt)
            let proof = desk.proof(for: reviewed, step: step, claimedAt: claimedAt)
            let expected: TransferAuthorisation.Verdict =
                isInside ? .accepted(step) : .refused(.claimOutsideSession)
            #expect(desk.verify(proof, for: reviewed, at: now) == expected)
        }
    }

    @Test("once the session is over, a code that is right now does not count")
    func sessionOver() throws {
        let desk = Desk()
        let reviewed = try Self.transfer()
        let now = desk.session.endsAt.adding(seconds: 10)
        let step = desk.step(at: now)
        for claimedAt in [now, desk.typedAt] {
            let proof = desk.proof(for: reviewed, step: step, claimedAt: claimedAt)
            #expect(
                desk.verify(proof, for: reviewed, at: now)
                    == .refused(claimedAt == now ? .claimOutsideSession : .proofWrong)
            )
        }
    }

    @Test("a time still to come cannot be claimed")
    func futureClaim() throws {
        let desk = Desk()
        let reviewed = try Self.transfer()
        let claimedAt = desk.typedAt.adding(seconds: 3_600)
        let proof = desk.proof(
            for: reviewed,
            step: desk.step(at: claimedAt),
            claimedAt: claimedAt
        )
        #expect(desk.verify(proof, for: reviewed, at: desk.typedAt) == .refused(.claimInFuture))
    }

    // MARK: - A bank's clock that was set back

    // Symptom: a right code was called too old in a session that was opened before the bank's clock was
    // set back. Cause: the session lived from a time on that was still to come, so nothing was live.
    @Test("live, a session that was opened in the future is as good as any")
    func openedInFuture() throws {
        let desk = Desk()
        let reviewed = try Self.transfer()
        let now = desk.openedAt.adding(seconds: -7_200)
        let step = desk.step(at: now)
        // By a console that has heard of it, and by one that has not.
        for claimedAt in [now, desk.typedAt] {
            let proof = desk.proof(for: reviewed, step: step, claimedAt: claimedAt)
            #expect(desk.verify(proof, for: reviewed, at: now) == .accepted(step))
        }
    }

    @Test("a session that somebody ended is not live, though its end is still to come")
    func endedInFuture() throws {
        var desk = Desk()
        desk.endedAt = desk.typedAt.adding(seconds: 3_600)
        let reviewed = try Self.transfer()
        let next = desk.step(at: desk.typedAt).next
        // Live it would count; late it does not, before it shows.
        let ahead = desk.proof(for: reviewed, step: next, claimedAt: desk.typedAt)
        #expect(desk.verify(ahead, for: reviewed, at: desk.typedAt) == .refused(.proofWrong))
        let proof = desk.proof(
            for: reviewed,
            step: desk.step(at: desk.typedAt),
            claimedAt: desk.typedAt
        )
        #expect(
            desk.verify(proof, for: reviewed, at: desk.typedAt)
                == .accepted(desk.step(at: desk.typedAt))
        )
    }

    @Test("a code that is right for a time that does not count is told from a guess")
    func rightWhenClaimed() throws {
        let desk = Desk()
        let reviewed = try Self.transfer()
        let judge = TransferAuthorisation(totp: .standard, session: desk.session)
        func isRight(_ proof: AuthorisationProof, _ reviewed: ReviewedTransfer) -> Bool {
            judge.isRightWhenClaimed(
                proof,
                for: reviewed,
                sessionKey: desk.sessionKey.span,
                secret: desk.secret.span
            )
        }
        let claims = [
            desk.typedAt, desk.openedAt.adding(seconds: -7_200),
            desk.openedAt.adding(seconds: 400_000), Instant(nanosecondsSinceEpoch: .max),
            Instant(nanosecondsSinceEpoch: .min),
        ]
        for claimedAt in claims {
            for (offset, expected) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
                let number = desk.step(at: claimedAt).number + Int64(offset)
                let proof = desk.proof(
                    for: reviewed,
                    step: TimeStep(number: number),
                    claimedAt: claimedAt
                )
                #expect(isRight(proof, reviewed) == expected)
                #expect(try !isRight(proof, Self.transfer(amount: 1)))
            }
        }
    }

    @Test("a step that can be forgotten is never accepted again")
    func forgetting() throws {
        var desk = Desk()
        let reviewed = try Self.transfer()
        let step = desk.step(at: desk.typedAt)
        desk.used.insert(step)
        // Typed in the step after, so that the claim is as young as the step allows.
        let claimedAt = desk.typedAt.adding(seconds: 30)
        let proof = desk.proof(for: reviewed, step: step, claimedAt: claimedAt)
        for seconds in stride(from: Int64(0), through: 300_000, by: 10) {
            let now = desk.typedAt.adding(seconds: seconds)
            var remembered = desk
            let oldest = TransferAuthorisation.oldestAcceptableStep(of: .standard, now: now)
            remembered.used = UsedSteps(desk.used.steps.filter { $0 >= oldest })
            if case .accepted = remembered.verify(proof, for: reviewed, at: now) {
                Issue.record("A forgotten step was accepted after \(seconds) seconds.")
            }
            // What is not looked up for this proof is not accepted for it either.
            let judge = TransferAuthorisation(totp: .standard, session: desk.session)
            let oldestOfProof = judge.oldestStep(of: proof, now: now)
            remembered.used = UsedSteps(desk.used.steps.filter { $0 >= oldestOfProof })
            if case .accepted = remembered.verify(proof, for: reviewed, at: now) {
                Issue.record("A step was accepted after \(seconds) seconds, not looked up.")
            }
        }
    }

    @Test("each refusal keeps its number")
    func numbers() {
        #expect(TransferAuthorisation.Refusal.allCases.map(\.rawValue) == Array(1...6))
    }
}
