import Certificates
import ClientTransport
import Cryptography
import Glibc
import Synchronization
import Testing

/// An authority, what it issued, and a folder with the files that a console is given.
final class TestFiles: Sendable {
    /// The moment at which all certificates were issued, in seconds since 1970.
    let nowSeconds: Int64
    let folder: String
    let authority: CertificateAuthority
    private let names = Mutex<Set<String>>(["bank.sock"])
    private static let daySeconds: Int64 = 86_400

    init() throws {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        nowSeconds = Int64(time.tv_sec)
        var template = Array("/tmp/counterfoil-link-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        authority = try CertificateAuthority.make(
            name: "Test authority",
            validity: Validity(days: 30, fromNowSeconds: nowSeconds)
        )
        try write(authority.certificate.pem(), to: "ca.pem")
    }

    deinit {
        for name in names.withLock({ $0 }) { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    var authorityPath: String { "\(folder)/ca.pem" }
    var trust: TLSFiles { TLSFiles(authority: authorityPath, terminal: nil) }

    /// A server with a certificate for a name, valid for some days from some day on.
    func server(
        name: String = "127.0.0.1",
        fromDay: Int64 = -1,
        throughDay: Int64 = 1
    ) throws -> TLSServerSettings {
        let key = try CertificateKey.generate()
        let certificate = try authority.issue(
            .server(names: [try #require(AlternativeName(name))]),
            for: key,
            validity: Validity(
                fromSeconds: nowSeconds + fromDay * Self.daySeconds,
                throughSeconds: nowSeconds + throughDay * Self.daySeconds
            )
        )
        return TLSServerSettings(certificate: certificate, key: key)
    }

    /// The files of a terminal, signed by this authority.
    func terminal(named name: String = "till-3") throws -> TerminalFiles {
        let key = try CertificateKey.generate()
        let certificate = try authority.issue(
            .device(try #require(DeviceName(name))),
            for: key,
            validity: Validity(days: 1, fromNowSeconds: nowSeconds)
        )
        try write(certificate.pem(), to: "\(name).pem")
        try key.pem().duplicate().withBytes { bytes in
            try write(bytes.indices.map { bytes[$0] }, to: "\(name).key")
        }
        return TerminalFiles(certificate: "\(folder)/\(name).pem", key: "\(folder)/\(name).key")
    }

    private func write(_ bytes: [UInt8], to name: String) throws {
        names.withLock { _ = $0.insert(name) }
        let descriptor = open("\(folder)/\(name)", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        try #require(count == bytes.count)
    }
}

extension HTTPLink {
    /// A line to a port of this machine.
    convenience init(
        port: UInt16,
        host: String = "127.0.0.1",
        _ trust: TLSFiles,
        proxy: ProxyAddress? = nil,
        limits: LinkLimits = LinkLimits()
    ) {
        self.init(.https(host: host, port: port, trust, proxy: proxy), limits: limits)
    }

    convenience init(_ line: BankLine, limits: LinkLimits = LinkLimits()) {
        var settings = HTTPLinkSettings(line: line, userAgent: "counterfoil/test")
        settings.limits = limits
        self.init(settings)
    }
}

/// Something that only the first who asks gets.
final class Once: Sendable {
    private let isTaken = Mutex(false)

    func take() -> Bool {
        isTaken.withLock { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
    }
}

/// Lets a server's own script stop it.
final class ServerBox: Sendable {
    private let server = Mutex<ScriptedServer?>(nil)

    func hold(_ held: ScriptedServer) { server.withLock { $0 = held } }
    func stop() { server.withLock { $0?.stop() } }
}
