import CoreVocabulary
import MoneyCore
import TOMLText

/// Decoder of a table's fields, which checks their types and rejects other keys.
struct FixtureFields {
    /// The file and the table of the fields.
    let origin: FixtureOrigin
    private var decoded: Set<String> = []

    /// Decodes a table with a body, and rejects the keys that the body did not decode.
    static func read<Value>(
        _ origin: FixtureOrigin,
        _ body: (inout FixtureFields) throws(FixtureError) -> Value
    ) throws(FixtureError) -> Value {
        var fields = FixtureFields(origin: origin)
        let value = try body(&fields)
        for entry in origin.table.entries where !fields.decoded.contains(entry.key) {
            throw origin.error(at: entry.key, "The key '\(entry.key)' is not known here.")
        }
        return value
    }

    /// Returns true if the table has a key.
    func has(_ key: String) -> Bool { origin.table[key] != nil }

    /// Decodes a required text value.
    mutating func text(_ key: String) throws(FixtureError) -> String {
        guard let text = try optionalText(key) else { throw missing(key) }
        return text
    }

    /// Decodes an optional text value; returns nil if the key is missing.
    mutating func optionalText(_ key: String) throws(FixtureError) -> String? {
        guard let value = value(of: key) else { return nil }
        guard case .string(let text) = value else {
            throw wrong(key, "text in quotation marks")
        }
        return text
    }

    /// Decodes a required list of texts.
    mutating func texts(_ key: String) throws(FixtureError) -> [String] {
        guard let value = value(of: key) else { throw missing(key) }
        guard case .array(let values) = value else { throw wrong(key, "a list of texts") }
        var texts: [String] = []
        for value in values {
            guard case .string(let text) = value else { throw wrong(key, "a list of texts") }
            texts.append(text)
        }
        return texts
    }

    /// Decodes a required integer within a range.
    mutating func integer(
        _ key: String,
        in range: ClosedRange<Int> = Int.min...Int.max
    ) throws(FixtureError) -> Int {
        guard let number = try optionalInteger(key, in: range) else { throw missing(key) }
        return number
    }

    /// Decodes an optional integer within a range; returns nil if the key is missing.
    mutating func optionalInteger(
        _ key: String,
        in range: ClosedRange<Int>
    ) throws(FixtureError) -> Int? {
        guard let value = value(of: key) else { return nil }
        guard case .integer(let number) = value, range.contains(number) else {
            let isAny = range == Int.min...Int.max
            let bounds = isAny ? "" : " from \(range.lowerBound) to \(range.upperBound)"
            throw wrong(key, "a whole number" + bounds)
        }
        return number
    }

    /// Decodes the tables under headers `[[key]]`; returns none if there is no such header.
    mutating func records<Record>(
        _ key: String,
        _ body: (inout FixtureFields) throws(FixtureError) -> Record
    ) throws(FixtureError) -> [Record] {
        guard let value = value(of: key) else { return [] }
        guard case .array(let values) = value else { throw wrong(key, "tables, '[[\(key)]]'") }
        var records: [Record] = []
        for value in values {
            guard case .table(let table) = value else { throw wrong(key, "tables, '[[\(key)]]'") }
            records.append(try Self.read(FixtureOrigin(file: origin.file, table: table), body))
        }
        return records
    }

    /// Decodes a day, such as 2026-11-20.
    mutating func day(_ key: String) throws(FixtureError) -> BusinessDate {
        let text = try text(key)
        guard let day = BusinessDate(text) else {
            throw origin.error(at: key, "'\(text)' is no day; write it as 2026-11-20.")
        }
        return day
    }

    /// Decodes the code of a currency.
    mutating func currency(_ key: String) throws(FixtureError) -> Currency {
        let code = try text(key)
        guard let currency = Currency(code: code) else {
            throw origin.error(at: key, "'\(code)' is no currency of ISO 4217.")
        }
        return currency
    }

    /// Decodes an amount in plain digits, which may be negative.
    mutating func amount(_ key: String, _ currency: Currency) throws(FixtureError) -> Money {
        let text = try text(key)
        do {
            return try MoneyParser(.plain, allowsSign: true).parse(text, currency: currency)
        } catch {
            throw origin.error(at: key, "'\(text)' is no amount in \(currency.code).")
        }
    }

    /// Decodes an amount above zero, and returns it in minor units.
    mutating func units(_ key: String, _ currency: Currency) throws(FixtureError) -> Int64 {
        let amount = try amount(key, currency)
        guard amount.isPositive else {
            throw origin.error(at: key, "The amount should be above zero.")
        }
        return amount.minorUnits
    }

    /// Decodes the name of one of the users.
    mutating func user(_ users: Set<String>) throws(FixtureError) -> String {
        let user = try text("user")
        try check(user, isAmong: users, at: "user")
        return user
    }

    /// Throws an error about the value of a key unless it is the name of one of the users.
    func check(_ user: String, isAmong users: Set<String>, at key: String) throws(FixtureError) {
        guard users.contains(user) else {
            throw origin.error(at: key, "There is no user '\(user)'.")
        }
    }

    /// Decodes the key of one of the accounts.
    mutating func account(
        _ key: String,
        _ accounts: [Fixture.Account]
    ) throws(FixtureError) -> Fixture.Account {
        let name = try text(key)
        guard let account = accounts.first(where: { $0.key == name }) else {
            throw origin.error(at: key, "There is no account '\(name)'.")
        }
        return account
    }

    private mutating func value(of key: String) -> TOMLValue? {
        decoded.insert(key)
        return origin.table[key]?.value
    }

    private func missing(_ key: String) -> FixtureError {
        origin.error(at: key, "The key '\(key)' is missing.")
    }

    private func wrong(_ key: String, _ expected: String) -> FixtureError {
        origin.error(at: key, "The value of '\(key)' should be \(expected).")
    }
}
