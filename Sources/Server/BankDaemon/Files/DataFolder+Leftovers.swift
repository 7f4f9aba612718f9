import FoundationEssentials

extension DataFolder {
    /// The files that commands which were killed left beside keys and certificates; one that is at
    /// work has some for a moment.
    var leftovers: [String] {
        [keys.path, tls.path, tls.devicesPath].flatMap { folder -> [String] in
            // A folder that cannot be read is told of with what should be in it.
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.filter { name in
                [PrivateFile.draftSuffix, TLSFolder.stagedSuffix].contains { name.hasSuffix($0) }
            }
            .sorted().map { "\(folder)/\($0)" }
        }
    }

    /// The sentence about a file of ``leftovers``.
    func finding(aboutLeftover path: String) -> String {
        // The server ends what was begun with its own certificate, and no terminal's.
        let names = [tls.serverPath, tls.serverKeyPath]
        let isOfServer = names.contains { path.hasPrefix($0 + ".") }
        let others = isOfServer ? ", or the next start of the server," : ""
        return "\(path) was left by a command that was killed, and may hold a private key. The "
            + "same command again\(others) ends what was begun. If it stays, remove it."
    }
}
