import BankFixture
import Testing

// Goal: a mistake in a fixture is told in one sentence with file, line and column, and stops nothing
// else. Method: a small bank that is right, with one change.

@Suite("Mistakes in fixtures")
struct FixtureErrorTests {
    /// A change of one file, and what is said about it.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let file: String
        let old: String
        let new: String
        let sentence: String

        init(_ file: String, _ old: String, _ new: String, _ sentence: String) {
            self.file = file
            self.old = old
            self.new = new
            self.sentence = sentence
        }

        var testDescription: String { "\(file): \(new)" }
    }

    /// What is said about a folder, without the folder's path.
    static func error(in folder: FixtureFolder) -> String {
        do {
            _ = try Fixture(folder: folder.path)
            return "no error"
        } catch {
            return error.description.replacing(folder.path + "/", with: "")
        }
    }

    static func expect(_ mistake: Mistake, location: SourceLocation = #_sourceLocation) throws {
        let folder = try FixtureFolder(mistake.file, replacing: mistake.old, with: mistake.new)
        #expect(error(in: folder) == mistake.sentence, sourceLocation: location)
    }

    @Test("the small bank itself is right, and what it may leave out may be left out")
    func right() throws {
        let folder = try FixtureFolder("bank.toml", replacing: "seed = 7", with: "seed = 7")
        let fixture = try Fixture(folder: folder.path)
        #expect(fixture.accounts.map(\.key) == ["neft", "nostro", "savings"])
        #expect(fixture.account("savings")?.minimumMinorUnits == -500)
        #expect(fixture.payments().contains { $0.kind == .held })
        let optional = [
            ("accounts.toml", "owner = \"asha\"\n"), ("activity.toml", "step = \"0.50\"\n"),
            ("accounts.toml", "[[grant]]\nuser = \"asha\"\naccess = \"view\""),
        ]
        for (file, text) in optional {
            #expect(
                Self.error(in: try FixtureFolder(file, replacing: text, with: "")) == "no error"
            )
        }
    }

    @Test(
        "a key that is missing, of the wrong type or unknown is named with its place",
        arguments: [
            Mistake(
                "bank.toml",
                "name = \"Small Bank\"\n",
                "",
                "bank.toml:1:1: The key 'name' is missing."
            ),
            Mistake(
                "activity.toml",
                "day = 1\n",
                "",
                "activity.toml:1:1: The key 'day' is missing."
            ),
            Mistake(
                "activity.toml",
                "counterparties = [\"Shop\", \"Train\"]\n",
                "",
                "activity.toml:10:1: The key 'counterparties' is missing."
            ),
            Mistake(
                "bank.toml",
                "seed = 7",
                "seed = \"7\"",
                "bank.toml:3:1: The value of 'seed' should be a whole number."
            ),
            Mistake(
                "activity.toml",
                "\"10.00\"",
                "10",
                "activity.toml:6:1: The value of 'least' should be text in quotation marks."
            ),
            Mistake(
                "activity.toml",
                "\"Train\"",
                "12",
                "activity.toml:18:1: The value of 'counterparties' should be a list of texts."
            ),
            Mistake(
                "activity.toml",
                "[\"Shop\", \"Train\"]",
                "\"Shop\"",
                "activity.toml:18:1: The value of 'counterparties' should be a list of texts."
            ),
            Mistake(
                "people.toml",
                "[[person]]",
                "[person]",
                "people.toml:1:1: The value of 'person' should be tables, '[[person]]'."
            ),
            Mistake(
                "activity.toml",
                "day = 1\n",
                "day = 32\n",
                "activity.toml:5:1: The value of 'day' should be a whole number from 1 to 31."
            ),
            Mistake(
                "bank.toml",
                "= 330",
                "= 9223372036854775807",
                "bank.toml:6:1: The value of 'utc-offset-minutes' should be a whole number "
                    + "from -840 to 840."
            ),
            Mistake(
                "activity.toml",
                "days-before-end = 1",
                "days-before-end = -1",
                "activity.toml:26:1: The value of 'days-before-end' should be a whole number "
                    + "from 0 to 36525."
            ),
            Mistake(
                "people.toml",
                "role =",
                "rôle =",
                "people.toml:3:2: A '=' should stand here."
            ),
            Mistake(
                "accounts.toml",
                "owner =",
                "owners =",
                "accounts.toml:3:1: The key 'owners' is not known here."
            ),
            Mistake(
                "payees.toml",
                "[[payee]]",
                "[[payees]]",
                "payees.toml:1:1: The key 'payees' is not known here."
            ),
        ]
    )
    func fields(mistake: Mistake) throws {
        try Self.expect(mistake)
    }

    @Test(
        "a value that makes no sense is named with its place",
        arguments: [
            Mistake(
                "bank.toml",
                "schema = 1",
                "schema = 2",
                "bank.toml:1:1: Schema 2 is not known; this program reads schema 1."
            ),
            Mistake(
                "bank.toml",
                "2026-11-20",
                "2026-02-30",
                "bank.toml:5:1: '2026-02-30' is no day; write it as 2026-11-20."
            ),
            Mistake(
                "bank.toml",
                "2026-10-01",
                "2026-11-21",
                "bank.toml:5:1: The last day should not be before the first."
            ),
            Mistake(
                "bank.toml",
                "\"INR\"",
                "\"INX\"",
                "bank.toml:11:1: 'INX' is no currency of ISO 4217."
            ),
            Mistake(
                "bank.toml",
                "key = \"nostro\"",
                "key = \"neft\"",
                "bank.toml:13:1: There is an account 'neft' already."
            ),
            Mistake(
                "accounts.toml",
                "\"-5.00\"",
                "\"-5.001\"",
                "accounts.toml:10:1: '-5.001' is no amount in INR."
            ),
            Mistake(
                "accounts.toml",
                "owner = \"asha\"",
                "owner = \"nobody\"",
                "accounts.toml:3:1: There is no user 'nobody'."
            ),
            Mistake(
                "payees.toml",
                "\"savings\"",
                "\"loan\"",
                "payees.toml:3:1: There is no account 'loan'."
            ),
            Mistake(
                "activity.toml",
                "account = \"savings\"",
                "account = \"loan\"",
                "activity.toml:2:1: There is no account 'loan'."
            ),
            Mistake(
                "activity.toml",
                "through = \"neft\"",
                "through = \"upi\"",
                "activity.toml:3:1: There is no account 'upi'."
            ),
            Mistake(
                "activity.toml",
                "through = \"neft\"",
                "through = \"nostro\"",
                "activity.toml:3:1: 'savings' and 'nostro' differ in currency."
            ),
            Mistake(
                "activity.toml",
                "\"in\"",
                "\"up\"",
                "activity.toml:4:1: The direction is 'in' or 'out'."
            ),
            Mistake(
                "activity.toml",
                "least = \"10.00\"",
                "least = \"10.005\"",
                "activity.toml:6:1: '10.005' is no amount in INR."
            ),
            Mistake(
                "activity.toml",
                "least = \"10.00\"",
                "least = \"10.01\"",
                "activity.toml:7:1: 'most' should not be below 'least'."
            ),
            Mistake(
                "activity.toml",
                "step = \"0.50\"",
                "step = \"0.00\"",
                "activity.toml:17:1: The amount should be above zero."
            ),
            Mistake(
                "activity.toml",
                "[\"Shop\", \"Train\"]",
                "[]",
                "activity.toml:18:1: One counterparty at least is needed."
            ),
        ]
    )
    func values(mistake: Mistake) throws {
        try Self.expect(mistake)
    }

    // TOMLKit, which read these files once, ended the whole program at the first of these.
    @Test(
        "a typing mistake is a sentence and ends nothing",
        arguments: [
            Mistake(
                "activity.toml",
                "[\"Shop\", \"Train\"]",
                "[\"bold\", }",
                "activity.toml:18:27: A value should stand here: a string in quotation marks, a "
                    + "whole number, true or false, a list in brackets, or a table in braces."
            ),
            Mistake(
                "bank.toml",
                "[[internal]]",
                "[[.internal]]",
                "bank.toml:8:3: A key should stand here."
            ),
            Mistake(
                "bank.toml",
                "[[internal]]",
                "[[internal]",
                "bank.toml:8:12: A second ']' should stand here."
            ),
            Mistake(
                "bank.toml",
                "seed = 7",
                "seed = 7\nseed = 8",
                "bank.toml:4:1: This key is there already."
            ),
        ]
    )
    func typing(mistake: Mistake) throws {
        try Self.expect(mistake)
    }

    @Test("a fixture is a folder, or the name of one that comes with the program")
    func place() throws {
        let folder = try FixtureFolder("bank.toml", replacing: "seed = 7", with: "seed = 7")
        #expect(try Fixture.folder(of: folder.path) == folder.path)
        for name in ["atlantis", folder.path + "/bank.toml", "/nowhere/atlantis"] {
            #expect(throws: FixtureError.self) { try Fixture.folder(of: name) }
        }
    }

    @Test("a file that is missing, too long or no text is named")
    func files() throws {
        let folder = try FixtureFolder("bank.toml", replacing: "seed = 7", with: "seed = 7")
        folder.remove("payees.toml")
        #expect(
            Self.error(in: folder)
                == "payees.toml: The file cannot be read: No such file or directory."
        )
        let comment = "#" + String(repeating: "x", count: 1_048_576) + "\n"
        try Self.expect(
            Mistake(
                "bank.toml",
                "schema",
                comment + "schema",
                "bank.toml: The file has more than 1048576 bytes."
            )
        )
        try folder.write("payees.toml", bytes: [0x23, 0xFF])
        #expect(Self.error(in: folder) == "payees.toml: The file is not UTF-8 text.")
    }
}
