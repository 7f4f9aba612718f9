import Glibc

/// How the bank is reached.
public enum BankLine: Hashable, Sendable {
    /// Over TLS, perhaps through a proxy.
    case https(host: String, port: UInt16, TLSFiles, proxy: ProxyAddress?)
    /// Through a Unix socket of this machine, if one of these users listens there; nothing is sent to
    /// any other.
    case socket(path: String, owners: Set<UInt32> = BankLine.ownAccounts)

    /// Root and the user of this process.
    public static var ownAccounts: Set<UInt32> { [0, geteuid()] }

    var address: ServerAddress {
        switch self {
        case .https(let host, let port, _, _): .https(host: host, port: port)
        case .socket(let path, _): .socket(path: path)
        }
    }
}

/// The files that say whom to trust, and who this terminal is.
///
/// They are read again for each new connection, so that they can be replaced while the program
/// runs.
public struct TLSFiles: Hashable, Sendable {
    /// The certificate, in PEM, of the only authority that is trusted.
    public let authority: String
    /// What this terminal proves itself with; nil when it does not.
    public let terminal: TerminalFiles?

    /// Names the files.
    public init(authority: String, terminal: TerminalFiles?) {
        self.authority = authority
        self.terminal = terminal
    }
}

/// The certificate of this terminal and its key, in PEM.
public struct TerminalFiles: Hashable, Sendable {
    /// The path of the certificate.
    public let certificate: String
    /// The path of its private key, which is not locked with a password.
    public let key: String

    /// Names the files.
    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// How long a line waits, in milliseconds.
public struct LinkLimits: Hashable, Sendable {
    /// To be connected: the name looked up, TCP, the proxy, TLS.
    ///
    /// Shorter than the client waits for a reply, so that it learns that nothing was sent.
    public var connectMilliseconds: Int64 = 10_000
    /// For a whole reply, beside what the bank was asked to wait.
    public var replyMilliseconds: Int64 = 20_000
    /// For the next byte of a stream: three times a heartbeat's life, so that one may be lost.
    public var streamIdleMilliseconds: Int64 = 45_000

    /// The limits of a console in use.
    public init() {}
}

/// What can be chosen about a line to the bank.
public struct HTTPLinkSettings: Sendable {
    /// How the bank is reached.
    public var line: BankLine
    /// What the program calls itself.
    public var userAgent: String
    /// How long it waits.
    public var limits = LinkLimits()

    /// Makes settings with the usual limits.
    public init(line: BankLine, userAgent: String) {
        self.line = line
        self.userAgent = userAgent
    }
}
