import BankFixture
import ClientCache
import ClientService
import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import LedgerStoreSQLite
import SyncCore

/// Measures signing in and the first synchronisation, with bank, link and local service in this
/// process.
struct ClientBench {
    let fixtureFolder: String
    let plan: BenchPlan.Clients
    let folder: WorkFolder

    /// Measures both and prints the table.
    func run() async throws {
        let fixture = try Fixture(folder: fixtureFolder)
        let clock = BenchClock()
        let place = try folder.makeFolder("client")
        try Progress.show("Posting \(plan.syncEntryCount) entries")
        let store = try LedgerStoreSQLite(path: "\(place)/ledger.sqlite")
        let bank = try Bank(
            store,
            clock: clock,
            configuration: BankConfiguration(zone: fixture.zone)
        )
        try await FixtureLoader(fixture, into: bank).load(volumeEntryCount: plan.syncEntryCount)
        guard let person = fixture.people.first else { throw BenchFailure("Nobody can sign in.") }
        let user = try BenchUser(person, of: fixture)
        var signIn = Figures()
        var entriesPerSecond = Figures()
        for round in 0...plan.rounds {
            try Progress.show("Synchronising, round \(round) of \(plan.rounds)")
            let session = try await ClientSession.measure(
                user,
                over: InProcessLink(bank: bank),
                clock,
                storageFolder: "\(place)/console-\(round)",
                leastEntryCount: plan.syncEntryCount
            )
            clock.goForward(codes: 1)
            guard round > 0 else { continue }
            signIn.add(session.signIn)
            entriesPerSecond.add(Double(session.entryCount) / (session.sync / .seconds(1)))
        }
        try store.close()
        show(signIn, entriesPerSecond, bareHash: measureBareHash())
    }

    /// Measures the password hash alone, which every sign-in needs.
    private func measureBareHash() -> Figures {
        var figures = Figures()
        let password = SharedSecret(copying: Array("a password of some length".utf8).span)
        for round in 0...max(3, plan.rounds) {
            let copy = password.duplicate()
            let time = ContinuousClock().measure {
                copy.withBytes { bytes in
                    _ = Scrypt.deriveKey(password: bytes, salt: [UInt8](repeating: 7, count: 16))
                }
            }
            if round > 0 { figures.add(time) }
        }
        return figures
    }

    private func show(_ signIn: Figures, _ entriesPerSecond: Figures, bareHash: Figures) {
        var table = Table(
            "Local service, sealed files, bank in the same process",
            columns: ["", "unit", "measured", "bare scrypt", "ratio"]
        )
        if let own = signIn.median, let hash = bareHash.median {
            table.add([
                "sign in: password, code, record opened", "ms", Digits.short(own),
                Digits.short(hash), Digits.ratio(own, to: hash),
            ])
        }
        if let speed = entriesPerSecond.median {
            table.add([
                "first synchronisation, chains verified", "entries/s",
                Digits.short(speed.rounded()),
            ])
        }
        table.print()
    }
}

/// The times of one client over empty files, from signing in to the last entry.
struct ClientSession {
    /// Time from the sign-in call to its answer.
    let signIn: Duration
    /// Time from there until the last entry is verified and sealed.
    let sync: Duration
    /// Number of entries in all accounts of the user.
    let entryCount: Int

    /// Signs in, waits until everything is synchronised, and returns the times.
    static func measure(
        _ user: BenchUser,
        over link: any BankLink,
        _ clock: BenchClock,
        storageFolder: String,
        leastEntryCount: Int
    ) async throws -> ClientSession {
        let storage = try SealedFileStorage(folder: storageFolder)
        let client = Client(link: link, storage: storage, clock: clock)
        let events = await client.events()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await client.run() }
            defer { group.cancelAll() }
            let startedAt = ContinuousClock.now
            let outcome = await user.signIn(at: clock.now(), with: client)
            guard case .signedIn = outcome else { throw BenchFailure("Sign-in: \(outcome)") }
            let signedInAt = ContinuousClock.now
            var entryCount = 0
            for await _ in events {
                try Interruption.check()
                let status = await client.status()
                guard status.catchingUp == nil, case .live = status.freshness else { continue }
                entryCount = try await client.accounts().reduce(0) { $0 + $1.entryCount }
                if entryCount >= leastEntryCount { break }
            }
            let endedAt = ContinuousClock.now
            await client.signOut()
            return ClientSession(
                signIn: signedInAt - startedAt,
                sync: endedAt - signedInAt,
                entryCount: entryCount
            )
        }
    }
}
