import Glibc
import SyncCore
import WireProtocol

/// A request in the form passed to the sending thread.
struct OutgoingRequest: Sendable {
    let settings: HTTPLinkSettings
    let method: HTTPMethod
    /// Path and query of the URL.
    let target: String
    let body: WipedBytes?
    /// Complete header lines with their names; one may contain a token.
    let headers: [WipedBytes]
    let isStream: Bool
    /// True if sending it twice has the same effect as once.
    ///
    /// curl may then resend it by itself if a reused connection turns out to be dead.
    let isRepeatable: Bool
    /// True if it must not use a kept connection.
    ///
    /// A sign-in on a connection that the bank has closed could not be sent again, because its code
    /// may be spent. A bank that is up would then be reported as unreachable.
    let needsNewConnection: Bool

    /// True if the connection goes through a proxy.
    var usesProxy: Bool {
        if case .https(_, _, _, .some) = settings.line { true } else { false }
    }

    /// Creates the HTTP form of a protocol request.
    init(_ envelope: RequestEnvelope, _ settings: HTTPLinkSettings) {
        let call = envelope.request.call
        self.settings = settings
        method = call.route.method
        target = call.target
        var headers = ["Accept: \(HTTPAnswer.jsonType), \(HTTPAnswer.problemType)"]
        if call.body != nil { headers.append("Content-Type: \(HTTPAnswer.jsonType)") }
        self.headers = headers.map { WipedBytes(text: $0) } + Self.authorisation(envelope.token)
        body = call.body.map { WipedBytes($0) }
        isStream = false
        isRepeatable = envelope.request.isRepeatable
        needsNewConnection = call.route == .signIn
    }

    /// Creates a request for the stream.
    init(streamAfter cursor: Cursor?, token: [UInt8], _ settings: HTTPLinkSettings) {
        self.settings = settings
        method = Route.stream.method
        target = Route.stream.path
        var headers = ["Accept: \(ServerSentEvent.contentType), \(HTTPAnswer.problemType)"]
        if let cursor { headers.append("\(ServerSentEvent.lastEventHeader): \(cursor.text)") }
        self.headers = headers.map { WipedBytes(text: $0) } + Self.authorisation(token)
        body = nil
        isStream = true
        isRepeatable = true
        needsNewConnection = true
    }

    private static func authorisation(_ token: [UInt8]?) -> [WipedBytes] {
        guard let token else { return [] }
        let value = BearerToken.headerValue(token)
        return [WipedBytes(text: "\(BearerToken.headerName): \(value)")]
    }
}

extension Request {
    /// True if it only reads, or if a second copy of it changes nothing more.
    fileprivate var isRepeatable: Bool {
        // A `beginSync` makes the bank record once which console it is, and that it has seen more
        // than the books hold. For the other writing requests a second copy finds a code or a token
        // spent, counts as another try, or gets a different answer. The client repeats them itself
        // when it knows what that means.
        route.onlyReads || route == .beginSync
    }
}

/// Zero-terminated bytes at a fixed address, which are overwritten when freed.
///
/// The source of a request's JSON, and the copies that libcurl and OpenSSL make while sending, are
/// freed without being overwritten. This type keeps the number of copies as small as possible.
final class WipedBytes: @unchecked Sendable {
    // SAFETY: filled before anybody else sees it, and only read afterwards.
    private let buffer: UnsafeMutableRawBufferPointer

    /// Number of bytes, without the final zero.
    var count: Int { buffer.count - 1 }
    /// Address of the first byte, valid as long as this object.
    var start: UnsafeRawPointer? { UnsafeRawPointer(buffer.baseAddress) }
    /// The same address, typed for a C string.
    var text: UnsafePointer<CChar>? { start?.assumingMemoryBound(to: CChar.self) }

    /// Copies bytes into a new buffer.
    init(_ bytes: some Collection<UInt8>) {
        buffer = .allocate(byteCount: bytes.count + 1, alignment: 1)
        buffer.copyBytes(from: bytes)
        buffer[bytes.count] = 0
    }

    /// Copies the UTF-8 bytes of a text.
    convenience init(text: String) {
        self.init(text.utf8)
    }

    deinit {
        if let start = buffer.baseAddress { explicit_bzero(start, buffer.count) }
        buffer.deallocate()
    }
}
