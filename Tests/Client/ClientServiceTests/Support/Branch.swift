@testable import ClientService
import ClientStorageMemory
import CoreVocabulary
import Cryptography
import Testing

/// A console whose sign-ins each have a session of their own at the bank.
struct Branch: Sendable {
    let clock: VirtualClock
    let bank: FakeBank
    let desk: SessionDesk
    let storage: any ClientStorage
    let console: Console

    init(storage: any ClientStorage = InMemoryStorage()) {
        let clock = VirtualClock()
        let ledger = FakeLedger(amounts: [100_000], bookedAt: VirtualClock.start)
        let bank = FakeBank(clock: clock, ledger: ledger)
        self.init(clock: clock, bank: bank, desk: SessionDesk(bank), storage: storage)
    }

    private init(
        clock: VirtualClock,
        bank: FakeBank,
        desk: SessionDesk,
        storage: any ClientStorage
    ) {
        self.clock = clock
        self.bank = bank
        self.desk = desk
        self.storage = storage
        var settings = ClientSettings()
        settings.unlockCost = .weakForTests
        let client = Client(
            link: desk,
            storage: storage,
            clock: clock,
            random: SplitMix64(seed: 11),
            zone: .india,
            settings: settings
        )
        console = Console(clock: clock, bank: bank, client: client)
    }

    /// Another console on the same storage, as after the first was killed.
    func restarted() -> Branch {
        Branch(clock: clock, bank: bank, desk: desk, storage: storage)
    }

    /// The sessions that are noted.
    func noted() async throws -> [SessionID] {
        let stores = try await storage.open(userID: FakeBank.userID, storageKey: secret("any"))
        return try await stores.sessions.left()
    }

    /// Signs out while the line does this, and puts it right.
    func signOut(over line: FakeBank.Line) async {
        await bank.setLine(then: line)
        await console.client.signOut()
        await bank.setLine(then: .up)
    }

    /// Has the bank end what was left open; the wait before the next try.
    func endLeft() async throws -> Int64? {
        let session = try #require(await console.client.opened)
        return await console.client.endLeft(session)
    }

    /// The session with a number, counted by sign-ins.
    static func session(_ number: UInt128) -> SessionID {
        SessionID(rawValue: number)
    }
}
