import ProgramFolders

extension Fixture {
    /// The folder of a fixture: a path, or a name below the `fixtures` that come with the program.
    ///
    /// - Throws: ``FixtureError``: there is no such folder.
    public static func folder(of name: String) throws(FixtureError) -> String {
        let isPath = name.utf8.contains(UInt8(ascii: "/"))
        let places = isPath ? [name] : ResourceFolders.candidates("fixtures/\(name)")
        guard let found = places.first(where: ResourceFolders.isFolder) else {
            throw FixtureError(
                "There is no fixture '\(name)'; give a name below `fixtures` or a folder."
            )
        }
        return found
    }
}
