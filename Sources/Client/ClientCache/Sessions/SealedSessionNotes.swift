import ClientService
import CoreVocabulary
import Cryptography

/// The sessions that consoles had at the bank from the folders of one user, each in a small sealed file.
///
/// A file of its own needs no other form of the outbox: releases that know nothing of it leave it alone.
/// Each is written whole and then only removed, so that a console can forget its session after it has
/// given its folder back. None can be moved to another folder: there it does not open.
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
    private let slot: Int
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
        slot = folder.slot
    }

    func left() -> [SessionID] { found.map(\.id) }

    func note(_ id: SessionID) throws {
        let sealed = sealer.seal(id.bytes, at: Self.place(inSlot: slot))
        try FileSystem.replace(path(of: id), with: sealed)
    }

    func forget(_ id: SessionID) throws {
        let paths = found.filter { $0.id == id }.map(\.path) + [path(of: id)]
        try FileSystem.tryEach(paths) { path throws(ClientCacheError) in
            try FileSystem.remove(path)
        }
    }

    private static func read(_ folder: UserFolder, _ sealer: RowSealer) -> [Found] {
        // A folder that cannot be read has nothing to say; its sessions end by themselves.
        let names = ((try? FileSystem.names(in: folder.path)) ?? []).filter {
            $0.hasPrefix(namePrefix)
        }
        return names.prefix(readLimit).compactMap { name in
            let path = "\(folder.path)/\(name)"
            guard let sealed = try? FileSystem.contents(of: path, limit: byteLimit),
                let bytes = sealer.open(sealed, at: place(inSlot: folder.slot)),
                let id = SessionID(bytes: bytes)
            else {
                // Damaged, moved here, or left half-written by a crash: it will never say anything.
                try? FileSystem.remove(path)
                return nil
            }
            return Found(id: id, path: path)
        }
    }

    private static func place(inSlot slot: Int) -> [UInt8] {
        RowSealer.place(.session, [UInt8(slot)])
    }

    private func path(of id: SessionID) -> String {
        let hash = sealer.hash(of: id.bytes, at: Self.place(inSlot: slot))
        return "\(folderPath)/\(Self.namePrefix)\(String(hash, radix: 16))"
    }
}
