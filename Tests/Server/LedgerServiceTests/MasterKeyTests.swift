// Goal: a master key can be changed at any moment, and the change can die at any moment.
// Method: a bank whose store dies after each transaction of the change in turn, with a restart in
// between from what a disk would hold: the books and the files of the keys.

import BankTestKit
import CoreVocabulary
import Cryptography
import LedgerStoreSQLite
import Synchronization
import Testing
import WireProtocol

@testable import LedgerService

@Suite("Master keys")
struct MasterKeyTests {
    /// The power goes.
    struct Death: Error {}

    /// A store that carries out some transactions and dies after the last of them.
    final class DyingStore: LedgerStore {
        private let store: LedgerStoreSQLite
        private let left: Mutex<Int>

        init(_ store: LedgerStoreSQLite, writeCount: Int) {
            self.store = store
            left = Mutex(writeCount)
        }

        func write<Value: Sendable>(
            _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
        ) async throws -> Value {
            let isAlive = left.withLock { left in
                left -= 1
                return left >= 0
            }
            guard isAlive else { throw Death() }
            return try await store.write(body)
        }

        func read<Value: Sendable>(
            _ body: @escaping @Sendable (any LedgerReading) throws -> Value
        ) async throws -> Value {
            try await store.read(body)
        }
    }

    /// The keys as they lie in files.
    struct Files {
        var keys: [MasterKey.Number: SharedSecret]

        /// The ring that a start makes of them.
        func ring() throws -> MasterKey {
            let newest = try #require(keys.keys.max())
            let ring = try MasterKey(current: newest, try #require(keys[newest]))
            for (number, key) in keys { try ring.add(number, key) }
            return ring
        }
    }

    private func bank(_ store: any LedgerStore, _ ring: MasterKey, like test: TestBank) -> Bank {
        Bank(
            store: store,
            masterKey: ring,
            clock: test.clock,
            random: test.random,
            log: test.log,
            configuration: .forTests
        )
    }

    private var firstKey: SharedSecret { TestBank.secret((0..<32).map { UInt8($0) }) }

    @Test("a change of the key that dies after any transaction shuts no secret, and can go on")
    func deaths() async throws {
        let test = try await TestBank.open()
        var files = Files(keys: [1: firstKey])
        var deaths = 0
        for writeCount in 0..<16 {
            let ring = try files.ring()
            let dying = bank(
                DyingStore(test.store, writeCount: writeCount),
                ring,
                like: test
            )
            do {
                let number = try await dying.nextMasterKeyNumber()
                let key = SharedSecret(randomByteCount: MasterKey.byteCount)
                files.keys[number] = key
                try await dying.beginMasterKey(number, key)
                for retired in try await dying.sealAnew() { files.keys[retired] = nil }
            } catch is Death {
                deaths += 1
            }
            // A restart sees the files and the books alone.
            let restarted = try files.ring()
            try await bank(test.store, restarted, like: test).adoptMasterKeys()
            #expect(try await restarted.firstShutValue(in: test.store) == nil)
        }
        #expect(deaths > 8)
        // The last one goes on to its end, and then one key is enough.
        let ring = try files.ring()
        let retired = try await bank(test.store, ring, like: test).sealAnew()
        for number in retired { files.keys[number] = nil }
        #expect(files.keys.count == 1)
        #expect(try await files.ring().firstShutValue(in: test.store) == nil)
        #expect(try await test.store.check() == nil)
    }

    @Test("nobody who signs in while the key changes is refused, and every session goes on")
    func underLoad() async throws {
        let test = try await TestBank.open()
        for round in 0..<4 {
            test.clock.advance(seconds: 30)
            let number = try await test.bank.nextMasterKeyNumber()
            let key = SharedSecret(randomByteCount: MasterKey.byteCount)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for name in test.users.keys.sorted() {
                    group.addTask {
                        let reply = try await test.askToSignIn(name)
                        if case .signedIn = reply { return }
                        Issue.record("\(name) was refused in round \(round)")
                    }
                }
                group.addTask {
                    try await test.bank.beginMasterKey(number, key)
                    _ = try await test.bank.sealAnew()
                }
                try await group.waitForAll()
            }
            #expect(test.masterKey.currentNumber == number)
            #expect(try await test.bank.sealAnew() == [])
            let ring = try MasterKey(current: number, key)
            #expect(try await ring.firstShutValue(in: test.store) == nil)
        }
    }

