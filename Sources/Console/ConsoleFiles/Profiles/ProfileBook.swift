import Glibc
import LocalFiles
import TOMLText

/// The file of profiles, with all other text in it.
package struct ProfileBook: Sendable {
    /// The longest file, in bytes: some hundred profiles.
    static let byteLimit = 65_536

    /// The name of the file in messages.
    package let file: String
    /// The profiles, in the order of the file.
    package let profiles: [Profile]
    /// The present text of the file.
    let text: String
    private let headerLines: [String: Int]

    /// Reads the file at a path; a missing file is empty.
    package init(path: String) throws(ProfileError) {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try LocalFile.read(path, upTo: Self.byteLimit + 1, followsLinks: true)
        } catch .system(ENOENT) {
            bytes = []
        } catch {
            throw ProfileError(path, .unreadable(error.reason))
        }
        try self.init(text: bytes, file: path)
    }

    /// Parses the bytes of a file.
    package init(text bytes: [UInt8], file: String) throws(ProfileError) {
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

    /// Returns the profile of a name; nil if there is none.
    package subscript(name: String) -> Profile? {
        profiles.first { $0.name == name }
    }

    /// Returns the book with one more profile at its end.
    ///
    /// - Throws: `exists` when there is one of that name, or what is wrong with the profile.
    package func adding(_ profile: Profile) throws(ProfileError) -> ProfileBook {
        guard self[profile.name] == nil else { throw ProfileError(file, .exists(profile.name)) }
        var text = text
        if !text.isEmpty {
            if text.utf8.last != UInt8(ascii: "\n") { text += "\n" }
            text += "\n"
        }
        return try ProfileBook(text: Array((text + profile.lines).utf8), file: file)
    }

    /// Returns the book without a profile, and without the text between its lines.
    ///
    /// - Throws: `unknown` when there is none of that name; `notUnderHeader` when it cannot be cut
    ///   out.
    package func removing(_ name: String) throws(ProfileError) -> ProfileBook {
        guard let line = headerLines[name] else { throw ProfileError(file, .unknown(name)) }
        // By scalars, as the reader counts them: to Swift a mark makes another character of what ends a
        // line, and so does a carriage return.
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        let start = line - 1
        let place = TOMLPlace(line: line, column: 1)
        guard lines.indices.contains(start), Self.isHeader(lines[start], of: name) else {
            throw ProfileError(file, .notUnderHeader(name), at: place)
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
            throw ProfileError(file, .notUnderHeader(name), at: place)
        }
        return book
    }

    /// Replaces the file with the book atomically, readable by its owner alone.
    package func write() throws(ProfileError) {
        do throws(FileError) {
            try LocalFolder.makeAll(LocalFolder.folder(of: file))
            // Each of several processes that write at a time has a draft of its own.
            let draft = "\(file).\(String(UInt64.random(in: .min ... .max), radix: 36))"
            try LocalFile.replace(file, draft: draft) { draft throws(FileError) in
                try draft.write(Array(text.utf8).span)
            }
        } catch {
            throw ProfileError(file, .unwritable(error.reason))
        }
    }

    private static func isHeader(_ line: Substring.UnicodeScalarView, of name: String) -> Bool {
        let scalars = line.prefix { $0 != "#" }.filter { $0 != " " && $0 != "\t" && $0 != "\r" }
        let words = String(String.UnicodeScalarView(scalars))
        return words == "[\(name)]" || words == "[\"\(name)\"]"
    }

    private static func profile(
        _ entry: TOMLEntry,
        _ file: String
    ) throws(ProfileError) -> (Profile, TOMLPlace) {
        guard case .table(let table) = entry.value else {
            throw ProfileError(file, .notAProfile(entry.key), at: entry.place)
        }
        guard Profile.isName(entry.key) else {
            throw ProfileError(file, .nameInvalid, at: entry.place)
        }
        var values: [Profile.Field: String] = [:]
        for setting in table.entries {
            guard let field = Profile.Field(rawValue: setting.key) else {
                throw ProfileError(file, .unknownKey(setting.key), at: setting.place)
            }
            guard case .string(let text) = setting.value, !text.isEmpty else {
                throw ProfileError(file, .notText(setting.key), at: setting.place)
            }
            values[field] = text
        }
        switch (values[.server], values[.socket]) {
        case (.some, .some): throw ProfileError(file, .twoAddresses, at: entry.place)
        case (nil, nil): throw ProfileError(file, .noAddress, at: entry.place)
        default: break
        }
        guard let profile = Profile(name: entry.key, values: values) else {
            throw ProfileError(file, .nameInvalid, at: entry.place)
        }
        return (profile, entry.place)
    }
}
