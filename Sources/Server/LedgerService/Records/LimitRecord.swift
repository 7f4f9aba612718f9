package import CoreVocabulary

/// Key of a rate limit bucket: the budget and its subject.
package struct LimitKey: Hashable, Sendable {
    /// Budget of a rate limit; the numbers are never changed or reused.
    package enum Budget: UInt8, Hashable, Sendable, CaseIterable {
        /// Requests of any kind from an address.
        case requestsOfAddress = 1
        /// Sign-ins from an address.
        case signInsOfAddress = 2
        /// Requests of any kind by a user.
        case requestsOfUser = 3
        /// Requests for many records at once by a user.
        case bulkReadsOfUser = 4
        /// Transfers made or cancelled by a user.
        case transfersOfUser = 5
        /// Transfers out of an account.
        case transfersOfAccount = 6
        /// Consoles first seen for a user; each is stored permanently.
        case consolesOfUser = 7
        /// Failed sign-ins under a name, from all places together that are new to its user.
        ///
        /// A place is new unless it is remembered as one from which the user signed in. However many
        /// places guess, they share this budget, and it does not delay the user's own places.
        case signInsFromNewPlaces = 8
        /// Requests that submit evidence, by a user; what is stored of them stays permanently.
        case evidenceOfUser = 9
        /// Audit rows about delayed sign-ins under a name, one for each delay, whatever the place.
        ///
        /// This budget and the next have no rate: their buckets say when the next row may follow.
        case delayedSignIns = 10
        /// Audit rows about a console that has seen more than the books contain, one a day.
        case toldRollbacks = 11
    }

    /// Length of the encoded key in bytes.
    package static let byteCount = 17

    /// The budget that is counted.
    package let budget: Budget
    /// The subject: an identifier, or 128 bits that identify a peer or a name.
    package let subjectBits: UInt128

    /// Creates the key of a budget for a subject.
    package init(_ budget: Budget, of subjectBits: UInt128) {
        self.budget = budget
        self.subjectBits = subjectBits
    }

    /// Decodes a key; returns nil if the bytes are not valid.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, let budget = Budget(rawValue: bytes[0]) else {
            return nil
        }
        self.init(budget, of: bytes.dropFirst().reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
    }

    /// The canonical encoding of the key.
    package var bytes: [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: Self.byteCount)
        encoder.write(budget.rawValue)
        encoder.write(subjectBits)
        return encoder.bytes
    }
}

/// State of a rate limit bucket that is not full.
package struct LimitRecord: Hashable, Sendable {
    /// The key of the bucket.
    package let key: LimitKey
    /// The time at which it will be full again.
    package let fullAt: Instant

    /// Creates the state of a bucket.
    package init(key: LimitKey, fullAt: Instant) {
        self.key = key
        self.fullAt = fullAt
    }
}
