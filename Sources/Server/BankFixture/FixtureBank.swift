import CoreVocabulary

/// Content of `bank.toml`: the bank, its days and its own accounts.
struct FixtureBank {
    let name: String
    let zone: ZoneOffset
    let seed: UInt64
    let firstDay: BusinessDate
    let lastDay: BusinessDate
    let accounts: [Fixture.Account]
    /// Keys of the bank's own accounts, which the customers' accounts continue.
    let accountKeys: FixtureAccountKeys

    init(folder: String) throws(FixtureError) {
        self = try FixtureReader.read("bank.toml", in: folder, Self.init)
    }

    private init(_ fields: inout FixtureFields) throws(FixtureError) {
        let schema = try fields.integer("schema")
        guard schema == FixtureReader.schema else {
            throw fields.origin.error(
                at: "schema",
                "Schema \(schema) is not known; this program reads schema \(FixtureReader.schema)."
            )
        }
        name = try fields.text("name")
        seed = UInt64(bitPattern: Int64(try fields.integer("seed")))
        firstDay = try fields.day("first-day")
        lastDay = try fields.day("last-day")
        guard firstDay <= lastDay else {
            throw fields.origin.error(
                at: "last-day",
                "The last day should not be before the first."
            )
        }
        let minutes = try fields.integer("utc-offset-minutes", in: ZoneOffset.bankMinutes)
        zone = ZoneOffset(secondsEastOfUTC: Int32(clamping: minutes * 60))
        // Branches are only checked: an account names its own by the code.
        _ = try fields.records("branch") { (row) throws(FixtureError) in
            (try row.text("code"), try row.text("name"))
        }
        var keys = FixtureAccountKeys(seed: seed)
        accounts = try fields.records("internal") { (row) throws(FixtureError) in
            let (key, id) = try keys.next(&row)
            let (name, currency) = (try row.text("name"), try row.currency("currency"))
            return Fixture.Account(internal: key, id, name: name, currency: currency)
        }
        accountKeys = keys
    }
}

/// Keys of the accounts that were read, each once, and the source of their identifiers.
struct FixtureAccountKeys {
    private var known: Set<String> = []
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// Reads the key of the next account, and draws its identifier.
    mutating func next(
        _ fields: inout FixtureFields
    ) throws(FixtureError) -> (key: String, id: AccountID) {
        let key = try fields.text("key")
        guard known.insert(key).inserted else {
            throw fields.origin.error(at: "key", "There is an account '\(key)' already.")
        }
        return (key, AccountID(rawValue: random.nextBits()))
    }
}
