import Glibc
import SyncCore
import WireProtocol

/// A request as it is handed to the thread that sends it.
struct OutgoingRequest: Sendable {
    let line: BankLine
    let limits: LinkLimits
    let userAgent: String
    let method: HTTPMethod
    /// The path and the query.
    let target: String
    let body: WipedBytes?
    /// Whole lines, each with its name; one may hold a token.
    let headers: [WipedBytes]
    let isStream: Bool
    /// True if sending it twice does no more than sending it once: curl may send it again by itself
    /// when a connection that it kept turns out to be dead.
    let isRepeatable: Bool
    /// True if it goes on no connection that was kept for it.
    ///
    /// A sign-in on one that the bank has closed could not be sent again: its code may be spent, and
    /// a bank that is up would be called one that cannot be reached.
    let needsNewConnection: Bool

    /// Whether there is a proxy in between.
    var usesProxy: Bool {
        guard case .https(_, _, _, .some) = line else { return false }
        return true
    }

    /// Takes a request of the protocol.
    init(_ envelope: RequestEnvelope, line: BankLine, userAgent: String, limits: LinkLimits) {
        let call = envelope.request.call
        self.line = line
        self.limits = limits
        self.userAgent = userAgent
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

    /// Asks for the stream.
    init(
        streamAfter cursor: Cursor?,
        token: [UInt8],
        line: BankLine,
        userAgent: String,
        limits: LinkLimits
    ) {
        self.line = line
        self.limits = limits
        self.userAgent = userAgent
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
    /// True if it asks and changes nothing, or changes what is the same after a second copy.
    fileprivate var isRepeatable: Bool {
        // Of a beginning the bank writes down once which console it is, and that it has seen more
        // than the books hold. Of the others a second copy finds a code or a token spent, counts as
        // another try, or is answered otherwise: the client sends them again when it knows what
        // that means.
        route.onlyReads || route == .beginSync
    }
}

/// Bytes that stay at one address with a zero after them, and are overwritten when they go.
///
/// What the JSON of a request was made from, and what libcurl and OpenSSL copy while they send, is
/// freed without being overwritten; this keeps the number of copies as small as it can be.
final class WipedBytes: @unchecked Sendable {
    // SAFETY: filled before anybody else sees it, and only read afterwards.
    private let buffer: UnsafeMutableRawBufferPointer

    /// How many bytes there are, without the zero.
    var count: Int { buffer.count - 1 }
    /// The first of them, good for as long as this object is.
    var start: UnsafeRawPointer? { UnsafeRawPointer(buffer.baseAddress) }
    /// The same for a text.
    var text: UnsafePointer<CChar>? { start?.assumingMemoryBound(to: CChar.self) }

    /// Copies bytes.
    init(_ bytes: some Collection<UInt8>) {
        buffer = .allocate(byteCount: bytes.count + 1, alignment: 1)
        buffer.copyBytes(from: bytes)
        buffer[bytes.count] = 0
    }

    /// Copies a text.
    convenience init(text: String) {
        self.init(text.utf8)
    }

    deinit {
        if let start = buffer.baseAddress { explicit_bzero(start, buffer.count) }
        buffer.deallocate()
    }
}
