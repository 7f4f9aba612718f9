public import Cryptography
import CoreVocabulary

// How a master key is changed. Each step is a database transaction or a file, and the process may
// die between any two of them:
//
// 1. Whoever keeps the keys writes the new one to its file.
// 2. `beginMasterKey` enters its number and proof in the books. From here on it seals.
// 3. `sealAnew` finds the values that another key sealed, some hundred in a transaction, and seals
//    them anew. Both keys open meanwhile, so nobody is refused. The keys of sessions that ended long
//    ago are not among them: `destroyEndedKeys` has destroyed them.
// 4. In one more transaction it looks whether the old key still seals anything, and retires it. The
//    books then refuse every row under it, so its file may go.
//
// After a death the next start finds the files, takes the highest number as the current one, and
// goes on with 2 (`adoptMasterKeys`) and 3.
extension Bank {
    /// The most values that are sealed anew, or destroyed, in one database transaction.
    static let sealedValueLimit = 256
    /// The most searches for stale values in one change; a key that still seals something after
    /// them is left for the next time.
    static let walkLimit = 3
    /// The last second since 1970 that becomes the number of a key, in the year 2103: a clock that runs
    /// ahead leaves numbers for all the keys after it.
    static let lastSecondAsNumber: Int64 = 4_200_000_000

    /// Makes sure that the ring has the keys of these books, and enters those that are new.
    ///
    /// To be called once, before the first request.
    ///
    /// - Throws: ``MasterKeyError``: a key is missing or another one.
    public func adoptMasterKeys() async throws {
        let now = clock.now()
        try await commit { [masterKey] transaction in
            let known = try transaction.masterKeys()
            try masterKey.prove(known)
            for number in masterKey.numbers where !known.contains(where: { $0.number == number }) {
                try transaction.begin(masterKey.record(of: number, at: now))
            }
        }
    }

    /// The number that a new key takes: the second since 1970, or the next number where one that is
    /// known is not below it.
    ///
    /// What ring and books know is not enough. A bank that was put back on another machine knows
    /// nothing of the keys that came after its backup, and two keys of one number would take each
    /// other's place where copies of keys are kept.
    ///
    /// - Parameter others: Numbers that are known elsewhere, such as those that backups need.
    /// - Returns: The number, above all of them.
    /// - Throws: ``MasterKeyError``: there is no higher number; what the store throws.
    public func nextMasterKeyNumber(
        above others: [MasterKey.Number] = []
    ) async throws -> MasterKey.Number {
        let known = try await lastMasterKeyNumber()
        let last = max(known, others.max() ?? 0)
        guard last < MasterKey.Number.max else { throw MasterKeyError(.numberUsed(last)) }
        let seconds = clock.now().secondsSinceEpoch
        guard seconds <= Self.lastSecondAsNumber else { return last + 1 }
        return max(last + 1, MasterKey.Number(clamping: seconds))
    }

    /// The highest number that the ring or the books know; 0 for none.
    private func lastMasterKeyNumber() async throws -> MasterKey.Number {
        let known = try await store.read { try $0.masterKeys() }
        return (known.map(\.number) + masterKey.numbers).max() ?? 0
    }

    /// Lets a new key seal from now on; it must be kept durably before.
    ///
    /// - Throws: ``MasterKeyError``: the number was used before; `CryptographyError` unless there
    ///   are 32 bytes.
    public func beginMasterKey(_ number: MasterKey.Number, _ key: SharedSecret) async throws {
        let now = clock.now()
        guard try await lastMasterKeyNumber() < number else {
            throw MasterKeyError(.numberUsed(number))
        }
        try masterKey.add(number, key)
        try await commit { [masterKey] transaction in
            try transaction.begin(masterKey.record(of: number, at: now))
        }
        masterKey.makeCurrent(number)
    }

    /// Seals anew whatever another key than the current one sealed, and retires those keys.
    ///
    /// Requests go on meanwhile: each step shares the queue of commits with them. It may be
    /// called again at any time, and goes on where a process died.
    ///
    /// - Parameter progress: Told after each step how many values were sealed anew until then.
    /// - Returns: The numbers of the keys that were retired by this call, ascending. Their files may
    ///   go; ``MasterKey/forget(_:)`` them when the requests of now have ended.
    /// - Throws: `SealBroken` when a value opens under no key, `CancellationError` when its task is
    ///   cancelled; what was sealed anew stays so.
    public func sealAnew(
        progress: @Sendable (_ sealedCount: Int) -> Void = { _ in }
    ) async throws -> [MasterKey.Number] {
        try await adoptMasterKeys()
        var sealedCount = 0
        var retired: [MasterKey.Number] = []
        for _ in 0..<Self.walkLimit {
            for purpose in MasterKey.Purpose.allCases {
                try await sealAnew(purpose, &sealedCount, progress)
            }
            let step = try await retireMasterKeys()
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
            stepCount = try await commit { [masterKey] transaction in
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

    /// Destroys the keys of sessions from which nothing can come any more, so that a change of the
    /// master key is not longer the longer the bank has been there.
    ///
    /// No key comes back: under a clock that nothing is booked by, none goes.
    ///
    /// - Returns: How many sessions had keys.
    /// - Throws: What the store throws.
    public func destroyEndedKeys() async throws -> Int {
        let keptSeconds = configuration.terms.endedKeySeconds
        let reading = ClockReading(clock)
        let last = reading.now.adding(seconds: -keptSeconds)
        var count = 0
        var stepCount = Self.sealedValueLimit
        while stepCount == Self.sealedValueLimit {
            let isAny = try await store.read { try $0.hasKeys(ofSessionsEndedBy: last) }
            guard isAny else { return count }
            stepCount = try await commit { [clockGuard, clock] transaction in
                guard try clockGuard.believes(reading, in: transaction, by: clock) else { return 0 }
                return try transaction.destroyKeys(
                    ofSessionsEndedBy: last,
                    limit: Self.sealedValueLimit
                )
            }
            count += stepCount
        }
        return count
    }

    /// Retires each key but the current one that seals nothing; counts those that still do.
    private func retireMasterKeys() async throws -> (retired: [MasterKey.Number], leftCount: Int) {
        let now = clock.now()
        return try await commit { [masterKey] transaction in
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
                try transaction.audit(
                    .masterKeyRetired,
                    by: nil,
                    objectBits: UInt128(key.number),
                    at: now
                )
            }
            return (retired, leftCount)
        }
    }
}

extension MasterKey {
    /// Makes sure that the keys which may seal something in some books are in the ring.
    ///
    /// - Parameter known: What the books say of their keys.
    /// - Throws: ``MasterKeyError``: a key is missing or another one.
    public func prove(_ known: [MasterKeyRecord]) throws(MasterKeyError) {
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

    /// The first sealed value that does not open; nil when all do.
    ///
    /// Reads all of them, some hundred at a time, while the bank goes on.
    ///
    /// - Throws: What the store throws.
    public func firstShutValue(in store: any LedgerStore) async throws -> SealedValue? {
        for purpose in Purpose.allCases {
            var position: UInt128?
            while true {
                let values = try await store.read { [position] reader in
                    try reader.sealedValues(
                        purpose,
                        after: position,
                        limit: Bank.sealedValueLimit
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
        guard let secret = open(value.sealed, value.purpose, ownerBits: value.ownerBits) else {
            throw SealBroken()
        }
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
        try audit(
            .masterKeyBegun,
            by: nil,
            objectBits: UInt128(key.number),
            at: key.beganAt
        )
    }
}
