@testable import ClientService
import ClientStorageMemory
import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore
import Testing

// Goal: a failed sign-in mentions a record exactly if this console could open one.
// Method: storage that says what other consoles have open, and what this one would find.

@Suite struct HeldCopyTests {
    /// A console beside another one of the same user, with the line down.
    private func secondConsole(isFetched: Bool, holdsOwn: Bool) async throws -> Console {
        let first = Console()
        if isFetched { try await first.ready() } else { await first.signIn() }
        await first.bank.setLine(then: .down)
        await first.client.signOut()
        var settings = ClientSettings()
        settings.unlockCost = .weakForTests
        let client = Client(
            link: first.bank,
            storage: BorrowedStorage(base: first.storage, holdsOwn: holdsOwn),
            clock: first.clock,
            random: SplitMix64(seed: 11),
            zone: .india,
            settings: settings
        )
        return Console(clock: first.clock, bank: first.bank, client: client)
    }

    private func open(_ console: Console) async -> OfflineOutcome {
        await console.client.openOffline(user: "asha", password: secret(FakeBank.password))
    }

    // Symptom: a copy was offered that another console had open, and opening it said that nothing was
    // held yet. Cause: that somebody's lease was there was enough.
    @Test("what other consoles have open is not told as held here, nor as nothing")
    func openElsewhere() async throws {
        let console = try await secondConsole(isFetched: false, holdsOwn: false)
        #expect(await console.signIn() == .unreachable(.lineDown, copy: .openElsewhere))
        #expect(await open(console) == .openElsewhere)
        #expect(await console.client.opened == nil)
    }

    // Symptom: beside another console the copy that this one had fetched was not offered. Cause: one
    // console of the user was enough to call all that was held open elsewhere.
    @Test("a console that has a record of its own can open it beside another console")
    func ownCopy() async throws {
        let console = try await secondConsole(isFetched: true, holdsOwn: true)
        #expect(await console.signIn() == .unreachable(.lineDown, copy: .here))
        let outcome = await open(console)
        guard case .opened = outcome else {
            Issue.record("it ended with \(outcome)")
            return
        }
        // What it has open itself is not open in another console.
        #expect(await console.signIn() == .unreachable(.lineDown, copy: .here))
    }

    @Test("files that hold nothing beside another console's are not told as nothing")
    func emptyFiles() async throws {
        let console = try await secondConsole(isFetched: false, holdsOwn: true)
        #expect(await console.signIn() == .unreachable(.lineDown, copy: .here))
        #expect(await open(console) == .openElsewhere)
    }

    @Test("while the copy is open, it is not told as open in another console")
    func openHere() async throws {
        let console = try await secondConsole(isFetched: true, holdsOwn: false)
        let outcome = await open(console)
        guard case .opened = outcome else {
            Issue.record("it ended with \(outcome)")
            return
        }
        #expect(await console.signIn() == .unreachable(.lineDown, copy: .here))
    }

    // Symptom: "The bank answers again" stood below an attempt that nobody had answered. Cause: a look
    // that began before the attempt ended after it, and what it had found was taken as newer.
    @Test("a look for the bank that began before an attempt says nothing after it")
    func olderLook() async throws {
        let console = Console()
        await console.bank.setLine(then: .down)
        _ = await console.signIn()
        let pause = BankLook.pauseSeconds
        console.clock.advance(milliseconds: pause * 1_000)
        await console.bank.setLine(then: .up)
        await console.bank.beforeRefusing {
            console.clock.advance(milliseconds: 1)
            await console.bank.setLine(then: .down)
            #expect(await console.signIn() == .unreachable(.lineDown))
        }
        await console.client.lookForBank(at: console.clock.boottime())
        #expect(await !console.client.status().isBankReachable)
        // The next look finds out.
        await console.bank.setLine(then: .up)
        console.clock.advance(milliseconds: pause * 1_000)
        await console.client.lookForBank(at: console.clock.boottime())
        #expect(await console.client.status().isBankReachable)
    }
}

/// Storage of a user of whom another console has a record open.
private struct BorrowedStorage: ClientStorage {
    let base: InMemoryStorage
    let holdsOwn: Bool

    func open(userID: UserID, storageKey: SharedSecret) -> OpenStorage {
        base.open(userID: userID, storageKey: storageKey)
    }

    func readLease(ofUser name: String) -> [UInt8]? { base.readLease(ofUser: name) }
    func leases() -> [[UInt8]] { base.leases() }
    func isOpenElsewhere(userID: UserID) -> Bool { true }
    func holdsOwnCopy(of userID: UserID) -> Bool { holdsOwn }

    func writeLease(_ bytes: [UInt8], ofUser name: String) {
        base.writeLease(bytes, ofUser: name)
    }
}