    // Symptom: a change of the key read and sealed anew the keys of every session that ever was.
    // A session's keys go when nothing can come of them, and what is current is not looked at.
    @Test("a change of the key costs what is sealed and can still be used, not what ever was")
    func endedSessions() async throws {
        let test = try await TestBank.open()
        let old = try await test.signIn("asha")
        let request = try old.request(old.reviewed(TestSession.Order()))
        for _ in 0..<5 { _ = try await test.signIn("rohan") }
        let terms = test.configuration.terms
        test.clock.advance(seconds: terms.customerSessionSeconds)
        #expect(try await test.bank.destroyEndedKeys() == 0)
        test.clock.advance(seconds: terms.endedKeySeconds)
        let live = try await test.signIn("asha")
        #expect(try await test.bank.destroyEndedKeys() == 6)
        #expect(try await test.bank.destroyEndedKeys() == 0)

        let sealed = try await test.store.read { reader in
            try MasterKey.Purpose.allCases.reduce(into: [:]) { counts, purpose in
                counts[purpose] = try reader.sealedValues(purpose, after: nil, limit: 99).count
            }
        }
        #expect(sealed[.authorisationKey] == 1)
        #expect(sealed[.refreshKey] == 1)
        let counts = Mutex<[Int]>([])
        try await test.bank.beginMasterKey(2, SharedSecret(randomByteCount: 32))
        let retired = try await test.bank.sealAnew { count in counts.withLock { $0.append(count) } }
        #expect(retired == [1])
        #expect(counts.withLock { $0.last } == sealed.values.reduce(0, +))
        counts.withLock { $0 = [] }
        #expect(
            try await test.bank.sealAnew { count in counts.withLock { $0.append(count) } } == []
        )
        #expect(counts.withLock { $0.isEmpty })

