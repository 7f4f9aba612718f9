import LocalFiles

extension Fixture {
    /// Returns the folder of a fixture, given by a path or by a name below `fixtures`.
    package static func folder(of name: String) throws(FixtureError) -> String {
        let isPath = name.utf8.contains(UInt8(ascii: "/"))
        let places = isPath ? [name] : ResourceFolders.candidates("fixtures/\(name)")
        guard let found = places.first(where: LocalFolder.exists) else {
            throw FixtureError(
                "There is no fixture '\(name)'; give a name below `fixtures` or a folder."
            )
        }
        return found
    }
}
