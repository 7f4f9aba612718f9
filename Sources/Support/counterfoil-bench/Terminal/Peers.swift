import PseudoTerminal

/// Popular programs to compare with, showing data of a similar size.
enum Peers {
    /// Number of commits in the repository for tig.
    static let commitCount = 1_200
    /// Number of transactions in the journal for hledger-ui.
    static let transactionCount = 2_000

    /// Returns tig on a repository made here.
    static func tig(in folder: WorkFolder) throws -> TerminalProgram {
        let repository = try folder.makeFolder("repository")
        let stream = try folder.write(commitStream(), to: "commits")
        _ = try PseudoTerminal.output(
            of: "/bin/sh",
            ["-c", "cd \(repository) && git init -q && git fast-import --quiet < \(stream)"],
            environment: ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(folder.path)"]
        )
        return TerminalProgram(
            name: "tig",
            path: try TerminalProgram.find("tig"),
            arguments: ["-C", repository],
            readyText: "Payment \(commitCount - 1)"
        )
    }

    /// Returns htop, which shows the machine's processes.
    static func htop() throws -> TerminalProgram {
        TerminalProgram(
            name: "htop",
            path: try TerminalProgram.find("htop"),
            arguments: [],
            readyText: "F10Quit"
        )
    }

    /// Returns hledger-ui on a journal made here, in the register of one account.
    static func hledgerUI(in folder: WorkFolder) throws -> TerminalProgram {
        TerminalProgram(
            name: "hledger-ui",
            path: try TerminalProgram.find("hledger-ui"),
            arguments: [
                "-f", try folder.write(journal(), to: "books.journal"), "--register",
                "assets:savings",
            ],
            readyText: "assets:savings transactions"
        )
    }

    /// Returns a history of one file in the format of `git fast-import`.
    private static func commitStream() -> String {
        var stream = ""
        for number in 0..<commitCount {
            let message = "Payment \(number) to \(payees[number % payees.count])\n"
            let content = "\(number * 37 % 10_000)\n"
            stream += """
                commit refs/heads/master
                committer Asha Rao <asha@example.org> \(1_735_689_600 + number * 3_600) +0530
                data \(message.utf8.count)
                \(message)M 100644 inline amount
                data \(content.utf8.count)
                \(content)

                """
        }
        return stream
    }

    private static func journal() -> String {
        var text = ""
        for number in 0..<transactionCount {
            let month = number * 24 / transactionCount
            let (year, day) = (2_023 + month / 12, 1 + number % 28)
            let payee = payees[number % payees.count]
            text += """
                \(year)-\(twoDigits(month % 12 + 1))-\(twoDigits(day)) \
                \(payee) | Payment \(number)
                    assets:savings       \(-(1_000 + number * 37 % 90_000)).00 INR
                    expenses:payments


                """
        }
        return text
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    private static let payees = [
        "Chitale Bandhu", "Pune Metro", "Deccan Design Studio", "Rickshaw Pune", "Airtel Fibre",
    ]
}
