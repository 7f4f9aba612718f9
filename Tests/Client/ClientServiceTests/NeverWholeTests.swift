@testable import ClientService
import CoreVocabulary
import SyncCore
import Testing
import WireProtocol

// Goal: a record that was never whole is told as that, so that nobody reads that they have nothing.
// Symptom: at a fresh console whose first synchronisation was refused the list said "You have no
// accounts here", as of the time of the sign-in. Cause: the status said when the bank was heard, and
// not that nothing had been fetched.
// Method: first synchronisations that are refused or cut, and records that are held or thrown away.

@Suite struct NeverWholeTests {
    private func hasRecord(_ console: Console) async -> Bool {
        await console.client.status().hasRecord
    }

    @Test(
        "a first synchronisation that is refused leaves no record, and the next one makes it",
        arguments: [Problem.Code.busy, .internalFailure, .upgradeNeeded]
    )
    func refused(_ code: Problem.Code) async throws {
        let console = Console()
        await console.signIn()
        #expect(await !hasRecord(console))
        await console.bank.setProblem(code)
        try await console.synchronise()
        #expect(await !hasRecord(console))
        #expect(try await console.client.accounts().isEmpty)
        await console.bank.setProblem(nil)
        await console.client.advance(.pauseEnded)
        try await console.synchronise()
        #expect(await hasRecord(console))
    }

    @Test("a part of the first snapshot is no record")
    func partOfSnapshot() async throws {
        let console = Console()
        await console.bank.setSnapshots(pageSize: 1)
        await console.signIn()
        // The question how to begin, the first page, and its writing.
        for _ in 0..<3 { _ = await console.client.stepFeed() }
        guard case .page? = await console.client.nextWork else {
            Issue.record("the snapshot has one page only")
            return
        }
        #expect(await !hasRecord(console))
        try await console.synchronise()
        #expect(await hasRecord(console))
    }

    @Test("a record that is held from before is one, whatever the bank answers now")
    func heldBefore() async throws {
        let first = Console()
        try await first.ready()
        await first.client.signOut()
        let console = first.restarted()
        await console.signIn()
        await console.bank.setProblem(.busy)
        try await console.synchronise()
        #expect(await hasRecord(console))
    }

    @Test("a record that was thrown away is none until another is fetched")
    func thrownAway() async throws {
        let console = Console()
        try await console.ready()
        await console.bank.setLine(then: .down)
        let session = try #require(await console.client.opened)
        await console.client.noteDamage(session)
        #expect(await !hasRecord(console))
        await console.bank.setLine(then: .up)
        try await console.synchronise()
        #expect(await hasRecord(console))
    }

    @Test("while nobody is signed in nothing is said of a record")
    func signedOut() async throws {
        let console = Console()
        #expect(await hasRecord(console))
        await console.signIn()
        await console.client.signOut()
        #expect(await hasRecord(console))
    }
}
