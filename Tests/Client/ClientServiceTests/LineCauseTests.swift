@testable import ClientService
import CoreVocabulary
import SyncCore
import Testing
import WireProtocol

// Goal: why no news comes is told as it is. Symptom: a bank that answered that it was busy, had failed
// or did not take the request was told as one that did not answer in time, with the advice to check
// the network. Cause: every problem but three was noted as that.
// Method: a bank in memory that answers everything with one problem.

@Suite("The cause of a line that is down")
struct LineCauseTests {
    static let causes: [(Problem.Code, LinkCause)] = [
        (.busy, .bankBusy), (.slowDown, .bankBusy), (.internalFailure, .bankFailed),
        (.malformed, .requestRefused), (.notAllowed, .requestRefused),
        (.notFound, .requestRefused), (.terminalUnknown, .terminalCertificateRefused),
    ]

    @Test(
        "a problem of the bank's is told as what it is, and forgotten once news comes",
        arguments: causes
    )
    func feed(code: Problem.Code, cause: LinkCause) async throws {
        let console = Console()
        try await console.ready()
        #expect(await console.client.status().cause == nil)

        await console.bank.setProblem(code)
        try await console.refresh()
        let status = await console.client.status()
        #expect(status.link != .up)
        #expect(status.cause == cause)
        #expect(try await console.client.syncReport().cause == cause)

        await console.bank.setProblem(nil)
        await console.client.advance(.pauseEnded)
        try await console.synchronise()
        #expect(await console.client.status().link == .up)
        // An earlier cause would be told as that of the next failure.
        #expect(await console.client.lineCause == nil)
    }

    /// Those of the causes that do not end the session when a token is to be renewed.
    private static let passingCauses = causes.filter { code, _ in
        code.isTransient || code == .terminalUnknown
    }

    @Test(
        "a token that the bank does not renew now leaves the bank's own cause",
        arguments: passingCauses
    )
    func renewal(code: Problem.Code, cause: LinkCause) async throws {
        let console = Console()
        try await console.ready()
        let tokens = try #require(await console.client.opened?.tokens)
        let number = try #require(await console.client.opened?.number)
        await console.bank.setProblem(code)
        guard case .notNow(let found) = await console.client.renew(number, insteadOf: tokens.access)
        else {
            Issue.record("the session ended")
            return
        }
        #expect(found == cause)
    }

    // Symptom: a queued transfer was posted, and for seconds the title bar said that the bank could not
    // be reached. Cause: only the feed's own requests said how the line stood.
    @Test("whatever the bank answers ends that it cannot be reached, unless it asked for the pause")
    func anyAnswer() async throws {
        for isAskedFor in [false, true] {
            let console = Console()
            try await console.ready()
            await console.bank.setLine(then: .down)
            #expect(try await console.authorise(5).isQueued)
            if isAskedFor { await console.bank.setLine(then: .up) }
            await console.bank.setProblem(isAskedFor ? .busy : nil)
            try await console.refresh()
            #expect(await console.client.status().link != .up)
            await console.bank.setProblem(nil)
            await console.bank.setLine(then: .up)
            try await console.drain()
            #expect(await console.ledger.postCount == 1)
            #expect((await console.client.status().link == .up) == !isAskedFor)
            guard !isAskedFor else { continue }
            try await console.synchronise()
            guard case .live = await console.client.status().freshness else {
                Issue.record("nothing went on by itself")
                return
            }
        }
    }

    @Test("a line that fails beneath the bank keeps the line's own cause")
    func line() async throws {
        let console = Console()
        try await console.ready()
        await console.bank.setLine(then: .down)
        try await console.refresh()
        #expect(await console.client.status().cause == .lineDown)
    }

    // Symptom: a session whose line had not failed was told why one does not answer.
    // Cause: the answer to the session before it was noted as the cause of this one's line.
    @Test("what comes when its session is over is no cause for the next session's line")
    func lateProblem() async throws {
        let console = Console()
        try await console.ready()
        await console.bank.refuseComparisons()
        try await console.compareAcrossSessions()
        #expect(await console.client.lineCause == nil)
    }

    @Test("only what the bank answers is told by the bank")
    func toldByBank() {
        #expect(
            LinkCause.allCases.filter(\.isToldByBank) == [.bankBusy, .bankFailed, .requestRefused]
        )
        #expect(Self.causes.allSatisfy { LinkCause($0.0) == $0.1 })
    }

    // Symptom: a mistaken figure kept the console from the bank for an hour, a day or for ever,
    // depending on what had been asked. Cause: each place had a limit of its own, or none.
    @Test(
        "no pause of the bank's is heeded for longer than the limit, whoever asked",
        arguments: [
            (nil, 0), (-5, 0), (0, 0), (7, 7), (Int64.max, Problem.pauseLimitSeconds),
        ] as [(Int64?, Int64)]
    )
    func pause(asked: Int64?, heeded: Int64) {
        #expect(Problem(code: .slowDown, retryAfterSeconds: asked).pauseSeconds == heeded)
    }
}
