// Goal: settings by which no terminal is ever known are told of before somebody stands before one.
// Method: authorities that are none, alone and beside one; settings that ask for terminals and name none.

import BankTestKit
import Testing

@testable import BankDaemon

@Suite("Who is known as a terminal")
struct TerminalAuthorityTests {
    private func place() async throws -> TestPlace {
        let place = try TestPlace()
        try await place.make()
        return place
    }

    private func settings(
        _ place: TestPlace,
        _ authority: String,
        requiresTerminals: Bool = false
    ) throws -> DaemonConfiguration {
        try place.settings([
            "COUNTERFOILD_TLS_AUTHORITY": authority,
            "COUNTERFOILD_TLS_REQUIRE_TERMINALS_FOR_STAFF": "\(requiresTerminals)",
        ])
    }

    private func findings(
        _ place: TestPlace,
        _ settings: DaemonConfiguration
    ) async -> [String] {
        await BankCheck(place.folder, configuration: settings, now: place.clock.now()).run()
            .findings
    }

    // Symptom: with `tls.authority = ""` and `tls.require_terminals_for_staff = true` nobody of the staff
    // could sign in; the server started without a word, and `check` said that everything holds.
    @Test("staff who sign in from terminals alone need an authority by which these are known")
    func noAuthority() async throws {
        let place = try await place()
        let shut = try settings(place, "", requiresTerminals: true)
        let error = try await failure { try shut.requireAuthority() }
        #expect(error.status == .configuration)
        #expect(error.description.hasPrefix("tls.require_terminals_for_staff is true, and tls."))
        #expect(await findings(place, shut) == [error.description])
        for (authority, isRequired) in [("", false), ("tls/ca.pem", false), ("tls/ca.pem", true)] {
            let sound = try settings(place, authority, requiresTerminals: isRequired)
            try sound.requireAuthority()
            #expect(await findings(place, sound).isEmpty)
        }
    }

    // Symptom: the server's own certificate was taken for an authority, and no terminal was known.
    @Test("a certificate that may sign no other is no authority, but may stand beside one")
    func noneThatSigns() async throws {
        let place = try await place()
        let tls = place.folder.tls
        let wrong = try settings(place, "tls/server.pem")
        let error = try await failure { try wrong.requireAuthority() }
        #expect(error.status == .configuration)
        #expect(error.description.hasPrefix("tls.authority names \(tls.serverPath), which holds"))
        #expect(await findings(place, wrong) == [error.description])
        let both = place.top + "/both.pem"
        let limit = TLSFolder.fileByteLimit
        try PrivateFile.write(
            PrivateFile.read(tls.serverPath, byteLimit: limit)
                + PrivateFile.read(tls.authorityPath, byteLimit: limit),
            to: both,
            mode: PrivateFile.publicMode
        )
        let sound = try settings(place, both)
        try sound.requireAuthority()
        #expect(await findings(place, sound).isEmpty)
    }

    // Symptom: of a file without any certificate `check` said that others may change it, or nothing.
    @Test("an authority that cannot be read is found by the check, as what it is")
    func unreadable() async throws {
        let place = try await place()
        let text = place.top + "/hosts"
        try PrivateFile.write(Array("127.0.0.1 localhost\n".utf8), to: text)
        let noCertificate = try settings(place, text)
        #expect(
            await findings(place, noCertificate) == [
                "\(text): There is no certificate in PEM. Put the file back from its copy, or name "
                    + "another one in the settings."
            ]
        )
        let missing = try settings(place, place.top + "/missing.pem")
        let found = await findings(place, missing)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("\(place.top)/missing.pem ") == true)
        // The server tells of both when it reads the file.
        try noCertificate.requireAuthority()
        try missing.requireAuthority()
    }
}
