import CoreVocabulary
import LedgerService

/// The master keys that have sealed something in these books.
struct KeyTables: Sendable {
    /// The keys without their ends, ascending by number.
    var masterKeys: [MasterKeyRecord] = []
    var ends: [MasterKey.Number: Instant] = [:]

    /// Returns true if the key that sealed a value has been retired.
    func isRetired(keyOf sealed: [UInt8]) -> Bool {
        masterKeys.contains { key in
            ends[key.number] != nil && sealed.starts(with: SealedHeader(number: key.number).bytes)
        }
    }

    /// Returns the index of a key, or the index at which to insert it.
    func place(of number: MasterKey.Number) -> Int {
        masterKeys.partitionPlace { $0.number < number }
    }

    /// Returns the key with a number; nil if there is none.
    func key(_ number: MasterKey.Number) -> MasterKeyRecord? {
        masterKeys.first { $0.number == number }
    }

    /// Applies a change of these tables.
    mutating func apply(_ change: BooksChange) {
        switch change {
        case .keyAdded(let key): masterKeys.insert(key, at: place(of: key.number))
        case .keyRetired(let number, let instant): ends[number] = instant
        default: invariantBroken("a change is done to the tables that it is about")
        }
    }

    /// Undoes the last change of these tables.
    mutating func revert(_ change: BooksChange) {
        switch change {
        case .keyAdded(let key): masterKeys.remove(at: place(of: key.number))
        case .keyRetired(let number, _): ends[number] = nil
        default: invariantBroken("a change is taken back from the tables that it is about")
        }
    }
}
