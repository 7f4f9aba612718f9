// Goal: no certificate is issued that nobody accepts, and a change that was killed is ended or told of.
// Method: authorities with another key and at the end of their time; what each death leaves behind.

import BankTestKit
import Certificates
import CoreVocabulary
import Cryptography
import LedgerService
import Testing

@testable import BankDaemon

@Suite("The authority and what it issues")
struct AuthorityTests {
    private static let daySeconds: Int64 = 86_400

    private func place() async throws -> TestPlace {
        let place = try TestPlace()
        try await place.make()
        return place
    }

    private func issue(_ place: TestPlace) throws {
        let names = try place.settings().certificateNames
        try place.folder.tls.issueServer(names: names, now: place.clock.now())
    }

    private func bytes(_ path: String) throws -> [UInt8] {
        try PrivateFile.read(path, byteLimit: TLSFolder.fileByteLimit)
    }

    // Symptom: of a `ca.key` that held something else it was said that there is no key in PEM, and not
    // what to do.
    @Test("a file that holds no certificate or no key is named, with what to do about it")
    func garbage() async throws {
        let place = try await place()
        let tls = place.folder.tls
        let terminal = try #require(DeviceName("branch-1"))
        let data = "--data \(place.folder.path)"
        let cases = [
            (tls.authorityPath, "make a new authority (RUNBOOK,"),
            (tls.authorityKeyPath, "make a new authority (RUNBOOK,"),
            (tls.serverPath, "counterfoild keys rotate --tls \(data)"),
            (tls.serverKeyPath, "counterfoild keys rotate --tls \(data)"),
            (tls.devicePath(terminal), "counterfoild keys device branch-1 --renew \(data)"),
            (tls.deviceKeyPath(terminal), "counterfoild keys device branch-1 --renew \(data)"),
        ]
        for (file, remedy) in cases {
            let whole = try bytes(file)
            try PrivateFile.write(Array("no key\n".utf8), to: file)
            let findings = try await place.check().findings.filter { $0.hasPrefix("\(file): ") }
            #expect(findings.count == 1, "\(findings)")
            #expect(findings.first?.contains("in PEM") == true)
            #expect(findings.first?.contains("Put the file back from its copy") == true)
            #expect(findings.first?.contains(remedy) == true)
            try PrivateFile.write(whole, to: file)
        }
        let key = place.folder.keys.file(1)
        try PrivateFile.write(Array("no key\n".utf8), to: key)
        let findings = try await place.check().findings
        #expect(findings.first?.hasPrefix("\(key) is no key of this program") == true)
        #expect(findings.first?.contains("Put it back from where the keys are kept.") == true)
    }

