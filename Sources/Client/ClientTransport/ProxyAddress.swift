/// A proxy that connects to the bank on behalf of this console.
///
/// It sees the bank's name and the amount of data, but not the content, because TLS runs through it
/// to the bank.
package struct ProxyAddress: Hashable, Sendable {
    /// Default port of a proxy address, the same as curl's.
    package static let defaultPort: UInt16 = 1080

    /// Host of the proxy; an IPv6 address is in brackets.
    package let host: String
    /// The port of the proxy, 1 to 65,535.
    package let port: UInt16

    /// Reason why a text is not a proxy address.
    package enum Failure: Error, Equatable, Sendable, CaseIterable {
        /// The address begins with a scheme other than `http://`.
        case unknownScheme
        /// The address contains a user name or a password, which this console does not send.
        case hasCredentials
        /// The part after the scheme is not a host with an optional port.
        case hostInvalid
    }

    /// Parses `http://host[:port]`; the scheme may be left out.
    ///
    /// - Throws: ``Failure`` with the first error.
    package init(_ text: String) throws(Failure) {
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

    /// The address in the form that curl reads.
    var text: String { "http://\(host):\(port)" }

    /// Returns true if a list of exceptions contains a host, which is then reached without the
    /// proxy.
    ///
    /// Commas or spaces separate the hosts and domains, as in `no_proxy`. A domain covers all hosts
    /// below it, with or without a leading dot; `*` covers every host.
    package static func isException(_ host: String, in list: String) -> Bool {
        let host = host.lowercased()
        return list.lowercased().split { $0 == "," || $0 == " " }.contains { item in
            if item == "*" { return true }
            let domain = item.hasPrefix(".") ? item.dropFirst() : item[...]
            return host == domain || host.hasSuffix("." + domain)
        }
    }
}
