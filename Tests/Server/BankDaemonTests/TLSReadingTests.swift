// Goal: a server that runs takes no certificate and no key that `check` finds wrong, or that the next
// start would refuse.
// Method: files with one thing wrong, read as at a start and as at SIGHUP, and the words of `check`.

import BankTestKit
import Certificates
import CoreVocabulary
import Glibc
import LedgerService
import Testing

@testable import BankDaemon

@Suite("Files for TLS as a server reads them")
struct TLSReadingTests {
    /// What is put in the place of a file that was sound.
    enum Fault: String, CaseIterable {
        case openKey, linkedKey, linkedCertificate, openCertificate, pipe
    }

    private static let daySeconds: Int64 = 86_400

    private func place() async throws -> TestPlace {
        let place = try TestPlace()
        try await place.make()
        return place
    }

    private func bytes(_ path: String) throws -> [UInt8] {
        try PrivateFile.read(path, byteLimit: TLSFolder.fileByteLimit)
    }

    private func link(_ path: String, _ place: TestPlace) throws {
        let other = place.top + "/elsewhere"
        try PrivateFile.rename(path, to: other)
        try #require(symlink(other, path) == 0)
    }

    private func spoil(_ fault: Fault, _ place: TestPlace) throws {
        let tls = place.folder.tls
        switch fault {
        case .openKey: try #require(chmod(tls.serverKeyPath, 0o644) == 0)
        case .linkedKey: try link(tls.serverKeyPath, place)
        case .linkedCertificate: try link(tls.serverPath, place)
        case .openCertificate: try #require(chmod(tls.serverPath, 0o666) == 0)
        case .pipe:
            try PrivateFile.remove(tls.serverPath)
            try #require(mkfifo(tls.serverPath, 0o644) == 0)
        }
    }

    @Test("sound files are read as they are, each once")
    func sound() async throws {
        let place = try await place()
        let tls = place.folder.tls
        let settings = try place.settings()
        for reading in [try settings.readTLS(), try settings.readNewTLS(at: place.clock.now())] {
            #expect(try reading.certificate == bytes(tls.serverPath))
            #expect(try reading.key == bytes(tls.serverKeyPath))
            #expect(try reading.authority == bytes(tls.authorityPath))
        }
    }

    // Symptom: SIGHUP took a key that everybody may read, and links; the next start ended with 78. With
    // a pipe for the certificate SIGHUP never ended, nor did the server at SIGTERM.
    @Test("SIGHUP refuses what a start refuses, in the words of check", arguments: Fault.allCases)
    func refused(fault: Fault) async throws {
        let place = try await place()
        let settings = try place.settings()
        try spoil(fault, place)
        let start = try await failure { _ = try settings.readTLS() }
        let later = try await failure { _ = try settings.readNewTLS(at: place.clock.now()) }
        #expect(start == later)
        #expect(start.status == .configuration)
        #expect(start.description.contains(place.folder.tls.path), "\(start)")
        #expect(try await place.check().findings.contains(start.description))
    }

    // Symptom: at SIGHUP a valid certificate was replaced by one that nobody accepts.
    @Test(
        "SIGHUP refuses a certificate that is not in its time, and a start takes it",
        arguments: [(issued: 0, looked: TLSFolder.serverDays + 1), (issued: 3, looked: 0)]
            as [(issued: Int64, looked: Int64)]
    )
    func time(issued: Int64, looked: Int64) async throws {
        let place = try await place()
        let tls = place.folder.tls
        let settings = try place.settings()
        let made = TestBank.start.adding(seconds: issued * Self.daySeconds)
        try tls.issueServer(names: settings.certificateNames, now: made)
        let now = TestBank.start.adding(seconds: looked * Self.daySeconds)
        let error = try await failure { _ = try settings.readNewTLS(at: now) }
        #expect(error.status == .configuration)
        #expect(error.description.hasPrefix("\(tls.serverPath) "))
        #expect(error.description.contains(issued == 0 ? "has expired" : "is not valid yet"))
        #expect(try await place.check(at: now).findings.contains(error.description))
        #expect(try settings.readTLS().certificate == bytes(tls.serverPath))
    }

