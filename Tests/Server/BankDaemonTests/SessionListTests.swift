// Goal: the list of sessions shows when each ends by itself, and when it ends in any case.
// Method: a session that was renewed, listed by the clock of the bank before and at its ends.

import BankTestKit
import CoreVocabulary
import Cryptography
import LedgerService
import LedgerStoreSQLite
import Testing
import IdentityCore

@testable import BankDaemon

@Suite("The list of sessions")
struct SessionListTests {
    private static let daySeconds: Int64 = 86_400

    /// The rows of the list by some time after a session was opened that was renewed once.
    private func rows(
        renewedAfter renewalSeconds: Int64,
        listedAfter seconds: Int64
    ) async throws -> (listing: Listing, openedAt: Instant) {
        let place = try TestPlace()
        try await place.makeWithUsers()
        let opened = try await place.open()
        let openedAt = place.clock.now()
        let user = try #require(try await opened.store.read { try $0.user(named: "asha")?.id })
        let session = SessionRecord(
            id: SessionID(rawValue: 90_001),
            userID: user,
            tokenHash: SHA256.digest(of: [1]),
            sealedAuthorisationKey: [1],
            openedAt: openedAt,
            endsAt: openedAt.adding(seconds: Self.daySeconds),
            endedAt: nil,
            terminal: nil
        )
        var family = RefreshFamily(openedAt: openedAt, endsAt: session.endsAt)
        let outcome = family.renew(
            generation: 0,
            nonce: [1],
            at: openedAt.adding(seconds: renewalSeconds)
        )
        try #require(outcome == .rotated(1))
        let renewal = RenewalRecord(sessionID: session.id, sealedKey: [1], family: family)
        try await opened.store.write { books in
            try books.insert(session)
            try books.insert(renewal)
        }
        let listings = try BankListings(
            place.folder,
            zone: .india,
            now: openedAt.adding(seconds: seconds)
        )
        let listing = try await Listing.whole { try await listings.sessions(ofUser: nil, $0) }
        try opened.close()
        return (listing, openedAt)
    }

    // Symptom: a session "ends" a day after it was opened, and was over an hour after its console had
    // been switched off. Cause: the list had only the end that nothing puts off.
    @Test("a session is listed with its end if nothing is heard from it, and with its latest")
    func ends() async throws {
        let (listing, openedAt) = try await rows(renewedAfter: 600, listedAfter: 700)
        let row = try #require(listing.rows.first)
        let values = Dictionary(uniqueKeysWithValues: zip(listing.columns, row))
        func text(after seconds: Int64) -> String {
            ZoneOffset.india.text(of: openedAt.adding(seconds: seconds))
        }
        #expect(values["opened"] == text(after: 0))
        #expect(values["ends if silent"] == text(after: 600 + RefreshFamily.idleSeconds))
        #expect(values["ends at latest"] == text(after: Self.daySeconds))
        let headings = try #require(listing.lines.first)
        #expect(headings.contains("ENDS IF SILENT"))
        #expect(headings.hasSuffix("ENDS AT LATEST"))
        let json = try #require(listing.jsonLines.first)
        #expect(json.contains("\"ends if silent\""))
        #expect(json.contains("\"ends at latest\""))
    }

    @Test("one that was silent for too long is not listed any more")
    func silent() async throws {
        let end = 600 + RefreshFamily.idleSeconds
        let before = try await rows(renewedAfter: 600, listedAfter: end - 1)
        #expect(before.listing.rows.count == 1)
        let after = try await rows(renewedAfter: 600, listedAfter: end)
        #expect(after.listing.rows.isEmpty)
    }
}
