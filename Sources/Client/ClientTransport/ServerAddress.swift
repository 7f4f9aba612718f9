/// Address on which the bank listens.
package enum ServerAddress: Hashable, Sendable {
    /// A host and a port, reached over TLS.
    case https(host: String, port: UInt16)
    /// A Unix socket of this machine, protected by file permissions.
    case socket(path: String)

    /// Default port of an address.
    package static let defaultPort: UInt16 = 443
    /// Maximum length of a host name in bytes (RFC 1035 §2.3.4).
    static let hostByteLimit = 253
    /// Maximum length of a Unix socket path in bytes: sockaddr_un holds 108 with the final zero.
    package static let socketPathByteLimit = 107

    /// Reason why a text is not an address.
    package enum Failure: Error, Equatable, Sendable, CaseIterable {
        /// The address begins with `http://`.
        case withoutTLS
        /// The address begins with neither `https://` nor `unix://`.
        case unknownScheme
        /// The host is not a valid name or address.
        case hostInvalid
        /// The port is not a number from 1 to 65,535.
        case portInvalid
        /// The address has more parts after host and port.
        case hasMore
        /// The socket's path does not begin with a slash.
        case socketPathInvalid
        /// The socket's path is longer than the system accepts.
        case socketPathTooLong
    }

    /// Parses `https://host[:port]` or `unix:///path`.
    ///
    /// - Throws: ``Failure`` with the first error.
    package init(_ text: String) throws(Failure) {
        let lowered = text.lowercased()
        if lowered.hasPrefix("https://") {
            self = try Self.https(text.dropFirst("https://".count))
        } else if lowered.hasPrefix("unix://") {
            let path = String(text.dropFirst("unix://".count))
            guard path.utf8.first == UInt8(ascii: "/"), path.utf8.count > 1,
                !path.utf8.contains(0)
            else { throw .socketPathInvalid }
            guard path.utf8.count <= Self.socketPathByteLimit else { throw .socketPathTooLong }
            self = .socket(path: path)
        } else {
            throw lowered.hasPrefix("http://") ? .withoutTLS : .unknownScheme
        }
    }

    /// The address in the form that people write.
    package var text: String {
        switch self {
        case .https(let host, Self.defaultPort): "https://\(host)"
        case .https(let host, let port): "https://\(host):\(port)"
        case .socket(let path): "unix://\(path)"
        }
    }

    private static func https(_ text: Substring) throws(Failure) -> ServerAddress {
        let authority = text.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let rest = text.dropFirst(authority.count)
        let (host, port) = try HostText.split(authority)
        guard rest.isEmpty || rest == "/" else { throw .hasMore }
        return .https(host: host, port: port ?? defaultPort)
    }
}

/// Parser for a host with an optional port.
enum HostText {
    private static let nameBytes = Set("abcdefghijklmnopqrstuvwxyz0123456789-.".utf8)
    private static let addressBytes = Set("abcdef0123456789:.".utf8)

    /// Splits `host[:port]`; the host is in lower case, an IPv6 address in its brackets.
    static func split(
        _ text: Substring
    ) throws(ServerAddress.Failure) -> (host: String, port: UInt16?) {
        var host = text
        var port: UInt16?
        let colon = text.lastIndex(of: ":")
        let bracket = text.lastIndex(of: "]")
        if let colon, bracket.map({ $0 < colon }) ?? true {
            host = text[..<colon]
            let digits = text[text.index(after: colon)...]
            guard let number = UInt16(digits), number > 0, String(number) == digits else {
                throw .portInvalid
            }
            port = number
        }
        let lowered = host.lowercased()
        guard isHost(lowered) else { throw .hostInvalid }
        return (lowered, port)
    }

    private static func isHost(_ text: String) -> Bool {
        guard (1...ServerAddress.hostByteLimit).contains(text.utf8.count) else { return false }
        if text.hasPrefix("["), text.hasSuffix("]") {
            let address = text.dropFirst().dropLast()
            return address.contains(":") && address.utf8.allSatisfy(addressBytes.contains)
        }
        return text.utf8.allSatisfy(nameBytes.contains) && !text.hasPrefix(".")
            && !text.hasPrefix("-")
            && !text.contains("..")
    }
}
