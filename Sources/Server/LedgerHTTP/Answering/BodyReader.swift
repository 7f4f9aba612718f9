import HTTPTypes
import HummingbirdCore
import NIOCore
import WireProtocol

/// Reads request bodies within the protocol's limits.
enum BodyReader {
    /// Checks the head's body fields against the route before any byte of the body is read.
    static func check(_ headers: HTTPFields, takesBody: Bool) throws(ServerRefusal) {
        // The decoder only accepts digits. A number that does not fit is too long in any case.
        let byteCount = headers[.contentLength].map { Int($0) ?? .max } ?? 0
        guard takesBody else {
            if byteCount > 0 || headers[.transferEncoding] != nil { throw .bodyNotExpected }
            return
        }
        guard byteCount <= StrictJSON.requestByteLimit else { throw .bodyTooLong }
        guard let type = headers[.contentType], isJSON(type) else { throw .notJSON }
    }

    /// Returns true if a media type is JSON without parameters other than the character set UTF-8.
    ///
    /// Source: RFC 9110 §8.3.1 (names and character sets are case-insensitive, white space around
    /// the semicolon is optional, values may be quoted), §5.6.6 (a parameter may be empty).
    static func isJSON(_ type: String) -> Bool {
        let parts = type.lowercased().split(separator: ";", omittingEmptySubsequences: false)
            .map(withoutSpace)
        guard parts.first == "application/json" else { return false }
        return parts.dropFirst().allSatisfy {
            ["", "charset=utf-8", #"charset="utf-8""#].contains($0)
        }
    }

    private static func withoutSpace(_ text: Substring) -> Substring {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        let begun = text.drop(while: isSpace)
        guard let last = begun.lastIndex(where: { !isSpace($0) }) else { return "" }
        return begun[...last]
    }

    /// Reads the complete body, or throws ``ServerRefusal/bodyTooLong`` or the connection's error.
    static func read(_ body: RequestBody) async throws -> [UInt8] {
        do {
            let buffer = try await body.collect(upTo: StrictJSON.requestByteLimit)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw ServerRefusal.bodyTooLong
        }
    }
}
