import CoreVocabulary
import LedgerService

/// Read operations, lent to one body at a time under the disk's lock.
class MemoryReader: LedgerReading {
    /// The books, with no other reference, so that a write copies no table.
    var books: MemoryBooks

    init(_ books: MemoryBooks) {
        self.books = books
    }

    /// Returns the index of an account; nil if there is none.
    final func place(of id: AccountID) -> Int? { books.ledger.accountPlaces[id] }

    /// Returns the index of an account that must exist.
    final func knownPlace(of id: AccountID) throws -> Int {
        try known(place(of: id), "A row names an account that is not there.")
    }

    /// Returns a value that another row names, or throws `referenceMissing`.
    final func known<Value>(
        _ value: Value?,
        _ message: String,
        file: StaticString = #fileID,
        line: UInt = #line
    ) throws -> Value {
        guard let value else {
            throw MemoryStoreError(.referenceMissing, message, file: file, line: line)
        }
        return value
    }
}
