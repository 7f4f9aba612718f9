import Cryptography
import CoreVocabulary

// Change of the master key. Each step is a database transaction or a file, and the process may die
// between any two of them:
//
// 1. The keeper of the keys writes the new one to its file.
// 2. `begin` stores its number and proof in the books. From then on it seals.
// 3. `sealAnew` finds the values that another key sealed, some hundred in a transaction, and
// reseals them. Both keys open meanwhile, so nobody is refused. The keys of sessions that ended
// long ago are not among them, because `destroyEndedKeys` has destroyed them.
// 4. One more transaction checks that the old key seals nothing, and retires it. The books then
// refuse every row under it, so its file may be deleted.
//
// After a crash, the next start finds the files, takes the highest number as the current one, and
// continues with step 2 (`adopt`) and step 3.

/// Changes the master key.
struct MasterKeys: BankService {
    /// Maximum number of values that one database transaction reseals or destroys.
    static let sealedValueLimit = 256
    /// Maximum number of passes over stale values in one change; a key that still seals something
    /// is left for the next one.
    static let walkLimit = 3
    /// Last Unix time used as a key number, in 2103; higher ones are free if the clock runs ahead.
    static let lastSecondAsNumber: Int64 = 4_200_000_000

    let resources: BankResources

    /// Checks that the ring has the keys of these books, and stores the new ones in the books.
    ///
    /// Call it once, before the first request. Throws ``MasterKeyError`` if a key does not match.
    func adopt() async throws {
        let now = context.clock.now()
        try await commits.run { [masterKey = context.masterKey] transaction in
            let known = try transaction.masterKeys()
            try masterKey.prove(known)
            for number in masterKey.numbers where !known.contains(where: { $0.number == number }) {
                try transaction.begin(masterKey.record(of: number, at: now))
            }
        }
    }

    /// Returns the number for a new key: the Unix time in seconds, or the next above the known
    /// ones.
    ///
    /// The numbers in the ring and in the books do not suffice. A bank restored on another machine
    /// does not know the keys that came after its backup, and two keys with the same number would
    /// overwrite each other where copies are kept. So the numbers that backups need come as
    /// `others`.
    func nextNumber(above others: [MasterKey.Number] = []) async throws -> MasterKey.Number {
        let known = try await lastNumber()
        let last = max(known, others.max() ?? 0)
        guard last < MasterKey.Number.max else { throw MasterKeyError(.numberUsed(last)) }
        let seconds = context.clock.now().secondsSinceEpoch
        guard seconds <= Self.lastSecondAsNumber else { return last + 1 }
        return max(last + 1, MasterKey.Number(clamping: seconds))
    }

    /// Returns the highest number in the ring or the books; 0 if there is none.
    private func lastNumber() async throws -> MasterKey.Number {
        let known = try await context.store.read { try $0.masterKeys() }
        return (known.map(\.number) + context.masterKey.numbers).max() ?? 0
    }

    /// Makes a new key the sealing key; it must be stored durably before.
    ///
    /// - Throws: ``MasterKeyError`` for a used number; `CryptographyError` unless there are 32
    ///   bytes.
    func begin(_ number: MasterKey.Number, _ key: SharedSecret) async throws {
        let now = context.clock.now()
        guard try await lastNumber() < number else { throw MasterKeyError(.numberUsed(number)) }
        try context.masterKey.add(number, key)
        try await commits.run { [masterKey = context.masterKey] transaction in
            try transaction.begin(masterKey.record(of: number, at: now))
        }
        context.masterKey.makeCurrent(number)
    }

    /// Reseals all values that another key than the current one sealed, and retires those keys.
    ///
    /// Requests continue meanwhile, because each step shares the commit queue with them. It may be
    /// called again at any time, and continues where a process died.
    ///
    /// - Parameter progress: Called after each step with the number of values resealed so far.
    /// - Returns: The numbers of the keys that this call retired, ascending. Their files may be
    ///   deleted. Call ``MasterKey/forget(_:)`` for them when the present requests have ended.
    /// - Throws: `SealBroken` if a value opens under no key, `CancellationError` if the task is
    ///   cancelled; values that were resealed stay so.
    func sealAnew(
        progress: @Sendable (_ sealedCount: Int) -> Void = { _ in }
    ) async throws -> [MasterKey.Number] {
        try await adopt()
        var sealedCount = 0
        var retired: [MasterKey.Number] = []
        for _ in 0..<Self.walkLimit {
            for purpose in MasterKey.Purpose.allCases {
                try await sealAnew(purpose, &sealedCount, progress)
            }
            let step = try await retire()
            retired += step.retired
            if step.leftCount == 0 { break }
        }
        return retired
    }

