// Goal: the order of the notes, and never a clock, decides which backup is under a name and which
// one is forgotten.
// Method: lists written under clocks that ran ahead and that were set back.

import BankTestKit
import CoreVocabulary
import Testing

@testable import BankDaemon

@Suite("The order of the list of backups")
struct BackupOrderTests {
    private static let daySeconds: Int64 = 86_400

    private func line(
        _ path: String,
        daysAhead: Int64 = 0,
        isFinished: Bool = true
    ) -> BackupLine {
        BackupLine(
            madeAt: TestBank.start.adding(seconds: daysAhead * Self.daySeconds),
            path: path,
            masterKeys: [1],
            hasKeys: true,
            isFinished: isFinished
        )
    }

    /// A list that has as many backups as it remembers.
    private func fill(_ place: TestPlace) throws {
        let backups = (0..<BackupBook.backupLimit).map { line("/backup/\($0)") }
        let list = BackupList(number: 10, knownFrom: 1, backups: backups)
        try PrivateFile.write(list.encoded, to: place.folder.backupBookPath)
    }

    // Symptom: after a clock had run ahead, `backups` said the wrong way round which of two backups of
    // one name is there. Cause: that with the highest date was taken for the newest.
    @Test("of backups under one name that is there which was noted last", arguments: [3, -3])
    func oneName(daysAhead: Int64) async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        let path = place.top + "/z"
        try book.add(line(path, daysAhead: daysAhead))
        // Another spelling of the same place.
        try book.add(line("\(place.top)/bank/../z"))
        for file in [path, path + BackupFiles.manifestSuffix] {
            try PrivateFile.write([1], to: file)
        }
        #expect(try book.listing(.india).rows.map { $0[2] } == ["not there any more", "there"])
        #expect(try book.backups().map(\.path) == [path, "\(place.top)/bank/../z"])
    }

    @Test("the age is that of the newest by date, in whatever order they were noted")
    func age() async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        try book.add(line("/backup/new"))
        // As a restoration notes the backup that it puts back.
        try book.add(line("/backup/old", daysAhead: -7))
        #expect(book.ageSeconds(at: TestBank.start.adding(seconds: 90)) == 90)
    }

    // Symptom: a backup under a clock that was set back by 60 days ended with 0, and was missing in a
    // list that was full. Cause: the list was sorted by dates, and its beginning cut off.
    @Test("a full list forgets what was noted first, whatever its date")
    func full() async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        try fill(place)
        let backup = line("/backup/early", daysAhead: -60)
        try book.add(backup)
        let backups = try book.backups()
        #expect(backups.count == BackupBook.backupLimit)
        #expect(backups.first?.path == "/backup/1")
        #expect(backups.last == backup)
        #expect(book.finding == nil)
    }

    @Test("one that is not finished takes no other's place")
    func unfinished() async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        try fill(place)
        let begun = line("/backup/begun", isFinished: false)
        try book.add(begun)
        #expect(try book.backups().count == BackupBook.mostLineCount)
        try book.remove(begun)
        #expect(try book.backups().first?.path == "/backup/0")
        #expect(try book.backups().count == BackupBook.backupLimit)
    }

    // Symptom: a full list with a backup that is not finished could not be read, where all paths are as
    // long as they may be. Cause: the limit of the file left room for one line less.
    @Test("a list of as many of the longest lines as there may be can be read")
    func longest() async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        let shortest = try #require(Self.encoded([line("/0000")]).last)
        let filling = String(repeating: "a", count: BackupList.lineByteLimit - shortest.count - 1)
        let backups = (1_000..<1_000 + BackupBook.backupLimit).map { number in
            line("/\(filling)\(number)")
        }
        let bytes = BackupList(number: 10, knownFrom: 1, backups: backups).encoded
        #expect(bytes.count > BackupBook.backupLimit * BackupList.lineByteLimit)
        try PrivateFile.write(bytes, to: place.folder.backupBookPath)
        try book.add(line("/\(filling)", isFinished: false))
        #expect(try book.backups().count == BackupBook.mostLineCount)
        #expect(book.finding == nil)
    }

    /// The lines of a list, without their ends.
    private static func encoded(_ backups: [BackupLine]) -> [ArraySlice<UInt8>] {
        BackupList(number: 10, knownFrom: 1, backups: backups).encoded
            .split(separator: UInt8(ascii: "\n"))
    }
}
