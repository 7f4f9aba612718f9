import ClientService
import CoreVocabulary
import Foundation
import GRDB

/// Conversion of bytes for a BLOB column.
extension Array where Element == UInt8 {
    var blob: Data { Data(self) }
}

extension Row {
    /// Returns the bytes of a column; empty if damage has left another type.
    func bytes(_ index: Int) -> [UInt8] {
        let value: DatabaseValue = self[index]
        guard case .blob(let data) = value.storage else { return [] }
        return [UInt8](data)
    }

    /// Returns the number in a column; zero if damage has left another type.
    func integer(_ index: Int) -> Int64 {
        let value: DatabaseValue = self[index]
        guard case .int64(let number) = value.storage else { return 0 }
        return number
    }

    /// Returns the account identifier in a column, on which everything else of the row depends.
    ///
    /// - Throws: ``RecordStoreError/damaged`` unless it has 16 bytes.
    func accountID(_ index: Int) throws -> AccountID {
        guard let accountID: AccountID = identifier(index) else { throw RecordStoreError.damaged }
        return accountID
    }

    /// Returns the identifier in a column, or nil unless it has 16 bytes.
    func identifier<Subject>(_ index: Int) -> Identifier<Subject>? {
        Identifier(bytes: bytes(index))
    }
}
