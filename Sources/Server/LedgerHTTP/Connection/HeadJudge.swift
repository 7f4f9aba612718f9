import CoreVocabulary
import NIOHTTP1

/// The rules for a request's version, `Host` and framing.
struct HeadJudge: Sendable {
    /// The accepted hosts; nil for any, if TLS has verified the host.
    let hosts: Set<String>?

    /// Returns the refusal of a head, or nil if it is accepted.
    ///
    /// Source: RFC 9112 §2.3 (HTTP/1.0 frames bodies differently), §3.2 (exactly one valid `Host`),
    /// §3.2.2 (an absolute target overrides `Host`), §6.1 (unknown codings), §6.3 (both framings at
    /// once).
    func refusal(of head: HTTPRequestHead) -> ServerRefusal? {
        guard head.version == .http1_1 else { return .notHTTP }
        let named = head.headers["host"]
        guard let host = named.first else { return .hostMissing }
        guard named.count == 1, let ofField = Self.hostName(host) else { return .hostInvalid }
        var name = ofField
        if let authority = Self.authority(of: head.uri) {
            guard let ofTarget = Self.hostName(authority) else { return .hostInvalid }
            name = ofTarget
        }
        if let hosts, !hosts.contains(name) { return .hostUnknown }
        let codings = head.headers["transfer-encoding"]
        guard codings.isEmpty || (codings.count == 1 && codings[0].lowercased() == "chunked")
        else { return .codingUnknown }
        let lengths = head.headers["content-length"]
        guard lengths.isEmpty || codings.isEmpty, lengths.count <= 1 else { return .notHTTP }
        return nil
    }

    /// Returns the stated length of a request's body in bytes, or 0 for no body or chunks.
    static func toldByteCount(of head: HTTPRequestHead) -> Int {
        guard let text = head.headers.first(name: "content-length") else { return 0 }
        let digits = text.utf8.filter(\.isASCIIDigit)
        // The decoder only accepts digits. A number that does not fit never ends.
        return Int(String(decoding: digits, as: UTF8.self)) ?? .max
    }

    /// Returns true if no request can follow on the connection: either side ends it, or the decoder
    /// treats the following bytes as another protocol.
    ///
    /// Source: RFC 9112 §9.6; RFC 9110 §7.8 (`Upgrade`), §9.3.6 (`CONNECT`).
    static func isLast(_ head: HTTPRequestHead) -> Bool {
        !head.isKeepAlive || head.method == .CONNECT || head.headers.contains(name: "upgrade")
    }

    /// Returns the authority of a target in absolute form, or nil for any other form.
    private static func authority(of target: String) -> String? {
        guard target.utf8.first != UInt8(ascii: "/"), let mark = target.firstRange(of: "://")
        else { return nil }
        return String(target[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" })
    }

    /// Returns the host of a `Host` field in lower case without its port; nil if malformed.
    ///
    /// Source: RFC 9110 §7.2, RFC 3986 §3.2.2 and §3.2.3. An empty host is invalid here, because
    /// every URI of the bank has one. A name with escapes is unknown to every resolver.
    static func hostName(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        let host: ArraySlice<UInt8>
        if bytes.first == UInt8(ascii: "[") {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "]")), end > 1 else { return nil }
            host = bytes[...end]
            guard host.dropFirst().dropLast().allSatisfy(isOfAddress) else { return nil }
        } else {
            host = bytes.prefix { $0 != UInt8(ascii: ":") }
            guard !host.isEmpty, host.allSatisfy(isOfName) else { return nil }
        }
        let port = bytes[host.endIndex...]
        guard port.isEmpty || port.first == UInt8(ascii: ":"), port.count <= portByteLimit,
            port.dropFirst().allSatisfy(\.isASCIIDigit)
        else { return nil }
        return String(decoding: host, as: UTF8.self).lowercased()
    }

    /// Length of a colon and five digits, in bytes.
    private static let portByteLimit = 6

    private static func isOfName(_ byte: UInt8) -> Bool {
        byte.isASCIIDigit || byte.isASCIILowerCase || byte.isASCIIUpperCase
            || Array("-._~".utf8).contains(byte)
    }

    private static func isOfAddress(_ byte: UInt8) -> Bool {
        Hex.value(ofDigit: byte) != nil || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
    }
}
