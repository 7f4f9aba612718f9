// Goal: a disk that refuses a restoration is not told as a damaged backup.
// Method: the errors of SQLite, as the store hands them on.

import Testing

@testable import BankDaemon

@Suite("Disks that refuse a restoration")
struct RestorationDiskTests {
    private typealias Case = (number: Int32?, message: String)

    private func failure(_ found: Case, _ place: TestPlace) -> DaemonError? {
        BankRestoration(place.folder, clock: place.clock, log: place.log)
            .diskFailure(found.number, found.message)
    }

    // Symptom: a full disk was told as "The backup cannot be opened", with 65, and a good backup was
    // thrown away; further on no file was named. Cause: every error of the copy was the backup's.
    @Test("a disk that is full or fails while a copy is proved is no damage of the backup")
    func refused() throws {
        let place = try TestPlace()
        let cases: [Case] = [
            (13, "database or disk is full"), (10, "disk I/O error"),
            (14, "unable to open database file"),
            // SQLITE_IOERR_FSYNC.
            (1_034, "disk I/O error"),
            // In the words of another release.
            (13, "no room"),
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
            (11, "database disk image is malformed"), (26, "file is not a database"),
            (nil, "disk I/O error"),
        ]
        for found in cases { #expect(failure(found, place) == nil, "\(found)") }
    }
}
