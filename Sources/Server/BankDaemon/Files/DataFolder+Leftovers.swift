import LocalFiles

extension DataFolder {
    /// The files that killed commands left beside keys; a running command has some for a moment.
    var leftovers: [String] {
        [keys.path, tls.path, tls.devicesPath].flatMap { folder in
            LocalFolder.readableNames(in: folder).filter(Self.isDraft).map { "\(folder)/\($0)" }
        }
    }

    /// The files with the name of a key, and copies under similar names.
    ///
    /// None of ``leftovers`` is among them: a command at work may be about to rename it.
    var keyFiles: [String] {
        let folders = [keys.path, tls.path, tls.devicesPath]
        return folders.flatMap { folder in
            files(in: folder) { Self.isNamedLikeKey($0, isInKeys: folder == keys.path) }
        }
    }

    /// The files beside the books and the keys that are not the bank's, by their names.
    var strangeFiles: [String] {
        let known = Set(knownBookFiles.map { Array($0.utf8) })
        let besideBooks = bookFiles.filter { !known.contains(Array($0.utf8)) && Self.isFile($0) }
        return besideBooks + files(in: keys.path) { !Self.isNamedLikeKey($0, isInKeys: true) }
    }

    private static func isNamedLikeKey(_ name: String, isInKeys: Bool) -> Bool {
        // As bytes: to Swift a mark behind a letter makes another one of it.
        name.utf8.contains(".key".utf8) || (isInKeys && name.utf8.contains("master-".utf8))
    }

    private func files(in folder: String, _ isMeant: (String) -> Bool) -> [String] {
        LocalFolder.readableNames(in: folder).filter { isMeant($0) && !Self.isDraft($0) }
            .map { "\(folder)/\($0)" }.filter(Self.isFile)
    }

    private static func isFile(_ path: String) -> Bool {
        FileStatus(at: path)?.kind == .file
    }

    private static func isDraft(_ name: String) -> Bool {
        [PrivateFile.draftSuffix, TLSFolder.stagedSuffix].contains { name.hasSuffix($0) }
    }

    /// Returns the sentence about a file of ``leftovers``.
    func finding(aboutLeftover path: String) -> String {
        // The server ends what was begun with its own certificate, and no terminal's.
        let names = [tls.serverPath, tls.serverKeyPath]
        let isOfServer = names.contains { path.hasPrefix($0 + ".") }
        let others = isOfServer ? ", or the next start of the server," : ""
        return "\(path) was left by a command that was killed, and may hold a private key. The "
            + "same command again\(others) ends what was begun. If it stays, remove it."
    }
}