    // Symptom: with the key of another authority `keys rotate --tls` said that it was done, and no
    // console came any more; `check` then named the same command, in a circle.
    @Test("under a key that is not the authority's nothing is issued, and the check says why")
    func foreignKey() async throws {
        let place = try await place()
        let tls = place.folder.tls
        let other = try await self.place()
        let theirs = try PrivateFile.readSecret(
            other.folder.tls.authorityKeyPath,
            byteLimit: TLSFolder.fileByteLimit
        )
        try PrivateFile.write(theirs, to: tls.authorityKeyPath)
        let before = try bytes(tls.serverPath)
        let findings = try await place.check().findings
        #expect(findings.count == 1)
        #expect(findings.first?.contains("\(tls.authorityKeyPath) is not the key of") == true)
        let server = #expect(throws: DaemonError.self) { try issue(place) }
        #expect(server?.status == .configuration)
        #expect(server?.description == findings.first)
        let terminal = try #require(DeviceName("branch-9"))
        #expect(throws: DaemonError.self) {
            try tls.issueDevice(terminal, now: place.clock.now())
        }
        #expect(try bytes(tls.serverPath) == before)
        #expect(!PrivateFile.exists(tls.deviceKeyPath(terminal)))
    }

    // Symptom: an authority whose ten years were over issued "for 90 days".
    @Test("an authority whose time is over issues nothing, and is named with the true way out")
    func expired() async throws {
        let place = try await place()
        place.clock.advance(seconds: (TLSFolder.authorityDays + 50) * Self.daySeconds)
        let error = #expect(throws: DaemonError.self) { try issue(place) }
        #expect(error?.status == .configuration)
        let sentence = error?.description ?? ""
        #expect(sentence.contains("the authority, has expired"))
        #expect(sentence.contains("make a new authority"))
        #expect(try await place.check().findings.contains(sentence))
    }

    // Symptom: five days before its authority's end a certificate was issued for 90 days.
    @Test("no certificate outlives its authority, whose end is told of before it comes")
    func shortened() async throws {
        let place = try await place()
        let tls = place.folder.tls
        #expect(try await place.check().notes.isEmpty)
        place.clock.advance(seconds: (TLSFolder.authorityDays - 5) * Self.daySeconds)
        let now = place.clock.now()
        try issue(place)
        let terminal = try #require(DeviceName("branch-9"))
        try tls.issueDevice(terminal, now: now)
        let end = try CertificateSummary(tls.certificate(tls.authorityPath)).validity
        for path in [tls.serverPath, tls.devicePath(terminal)] {
            let validity = try CertificateSummary(tls.certificate(path)).validity
            #expect(validity.throughSeconds == end.throughSeconds)
        }
        let note = try tls.noteOfEarlyEnd(tls.serverPath, of: TLSFolder.serverDays, now: now)
        #expect(note?.hasPrefix("It ends in 5 days, with its authority") == true)
        let notes = try await place.check().notes
        let told = notes.filter { $0.contains("the authority, ends in 5 days") }
        #expect(told.count == 1)
        #expect(told.first?.contains("make a new authority") == true)
        // Nobody is told to renew what would end no later.
        #expect(!notes.contains { $0.contains("keys rotate --tls") })
    }

    /// How far a change of the server's certificate came before its process died.
    enum Death: CaseIterable {
        case keyHalfWritten, keyWritten, bothWritten, keyPlaced
    }

    // Symptom: the bank did not start after `keys rotate --tls` was killed. Cause: the new key had
    // taken the place of the old one, and the new certificate was nowhere.
    @Test(
        "a change of the server's certificate that died is ended by the next start",
        arguments: Death.allCases
    )
    func killed(death: Death) async throws {
        let place = try await place()
        let tls = place.folder.tls
        let (certificate, key) = (tls.serverPath, tls.serverKeyPath)
        let before = (try bytes(certificate), try bytes(key))
        try issue(place)
        let after = (try bytes(certificate), try bytes(key))
        try PrivateFile.write(before.0, to: certificate, mode: PrivateFile.publicMode)
        if death != .keyPlaced { try PrivateFile.write(before.1, to: key) }
        switch death {
        case .keyHalfWritten: try PrivateFile.write([1, 2], to: key + ".next.new")
        case .keyWritten: try PrivateFile.write(after.1, to: key + ".next")
        case .bothWritten:
            try PrivateFile.write(after.1, to: key + ".next")
            try PrivateFile.write(after.0, to: certificate + ".next")
        case .keyPlaced: try PrivateFile.write(after.0, to: certificate + ".next")
        }
        let left = try await place.check().findings
        #expect(left.contains { $0.contains(".next") && $0.contains("next start of the server") })
        try await place.open().close()
        let isEnded = [.bothWritten, .keyPlaced].contains(death)
        #expect(try bytes(certificate) == (isEnded ? after.0 : before.0))
        #expect(try bytes(key) == (isEnded ? after.1 : before.1))
    }

    // Symptom: `keys device` that was killed left a private key, and the check said that all holds.
    @Test("what a command that was killed left beside keys and certificates is named")
    func leftovers() async throws {
        let place = try await place()
        let paths = [
            "\(place.folder.keys.path)/master-2.key.new", "\(place.folder.tls.path)/server.pem.new",
            "\(place.folder.tls.devicesPath)/branch-9.key.new",
        ]
        for path in paths { try PrivateFile.write([1], to: path) }
        let findings = try await place.check().findings
        #expect(findings == paths.map { place.folder.finding(aboutLeftover: $0) })
        // Symptom: it was said of a terminal's files as well that a start of the server ends it.
        let ofServer = findings.map { $0.contains("the next start of the server") }
        #expect(ofServer == [false, true, false])
        for path in paths { try PrivateFile.remove(path) }
        #expect(try await place.check() == BankCheck.Report())
    }
}
