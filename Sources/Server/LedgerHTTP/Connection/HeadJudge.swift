import NIOHTTP1

/// The rules for a request's version, `Host` and framing.
struct HeadJudge: Sendable {
    /// The hosts that a request may name; nil where any will do, since TLS has proved who is asked.
    let hosts: Set<String>?

    /// The reason to refuse a head; nil when there is none.
    ///
    /// Source: RFC 9112 §2.3 (HTTP/1.0 frames bodies otherwise), §3.2 (one `Host`, and a valid one),
    /// §3.2.2 (a target that names a host stands for `Host`), §6.1 (a coding that is not understood),
    /// §6.3 (both framings at once).
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

    /// The length of a request's body in bytes where the head tells it; 0 for none or chunks.
    static func toldByteCount(of head: HTTPRequestHead) -> Int {
        guard let text = head.headers.first(name: "content-length") else { return 0 }
        let digits = text.utf8.filter { isDigit($0) }
        // The decoder lets only digits pass; a number that has no room here never ends.
        return Int(String(decoding: digits, as: UTF8.self)) ?? .max
    }

    /// Whether no request can follow on the connection: one asked for its end, or the decoder takes
    /// what follows for another protocol.
    ///
    /// Source: RFC 9112 §9.6; RFC 9110 §7.8 (`Upgrade`), §9.3.6 (`CONNECT`).
    static func isLast(_ head: HTTPRequestHead) -> Bool {
        !head.isKeepAlive || head.method == .CONNECT || head.headers.contains(name: "upgrade")
    }

    /// The authority of a target in absolute form; nil for one in another form.
    private static func authority(of target: String) -> String? {
        guard target.utf8.first != UInt8(ascii: "/"), let mark = target.firstRange(of: "://")
        else { return nil }
        return String(target[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" })
    }

    /// The host of a `Host` field in lower case, without its port; nil unless it is well formed.
    ///
    /// Source: RFC 9110 §7.2, RFC 3986 §3.2.2 and §3.2.3. An empty one names nobody here, for
    /// every URI of the bank has a host; a name with escapes is none that a resolver knows.
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
            port.dropFirst().allSatisfy(isDigit)
        else { return nil }
        return String(decoding: host, as: UTF8.self).lowercased()
    }

    /// A colon and five digits.
    private static let portByteLimit = 6

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter)
            || Array("-._~".utf8).contains(byte)
    }

    private static func isOfAddress(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
            || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
    }
}
