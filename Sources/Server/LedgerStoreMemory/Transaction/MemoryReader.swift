import CoreVocabulary
import LedgerService

/// Reads of the books; lent to one body at a time, under the disk's lock.
class MemoryReader: LedgerReading {
    /// The books, here and nowhere else, so that a write copies no table.
    var books: MemoryBooks

    init(_ books: MemoryBooks) {
        self.books = books
    }

    /// The place of an account; nil when there is none.
    final func place(of id: AccountID) -> Int? {
        books.ledger.accountPlaces[id]
    }

    /// The place of an account that must be there.
    final func knownPlace(of id: AccountID) throws -> Int {
        guard let place = place(of: id) else {
            throw MemoryStoreError(
                .referenceMissing,
                "A row names an account that is not there."
            )
        }
        return place
    }
}
