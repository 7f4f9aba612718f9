import CoreVocabulary
import IdentityCore
import LedgerService
import SyncCore

/// Checks on master keys and sealed values.
enum KeyChecks {
    /// Checks on master keys and values sealed under them.
    static let keys = [
        StoreCheck("master keys are read in the order of their numbers, and end once") { store in
            try await store.write { books in
                try expect(try books.masterKeys(), is: [])
                for number in [UInt32(2), 1, .max] { try books.insert(Self.key(number)) }
                try expect(try books.endMasterKey(1, at: Sample.later(5)), is: true)
                try expect(try books.endMasterKey(1, at: Sample.later(6)), is: false)
                let expected = [
                    Self.key(1, endedAt: Sample.later(5)), Self.key(2), Self.key(.max),
                ]
                try expect(try books.masterKeys(), is: expected)
                try books.expectRefusal("the same number again") {
                    try books.insert(Self.key(2))
                }
                try books.expectRefusal("number zero") { try books.insert(Self.key(0)) }
                try books.expectRefusal("the end of no key") {
                    _ = try books.endMasterKey(404, at: Sample.start)
                }
            }
        },
        StoreCheck("sealed values are read in the order of their owners, and replaced") { store in
            try await store.write { books in
                for number in [3, 1, 2] { try books.insert(Sample.user(number)) }
                try books.insert(Sample.session(9, of: 3))
                func owners(
                    _ purpose: MasterKey.Purpose,
                    _ after: UInt128?,
                    _ limit: Int
                ) throws -> [UInt128] {
                    try books.sealedValues(purpose, after: after, limit: limit).map(\.ownerBits)
                }
                try expect(try owners(.totpSecret, nil, 9), is: [1, 2, 3])
                try expect(try owners(.storageKey, 1, 1), is: [2])
                try expect(try owners(.storageKey, 3, 9), is: [])
                try expect(try owners(.authorisationKey, nil, 9), is: [9])
                try expect(try owners(.keyProof, nil, 9), is: [])
                let new = SealedValue(purpose: .storageKey, ownerBits: 2, sealed: [7, 7])
                try books.update(new)
                try expect(try books.sealedValues(.storageKey, after: 1, limit: 1), is: [new])
                try expect(try books.user(Sample.userID(2))?.sealedStorageKey, is: [7, 7])
                try expect(try books.user(Sample.userID(2))?.sealedTOTPSecret, is: [1, 2])
                try books.update(
                    SealedValue(purpose: .authorisationKey, ownerBits: 9, sealed: [8])
                )
                let session = try books.session(Sample.sessionID(9))
                try expect(session?.sealedAuthorisationKey, is: [8])
                try books.expectRefusal("a value of nobody") {
                    let lost = SealedValue(purpose: .totpSecret, ownerBits: 404, sealed: [1])
                    try books.update(lost)
                }
            }
        },
        StoreCheck("a value that was sealed anew is as it was when that is taken back") { store in
            try await store.write { books in
                try books.insert(Sample.user(1))
                try books.takeBack {
                    try books.insert(Self.key(1))
                    _ = try books.endMasterKey(1, at: Sample.start)
                    try books.update(
                        SealedValue(purpose: .totpSecret, ownerBits: 1, sealed: [9])
                    )
                }
                try expect(try books.user(Sample.userID(1)), is: Sample.user(1))
                try expect(try books.masterKeys(), is: [])
            }
        },
        StoreCheck("what a key has sealed is found, and nothing more is taken once it ended") {
            store in
            try await store.write { books in
                try books.insert(Sample.user(1))
                for number in [UInt32(1), 2, 3] { try books.insert(Self.key(number)) }
                // The sample's values have no header, so the first key sealed them.
                try expect(try books.hasSealedValue(under: 1), is: true)
                try expect(try books.hasSealedValue(under: 2), is: false)
                func value(_ purpose: MasterKey.Purpose, by number: UInt32) -> SealedValue {
                    let sealed = SealedHeader(number: number).bytes + [1, 2, 3]
                    return SealedValue(purpose: purpose, ownerBits: 1, sealed: sealed)
                }
                try books.update(value(.totpSecret, by: 2))
                try expect(try books.hasSealedValue(under: 2), is: true)
                try expect(try books.hasSealedValue(under: 1), is: true)
                try books.update(value(.storageKey, by: 3))
                try expect(try books.hasSealedValue(under: 1), is: false)
                _ = try books.endMasterKey(2, at: Sample.start)
                try books.expectRefusal("a value under a key that ended") {
                    try books.update(value(.storageKey, by: 2))
                }
                try books.expectRefusal("a session under a key that ended") {
                    try books.insert(Self.session(by: 2))
                }
                try books.insert(Self.session(by: 3))
            }
        },
        StoreCheck("stale values are those of other keys, and of no session whose keys are gone") {
            store in
            try await store.write { books in
                for number in 1...3 { try books.insert(Sample.user(number)) }
                for number in [UInt32(1), 2, 3] { try books.insert(Self.key(number)) }
                func stale(_ number: UInt32, _ limit: Int = 9) throws -> Set<UInt128> {
                    let values = try books.staleValues(.totpSecret, besides: number, limit: limit)
                    return Set(values.map(\.ownerBits))
                }
                for number in [UInt32(1), 2, 3] {
                    let sealed = SealedHeader(number: number).bytes + [7]
                    let owner = UInt128(number)
                    try books.update(
                        SealedValue(purpose: .totpSecret, ownerBits: owner, sealed: sealed)
                    )
                }
                try expect(try stale(2), is: [1, 3])
                try expect(try stale(3), is: [1, 2])
                try expect(try stale(9), is: [1, 2, 3])
                try expect(try stale(2, 1).count, is: 1)
                try expect(try stale(2, 0), is: [])
                try expect(try books.staleValues(.keyProof, besides: 2, limit: 9), is: [])
                // Without a header, the first key sealed it.
                try books.update(
                    SealedValue(purpose: .totpSecret, ownerBits: 2, sealed: [200, 1])
                )
                try expect(try stale(2), is: [1, 2, 3])
            }
        },
        StoreCheck("the keys of sessions that ended are destroyed, and no others") { store in
            try await store.write { books in
                try books.addUsers(1)
                for number in 2...4 {
                    let opened = Sample.later(Int64(100 * number))
                    try books.insert(Sample.session(number, openedAt: opened))
                }
                try books.insert(Sample.renewal(2))
                let last = Sample.later(300 + 36_000)
                func sealed(_ purpose: MasterKey.Purpose) throws -> [UInt128] {
                    try books.sealedValues(purpose, after: nil, limit: 9).map(\.ownerBits)
                }
                try expect(try books.hasKeys(ofSessionsEndedBy: Sample.start), is: false)
                try expect(
                    try books.destroyKeys(ofSessionsEndedBy: Sample.start, limit: 9),
                    is: 0
                )
                try expect(try books.hasKeys(ofSessionsEndedBy: last), is: true)
                try expect(try books.destroyKeys(ofSessionsEndedBy: last, limit: 2), is: 2)
                try expect(try sealed(.authorisationKey), is: [3, 4])
                try expect(try sealed(.refreshKey), is: [])
                try expect(try books.destroyKeys(ofSessionsEndedBy: last, limit: 2), is: 1)
                try expect(try sealed(.authorisationKey), is: [4])
                try expect(try books.hasKeys(ofSessionsEndedBy: last), is: false)
                let gone = try books.session(Sample.sessionID(2))
                try expect(gone?.sealedAuthorisationKey, is: [])
                try expect(gone?.tokenHash, is: Sample.digest(2))
                try expect(try books.renewal(of: Sample.sessionID(2))?.sealedKey, is: [])
                try books.update(
                    SealedValue(
                        purpose: .authorisationKey,
                        ownerBits: 4,
                        sealed: SealedHeader(number: 7).bytes
                    )
                )
                for purpose in [MasterKey.Purpose.totpSecret, .storageKey] {
                    let sealed = SealedHeader(number: 7).bytes + [1]
                    try books.update(
                        SealedValue(purpose: purpose, ownerBits: 1, sealed: sealed)
                    )
                }
                // Destroyed values are sealed under no key, including the first one.
                try expect(try books.hasSealedValue(under: 1), is: false)
                let stale = try books.staleValues(.authorisationKey, besides: 7, limit: 9)
                try expect(stale, is: [])
            }
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
            id: Sample.sessionID(1),
            userID: Sample.userID(1),
            tokenHash: Sample.digest(1),
            sealedAuthorisationKey: SealedHeader(number: number).bytes + [4],
            openedAt: Sample.start,
            endsAt: Sample.later(9),
            endedAt: nil
        )
    }
}
