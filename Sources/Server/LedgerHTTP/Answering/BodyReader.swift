import HTTPTypes
import HummingbirdCore
import NIOCore
import WireProtocol

/// Reads the body of a request within the protocol's limits.
enum BodyReader {
    /// The only kind of body there is; parameters beside the character set are refused.
    private static let accepted = ["application/json", "application/json; charset=utf-8"]

    /// Holds what the head says of the body against the route, before a byte of it is read.
    static func check(_ headers: HTTPFields, _ route: Route) throws(ServerRefusal) {
        let byteCount = headers[.contentLength].flatMap { Int($0) } ?? 0
        guard route.hasBody else {
            if byteCount > 0 || headers[.transferEncoding] != nil { throw .bodyNotExpected }
            return
        }
        guard byteCount <= StrictJSON.requestByteLimit else { throw .bodyTooLong }
        guard let type = headers[.contentType]?.lowercased(), accepted.contains(type) else {
            throw .notJSON
        }
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
