// Goal: a bank does not begin its work on what belongs to somebody else.
// Method: its folders and files given to another user, one at a time, which only root can do.

import Glibc
import Testing

@testable import BankDaemon

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
}
