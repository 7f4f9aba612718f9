import Glibc
import Testing

/// The five files of a small bank in a folder that goes away with its last user.
final class FixtureFolder {
    /// A bank of one customer with one account, and one payment of each kind.
    static let files = [
        "bank.toml": """
        schema = 1
        name = "Small Bank"
        seed = 7
        first-day = "2026-10-01"
        last-day = "2026-11-20"
        utc-offset-minutes = 330

        [[internal]]
        key = "neft"
        name = "NEFT settlement"
        currency = "INR"
        [[internal]]
        key = "nostro"
        name = "Nostro"
        currency = "USD"
        """,
        "people.toml": """
        [[person]]
        user = "asha"
        role = "customer"
        name = "Asha"
        password = "monsoon"
        totp-secret = "7IQWZ656WAVFE2LRAPNWBGKV3VWR5O4U"
        totp-algorithm = "SHA1"
        """,
        "accounts.toml": """
        [[account]]
        key = "savings"
        owner = "asha"
        holder = "Asha"
        product = "Savings"
        number = "50100478287548"
        branch = "SHYD0000101"
        currency = "INR"
        opening = "100.00"
        minimum = "-5.00"
        [[grant]]
        user = "asha"
        access = "view"
        """,
        "payees.toml": """
        [[payee]]
        user = "asha"
        account = "savings"
        name = "Myself"
        """,
        "activity.toml": """
        [[regular]]
        account = "savings"
        through = "neft"
        direction = "in"
        day = 1
        least = "10.00"
        most = "10.00"
        counterparty = "Work"
        reference = "SALARY"
        [[frequent]]
        account = "savings"
        through = "neft"
        direction = "out"
        per-month = 300
        least = "1.00"
        most = "2.00"
        step = "0.50"
        counterparties = ["Shop", "Train"]
        reference = "UPI"
        [[hold]]
        account = "savings"
        through = "neft"
        amount = "1.00"
        counterparty = "Hotel"
        reference = "DEPOSIT"
        days-before-end = 1
        """,
    ]

    let path: String

    /// Writes the files, with the first occurrence of a text in one of them replaced.
    init(_ name: String, replacing old: String, with new: String) throws {
        var template = Array("/tmp/counterfoil-fixture-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        let changed = try #require(Self.files[name])
        try #require(changed.contains(old), "\(name) has no '\(old)'")
        for (file, text) in Self.files {
            let text = file == name ? text.replacing(old, with: new, maxReplacements: 1) : text
            try write(file, bytes: Array(text.utf8))
        }
    }

    /// Takes a file away.
    func remove(_ name: String) {
        #expect(unlink(path + "/" + name) == 0)
    }

    /// Writes a file's bytes.
    func write(_ name: String, bytes: [UInt8]) throws {
        let stream = try #require(fopen(path + "/" + name, "w"))
        #expect(fwrite(bytes, 1, bytes.count, stream) == bytes.count)
        #expect(fclose(stream) == 0)
    }

    deinit {
        for name in Self.files.keys { unlink(path + "/" + name) }
        rmdir(path)
    }
}
