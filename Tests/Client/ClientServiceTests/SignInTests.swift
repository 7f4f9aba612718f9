@testable import ClientService
import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore
import Testing
import WireProtocol

// Goal: signing in, locking and signing out, and what is left of each.
// Method: a bank in memory that speaks the protocol.

@Suite struct SignInTests {
    @Test("the right password and code sign in, and both secrets are cleared")
    func signIn() async {
        let console = Console()
        let (password, code) = (secret(FakeBank.password), secret(FakeBank.code))
        let outcome = await console.client.signIn(user: "asha", password: password, code: code)
        guard case .signedIn(let user) = outcome else {
            Issue.record("sign-in ended with \(outcome)")
            return
        }
        #expect(user.userID == FakeBank.userID)
        #expect(user.role == .customer)
        #expect(password.isEmpty)
        #expect(code.isEmpty)
    }

    @Test("a wrong password and a wrong code are refused alike, and nothing is open then")
    func refused() async {
        let console = Console()
        #expect(await console.signIn(password: "wrong") == .refused)
        #expect(await console.signIn(code: "000000") == .refused)
        await #expect(throws: ClientError(.notSignedIn)) { try await console.client.accounts() }
    }

    @Test(
        "each problem at sign-in has its own outcome",
        arguments: [
            (Problem.Code.tooManyTries, SignInOutcome.mustWait(seconds: 2)),
            (.slowDown, .mustWait(seconds: 2)),
            (.wipe, .shutOut), (.busy, .unreachable(.bankBusy)),
            (.internalFailure, .unreachable(.bankFailed)),
            (.malformed, .unreachable(.requestRefused)),
            (.terminalUnknown, .unreachable(.terminalCertificateRefused)),
            (.notAllowed, .failed),
        ]
    )
    func problems(code: Problem.Code, outcome: SignInOutcome) async {
        let console = Console()
        await console.bank.setProblem(code)
        #expect(await console.signIn() == outcome)
    }

    @Test("without a line, or without an answer, the bank is unreachable")
    func unreachable() async {
        for line: FakeBank.Line in [.down, .losesRequest, .losesReply] {
            let console = Console()
            await console.bank.setLine(then: line)
            #expect(await console.signIn() == .unreachable(.lineDown))
        }
    }

    @Test("a role that this console does not know is a failure, and the session is ended")
    func unknownRole() async {
        let console = Console()
        await console.bank.setRole("governor")
        #expect(await console.signIn() == .failed)
        #expect(await console.bank.requests.last == .signOut)
    }

    @Test("signing out tells the bank and closes the record")
    func signOut() async throws {
        let console = Console()
        try await console.ready()
        await console.client.signOut()
        #expect(await console.bank.requests.last == .signOut)
        await #expect(throws: ClientError(.notSignedIn)) { try await console.client.accounts() }
    }

    @Test("the right password unlocks without the network")
    func unlock() async throws {
        let console = Console()
        try await console.ready()
        await console.bank.setLine(then: .down)
        #expect(await console.client.unlock(password: secret(FakeBank.password)) == .unlocked)
    }

    @Test("the fifth wrong password signs out, and a right one in between begins anew")
    func unlockTries() async throws {
        let console = Console()
        try await console.ready()
        #expect(await console.client.unlock(password: secret("x")) == .wrong(triesLeft: 4))
        #expect(await console.client.unlock(password: secret(FakeBank.password)) == .unlocked)
        for left in [4, 3, 2, 1] {
            #expect(await console.client.unlock(password: secret("x")) == .wrong(triesLeft: left))
        }
        #expect(await console.client.unlock(password: secret("x")) == .signedOut)
        #expect(await console.client.unlock(password: secret(FakeBank.password)) == .signedOut)
        await #expect(throws: ClientError(.notSignedIn)) { try await console.client.accounts() }
    }

    @Test("wrong passwords that are tried side by side count each")
    func unlockSideBySide() async throws {
        let console = Console()
        try await console.ready()
        let client = console.client
        await withTaskGroup { group in
            for _ in 0..<unlockTryLimit {
                group.addTask { _ = await client.unlock(password: secret("x")) }
            }
        }
        #expect(await client.opened == nil)
    }

    @Test("when the bank ends the session the listener is told, and the queue stays")
    func sessionEnded() async throws {
        let console = Console()
        try await console.ready()
        await console.bank.setLine(then: .down)
        #expect(try await console.authorise(500).isQueued)
        await console.bank.setLine(then: .up)
        await console.bank.setProblem(.sessionEnded)
        let events = await console.client.events()
        await console.client.refresh()
        _ = await console.client.stepFeed()
        var isTold = false
        for await event in events where event == .signedOut {
            isTold = true
            break
        }
        #expect(isTold)
        await console.bank.setProblem(nil)
        try await console.ready()
        #expect(try await console.client.outbox().map(\.state) == [.queued])
    }

    // Symptom: lines said "connecting" before "The bank ended your session." Cause: how things stand
    // without the session was told before the session was told to be over.
    @Test("the first word of a session that the bank ended is that it is over")
    func endToldFirst() async throws {
        let console = Console()
        try await console.ready()
        let session = try #require(await console.client.opened)
        let events = await console.client.events()
        await console.client.endSessionByBank(session.number)
        _ = await console.client.events()
        var seen: [ClientEvent] = []
        for await event in events { seen.append(event) }
        let status = await console.client.status()
        #expect(seen == [.signedOut, .statusChanged(status)])
    }

    @Test("every error of the local service is a sentence")
    func sentences() {
        for code in ClientError.Code.allCases {
            #expect(ClientError(code).description.hasSuffix("."))
        }
    }
}
