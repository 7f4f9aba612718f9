// Goal: a terminal has a name that a certificate of this bank can carry, whatever is done to it.
// Method: names that none can carry, given to the desk; then the list of terminals.

import BankTestKit
import CoreVocabulary
import LedgerService
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
}
