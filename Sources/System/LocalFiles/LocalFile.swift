import Glibc

/// Operations on whole files by their paths.
package enum LocalFile {
    /// Returns the first bytes of a regular file, up to a limit.
    package static func read(
        _ path: String,
        upTo limit: Int,
        followsLinks: Bool = false
    ) throws(FileError) -> [UInt8] {
        try OpenFile(reading: path, followsLinks: followsLinks).bytes(upTo: limit)
    }

    /// Replaces a file atomically and durably: a crash leaves the old bytes or the new ones.
    ///
    /// The new file is written as a draft in the same folder; a draft that a dead process left there
    /// is removed.
    ///
    /// - Throws: ``FileError``; the file is unchanged, unless only its folder could not be written.
    package static func replace(
        _ path: String,
        draft: String,
        mode: UInt32 = OpenFile.privateMode,
        _ body: (borrowing OpenFile) throws(FileError) -> Void
    ) throws(FileError) {
        unlink(draft)
        // Opened outside of the cleaning up: what cannot be created there is somebody else's.
        let file = try OpenFile(creating: draft, mode: mode)
        do throws(FileError) {
            try file.setMode(mode)
            try body(file)
            try file.synchronise()
            try rename(draft, to: path)
        } catch {
            unlink(draft)
            throw error
        }
        try LocalFolder.synchronise(around: path)
    }

    /// Renames a file, and replaces another one of the new name.
    package static func rename(_ path: String, to target: String) throws(FileError) {
        guard Glibc.rename(path, target) == 0 else { throw .latest }
    }

    /// Removes a file if it exists.
    package static func remove(_ path: String) throws(FileError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .latest }
    }
}