    @Test("SIGHUP refuses a pair that another authority signed, and takes it where it is another's")
    func otherAuthority() async throws {
        let place = try await place()
        let other = try TestPlace()
        try await other.make()
        let (tls, strange) = (place.folder.tls, other.folder.tls)
        let settings = try place.settings()
        let key = try bytes(strange.serverKeyPath)
        let certificate = try bytes(strange.serverPath)
        try PrivateFile.write(key, to: tls.serverKeyPath)
        try PrivateFile.write(certificate, to: tls.serverPath, mode: PrivateFile.publicMode)
        let error = try await failure { _ = try settings.readNewTLS(at: place.clock.now()) }
        #expect(
            error.description
                == "\(tls.serverPath) was not signed by the authority in ca.pem."
        )
        #expect(try await place.check().findings.contains(error.description))
        let chosen = try place.settings([
            "COUNTERFOILD_TLS_CERTIFICATE": strange.serverPath,
            "COUNTERFOILD_TLS_KEY": strange.serverKeyPath,
        ])
        #expect(try chosen.readNewTLS(at: place.clock.now()).certificate == certificate)
    }

    // Symptom: SIGHUP took an authority that had expired, and no terminal was known any more.
    @Test("SIGHUP refuses an authority of terminals that has expired, and a start takes it")
    func expiredAuthority() async throws {
        let place = try await place()
        let other = try TestPlace()
        try await other.make()
        let path = other.folder.tls.authorityPath
        let settings = try place.settings(["COUNTERFOILD_TLS_AUTHORITY": path])
        _ = try settings.readNewTLS(at: place.clock.now())
        let days = TLSFolder.authorityDays + 1
        let now = TestBank.start.adding(seconds: days * Self.daySeconds)
        let error = try await failure { _ = try settings.readNewTLS(at: now) }
        #expect(error.status == .configuration)
        #expect(error.description.hasPrefix("The authority of terminals in \(path) has expired"))
        #expect(try settings.readTLS().authority == bytes(path))
    }

    // Symptom: a certificate for the former names was made, with status 0, and `check` advised to make
    // it again.
    @Test("a running server whose tls.names were changed makes no certificate for the former ones")
    func changedNames() async throws {
        let place = try await place()
        let opened = try await place.open()
        let desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        let before = try bytes(place.folder.tls.serverPath)
        let names = Array("[tls]\nnames = [\"bank.example\"]\n".utf8)
        try PrivateFile.write(names, to: place.folder.configurationPath)
        let error = try await failure { _ = try await desk.carryOut(.rotateTLS) { _ in } }
        #expect(error.status == .configuration)
        #expect(error.description.hasPrefix("tls.names was changed after the server started"))
        #expect(try bytes(place.folder.tls.serverPath) == before)
        let fresh = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        let told = try await fresh.carryOut(.rotateTLS) { _ in }
        #expect(told.first?.contains("bank.example") == true)
        try opened.close()
    }

    @Test("a file that is not there is told of by the server, and one without end by its length")
    func missing() async throws {
        let place = try await place()
        let settings = try place.settings()
        let path = place.folder.tls.serverPath
        let long = [UInt8](repeating: 0x0A, count: TLSFolder.fileByteLimit + 1)
        try PrivateFile.write(long, to: path, mode: PrivateFile.publicMode)
        let error = try await failure { _ = try settings.readNewTLS(at: place.clock.now()) }
        #expect(error.status == .badData)
        #expect(error.description == "\(path) has more than \(TLSFolder.fileByteLimit) bytes.")
        try PrivateFile.remove(path)
        #expect(try settings.readNewTLS(at: place.clock.now()).certificate.isEmpty)
    }
}