    private func sealAnew(
        _ purpose: MasterKey.Purpose,
        _ sealedCount: inout Int,
        _ progress: (Int) -> Void
    ) async throws {
        var stepCount = Self.sealedValueLimit
        while stepCount == Self.sealedValueLimit {
            try Task.checkCancellation()
            stepCount = try await commits.run { [masterKey = context.masterKey] transaction in
                let stale = try transaction.staleValues(
                    purpose,
                    besides: masterKey.currentNumber,
                    limit: Self.sealedValueLimit
                )
                for value in stale { try transaction.update(masterKey.sealedAnew(value)) }
                return stale.count
            }
            guard stepCount > 0 else { return }
            sealedCount += stepCount
            progress(sealedCount)
        }
    }

    /// Destroys the keys of sessions that have no more use for them, and returns their number.
    ///
    /// Therefore, a change of the master key does not take longer as the bank ages. Destroyed keys
    /// cannot be restored, so none is destroyed under a clock by which nothing may be booked.
    func destroyEnded() async throws -> Int {
        let keptSeconds = context.configuration.terms.endedKeySeconds
        let reading = ClockReading(context.clock)
        let last = reading.now.adding(seconds: -keptSeconds)
        var count = 0
        var stepCount = Self.sealedValueLimit
        while stepCount == Self.sealedValueLimit {
            let isAny = try await context.store.read { try $0.hasKeys(ofSessionsEndedBy: last) }
            guard isAny else { return count }
            stepCount = try await commits.run { [clockGuard = commits.clockGuard] transaction in
                guard try clockGuard.believes(reading, in: transaction) else { return 0 }
                return try transaction.destroyKeys(
                    ofSessionsEndedBy: last,
                    limit: Self.sealedValueLimit
                )
            }
            count += stepCount
        }
        return count
    }

    /// Retires each earlier key that seals nothing, and counts those that still seal something.
    private func retire() async throws -> (retired: [MasterKey.Number], leftCount: Int) {
        let now = context.clock.now()
        return try await commits.run { [masterKey = context.masterKey] transaction in
            let current = masterKey.currentNumber
            var retired: [MasterKey.Number] = []
            var leftCount = 0
            for key in try transaction.masterKeys() where key.endedAt == nil {
                if key.number == current { continue }
                guard try !transaction.hasSealedValue(under: key.number) else {
                    leftCount += 1
                    continue
                }
                guard try transaction.endMasterKey(key.number, at: now) else { continue }
                retired.append(key.number)
                try transaction.audit(.masterKeyRetired, of: UInt128(key.number), at: now)
            }
            return (retired, leftCount)
        }
    }
}

extension MasterKey {
    /// Checks that the ring has every key that may seal something, and throws the first fault.
    package func prove(_ known: [MasterKeyRecord]) throws(MasterKeyError) {
        for record in known where record.endedAt == nil {
            guard open(record.proof, .keyProof, ownerBits: UInt128(record.number)) == nil else {
                continue
            }
            let isThere = numbers.contains(record.number)
            throw MasterKeyError(
                isThere ? .keyIsAnother(record.number) : .keyMissing(record.number)
            )
        }
    }

    /// Returns the first sealed value that does not open, reading in chunks; nil if all open.
    package func firstShutValue(in store: any LedgerStore) async throws -> SealedValue? {
        for purpose in Purpose.allCases {
            var position: UInt128?
            while true {
                let values = try await store.read { [position] reader in
                    try reader.sealedValues(
                        purpose,
                        after: position,
                        limit: MasterKeys.sealedValueLimit
                    )
                }
                guard let last = values.last else { break }
                for value in values
                where open(value.sealed, value.purpose, ownerBits: value.ownerBits) == nil {
                    return value
                }
                position = last.ownerBits
            }
        }
        return nil
    }

    func sealedAnew(_ value: SealedValue) throws -> SealedValue {
        let secret = try reveal(value.sealed, value.purpose, ownerBits: value.ownerBits)
        var plaintext = secret.revealedBytes
        defer { wipe(&plaintext) }
        return SealedValue(
            purpose: value.purpose,
            ownerBits: value.ownerBits,
            sealed: seal(plaintext, value.purpose, ownerBits: value.ownerBits)
        )
    }
}

extension LedgerTransaction {
    fileprivate func begin(_ key: MasterKeyRecord) throws {
        try insert(key)
        try audit(.masterKeyBegun, of: UInt128(key.number), at: key.beganAt)
    }
}
