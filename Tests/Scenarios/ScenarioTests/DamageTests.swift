import FoundationEssentials
import PseudoTerminal
import Testing

/// Goal: damage to the record's file while its console is closed is found by the next one, which
/// names the row, shows it UNVERIFIED until it is repaired, and keeps the evidence.
///
/// Method: the file is changed by its bytes or by `sqlite3`. The copy is opened without the bank
/// first, since with it everything is put right within moments.
@Suite("Scenario: a damaged record")
struct DamageTests {
    enum Damage: String, CaseIterable {
        case flippedByte, deletedRow, swappedPair, olderCopy
    }

    @Test("is found, named to the row, kept as evidence and put right", arguments: Damage.allCases)
    func damaged(_ damage: Damage) async throws {
        let bank = try NetworkBank()
        let asha = try DemoUser.named("asha")
        let authenticator = Authenticator(asha)
        let first = try await bank.signedIn("asha", [], authenticator)
        let figures = Set(first.shownAccounts.map(\.available))
        try first.leave()
        try bank.stop()
        let record = try ClosedRecord(below: bank.consolesPath)
        let place = try record.place()
        switch damage {
        case .flippedByte: try record.flipByte(at: place)
        case .deletedRow: try record.delete(place)
        case .swappedPair: try record.swap(place)
        case .olderCopy:
            let copy = try Data(contentsOf: record.url)
            let between = try bank.open()
            try between.openOfflineCopy(asha)
            try between.leave()
            try copy.write(to: record.url)
        }

        let second = try bank.open()
        try second.openOfflineCopy(asha)
        try second.wait(for: "UNVERIFIED")
        // An older copy is right in every row, so that only the last of each account can be named.
        let isWhole = damage == .olderCopy
        let doubted = second.shownAccounts.count { $0.freshness == "UNVERIFIED" }
        #expect(doubted == (isWhole ? figures.count : 1), "\(second.screen.text)")
        try second.openSync()
        let named = second.found("UNVERIFIED")
        #expect(named.count == doubted, "\(second.screen.text)")
        let words = isWhole ? "UNVERIFIED" : " \(place.sequence)  unreadable "
        #expect(named.allSatisfy { $0.contains(words) }, "\(second.screen.text)")
        // Nothing was compared, so that nothing is known of the bank's.
        #expect(!named.contains { $0.contains("not the bank's") }, "\(second.screen.text)")

        try bank.start()
        try await second.signInFromCopy(asha, authenticator)
        try second.waitForAllLive()
        #expect(Set(second.shownAccounts.map(\.available)) == figures)
        try second.openSync()
        // The repair keeps what it takes out as well.
        let state = isWhole ? "at the bank" : "put right"
        #expect(second.found(state).count >= doubted, "\(second.screen.text)")
        #expect(second.found("UNVERIFIED") == [])
        second.press(ConsoleSession.Key.tab, ConsoleSession.Key.enter)
        let kept =
            switch damage {
            case .deletedRow: "nothing was there to keep"
            case .olderCopy: "the bank holds it"
            case .flippedByte, .swappedPair: "bytes kept"
            }
        try second.wait(for: kept)
    }
}

extension ConsoleSession {
    fileprivate func openSync() throws {
        press("gy")
        try waitForBar("Sync")
        try wait(for: "Offline until")
    }

    /// The rows of what was found wrong that are in a state.
    fileprivate func found(_ state: String) -> [String] {
        screen.lines.drop { !$0.contains("Found wrong") }.filter { $0.contains(state) }
    }
}

/// The file of a record that no console has open.
private struct ClosedRecord {
    /// An entry in it.
    struct Place {
        let account: String
        let sequence: Int

        var condition: String { "account = x'\(account)' AND sequence = \(sequence)" }
        var next: Place { Place(account: account, sequence: sequence + 1) }
    }

    let url: URL

    init(below folder: String) throws {
        let names = try FolderSearch(folder).records
        try #require(names.count == 1)
        url = URL(filePath: "\(folder)/\(names[0])")
    }

    /// An entry in the middle of the longest account.
    func place() throws -> Place {
        let row = try run(
            "SELECT hex(account), sequence / 2 FROM chain ORDER BY sequence DESC LIMIT 1"
        )
        let words = row.split(separator: "|")
        try #require(words.count == 2, "\(row)")
        return Place(account: String(words[0]), sequence: try #require(Int(words[1])))
    }

    /// Changes one bit of what an entry is sealed in, where it lies in the file.
    func flipByte(at place: Place) throws {
        let digits = try run("SELECT hex(sealed) FROM entry WHERE \(place.condition)")
        var sealed: [UInt8] = []
        var rest = digits[...]
        while rest.count >= 2 {
            sealed.append(try #require(UInt8(rest.prefix(2), radix: 16)))
            rest = rest.dropFirst(2)
        }
        var bytes = try Data(contentsOf: url)
        let offset = try #require(FolderSearch.offset(of: sealed, in: bytes))
        bytes[offset + sealed.count / 2] ^= 1
        try bytes.write(to: url)
    }

    func delete(_ place: Place) throws {
        try run("DELETE FROM entry WHERE \(place.condition)")
    }

    /// Puts two entries in each other's place.
    func swap(_ place: Place) throws {
        let next = place.next
        try run(
            """
            BEGIN;
            UPDATE entry SET sequence = -1 WHERE \(place.condition);
            UPDATE entry SET sequence = \(place.sequence) WHERE \(next.condition);
            UPDATE entry SET sequence = \(next.sequence)
            WHERE account = x'\(place.account)' AND sequence = -1;
            COMMIT;
            """
        )
    }

    @discardableResult
    private func run(_ sql: String) throws -> String {
        let run = try CommandRun("/usr/bin/sqlite3", [url.path, sql])
        try #require(run.status == 0, "sqlite3: \(run.errors)")
        return run.output.filter { $0 != "\n" }
    }
}