        // Whoever comes with what is left of an ended session is told so, and nothing fails.
        let renewed = try await old.renew()
        #expect(renewed == .problem(Problem(code: .sessionEnded)))
        #expect(try await live.submit(request) == .notAuthorised(.codeTooOld))
        #expect(test.log.entries.isEmpty)
        #expect(try await test.store.check() == nil)
    }

    @Test("values from before keys had numbers open, and are sealed anew")
    func valuesWithoutHeader() async throws {
        let test = try await TestBank.open()
        let user = try test.user("asha")
        var encoder = CanonicalEncoder()
        encoder.write("counterfoil.sealed")
        encoder.write(UInt8(1))
        encoder.write("totp-secret")
        encoder.write(user.rawValue)
        let old = try AES256GCM.Key(firstKey)
            .seal([1, 2, 3], associatedData: encoder.bytes)
        let value = SealedValue(purpose: .totpSecret, ownerBits: user.rawValue, sealed: old)
        try await test.store.write { try $0.update(value) }
        let opened = test.masterKey.open(old, .totpSecret, ownerBits: user.rawValue)
        #expect(opened?.revealedBytes == [1, 2, 3])
        #expect(try await test.store.read { try $0.hasSealedValue(under: 1) })

        let key = SharedSecret(randomByteCount: MasterKey.byteCount)
        try await test.bank.beginMasterKey(2, key)
        #expect(try await test.bank.sealAnew() == [1])
        #expect(try await MasterKey(current: 2, key).firstShutValue(in: test.store) == nil)
        #expect(try await !test.store.read { try $0.hasSealedValue(under: 1) })
    }

    @Test("a value opens for its owner and purpose alone")
    func binding() throws {
        let ring = try MasterKey(firstKey)
        let sealed = ring.seal([7], .totpSecret, ownerBits: 1)
        #expect(ring.open(sealed, .totpSecret, ownerBits: 1)?.revealedBytes == [7])
        #expect(ring.open(sealed, .totpSecret, ownerBits: 2) == nil)
        #expect(ring.open(sealed, .storageKey, ownerBits: 1) == nil)
        #expect(ring.open([], .totpSecret, ownerBits: 1) == nil)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(ring.open(changed, .totpSecret, ownerBits: 1) == nil, "byte \(index)")
        }
    }

    @Test("books with another key, or without one that they need, are refused by name")
    func wrongKeys() async throws {
        let test = try await TestBank.open()
        try await test.bank.adoptMasterKeys()
        let other = try MasterKey(SharedSecret(randomByteCount: 32))
        await #expect(throws: MasterKeyError(.keyIsAnother(1))) {
            try await bank(test.store, other, like: test).adoptMasterKeys()
        }
        let next = try MasterKey(current: 2, SharedSecret(randomByteCount: 32))
        await #expect(throws: MasterKeyError(.keyMissing(1))) {
            try await bank(test.store, next, like: test).adoptMasterKeys()
        }
        await #expect(throws: MasterKeyError(.numberUsed(1))) {
            try await test.bank.beginMasterKey(1, SharedSecret(randomByteCount: 32))
        }
    }

    // Symptom: a bank that was put back on another machine counted on from its backup, so that two keys
    // had one number, and the copy of the second took the place of the first.
    @Test("a new key has the second since 1970 as its number, and is above all that are known")
    func newNumber() async throws {
        let test = try await TestBank.open()
        let second = MasterKey.Number(clamping: test.clock.now().secondsSinceEpoch)
        #expect(try await test.bank.nextMasterKeyNumber() == second)
        #expect(try await test.bank.nextMasterKeyNumber(above: [7, second + 8]) == second + 9)
        try await test.bank.beginMasterKey(second, SharedSecret(randomByteCount: 32))
        #expect(try await test.bank.nextMasterKeyNumber() == second + 1)
        test.clock.set(by: -86_400)
        #expect(try await test.bank.nextMasterKeyNumber() == second + 1)
        test.clock.set(by: 172_800)
        #expect(try await test.bank.nextMasterKeyNumber() == second + 86_400)
        // A clock that runs far ahead uses up no numbers.
        test.clock.set(by: MasterKeys.lastSecondAsNumber)
        #expect(try await test.bank.nextMasterKeyNumber() == second + 1)
        await #expect(throws: MasterKeyError(.numberUsed(.max))) {
            _ = try await test.bank.nextMasterKeyNumber(above: [.max])
        }
    }

    @Test("the books take no row under a key that was retired")
    func retiredKey() async throws {
        let test = try await TestBank.open()
        let user = try test.user("asha")
        let stale = test.masterKey.seal([1], .totpSecret, ownerBits: user.rawValue)
        try await test.bank.beginMasterKey(2, SharedSecret(randomByteCount: 32))
        _ = try await test.bank.sealAnew()
        await #expect(throws: LedgerStoreError.self) {
            try await test.store.write {
                try $0.update(
                    SealedValue(purpose: .totpSecret, ownerBits: user.rawValue, sealed: stale)
                )
            }
        }
    }

    @Test("a key that is newer than the ring is looked up")
    func source() throws {
        struct Source: MasterKeySource {
            let key: SharedSecret

            func masterKey(_ number: MasterKey.Number) -> SharedSecret? {
                number == 2 ? key : nil
            }
        }
        let key = SharedSecret(randomByteCount: 32)
        let newer = try MasterKey(current: 2, key)
        let ring = try MasterKey(current: 1, firstKey, source: Source(key: key))
        let sealed = newer.seal([5], .storageKey, ownerBits: 9)
        #expect(ring.open(sealed, .storageKey, ownerBits: 9)?.revealedBytes == [5])
        #expect(ring.numbers == [1, 2])
        let unknown = try MasterKey(current: 3, key).seal([5], .storageKey, ownerBits: 9)
        #expect(ring.open(unknown, .storageKey, ownerBits: 9) == nil)
    }
}
