package import Certificates
package import CoreVocabulary
import LocalFiles

/// The folder of the bank's certificates.
package struct TLSFolder: Hashable, Sendable {
    /// Validity of an authority that we make, in days: ten years.
    package static let authorityDays: Int64 = 3_650
    /// Validity of a server's certificate, in days: short, so that renewing it is a habit.
    package static let serverDays: Int64 = 90
    /// Validity of a terminal's certificate, in days: a year, since somebody carries it there.
    package static let deviceDays: Int64 = 365
    /// The longest accepted PEM file, in bytes.
    static let fileByteLimit = 65_536

    /// Path of the folder of certificates.
    package let path: String

    /// Names a folder, and creates nothing.
    package init(path: String) { self.path = path }

    /// Path of the authority's certificate, which consoles trust.
    package var authorityPath: String { "\(path)/ca.pem" }
    /// Path of the server's certificate.
    package var serverPath: String { "\(path)/server.pem" }
    /// Path of the key of the server's certificate.
    package var serverKeyPath: String { "\(path)/server.key" }
    /// Path of the folder of terminals' certificates and keys, which are carried to them.
    package var devicesPath: String { "\(path)/devices" }

    /// Path of the authority's key, which signs the other certificates.
    var authorityKeyPath: String { "\(path)/ca.key" }

    /// True if the authority's key is here, so that certificates can be issued.
    package var canIssue: Bool { PrivateFile.exists(authorityKeyPath) }

    /// Returns the path of a terminal's certificate.
    package func devicePath(_ name: DeviceName) -> String { "\(devicesPath)/\(name).pem" }
    /// Returns the path of a terminal's key.
    package func deviceKeyPath(_ name: DeviceName) -> String { "\(devicesPath)/\(name).key" }

    /// Creates a private authority in the folder.
    package func makeAuthority(named name: String, now: Instant) throws(DaemonError) {
        let validity = Validity(days: Self.authorityDays, fromNowSeconds: now.secondsSinceEpoch)
        let made = try Self.translating { () throws(CertificateError) in
            try CertificateAuthority.make(name: name, validity: validity)
        }
        try write(made.certificate, made.key, authorityPath, authorityKeyPath)
    }

    /// Issues the server's certificate and key anew, in the process that has the bank open or
    /// makes it.
    ///
    /// The key takes its place first and the certificate last: a server that reads them in between
    /// finds that they do not fit, and keeps those that it has.
    package func issueServer(names: [AlternativeName], now: Instant) throws(DaemonError) {
        try issue(.server(names: names), Self.serverDays, now, serverPath, serverKeyPath)
    }

    /// Issues the certificate of a branch terminal, with a new key; call it in
    /// ``whileIssuing(_:)``, or while the bank is made.
    package func issueDevice(_ name: DeviceName, now: Instant) throws(DaemonError) {
        try issue(.device(name), Self.deviceDays, now, devicePath(name), deviceKeyPath(name))
    }

    /// Returns the names of the terminals whose certificates are here, in order.
    func devices() -> [DeviceName] {
        LocalFolder.readableNames(in: devicesPath).filter { $0.hasSuffix(".pem") }
            .compactMap { DeviceName(String($0.dropLast(4))) }
    }

    /// Reads a certificate from a file.
    func certificate(_ file: String) throws(DaemonError) -> Certificate {
        let pem = try PrivateFile.read(file, byteLimit: Self.fileByteLimit)
        return try parsing(file, try Certificate(pem: pem))
    }

    /// Reads all certificates of a file.
    func certificates(_ file: String) throws(DaemonError) -> [Certificate] {
        let pem = try PrivateFile.read(file, byteLimit: Self.fileByteLimit)
        return try parsing(file, try Certificate.all(pem: pem))
    }

    /// Reads a private key from a file.
    func key(_ file: String) throws(DaemonError) -> CertificateKey {
        let pem = try PrivateFile.readSecret(file, byteLimit: Self.fileByteLimit)
        return try parsing(file, asKey: true, try CertificateKey(pem: pem))
    }

    private func parsing<Value>(
        _ file: String,
        asKey: Bool = false,
        _ value: @autoclosure () throws(CertificateError) -> Value
    ) throws(DaemonError) -> Value {
        do {
            return try value()
        } catch {
            throw unreadable(file, asKey: asKey, error)
        }
    }

    /// Returns the error of a file with another content, with the action.
    ///
    /// Only a setting has a key's place read as a certificate, or a certificate's as a key: then the
    /// file may be whole, and nothing is to be put back.
    private func unreadable(_ file: String, asKey: Bool, _ error: CertificateError) -> DaemonError {
        if let isKey = isPlaceOfKey(file), isKey != asKey {
            let remedy =
                isKey
                ? "A private key belongs there, so the setting that names the file is wrong: have "
                    + "tls.certificate or tls.authority name a certificate."
                : "A certificate belongs there, so the setting that names the file is wrong: have "
                    + "tls.key name a private key."
            return DaemonError("\(file): \(error) \(remedy)", .configuration)
        }
        let bank = DataFolder(path: LocalFolder.folder(of: path))
        let remedy: String
        switch file {
        case authorityPath, authorityKeyPath: remedy = "; if there is none, \(Self.newAuthority)."
        case serverPath, serverKeyPath:
            let command = ShellCommand("keys rotate").flag("--tls").on(bank)
            remedy = ", or have both files made anew: \(command)"
        case _ where file.hasPrefix(devicesPath + "/"):
            let name = String(file.dropFirst(devicesPath.count + 1).dropLast(4))
            let command = ShellCommand("keys device").argument(name).flag("--renew").on(bank)
            remedy = ", or have both files made anew: \(command)"
        // What the settings name is somebody else's.
        default: remedy = ", or name another one in the settings."
        }
        return DaemonError("\(file): \(error) Put the file back from its copy\(remedy)", .badData)
    }

    /// Returns true if a key of this folder belongs in a file, false for a certificate, else nil.
    private func isPlaceOfKey(_ file: String) -> Bool? {
        if [authorityKeyPath, serverKeyPath].contains(file) { return true }
        if [authorityPath, serverPath].contains(file) { return false }
        guard file.hasPrefix(devicesPath + "/") else { return nil }
        return file.hasSuffix(".key") ? true : file.hasSuffix(".pem") ? false : nil
    }

    /// Evaluates an expression about a certificate, whose errors name its file.
    static func naming<Value>(
        _ file: String,
        _ value: @autoclosure () throws(CertificateError) -> Value
    ) throws(DaemonError) -> Value {
        do { return try value() } catch { throw DaemonError("\(file): \(error)", .badData) }
    }

    /// Runs a body, and turns its errors into sentences about a certificate.
    static func translating<Value>(
        _ body: () throws(CertificateError) -> Value
    ) throws(DaemonError) -> Value {
        do {
            return try body()
        } catch {
            throw DaemonError("A certificate cannot be made: \(error)", .configuration)
        }
    }
}
