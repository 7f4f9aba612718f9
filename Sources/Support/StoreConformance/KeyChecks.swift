import CoreVocabulary
import LedgerService

/// Checks on master keys and sealed values.
enum KeyChecks {
    /// Checks on master keys and values sealed under them.
    static let keys: [StoreCheck] = [
        .transaction("master keys are read in the order of their numbers, and end once") { books in
            try expect(books.masterKeys(), is: [])
            for number in [UInt32(2), 1, .max] { try books.insert(Self.key(number)) }
            try expect(books.endMasterKey(1, at: Sample.later(5)), is: true)
            try expect(books.endMasterKey(1, at: Sample.later(6)), is: false)
            let ended = Self.key(1, endedAt: Sample.later(5))
            try expect(books.masterKeys(), is: [ended, Self.key(2), Self.key(.max)])
            try books.expectRefusals([
                "the same number again": { try books.insert(Self.key(2)) },
                "number zero": { try books.insert(Self.key(0)) },
                "the end of no key": { _ = try books.endMasterKey(404, at: Sample.start) },
            ])
        },
        .transaction("sealed values are read in the order of their owners, and replaced") { books in
            for number in [3, 1, 2] { try books.insert(Sample.user(number)) }
            try books.insert(Sample.session(9, of: 3))
            try expect(books.owners(of: .totpSecret), is: [1, 2, 3])
            try expect(books.owners(of: .storageKey, after: 1, limit: 1), is: [2])
            try expect(books.owners(of: .storageKey, after: 3), is: [])
            try expect(books.owners(of: .authorisationKey), is: [9])
            try expect(books.owners(of: .keyProof), is: [])
            let new = Sample.sealed(.storageKey, of: 2, [7, 7])
            try books.update(new)
            try expect(books.sealedValues(.storageKey, after: 1, limit: 1), is: [new])
            try expect(books.user(2)?.sealedStorageKey, is: [7, 7])
            try expect(books.user(2)?.sealedTOTPSecret, is: [1, 2])
            try books.update(Sample.sealed(.authorisationKey, of: 9, [8]))
            try expect(books.session(9)?.sealedAuthorisationKey, is: [8])
            try books.expectRefusal("a value of nobody") {
                try books.update(Sample.sealed(.totpSecret, of: 404, [1]))
            }
        },
        .transaction("a value that was sealed anew is as it was when that is taken back") { books in
            try books.insert(Sample.user(1))
            try books.takeBack {
                try books.insert(Self.key(1))
                _ = try books.endMasterKey(1, at: Sample.start)
                try books.update(Sample.sealed(.totpSecret, of: 1, [9]))
            }
            try expect(books.user(1), is: Sample.user(1))
            try expect(books.masterKeys(), is: [])
        },
        .transaction("what a key has sealed is found, and nothing more is taken once it ended") {
            books in
            try books.insert(Sample.user(1))
            for number in [UInt32(1), 2, 3] { try books.insert(Self.key(number)) }
            // The sample's values have no header, so the first key sealed them.
            try expect(books.hasSealedValue(under: 1), is: true)
            try expect(books.hasSealedValue(under: 2), is: false)
            func value(_ purpose: MasterKey.Purpose, by number: UInt32) -> SealedValue {
                Sample.sealed(purpose, of: 1, SealedHeader(number: number).bytes + [1, 2, 3])
            }
            try books.update(value(.totpSecret, by: 2))
            try expect(books.hasSealedValue(under: 2), is: true)
            try expect(books.hasSealedValue(under: 1), is: true)
            try books.update(value(.storageKey, by: 3))
            try expect(books.hasSealedValue(under: 1), is: false)
            _ = try books.endMasterKey(2, at: Sample.start)
            try books.expectRefusals([
                "a value under a key that ended": { try books.update(value(.storageKey, by: 2)) },
                "a session under a key that ended": { try books.insert(Self.session(by: 2)) },
            ])
            try books.insert(Self.session(by: 3))
        },
        .transaction("stale values are those of other keys, and of no session whose keys are gone")
        { books in
            for number in 1...3 { try books.insert(Sample.user(number)) }
            for number in [UInt32(1), 2, 3] { try books.insert(Self.key(number)) }
            func stale(_ number: UInt32, _ limit: Int = 9) throws -> Set<UInt128> {
                let values = try books.staleValues(.totpSecret, besides: number, limit: limit)
                return Set(values.map(\.ownerBits))
            }
            for number in [UInt32(1), 2, 3] {
                let sealed = SealedHeader(number: number).bytes + [7]
                try books.update(Sample.sealed(.totpSecret, of: UInt128(number), sealed))
            }
            try expect(stale(2), is: [1, 3])
            try expect(stale(3), is: [1, 2])
            try expect(stale(9), is: [1, 2, 3])
            try expect(stale(2, 1).count, is: 1)
            try expect(stale(2, 0), is: [])
            try expect(books.staleValues(.keyProof, besides: 2, limit: 9), is: [])
            // Without a header, the first key sealed it.
            try books.update(Sample.sealed(.totpSecret, of: 2, [200, 1]))
            try expect(stale(2), is: [1, 2, 3])
        },
        .transaction("the keys of sessions that ended are destroyed, and no others") { books in
            try books.prepare(users: 1)
            for number in 2...4 {
                let opened = Sample.later(Int64(100 * number))
                try books.insert(Sample.session(number, openedAt: opened))
            }
            try books.insert(Sample.renewal(2))
            let last = Sample.later(300 + 36_000)
            try expect(books.hasKeys(ofSessionsEndedBy: Sample.start), is: false)
            try expect(books.destroyKeys(ofSessionsEndedBy: Sample.start, limit: 9), is: 0)
            try expect(books.hasKeys(ofSessionsEndedBy: last), is: true)
            try expect(books.destroyKeys(ofSessionsEndedBy: last, limit: 2), is: 2)
            try expect(books.owners(of: .authorisationKey), is: [3, 4])
            try expect(books.owners(of: .refreshKey), is: [])
            try expect(books.destroyKeys(ofSessionsEndedBy: last, limit: 2), is: 1)
            try expect(books.owners(of: .authorisationKey), is: [4])
            try expect(books.hasKeys(ofSessionsEndedBy: last), is: false)
            let gone = try books.session(2)
            try expect(gone?.sealedAuthorisationKey, is: [])
            try expect(gone?.tokenHash, is: Sample.digest(2))
            try expect(books.renewal(of: 2)?.sealedKey, is: [])
            let header = SealedHeader(number: 7).bytes
            try books.update(Sample.sealed(.authorisationKey, of: 4, header))
            for purpose in [MasterKey.Purpose.totpSecret, .storageKey] {
                try books.update(Sample.sealed(purpose, of: 1, header + [1]))
            }
            // Destroyed values are sealed under no key, including the first one.
            try expect(books.hasSealedValue(under: 1), is: false)
            try expect(books.staleValues(.authorisationKey, besides: 7, limit: 9), is: [])
        },
    ]

    private static func key(_ number: MasterKey.Number, endedAt: Instant? = nil) -> MasterKeyRecord
    {
        MasterKeyRecord(
            number: number,
            proof: [5, UInt8(truncatingIfNeeded: number)],
            beganAt: Sample.start,
            endedAt: endedAt
        )
    }

    private static func session(by number: MasterKey.Number) -> SessionRecord {
        SessionRecord(
            id: 1,
            userID: 1,
            tokenHash: Sample.digest(1),
            sealedAuthorisationKey: SealedHeader(number: number).bytes + [4],
            openedAt: Sample.start,
            endsAt: Sample.later(9),
            endedAt: nil
        )
    }
}

extension LedgerReading {
    /// Returns the owners of the sealed values of a purpose.
    func owners(
        of purpose: MasterKey.Purpose,
        after owner: UInt128? = nil,
        limit: Int = 9
    ) throws -> [UInt128] {
        try sealedValues(purpose, after: owner, limit: limit).map(\.ownerBits)
    }
}
