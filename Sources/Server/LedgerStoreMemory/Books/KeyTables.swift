import CoreVocabulary
import LedgerService

/// The master keys that have sealed something in these books.
struct KeyTables: Sendable {
    /// Ascending by number; without their ends.
    var masterKeys: [MasterKeyRecord] = []
    var ends: [MasterKey.Number: Instant] = [:]

    /// Whether a key sealed a value and was retired since.
    func isRetired(keyOf sealed: [UInt8]) -> Bool {
        masterKeys.contains { key in
            ends[key.number] != nil && sealed.starts(with: SealedHeader(number: key.number).bytes)
        }
    }

    /// The place of a key among all, whether or not it is there.
    func place(of number: MasterKey.Number) -> Int {
        masterKeys.partitionPlace { $0.number < number }
    }

    /// Whether a key is there.
    func contains(_ number: MasterKey.Number) -> Bool {
        let place = place(of: number)
        return place < masterKeys.count && masterKeys[place].number == number
    }

    /// Does a change of these tables.
    mutating func apply(_ change: BooksChange) {
        switch change {
        case .keyAdded(let key): masterKeys.insert(key, at: place(of: key.number))
        case .keyRetired(let number, let instant): ends[number] = instant
        default: invariantBroken("a change is done to the tables that it is about")
        }
    }

    /// Takes back the last change of these tables.
    mutating func revert(_ change: BooksChange) {
        switch change {
        case .keyAdded(let key): masterKeys.remove(at: place(of: key.number))
        case .keyRetired(let number, _): ends[number] = nil
        default: invariantBroken("a change is taken back from the tables that it is about")
        }
    }
}
