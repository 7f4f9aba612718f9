import ClientService
import CoreVocabulary
import Cryptography
import Glibc

/// The sessions that consoles had at the bank from the folders of one user, each in a small sealed file.
///
/// A file of its own needs no other form of the outbox: releases that know nothing of it leave it alone.
/// Each is written whole and then only removed, so that a console can forget its session after it has
/// given its folder back. None opens in another folder than the one it was made in, neither moved there
/// nor in a copy of the whole folder, where the console of the original may be in its session.
struct SealedSessionNotes: SessionNotes {
    /// The beginning of the files' names; a keyed hash of the session's identifier follows.
    static let namePrefix = "session-"
    /// The most files that are read of one folder; the bank keeps eight sessions of a user, for a day.
    private static let readLimit = 64
    /// The most bytes of a file that are read; a sealed identifier has 44.
    private static let byteLimit = 256

    /// A session that was noted before, and the file that says so.
    private struct Found {
        let id: SessionID
        let path: String
    }

    private let sealer: RowSealer
    private let folderPath: String
    private let place: [UInt8]
    private let found: [Found]

    /// Reads what was noted in a folder, and in the others of its user that no console has open.
    ///
    /// Their locks are held while they are read: nobody is in a session that is noted there.
    init(in folder: UserFolder, storageKey: SharedSecret) throws {
        let sealer = try RowSealer(storageKey, for: .sessions)
        // What cannot be taken is looked at by the next console that opens a folder of the user.
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

    private static func read(_ folder: UserFolder, _ sealer: RowSealer) -> [Found] {
        // A folder that cannot be read has nothing to say now; the next console reads it again.
        guard let place = try? Self.place(of: folder),
            let all = try? FileSystem.names(in: folder.path)
        else { return [] }
        let names = all.filter { $0.hasPrefix(namePrefix) }
        return names.prefix(readLimit).compactMap { name in
            let path = "\(folder.path)/\(name)"
            if FileSystem.isTemporary(path) {
                // Left half-written by a crash: the folder's lock is held, so nobody writes it now.
                try? FileSystem.remove(path)
                return nil
            }
            // What cannot be read now may be read by the next console, and stays.
            guard let sealed = Self.bytes(at: path) else { return nil }
            guard let bytes = sealer.open(sealed, at: place),
                let id = SessionID(bytes: bytes)
            else {
                // Damaged, moved here or copied: it will never say anything.
                try? FileSystem.remove(path)
                return nil
            }
            return Found(id: id, path: path)
        }
    }

    /// The bytes of a note; nil where it cannot be read.
    private static func bytes(at path: String) -> [UInt8]? {
        do throws(ClientCacheError) {
            return try FileSystem.contents(of: path, limit: byteLimit)
        } catch {
            // One that is longer than any note was read, as far as that takes, and opens for nobody.
            return error.systemCode == EFBIG ? [] : nil
        }
    }

    /// The bytes that bind a note to its folder: its number, and which folder it is.
    private static func place(of folder: UserFolder) throws(ClientCacheError) -> [UInt8] {
        guard let identity = FileIdentity(of: folder.path) else {
            throw ClientCacheError(.folderUnusable, systemCode: errno)
        }
        return RowSealer.place(.session, [UInt8(folder.slot)], identity.bytes)
    }

    private func path(of id: SessionID) -> String {
        let hash = sealer.hash(of: id.bytes, at: place)
        return "\(folderPath)/\(Self.namePrefix)\(String(hash, radix: 16))"
    }
}
