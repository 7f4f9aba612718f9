import CoreVocabulary
import Foundation
import GRDB

/// Bytes on their way into a column.
extension Array where Element == UInt8 {
    var blob: Data { Data(self) }
}

extension Row {
    /// The bytes of a column; none for NULL.
    func bytes(_ index: Int) -> [UInt8] {
        let data: Data? = self[index]
        return data.map { [UInt8]($0) } ?? []
    }

    /// The identifier in a column; nil unless it has 16 bytes.
    func identifier<Subject>(_ index: Int) -> Identifier<Subject>? {
        Identifier(bytes: bytes(index))
    }
}
