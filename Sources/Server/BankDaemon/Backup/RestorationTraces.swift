import Glibc

/// The files and folders that a restoration made, so that one that is refused leaves none of them.
struct RestorationTraces {
    /// The files that came from the backup.
    private(set) var files: [String] = []
    private var others: [String] = []
    private var folders: [String] = []

    /// Makes a folder; one that is there is nobody's trace.
    mutating func makeFolder(_ path: String) throws(DaemonError) {
        guard !PrivateFile.exists(path) else { return }
        try PrivateFile.makeFolder(path)
        folders.append(path)
    }

    /// Notes a file that came from the backup.
    mutating func add(_ file: String) { files.append(file) }

    /// Notes a file that came from elsewhere and was not there before.
    mutating func addOther(_ file: String) { others.append(file) }

    /// Removes them; a folder in which there is something else stays.
    func remove() {
        // What cannot be removed is in nobody's way, and said by the refusal that led here.
        for file in files + others { try? PrivateFile.remove(file) }
        for folder in folders.reversed() { rmdir(folder) }
    }
}
