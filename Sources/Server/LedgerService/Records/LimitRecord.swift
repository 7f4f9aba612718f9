public import CoreVocabulary

/// Whose requests are counted together, and for what.
public struct LimitKey: Hashable, Sendable {
    /// What is counted; the numbers are never changed or used again.
    public enum Budget: UInt8, Hashable, Sendable, CaseIterable {
        /// Requests of any kind from an address.
        case requestsOfAddress = 1
        /// Sign-ins from an address.
        case signInsOfAddress = 2
        /// Requests of any kind by a user.
        case requestsOfUser = 3
        /// Requests for many records at once by a user.
        case bulkReadsOfUser = 4
        /// Transfers by a user.
        case transfersOfUser = 5
        /// Transfers out of an account.
        case transfersOfAccount = 6
        /// Consoles that were never seen before, by a user.
        case consolesOfUser = 7
        /// Failed sign-ins under a name, from all places that are new to its user.
        case signInsFromNewPlaces = 8
        /// Requests that submit evidence, by a user.
        case evidenceOfUser = 9
        /// Lines of the audit log about delayed sign-ins under a name: one for each delay, from
        /// whatever place.
        case delayedSignIns = 10
        /// Lines of the audit log about a console that has seen more than the books hold: one a day.
        case toldRollbacks = 11
    }

    /// Bytes in the byte form.
    public static let byteCount = 17

    /// What is counted.
    public let budget: Budget
    /// Whose it is: an identifier, or 128 bits that stand for a peer or a name.
    public let subjectBits: UInt128

    /// Makes the key of what has an identifier.
    public init(_ budget: Budget, of subjectBits: UInt128) {
        self.budget = budget
        self.subjectBits = subjectBits
    }

    /// Reads the byte form; nil for any other.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, let budget = Budget(rawValue: bytes[0]) else {
            return nil
        }
        self.init(budget, of: bytes.dropFirst().reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
    }

    /// The one byte form.
    public var bytes: [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: Self.byteCount)
        encoder.write(budget.rawValue)
        encoder.write(subjectBits)
        return encoder.bytes
    }
}

/// A bucket that is not full.
public struct LimitRecord: Hashable, Sendable {
    /// Whose it is.
    public let key: LimitKey
    /// When it will be full again.
    public let fullAt: Instant

    /// Makes a record.
    public init(key: LimitKey, fullAt: Instant) {
        self.key = key
        self.fullAt = fullAt
    }
}
