import BankTestKit
import Certificates
import Cryptography
import Glibc
import LedgerHTTP
import Testing

/// An authority, a server and a terminal with certificates, in a folder of one test.
struct TestFiles {
    let folder: TemporaryFolder
    let authority: CertificateAuthority

    var authorityPath: String { folder.path + "/ca.pem" }
    var socketPath: String { folder.path + "/bank.sock" }

    var tls: ServerSettings.TLSFiles {
        ServerSettings.TLSFiles(
            certificatePath: folder.path + "/server.pem",
            keyPath: folder.path + "/server.key",
            clientAuthorityPath: authorityPath
        )
    }

    init() throws {
        folder = try #require(TemporaryFolder())
        authority = try CertificateAuthority.make(name: "Test", validity: Self.validity)
        try write(authority.certificate.pem(), "ca.pem")
        try renewServer()
        let name = try #require(DeviceName("fort-2"))
        try issue(.device(name), named: "device", by: authority)
    }

    /// Gives the server another certificate and key.
    func renewServer() throws {
        let names = ["localhost", "127.0.0.1"].compactMap { AlternativeName($0) }
        try issue(.server(names: names), named: "server", by: authority)
    }

    /// Writes a pair of files.
    func issue(
        _ purpose: CertificatePurpose,
        named file: String,
        by authority: CertificateAuthority
    ) throws {
        let key = try CertificateKey.generate()
        let certificate = try authority.issue(purpose, for: key, validity: Self.validity)
        try write(certificate.pem(), file + ".pem")
        let pem = try key.pem()
        try write(pem.withBytes { span in span.indices.map { span[$0] } }, file + ".key")
    }

    func write(_ bytes: [UInt8], _ name: String) throws {
        let file = try #require(fopen(folder.path + "/" + name, "w"))
        defer { fclose(file) }
        try #require(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }

    private static var validity: Validity {
        Validity(days: 1, fromNowSeconds: Int64(time(nil)))
    }
}
