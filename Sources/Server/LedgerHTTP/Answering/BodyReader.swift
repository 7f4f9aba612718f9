import HTTPTypes
import HummingbirdCore
import NIOCore
import WireProtocol

/// Reads the body of a request within the protocol's limits.
enum BodyReader {
    /// Holds what the head says of the body against what is asked for, before a byte of it is read.
    static func check(_ headers: HTTPFields, takesBody: Bool) throws(ServerRefusal) {
        // The decoder lets only digits pass; a number that has no room here is too long anyway.
        let byteCount = headers[.contentLength].map { Int($0) ?? .max } ?? 0
        guard takesBody else {
            if byteCount > 0 || headers[.transferEncoding] != nil { throw .bodyNotExpected }
            return
        }
        guard byteCount <= StrictJSON.requestByteLimit else { throw .bodyTooLong }
        guard let type = headers[.contentType], isJSON(type) else { throw .notJSON }
    }

    /// Whether a media type is that of the only kind of body there is; parameters beside the
    /// character set are refused.
    ///
    /// Source: RFC 9110 §8.3.1 (names and character sets in either case, white space around the
    /// semicolon or none, values quoted or not), §5.6.6 (a parameter may be missing).
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

    /// All of the body.
    ///
    /// - Throws: ``ServerRefusal/bodyTooLong``, or whatever broke the connection.
    static func read(_ body: RequestBody) async throws -> [UInt8] {
        do {
            let buffer = try await body.collect(upTo: StrictJSON.requestByteLimit)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw ServerRefusal.bodyTooLong
        }
    }
}

extension Route {
    /// Whether its requests have a body.
    var hasBody: Bool { method == .post || method == .put }
}
