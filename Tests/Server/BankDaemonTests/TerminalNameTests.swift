// Goal: a terminal has a name that a certificate of this bank can carry, whatever is done to it.
// Method: names that none can carry, given to the desk; then the list of terminals.

import BankTestKit
import Certificates
import CoreVocabulary
import LedgerService
import LedgerStoreSQLite
import Testing

@testable import BankDaemon

@Suite("Names of terminals")
struct TerminalNameTests {
    // Symptom: `token revoke --terminal … --unseen` took any text, and the list of terminals had a row
    // of it for good.
    @Test(
        "no terminal is revoked whose name no certificate can carry",
        arguments: [
            "x\u{1B}[31m\u{202E}y", "../../x", "", "till 1", String(repeating: "a", count: 65),
        ]
    )
    func impossibleName(name: String) async throws {
        let place = try TestPlace()
        try await place.make()
        let opened = try await place.open()
        let desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        for isUnseen in [true, false] {
            let request = AdminRequest.revokeTerminal(name, isUnseen: isUnseen)
            let refused = try await failure { _ = try await desk.carryOut(request) { _ in } }
            #expect(refused.status == .badData)
            #expect(refused.description.contains("letters, digits and hyphens"))
        }
        let listings = try BankListings(place.folder, zone: .india, now: place.clock.now())
        let list = try await Listing.whole { try await listings.terminals($0) }
        #expect(list.rows.map { $0[0] } == ["branch-1"])
        try opened.close()
    }

    @Test("the longest name that a certificate can carry is one of a terminal's")
    func longestName() async throws {
        let place = try TestPlace()
        try await place.make()
        let opened = try await place.open()
        let desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        let name = String(repeating: "a", count: 64)
        _ = try await desk.carryOut(.revokeTerminal(name, isUnseen: true)) { _ in }
        let listings = try BankListings(place.folder, zone: .india, now: place.clock.now())
        let list = try await Listing.whole { try await listings.terminals($0) }
        #expect(list.rows.map { $0[0] } == [name, "branch-1"])
        try opened.close()
    }

    private static let twinWords = "differs from it in capitals alone"

    // Symptom: `branch-1`, `Branch-1` and `BRANCH-1` could all be made, the second right after the first
    // was revoked for good.
    @Test("no terminal is made whose name differs from another's in capitals alone")
    func twin() async throws {
        let place = try TestPlace()
        try await place.make()
        let maker = TerminalMaker(place.folder, clock: place.clock)
        let name = try #require(DeviceName("BRANCH-1"))
        let made = try await failure { try await maker.issue(name, isRenewal: false) }
        #expect(made.status == .badData)
        #expect(made.description.hasPrefix("The terminal 'branch-1' has a certificate here, "))
        #expect(made.description.contains(Self.twinWords))
        let renewed = try await failure { try await maker.issue(name, isRenewal: true) }
        #expect(renewed.status == .noInput)
        #expect(renewed.description.hasSuffix(" There is one of 'branch-1'."))
        #expect(!PrivateFile.exists(place.folder.tls.devicePath(name)))
        let other = try #require(DeviceName("branch-2"))
        try await maker.issue(other, isRenewal: false)
    }

    @Test("nor one that was revoked for good, also where its certificate is not here")
    func revokedTwin() async throws {
        let place = try TestPlace()
        try await place.make()
        let opened = try await place.open()
        let desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        for name in ["branch-1", "Till-7"] {
            _ = try await desk.carryOut(.revokeTerminal(name, isUnseen: true)) { _ in }
        }
        try opened.close()
        let maker = TerminalMaker(place.folder, clock: place.clock)
        for (text, known) in [("BRANCH-1", "branch-1"), ("till-7", "Till-7")] {
            let name = try #require(DeviceName(text))
            let refused = try await failure { try await maker.issue(name, isRenewal: false) }
            #expect(refused.status == .badData)
            let start = "The terminal '\(known)' was revoked, for good, and '\(text)' "
            #expect(refused.description.hasPrefix(start), "\(refused)")
            #expect(!PrivateFile.exists(place.folder.tls.devicePath(name)))
        }
    }

    // Symptom: `token revoke --terminal BRANCH-1` answered for that name, and whoever meant `branch-1`
    // took it for revoked.
    @Test("whoever revokes a name is told of a trusted terminal that differs in capitals alone")
    func revokedName() async throws {
        let place = try TestPlace()
        try await place.make()
        let opened = try await place.open()
        let desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        let note = "'branch-1' is another terminal, and stays trusted."
        let unknown = try await failure {
            _ = try await desk.carryOut(.revokeTerminal("BRANCH-1", isUnseen: false)) { _ in }
        }
        #expect(unknown.status == .noInput)
        #expect(unknown.description.hasSuffix(note))
        for _ in 0..<2 {
            let request = AdminRequest.revokeTerminal("BRANCH-1", isUnseen: true)
            let lines = try await desk.carryOut(request) { _ in }
            #expect(lines.count == 2)
            #expect(lines.last == note)
        }
        #expect(try await opened.store.read { try !$0.isRevoked(terminal: "branch-1") })
        let own = try await desk.carryOut(.revokeTerminal("branch-1", isUnseen: false)) { _ in }
        #expect(own == ["The terminal 'branch-1' is no longer trusted. 0 sessions at it ended."])
        try opened.close()
    }
}
