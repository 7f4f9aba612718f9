// Goal: a bank does not begin its work on what belongs to somebody else.
// Method: its folders and files given to another user, one at a time, which only root can do; for
// everybody else the rule itself, with made-up statuses.

import Glibc
import Testing

@testable import BankDaemon
@testable import LocalFiles

@Suite("Owners at the start")
struct OwnerTests {
    private static let stranger: uid_t = 65_534

    @Test(
        "what belongs to another user is refused at the start by its name, and found by the check",
        .enabled(if: geteuid() == 0, "files are given away by root alone")
    )
    func strangers() async throws {
        let place = try TestPlace()
        try await place.make()
        let places = place.folder.privatePlaces
        #expect(places.count >= 7)
        for (path, _) in places {
            try #require(lchown(path, Self.stranger, gid_t.max) == 0)
            let sentence = "\(path) belongs to another user."
            let error = try await failure { _ = try await place.open() }
            #expect(error == DaemonError(sentence, .configuration))
            let backup = try await failure {
                _ = try await BankBackup(place.folder, clock: place.clock)
                    .write(to: place.top + "/backup", includesKeys: false)
            }
            #expect(backup == DaemonError(sentence, .configuration))
            #expect(try await place.check().findings.contains(sentence))
            try #require(lchown(path, 0, gid_t.max) == 0)
        }
        for (path, kind) in place.folder.otherPlaces {
            try #require(lchown(path, Self.stranger, gid_t.max) == 0)
            #expect(PrivacyFault(path, kind)?.description == "\(path) belongs to another user.")
            #expect(try await place.check().findings.count == 1)
            try #require(lchown(path, 0, gid_t.max) == 0)
        }
        try await place.open().close()
    }

    @Test("the root of the system is nobody's own but root's", .enabled(if: geteuid() != 0))
    func root() {
        #expect(PrivacyFault("/", .folder)?.description == "/ belongs to another user.")
    }

    /// A kind with what the system says of a file that is as it has to be.
    private static var kinds: [(kind: PrivacyFault.Kind, mode: mode_t)] {
        [
            (.folder, S_IFDIR | 0o700), (.ownFolder, S_IFDIR | 0o700), (.file, S_IFREG | 0o600),
            (.certificate, S_IFREG | 0o644), (.socket, S_IFSOCK | 0o600),
            (.groupSocket, S_IFSOCK | 0o660),
        ]
    }

    // An owner is made up here, so that the rule is tried also where nobody is root.
    @Test("each kind is its user's own, and a certificate may be root's: nobody else's is taken")
    func owners() {
        let path = "/srv/bank/thing"
        let users: [uid_t] = [0, 1_000]
        for (kind, mode) in Self.kinds {
            for user in users {
                for owner in users + [1_001, Self.stranger] {
                    let isTaken = owner == user || (kind == .certificate && owner == 0)
                    let fault = PrivacyFault(path, kind, Self.status(mode, owner), user: user)
                    let due = isTaken ? nil : "\(path) belongs to another user."
                    #expect(fault?.description == due, "\(kind) of \(owner), for \(user)")
                }
            }
        }
    }

    @Test("no mode has another user's file taken, and none of its owner's hides a mode")
    func ownersAndModes() {
        let path = "/srv/bank/thing"
        for (kind, mode) in Self.kinds {
            let closed = Self.status(mode & S_IFMT, 1_001)
            let open = Self.status(mode | 0o777, 1_001)
            for status in [closed, open] {
                let fault = PrivacyFault(path, kind, status, user: 1_000)
                #expect(fault?.description == "\(path) belongs to another user.", "\(kind)")
            }
            let own = PrivacyFault(path, kind, Self.status(mode | 0o777, 1_000), user: 1_000)
            #expect(own?.description.contains("Put it right with: chmod ") == true, "\(kind)")
        }
        let root = PrivacyFault(path, .certificate, Self.status(S_IFREG | 0o666, 0), user: 1_000)
        #expect(root?.description.hasPrefix("Others than its owner may change") == true)
    }

    private static func status(_ mode: mode_t, _ owner: uid_t) -> FileStatus {
        var status = stat()
        status.st_mode = mode
        status.st_uid = owner
        return FileStatus(status)
    }
}
