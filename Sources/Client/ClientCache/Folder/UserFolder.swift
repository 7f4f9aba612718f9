import CoreVocabulary
import DurableFolders
import Glibc

/// A numbered folder of a user that this console has to itself.
///
/// A user may have several consoles open on one machine: each takes the lowest number whose lock
/// is free. SQLite before 3.51.3 can corrupt a WAL file that two processes write, so no two
/// consoles ever share a file. What a console leaves in its outbox is taken over by the next one
/// that opens any folder of that user; see ``OutboxAdoption``.
final class UserFolder: Sendable {
    /// How many consoles of one user may be open on one machine.
    static let slotLimit = 8

    /// The number, 1 to ``slotLimit``.
    let slot: Int
    /// The folder.
    let path: String

    private let descriptor: Int32

    private init(slot: Int, path: String, descriptor: Int32) {
        self.slot = slot
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        // Not by closing alone: a child that was forked and does not run its program yet holds the
        // open file as well, and the lock with it. The end of the process gives it back too.
        PatientLock.release(descriptor)
        close(descriptor)
    }

    /// Takes the lowest number that is free.
    ///
    /// - Throws: `tooManyConsoles` when none is; `folderNotTrusted`; `folderUnusable`.
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

    /// Takes each folder of a user that no console has open, and does something with its path.
    ///
    /// - Throws: Why a folder could not be taken, or what the body throws of it; all others were tried
    ///   by then.
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
            // Its lock is held until here.
            withExtendedLifetime(folder) {}
        }
    }

    /// True if a console has one of the user's folders open.
    static func isAnyTaken(of userID: UserID, in root: String) throws(ClientCacheError) -> Bool {
        let userPath = "\(root)/\(userID)"
        for slot in 1...slotLimit where try isTaken("\(userPath)/\(slot)") { return true }
        return false
    }

    /// The path of the folder that the next console of a user takes, whether or not it is there;
    /// nil when all are taken.
    static func nextPath(
        of userID: UserID,
        in root: String
    ) throws(ClientCacheError) -> String? {
        for slot in 1...slotLimit {
            let path = "\(root)/\(userID)/\(slot)"
            if try !isTaken(path) { return path }
        }
        return nil
    }

    /// Looks at a folder and takes nothing, so that no console is kept from it.
    private static func isTaken(_ path: String) throws(ClientCacheError) -> Bool {
        guard FileSystem.isFolder(path) else { return false }
        let descriptor = try FileSystem.openPrivateFile("\(path)/lock")
        defer { close(descriptor) }
        return PatientLock.isTaken(descriptor)
    }

    private static func take(
        _ slot: Int,
        in userPath: String
    ) throws(ClientCacheError) -> UserFolder? {
        let path = "\(userPath)/\(slot)"
        try FileSystem.makePrivateFolder(path)
        let descriptor = try FileSystem.openPrivateFile("\(path)/lock")
        guard PatientLock.take(descriptor) else {
            close(descriptor)
            return nil
        }
        return UserFolder(slot: slot, path: path, descriptor: descriptor)
    }
}
