import TOMLText

/// The file of profiles, with all that people wrote into it beside them.
public struct ProfileBook: Sendable {
    /// The longest file, in bytes: some hundred profiles.
    static let byteLimit = 65_536

    /// Name of the file in messages.
    public let file: String
    /// The profiles, in the order of the file.
    public let profiles: [Profile]
    /// The file as it is.
    let text: String
    private let headerLines: [String: Int]

    /// Reads the file at a path; one that is not there holds nothing.
    ///
    /// - Throws: The first thing that is wrong, with its place.
    public init(path: String) throws(ProfileError) {
        let bytes: [UInt8]
        do {
            bytes = try ProfileFile.bytes(atPath: path, limit: Self.byteLimit + 1)
        } catch {
            throw ProfileError(path, .unreadable(error.reason))
        }
        try self.init(text: bytes, file: path)
    }

    /// Reads the bytes of a file.
    ///
    /// - Throws: The first thing that is wrong, with its place.
    public init(text bytes: [UInt8], file: String) throws(ProfileError) {
        let rules = TOMLRules(byteLimit: Self.byteLimit, allowsListsOfTables: false)
        let document: TOMLDocument
        do {
            document = try TOMLDocument(bytes: bytes, file: file, rules: rules)
        } catch {
            throw ProfileError(file, .file(error))
        }
        var profiles: [Profile] = []
        var headerLines: [String: Int] = [:]
        for entry in document.root.entries {
            let (profile, place) = try Self.profile(entry, file)
            profiles.append(profile)
            headerLines[profile.name] = place.line
        }
        self.file = file
        self.profiles = profiles
        self.headerLines = headerLines
        // The document was read, so the bytes are UTF-8.
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// The profile of a name; nil when there is none.
    public subscript(name: String) -> Profile? {
        profiles.first { $0.name == name }
    }

    /// The book with one more profile at its end.
    ///
    /// - Throws: `exists` when there is one of that name, or what is wrong with the profile.
    public func adding(_ profile: Profile) throws(ProfileError) -> ProfileBook {
        guard self[profile.name] == nil else { throw ProfileError(file, .exists(profile.name)) }
        var text = text
        if !text.isEmpty {
            if text.utf8.last != UInt8(ascii: "\n") { text += "\n" }
            text += "\n"
        }
        return try ProfileBook(text: Array((text + profile.lines).utf8), file: file)
    }

    /// The book without a profile; what people wrote between its lines goes with it.
    ///
    /// - Throws: `unknown` when there is none of that name; `notUnderHeader` when it cannot be cut
    ///   out.
    public func removing(_ name: String) throws(ProfileError) -> ProfileBook {
        guard let line = headerLines[name] else { throw ProfileError(file, .unknown(name)) }
        // By scalars, as the reader counts them: to Swift a mark makes another character of what ends a
        // line, and so does a carriage return.
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        let start = line - 1
        guard lines.indices.contains(start), Self.isHeader(lines[start], of: name) else {
            throw ProfileError(file, .notUnderHeader(name, TOMLPlace(line: line, column: 1)))
        }
        var end = start + 1
        while end < lines.count, lines[end].first(where: { $0 != " " }) != "[" { end += 1 }
        // Comments right above the next header are about what comes there.
        while end < lines.count, end > start + 1, lines[end - 1].first == "#" { end -= 1 }
        let isLast = end == lines.count
        lines.removeSubrange(start..<end)
        // The line that is the last one now keeps its end.
        let last = isLast && lines.last?.isEmpty == false ? "\n" : ""
        let rest = lines.map { String($0) }.joined(separator: "\n") + last
        let book = try ProfileBook(text: Array(rest.utf8), file: file)
        guard book.profiles == profiles.filter({ $0.name != name }) else {
            throw ProfileError(file, .notUnderHeader(name, TOMLPlace(line: line, column: 1)))
        }
        return book
    }

    /// Puts the book in the place of its file, whole or not at all, for its owner's eyes only.
    ///
    /// - Throws: `unwritable`.
    public func write() throws(ProfileError) {
        do {
            try ProfileFile.replace(atPath: file, with: Array(text.utf8))
        } catch {
            throw ProfileError(file, .unwritable(error.reason))
        }
    }

    private static func isHeader(
        _ line: Substring.UnicodeScalarView,
        of name: String
    ) -> Bool {
        let scalars = line.prefix { $0 != "#" }.filter { $0 != " " && $0 != "\t" && $0 != "\r" }
        let words = String(String.UnicodeScalarView(scalars))
        return words == "[\(name)]" || words == "[\"\(name)\"]"
    }

    private static func profile(
        _ entry: TOMLEntry,
        _ file: String
    ) throws(ProfileError) -> (Profile, TOMLPlace) {
        guard case .table(let table) = entry.value else {
            throw ProfileError(file, .notAProfile(entry.key, entry.place))
        }
        guard Profile.isName(entry.key) else { throw ProfileError(file, .nameInvalid(entry.place)) }
        var values: [Profile.Field: String] = [:]
        for setting in table.entries {
            guard let field = Profile.Field(rawValue: setting.key) else {
                throw ProfileError(file, .unknownKey(setting.key, setting.place))
            }
            guard case .string(let text) = setting.value, !text.isEmpty else {
                throw ProfileError(file, .notText(setting.key, setting.place))
            }
            values[field] = text
        }
        switch (values[.server], values[.socket]) {
        case (.some, .some): throw ProfileError(file, .twoAddresses(entry.place))
        case (nil, nil): throw ProfileError(file, .noAddress(entry.place))
        default: break
        }
        guard let profile = Profile(name: entry.key, values: values) else {
            throw ProfileError(file, .nameInvalid(entry.place))
        }
        return (profile, entry.place)
    }
}
