import BankTestKit
import CoreVocabulary
import Cryptography
import LedgerService
import MoneyCore
import Testing

@testable import BankDaemon

/// Goal: nothing that a running bank does by itself waits for another part of it.
///
/// Method: a change of the master key that an earlier process began, and that does not end before the
/// clock is moved.
@Suite(.timeLimit(.minutes(2)))
struct UpkeepTests {
    /// A bank whose change of the master key was begun, with a hold whose time is over.
    private func open(_ place: TestPlace) async throws -> OpenedBank {
        try await place.makeWithUsers()
        // The key's file was written, and then the process died.
        try place.folder.keys.add(2, SharedSecret(randomByteCount: 32))
        let opened = try await place.open()
        try await place.openAccounts(in: opened.bank)
        _ = try await opened.bank.post([place.posting(9_000)])
        _ = try await opened.bank.hold(
            BankHold(
                debitAccountID: AccountID(rawValue: 1),
                creditAccountID: AccountID(rawValue: 2),
                amount: Money(minorUnits: 5, currency: .indianRupee),
                reference: "hall",
                expiresAt: place.clock.now().adding(seconds: 30)
            )
        )
        place.clock.advance(seconds: 60)
        return opened
    }

    private func upkeep(
        _ place: TestPlace,
        _ opened: OpenedBank,
        _ told: AsyncStream<String>.Continuation
    ) throws -> BankUpkeep {
        BankUpkeep(
            opened,
            desk: try Self.desk(place, opened),
            clock: place.clock,
            warn: { told.yield($0) },
            tell: { told.yield($0) }
        )
    }

    // Symptom: after a death during a change of the master key no hold ended and the head of the audit
    // log was not kept until all was sealed anew, hours in a large bank, and the bank was ready all the
    // while. Cause: the rest waited for the change.
    @Test("holds end while a change of the master key that another process began goes on")
    func beside() async throws {
        let place = try TestPlace()
        let opened = try await open(place)
        let (sentences, told) = AsyncStream.makeStream(of: String.self)
        let upkeep = try upkeep(place, opened, told)
        let run = Task { await upkeep.run() }
        var iterator = sentences.makeAsyncIterator()
        #expect(await iterator.next() == "1 pending transfers ran out of time.")
        #expect(opened.ring.numbers == [1, 2])
        // The change waits for requests that began before, and the rest for its next turn.
        while place.clock.sleeperCount < 2 { await Task.yield() }
        place.clock.advance(seconds: AdminDesk.graceMilliseconds / 1_000)
        let next = await iterator.next()
        #expect(next?.contains("master key 1 any more; it is removed") == true)
        #expect(opened.ring.numbers == [2])
        run.cancel()
        await run.value
        try opened.close()
    }

    // Symptom: `keys rotate --master` in a server that was ending an earlier change walked all secrets
    // beside it, and its answer lacked the old key. Cause: only a change that was asked for was known to
    // go on.
    @Test("while a change that was begun before is being ended, no other begins")
    func oneAtATime() async throws {
        let place = try TestPlace()
        let opened = try await open(place)
        let desk = try Self.desk(place, opened)
        let ending = Task { try await desk.finishRotation() }
        while place.clock.sleeperCount == 0 { await Task.yield() }
        let error = try await failure {
            _ = try await desk.carryOut(.rotateMasterKey(keysAreKept: false)) { _ in }
        }
        #expect(error.status == .tryLater)
        #expect(error.description.hasPrefix("The change of the master key that was begun before"))
        #expect(try place.folder.keys.numbers() == [1, 2])
        place.clock.advance(seconds: AdminDesk.graceMilliseconds / 1_000)
        let lines = try await ending.value
        #expect(lines.first?.contains("master key 1 any more; it is removed") == true)
        #expect(opened.ring.numbers == [2])
        try opened.close()
    }

    @Test("a change that an operator asks for first ends the one before as well, and alone")
    func askedFirst() async throws {
        let place = try TestPlace()
        let opened = try await open(place)
        let desk = try Self.desk(place, opened)
        let change = Task {
            try await desk.carryOut(.rotateMasterKey(keysAreKept: false)) { _ in }
        }
        while place.clock.sleeperCount == 0 { await Task.yield() }
        #expect(try await desk.finishRotation() == [])
        place.clock.advance(seconds: AdminDesk.graceMilliseconds / 1_000)
        let lines = try await change.value
        for number in 1...2 {
            #expect(lines.contains { $0.contains("master key \(number) any more; it is removed") })
        }
        #expect(opened.ring.numbers.count == 1)
        // What was under way is over.
        #expect(try await desk.finishRotation() == [])
        try opened.close()
    }

    private static func desk(_ place: TestPlace, _ opened: OpenedBank) throws -> AdminDesk {
        AdminDesk(
            opened,
            settings: try place.settings(),
            clock: place.clock,
            graceMilliseconds: AdminDesk.graceMilliseconds
        )
    }

    @Test("a stop ends the change of the master key and the rest")
    func stop() async throws {
        let place = try TestPlace()
        let opened = try await open(place)
        let (sentences, told) = AsyncStream.makeStream(of: String.self)
        let upkeep = try upkeep(place, opened, told)
        let run = Task { await upkeep.run() }
        while place.clock.sleeperCount < 2 { await Task.yield() }
        run.cancel()
        await run.value
        #expect(place.clock.sleeperCount == 0)
        #expect(try place.folder.keys.numbers() == [1, 2])
        try opened.close()
        withExtendedLifetime(sentences) {}
    }
}
