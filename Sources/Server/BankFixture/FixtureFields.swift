import TOMLText

/// Decoder of a table's fields, which checks their types; ``finish()`` rejects other keys.
struct FixtureFields {
    /// The file and the table of the fields.
    let origin: FixtureOrigin
    private var taken: Set<String> = []

    /// Creates a decoder for the fields of a table.
    init(_ origin: FixtureOrigin) {
        self.origin = origin
    }

    /// Decodes a required text value.
    mutating func text(_ key: String) throws(FixtureError) -> String {
        guard let text = try optionalText(key) else { throw missing(key) }
        return text
    }

    /// Decodes an optional text value; returns nil if the key is missing.
    mutating func optionalText(_ key: String) throws(FixtureError) -> String? {
        guard let value = take(key) else { return nil }
        guard case .string(let text) = value else {
            throw wrong(key, "text in quotation marks")
        }
        return text
    }

    /// Decodes a required list of texts.
    mutating func texts(_ key: String) throws(FixtureError) -> [String] {
        guard let value = take(key) else { throw missing(key) }
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
        guard let value = take(key) else { return nil }
        guard case .integer(let number) = value, range.contains(number) else {
            let isAny = range == Int.min...Int.max
            let bounds = isAny ? "" : " from \(range.lowerBound) to \(range.upperBound)"
            throw wrong(key, "a whole number" + bounds)
        }
        return number
    }

    /// Decodes the tables under headers `[[key]]`; returns none if there is no such header.
    mutating func records<Record: FixtureRecord>(
        _ key: String,
        of type: Record.Type = Record.self
    ) throws(FixtureError) -> [Record] {
        guard let value = take(key) else { return [] }
        guard case .array(let values) = value else { throw wrong(key, "tables, '[[\(key)]]'") }
        var records: [Record] = []
        for value in values {
            guard case .table(let table) = value else { throw wrong(key, "tables, '[[\(key)]]'") }
            records.append(try Record.read(FixtureOrigin(file: origin.file, table: table)))
        }
        return records
    }

    /// Rejects keys that were not decoded.
    func finish() throws(FixtureError) {
        for entry in origin.table.entries where !taken.contains(entry.key) {
            throw origin.error(at: entry.key, "The key '\(entry.key)' is not known here.")
        }
    }

    private mutating func take(_ key: String) -> TOMLValue? {
        taken.insert(key)
        return origin.table[key]?.value
    }

    private func missing(_ key: String) -> FixtureError {
        origin.error(at: key, "The key '\(key)' is missing.")
    }

    private func wrong(_ key: String, _ expected: String) -> FixtureError {
        origin.error(at: key, "The value of '\(key)' should be \(expected).")
    }
}
