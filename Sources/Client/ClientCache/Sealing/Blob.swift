import CoreVocabulary
import Foundation
import GRDB

/// Bytes on their way into a column.
extension Array where Element == UInt8 {
    var blob: Data { Data(self) }
}

extension Row {
    /// The bytes of a column; none where damage has left something else.
    func bytes(_ index: Int) -> [UInt8] {
        let value: DatabaseValue = self[index]
        guard case .blob(let data) = value.storage else { return [] }
        return [UInt8](data)
    }

    /// The number in a column; zero where damage has left something else.
    func integer(_ index: Int) -> Int64 {
        let value: DatabaseValue = self[index]
        guard case .int64(let number) = value.storage else { return 0 }
        return number
    }

    /// The identifier in a column; nil unless it has 16 bytes.
    func identifier<Subject>(_ index: Int) -> Identifier<Subject>? {
        Identifier(bytes: bytes(index))
    }
}
