import ClientService
import CoreVocabulary
import Cryptography
import Glibc

/// Notes of sessions at the bank, one small sealed file per session of a user's consoles.
///
/// Separate files leave the outbox's schema unchanged, so earlier releases ignore them. Each file
/// is written whole and later only removed, so that a console can forget its session after it has
/// released its folder. A note opens only in the folder in which it was made. It does not open if
/// it was moved, nor in a copy of the whole folder, where the original's console may still be in
/// its session.
struct SealedSessionNotes: SessionNotes {
    /// Prefix of the files' names; a keyed hash of the session's identifier follows.
    static let namePrefix = "session-"
    /// Maximum number of files read per folder; the bank keeps eight sessions of a user, for a day.
    private static let readLimit = 64
    /// Maximum number of bytes read from a file; a sealed identifier has 44.
    private static let byteLimit = 256

    private let sealer: RowSealer
    private let folderPath: String
    private let place: [UInt8]
    /// Sessions noted earlier, with the paths of their files.
    private let found: [(id: SessionID, path: String)]

    /// Reads the notes in a folder, and in the user's other folders that no console has open.
    ///
    /// Their locks are held while they are read, so no console is in a session that is noted there.
    init(in folder: UserFolder, storageKey: SharedSecret) throws {
        let sealer = try RowSealer(storageKey, for: .sessions)
        // The next console that opens a folder of the user reads the folders that cannot be locked
        // now.
        let others = (try? folder.takeOthers()) ?? []
        found = ([folder] + others).flatMap { Self.read($0, sealer) }
        self.sealer = sealer
        folderPath = folder.path
        place = try Self.place(of: folder)
    }

    func left() -> [SessionID] { found.map(\.id) }

    func note(_ id: SessionID) throws {
        let sealed = sealer.seal(id.bytes, at: place)
        try FileSystem.replace(path(of: id), with: sealed)
    }

    func forget(_ id: SessionID) throws {
        let paths = found.filter { $0.id == id }.map(\.path) + [path(of: id)]
        try FileSystem.tryEach(paths) { path throws(ClientCacheError) in
            try FileSystem.remove(path)
        }
    }

    private static func read(
        _ folder: UserFolder,
        _ sealer: RowSealer
    ) -> [(id: SessionID, path: String)] {
        // A folder that cannot be read is skipped. The next console reads it again.
        guard let place = try? Self.place(of: folder),
            let all = try? FileSystem.names(in: folder.path)
        else { return [] }
        let names = all.filter { $0.hasPrefix(namePrefix) }
        return names.prefix(readLimit).compactMap { name in
            let path = "\(folder.path)/\(name)"
            if FileSystem.isTemporary(path) {
                // A crash left it incomplete. The folder's lock is held, so nobody is writing it
                // now.
                try? FileSystem.remove(path)
                return nil
            }
            // A file that cannot be read now is kept, because the next console may be able to read
            // it.
            guard let sealed = Self.bytes(at: path) else { return nil }
            guard let bytes = sealer.open(sealed, at: place),
                let id = SessionID(bytes: bytes)
            else {
                // The note was damaged, moved here or copied, so it will never open.
                try? FileSystem.remove(path)
                return nil
            }
            return (id, path)
        }
    }

    /// Returns the bytes of a note, or nil if it cannot be read.
    private static func bytes(at path: String) -> [UInt8]? {
        do throws(ClientCacheError) {
            return try FileSystem.contents(of: path, limit: byteLimit)
        } catch {
            // A file longer than any note counts as read and empty, so that it opens for nobody.
            return error.systemCode == EFBIG ? [] : nil
        }
    }

    /// Returns the associated data that binds a note to its folder: slot number and file identity.
    private static func place(of folder: UserFolder) throws(ClientCacheError) -> [UInt8] {
        let identity = try FileSystem.identityBytes(of: folder.path)
        return RowSealer.place(.session, [UInt8(folder.slot)], identity)
    }

    private func path(of id: SessionID) -> String {
        let hash = sealer.hash(of: id.bytes, at: place)
        return "\(folderPath)/\(Self.namePrefix)\(String(hash, radix: 16))"
    }
}
