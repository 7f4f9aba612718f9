import LocalFiles

extension DataFolder {
    /// The names of the bank's files, which are also prefixes of its temporary files.
    private var ownFiles: [String] {
        [
            booksPath, configurationPath, auditHeadPath, epochPath, unfinishedPath, backupBookPath,
            backupHeadPath, adminSocketPath,
        ]
    }

    /// Returns true if a path has a name of the bank: that of a file or folder, one with such a
    /// prefix, or any in a folder of keys or certificates.
    ///
    /// Drafts, the log of the books and what a restoration puts aside get names that begin like a
    /// file's; something else in their place breaks what needs them.
    func keepsName(of path: String) -> Bool {
        let place = LocalFolder.folder(of: path)
        let folders = [keys.path, tls.path]
        if folders.contains(where: { PrivateFile.isFolder(place, within: $0) }) { return true }
        guard PrivateFile.isSameFolder(place, self.path) else { return false }
        let name = PrivateFile.name(of: path)
        return folders.contains { name == PrivateFile.name(of: $0) }
            || ownFiles.contains { name.starts(with: PrivateFile.name(of: $0)) }
    }
}
