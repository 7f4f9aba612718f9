import Glibc

/// Way in which the bank is reached.
package enum BankLine: Hashable, Sendable {
    /// Over TLS, optionally through a proxy.
    case https(host: String, port: UInt16, TLSFiles, proxy: ProxyAddress?)
    /// Through a Unix socket of this machine, if one of these users listens on it.
    ///
    /// Nothing is sent to any other user.
    case socket(path: String, owners: Set<UInt32> = BankLine.ownAccounts)

    /// User IDs of root and of this process's user.
    package static var ownAccounts: Set<UInt32> { [0, geteuid()] }

    /// Beginning of the URL of every request.
    var base: String {
        switch self {
        case .https(let host, let port, _, _): "https://\(host):\(port)"
        // The host is not looked up, but HTTP requires one.
        case .socket: "http://localhost"
        }
    }
}

/// Paths of the files that contain the trusted authority and this terminal's certificate.
///
/// The files are read again for each new connection, so that they can be replaced while the program
/// runs.
package struct TLSFiles: Hashable, Sendable {
    /// PEM file with the certificate of the only trusted authority.
    package let authority: String
    /// Certificate and key of this terminal; nil if it does not authenticate itself.
    package let terminal: TerminalFiles?

    /// Creates the paths of the TLS files.
    package init(authority: String, terminal: TerminalFiles?) {
        self.authority = authority
        self.terminal = terminal
    }
}

/// Paths of this terminal's certificate and key, in PEM.
package struct TerminalFiles: Hashable, Sendable {
    /// Path of the certificate.
    package let certificate: String
    /// Path of the private key, which is not encrypted.
    package let key: String

    /// Creates the paths of a terminal's files.
    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// Time limits of a link, in milliseconds.
package struct LinkLimits: Hashable, Sendable {
    /// Limit for connecting: name lookup, TCP, proxy and TLS.
    ///
    /// It is shorter than the client's limit for a reply, so that the client learns that nothing
    /// was sent.
    package var connectMilliseconds: Int64 = 10_000
    /// Limit for a whole reply, in addition to the time that the bank was asked to wait.
    package var replyMilliseconds: Int64 = 20_000
    /// Limit for the next byte of a stream: three heartbeat lifetimes, so that one may be lost.
    package var streamIdleMilliseconds: Int64 = 45_000

    /// Creates the limits used in production.
    package init() {}
}

/// Settings of a link to the bank.
package struct HTTPLinkSettings: Sendable {
    /// Way in which the bank is reached.
    package var line: BankLine
    /// User agent of the program, sent with each request.
    package var userAgent: String
    /// Time limits of the link.
    package var limits = LinkLimits()

    /// Creates settings with the production limits.
    package init(line: BankLine, userAgent: String) {
        self.line = line
        self.userAgent = userAgent
    }
}
