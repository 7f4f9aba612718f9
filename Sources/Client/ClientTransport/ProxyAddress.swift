/// A proxy that connects to the bank on this console's behalf.
///
/// It sees the bank's name and how much is sent, but nothing of what: TLS goes through it to the
/// bank.
public struct ProxyAddress: Hashable, Sendable {
    /// The port of an address that names none; what curl and its kin have long taken.
    public static let defaultPort: UInt16 = 1080

    /// The host, an IPv6 address in brackets.
    public let host: String
    /// The port of the proxy, 1 to 65,535.
    public let port: UInt16

    /// Why a text is no address of a proxy.
    public enum Failure: Error, Equatable, Sendable, CaseIterable {
        /// It begins with a scheme other than `http://`.
        case unknownScheme
        /// It has a name or a password in it, which this console does not send.
        case hasCredentials
        /// What follows the scheme is no host with a port.
        case hostInvalid
    }

    /// Reads `http://host[:port]`; the scheme may be left out.
    ///
    /// - Throws: ``Failure`` with the first thing that is wrong.
    public init(_ text: String) throws(Failure) {
        var rest = Substring(text)
        if let scheme = text.firstRange(of: "://") {
            guard text[..<scheme.lowerBound].lowercased() == "http" else { throw .unknownScheme }
            rest = text[scheme.upperBound...]
        }
        if rest.hasSuffix("/") { rest.removeLast() }
        guard !rest.utf8.contains(UInt8(ascii: "@")) else { throw .hasCredentials }
        do {
            let (host, port) = try HostText.split(rest)
            self.host = host
            self.port = port ?? Self.defaultPort
        } catch {
            throw .hostInvalid
        }
    }

    /// The address as curl reads it.
    var text: String { "http://\(host):\(port)" }

    /// Whether a list of exceptions names a host, so that it is reached without the proxy.
    ///
    /// - Parameters:
    ///   - host: The bank's host.
    ///   - list: Hosts and domains with commas or spaces between them, as in `no_proxy`; a domain
    ///     stands for all hosts below it, with a dot before it or not, `*` for every host.
    /// - Returns: Whether it does.
    public static func isException(_ host: String, in list: String) -> Bool {
        let host = host.lowercased()
        return list.lowercased().split { $0 == "," || $0 == " " }.contains { item in
            if item == "*" { return true }
            let domain = item.hasPrefix(".") ? item.dropFirst() : item[...]
            return host == domain || host.hasSuffix("." + domain)
        }
    }
}
