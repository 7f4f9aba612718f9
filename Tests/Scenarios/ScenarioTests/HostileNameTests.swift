import FoundationEssentials
import PseudoTerminal
import Testing

/// Goal: a payee's name changes no cell but those of the name, whatever it holds.
///
/// Method: the list of payees with the fixture's hostile names and with plain ones, cell by cell.
@Suite("Scenario: hostile names")
struct HostileNameTests {
    @Test(
        "leave every other cell as plain names do",
        arguments: ["asha", "meera"],
        [("xterm-256color", 120, 40), ("xterm", 80, 24), ("linux", 70, 24), ("vt100", 80, 24)]
    )
    func otherCells(user: String, terminal: (String, Int, Int)) async throws {
        let plain = try await payees(of: user, on: terminal, in: plainState())
        let hostile = try await payees(of: user, on: terminal, in: DemoState())
        let plainRows = try plain.payeeRows()
        let hostileRows = try hostile.payeeRows()
        #expect(plainRows.count >= 6)
        // The lists are in the order of the names, so the rows are told by their accounts.
        #expect(Set(hostileRows.keys) == Set(plainRows.keys))
        for (account, cells) in plainRows {
            #expect(hostileRows[account] == cells, "the row of \(account)")
        }
        let around = (try hostile.cellsAround(), try plain.cellsAround())
        #expect(around.0 == around.1)
        #expect(hostile.screen.unknownSequences.isEmpty)
        #expect(hostile.screen.bells == 0)
        #expect(hostile.screen.title == nil)
        #expect(hostile.screen.privateModes == plain.screen.privateModes)
    }

    @Test("send no control and no hidden character to the terminal", arguments: ["asha", "meera"])
    func bytes(user: String) async throws {
        let session = try await payees(
            of: user,
            on: ("xterm-256color", 120, 40),
            in: DemoState()
        )
        let sent = String(decoding: session.terminal.output, as: UTF8.self).unicodeScalars
        let forbidden = sent.filter { scalar in
            (0x7F...0x9F).contains(scalar.value) || (0x200B...0x200F).contains(scalar.value)
                || (0x202A...0x202E).contains(scalar.value) || scalar.value == 0xFEFF
                || (0x2066...0x2069).contains(scalar.value) || scalar.value >= 0xE0000
        }
        #expect(forbidden.isEmpty)
    }

    /// The step of a transfer that lists payees.
    private func payees(
        of name: String,
        on terminal: (term: String, width: Int, height: Int),
        in state: DemoState
    ) async throws -> ConsoleSession {
        let user = try DemoUser.named(name)
        let session = try ConsoleSession(
            state,
            term: terminal.term,
            width: terminal.width,
            height: terminal.height
        )
        try await session.signIn(user, Authenticator(user))
        session.press("t")
        try session.wait(for: "Who is paid?")
        try session.wait(for: "SHYD0000101")
        return session
    }

    /// The demo with a plain name for every payee.
    private func plainState() throws -> DemoState {
        try Self.plainTemplate.get()
        return try DemoState(copying: Self.plainPath)
    }

    private static let plainPath = DemoState.templatePath("plain")
    private static let plainTemplate = Result {
        let folder = try TemporaryFolder()
        let fixture = "\(folder.path)/fixture"
        try FileManager.default.copyItem(
            atPath: "\(BuiltProgram.projectPath)/fixtures/sahyadri",
            toPath: fixture
        )
        var count = 0
        let payees = try folder.read("fixture/payees.toml").replacing(#/(?m)^name = .*$/#) { _ in
            count += 1
            return "name = \"Payee \(count)\""
        }
        try folder.write(payees, to: "fixture/payees.toml")
        try DemoState.make(plainPath, fixture: fixture)
    }
}

extension ConsoleSession {
    /// The cells of each payee's row without those of the name, by the account's number.
    fileprivate func payeeRows() throws -> [String: [VirtualTerminal.Cell]] {
        let names = try nameColumns()
        let numbers = names.upperBound..<names.upperBound + 19
        var rows: [String: [VirtualTerminal.Cell]] = [:]
        for y in 0..<screen.height {
            let number = numbers.map { screen.cell(x: $0, y: y).text }.joined()
            guard number.filter(\.isNumber).count == 14 else { continue }
            rows[number] = (0..<screen.width).filter { !names.contains($0) }
                .map { screen.cell(x: $0, y: y) }
        }
        return rows
    }

    /// The cells of all rows that are not of the list.
    fileprivate func cellsAround() throws -> [[VirtualTerminal.Cell]] {
        let names = try nameColumns()
        let numbers = names.upperBound..<names.upperBound + 19
        return (0..<screen.height).compactMap { y in
            let number = numbers.map { screen.cell(x: $0, y: y).text }.joined()
            guard number.filter(\.isNumber).count != 14 else { return nil }
            return (0..<screen.width).map { screen.cell(x: $0, y: y) }
        }
    }

    /// The columns of the names, from the list's header.
    private func nameColumns() throws -> Range<Int> {
        let header = try #require(
            screen.lines.first { $0.contains(" Name ") && $0.contains(" Account ") }
        )
        let start = try #require(header.firstRange(of: "Name")).lowerBound
        let end = try #require(header.firstRange(of: "Account")).lowerBound
        return header.distance(
            from: header.startIndex,
            to: start
        )..<header.distance(
            from: header.startIndex,
            to: end
        )
    }
}
