import CoreVocabulary
import LocalFiles

/// A numbered folder of a user, locked for exclusive use by this console.
///
/// A user may have several consoles open on one machine: each takes the lowest number whose lock is
/// free. SQLite before 3.51.3 can corrupt a WAL file that two processes write, so no two consoles
/// ever share a file. What a console leaves in its outbox is taken over by the next console that
/// opens any folder of the same user; see ``OutboxAdoption``.
final class UserFolder: Sendable {
    /// Maximum number of open consoles of one user on one machine.
    static let slotLimit = 8

    /// Number of the folder, 1 to ``slotLimit``.
    let slot: Int
    /// Path of the folder.
    let path: String

    private let lock: FileLock

    private init(slot: Int, path: String, lock: FileLock) {
        self.slot = slot
        self.path = path
        self.lock = lock
    }

    /// Takes the folder with the lowest number that is free.
    ///
    /// - Throws: `tooManyConsoles` if none is free; `folderNotTrusted`; `folderUnusable`.
    static func take(of userID: UserID, in root: String) throws(ClientCacheError) -> UserFolder {
        let userPath = "\(root)/\(userID)"
        try FileSystem.makePrivateFolder(userPath)
        for slot in 1...slotLimit {
            if let folder = try take(slot, in: userPath) { return folder }
        }
        throw ClientCacheError(.tooManyConsoles)
    }

    /// Takes the other folders of the same user that no console has open.
    func takeOthers() throws(ClientCacheError) -> [UserFolder] {
        let userPath = String(path.dropLast("/\(slot)".count))
        var free: [UserFolder] = []
        for other in 1...Self.slotLimit where other != slot {
            guard FileSystem.isFolder("\(userPath)/\(other)") else { continue }
            if let folder = try Self.take(other, in: userPath) { free.append(folder) }
        }
        return free
    }

    /// Takes each folder of a user that no console has open, and calls the body with its path.
    ///
    /// - Throws: The first error of taking a folder or of the body, after all folders were tried.
    static func forEachFree(
        of userID: UserID,
        in root: String,
        _ body: (_ path: String) throws(ClientCacheError) -> Void
    ) throws(ClientCacheError) {
        let userPath = "\(root)/\(userID)"
        try FileSystem.tryEach(1...slotLimit) { slot throws(ClientCacheError) in
            guard FileSystem.isFolder("\(userPath)/\(slot)"),
                let folder = try take(slot, in: userPath)
            else { return }
            try body(folder.path)
            // This keeps the lock until here.
            withExtendedLifetime(folder) {}
        }
    }

    /// Returns true if a console has one of the user's folders open.
    static func isAnyTaken(of userID: UserID, in root: String) throws(ClientCacheError) -> Bool {
        for slot in 1...slotLimit where try isTaken("\(root)/\(userID)/\(slot)") { return true }
        return false
    }

    /// Returns the path of the folder that the user's next console takes; nil if all are taken.
    ///
    /// The folder need not exist.
    static func nextPath(of userID: UserID, in root: String) throws(ClientCacheError) -> String? {
        for slot in 1...slotLimit {
            let path = "\(root)/\(userID)/\(slot)"
            if try !isTaken(path) { return path }
        }
        return nil
    }

    /// Returns true if a folder is locked, without locking it, so that no console is kept from it.
    private static func isTaken(_ path: String) throws(ClientCacheError) -> Bool {
        guard FileSystem.isFolder(path) else { return false }
        return try FileSystem.openPrivateFile("\(path)/lock").isLocked
    }

    private static func take(
        _ slot: Int,
        in userPath: String
    ) throws(ClientCacheError) -> UserFolder? {
        let path = "\(userPath)/\(slot)"
        try FileSystem.makePrivateFolder(path)
        let lock = try FileSystem.lockPrivateFile("\(path)/lock")
        return lock.map { UserFolder(slot: slot, path: path, lock: $0) }
    }
}
