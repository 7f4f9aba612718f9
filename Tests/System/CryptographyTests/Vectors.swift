import CoreVocabulary
import Testing

/// The bytes of hexadecimal digits in a test vector; a typing error fails the test.
func hex(_ digits: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [UInt8] {
    let digits = digits.filter { !$0.isWhitespace }
    return try #require(Hex.decode(digits), sourceLocation: sourceLocation)
}

/// The bytes of a text in a test vector.
func bytes(_ text: String) -> [UInt8] {
    Array(text.utf8)
}
