// Goal: a disk that refuses a restoration is not told as a damaged backup.
// Method: the errors of SQLite, as the store hands them on.

import LedgerStoreSQLite
import Testing

@testable import BankDaemon

@Suite("Disks that refuse a restoration")
struct RestorationDiskTests {
    private typealias Case = (code: LedgerStoreError.Code, message: String)

    private func failure(_ found: Case, _ place: TestPlace) -> DaemonError? {
        BankRestoration(place.folder, clock: place.clock, log: place.log)
            .diskFailure(found.code, found.message)
    }

    // Symptom: a full disk was told as "The backup cannot be opened", with 65, and a good backup was
    // thrown away; further on no file was named. Cause: every error of the copy was the backup's.
    @Test("a disk that is full or fails while a copy is proved is no damage of the backup")
    func refused() throws {
        let place = try TestPlace()
        let cases: [Case] = [
            (.database(13), "database or disk is full"), (.database(10), "disk I/O error"),
            // SQLITE_IOERR_FSYNC.
            (.database(1_034), "disk I/O error"), (.cannotOpen, "disk I/O error"),
            (.cannotOpen, "database or disk is full"),
            (.cannotOpen, "unable to open database file"),
        ]
        let draft = place.folder.restoringPath
        for found in cases {
            let error = failure(found, place)
            #expect(error?.status == .cannotCreate, "\(found)")
            #expect(error?.description == "\(draft) cannot be written: \(found.message).")
        }
    }

    @Test("books that are damaged are no fault of the disk")
    func damaged() throws {
        let place = try TestPlace()
        let cases: [Case] = [
            (.database(11), "database disk image is malformed"),
            (.cannotOpen, "file is not a database"), (.tooNew, "disk I/O error"),
        ]
        for found in cases { #expect(failure(found, place) == nil, "\(found)") }
    }
}
