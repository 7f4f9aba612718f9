import DurableFolders
import Glibc

/// System calls that keep a user's files private to that user.
///
/// Source: OWASP ASVS 5.0 §14.2.4; open(2).
enum FileSystem {
    /// Creates a folder of mode 0700 durably, or checks the existing one.
    ///
    /// - Throws: `folderNotTrusted` for a link, a file, or a folder of another owner;
    ///   `folderUnusable` if it cannot be created.
    static func makePrivateFolder(_ path: String) throws(ClientCacheError) {
        guard DurableFolder.make(path) else {
            throw ClientCacheError(.folderUnusable, systemCode: errno)
        }
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw refusal() }
        defer { close(descriptor) }
        try takeOver(descriptor, mode: 0o700, kind: S_IFDIR)
    }

    /// Creates an empty file of mode 0600, or checks the existing one.
    static func makePrivateFile(_ path: String) throws(ClientCacheError) {
        close(try openPrivateFile(path))
    }

    /// Opens a file of mode 0600 for reading and writing, and creates it if it does not exist.
    ///
    /// - Throws: `folderNotTrusted` for a link, anything that is not a regular file, a file with a
    ///   second hard link, or one of another owner.
    static func openPrivateFile(_ path: String) throws(ClientCacheError) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw refusal() }
        do {
            try takeOver(descriptor, mode: 0o600, kind: S_IFREG)
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// Returns true if there is a folder at a path; a link to a folder does not count.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Removes a file if it exists.
    static func remove(_ path: String) throws(ClientCacheError) {
        guard unlink(path) == 0 || errno == ENOENT else {
            throw ClientCacheError(.folderUnusable, systemCode: errno)
        }
    }

    /// Calls the body for each element, continuing after errors.
    ///
    /// - Throws: The first error, after all elements were tried.
    static func tryEach<Element>(
        _ elements: some Sequence<Element>,
        _ body: (Element) throws(ClientCacheError) -> Void
    ) throws(ClientCacheError) {
        var failure: ClientCacheError?
        for element in elements {
            do throws(ClientCacheError) {
                try body(element)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    /// Renames a file if it exists, replacing an existing file of the new name.
    static func move(_ path: String, to newPath: String) throws(ClientCacheError) {
        guard rename(path, newPath) == 0 || errno == ENOENT else {
            throw ClientCacheError(.folderUnusable, systemCode: errno)
        }
    }

    /// Returns the names in a folder, sorted.
    static func names(in path: String) throws(ClientCacheError) -> [String] {
        guard let folder = opendir(path) else {
            throw ClientCacheError(.folderUnusable, systemCode: errno)
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                let capacity = MemoryLayout.size(ofValue: pointer.pointee)
                return pointer.withMemoryRebound(to: CChar.self, capacity: capacity) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func takeOver(
        _ descriptor: Int32,
        mode: mode_t,
        kind: mode_t
    ) throws(ClientCacheError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw ClientCacheError(.folderUnusable, systemCode: errno)
        }
        let isOurs = status.st_uid == geteuid() && status.st_mode & S_IFMT == kind
        // A second hard link would give access through another folder.
        guard isOurs, kind == S_IFDIR || status.st_nlink == 1 else {
            throw ClientCacheError(.folderNotTrusted)
        }
        guard status.st_mode & 0o7777 == mode || fchmod(descriptor, mode) == 0 else {
            throw ClientCacheError(.folderUnusable, systemCode: errno)
        }
    }

    // open(2) reports a link, or something that is not a folder, with these errors.
    private static func refusal() -> ClientCacheError {
        let isForeign = errno == ELOOP || errno == ENOTDIR || errno == EISDIR
        return ClientCacheError(
            isForeign ? .folderNotTrusted : .folderUnusable,
            systemCode: errno
        )
    }
}
