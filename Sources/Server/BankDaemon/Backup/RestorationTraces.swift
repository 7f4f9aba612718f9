import Glibc

/// The files and folders that a restoration made, to be removed if it is refused.
struct RestorationTraces {
    /// The files taken from the backup.
    var files: [String] = []
    /// Other files that the restoration made.
    var others: [String] = []
    private var folders: [String] = []

    /// Makes a folder and notes it, unless it exists.
    mutating func makeFolder(_ path: String) throws(DaemonError) {
        guard !PrivateFile.exists(path) else { return }
        try PrivateFile.makeFolder(path)
        folders.append(path)
    }

    /// Removes the files and the empty folders.
    func remove() {
        // Leftovers do no harm, and the error that led here mentions the disk's failure.
        for file in files + others { try? PrivateFile.remove(file) }
        for folder in folders.reversed() { rmdir(folder) }
    }
}
