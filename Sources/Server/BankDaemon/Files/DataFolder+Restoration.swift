import CoreVocabulary
import LedgerService
import LedgerStoreSQLite
import LocalFiles

extension DataFolder {
    /// Path of the books that a restoration is about to put in place.
    var restoringPath: String { booksPath + ".restoring" }
    /// Path of the lock of the one process that writes the books.
    var lockPath: String { booksPath + BooksSuffix.lock }

    /// The files of the books and those beside them, with books that restorations put aside.
    var bookFiles: [String] {
        // As bytes: to Swift a mark after the name makes another name of it.
        let start = booksPath.utf8
        return LocalFolder.readableNames(in: path).map { "\(path)/\($0)" }.filter {
            $0.utf8.starts(with: start)
        }.sorted()
    }

    /// Book files that this program or SQLite makes; others only share the prefix.
    var knownBookFiles: [String] { bookFiles.filter(isKnown) }

    private func isKnown(_ file: String) -> Bool {
        let ends = [""] + BooksSuffix.ofSQLite + [BooksSuffix.lock]
        let lists = [RestorationTaken(folder: self).path, RestorationAsides(folder: self).path]
        let known =
            [booksPath, restoringPath].flatMap { books in ends.map { books + $0 } }
            + lists.flatMap { [$0, $0 + PrivateFile.draftSuffix] }
        // As bytes: to Swift two spellings of one letter are the same, and to the system two names.
        if known.contains(where: { $0.utf8.elementsEqual(file.utf8) }) { return true }
        let start = asidePrefix.utf8
        guard file.utf8.starts(with: start) else { return false }
        let end = file.utf8.dropFirst(start.count).drop(while: \.isASCIIDigit)
        let notes = [
            BooksEndFile.suffix, BooksEndFile.suffix + PrivateFile.draftSuffix, LostNotes.suffix,
        ]
        return (ends + notes).contains { $0.utf8.elementsEqual(end) }
    }

    private var asidePrefix: String { booksPath + ".before-" }

    /// Returns the path of the books that a restoration put aside under a number.
    func asidePath(_ number: Int64) -> String { "\(asidePrefix)\(number)" }

    /// The numbers of all books that restorations put aside, ascending.
    var asideNumbers: [Int64] {
        bookFiles.filter { $0.hasPrefix(asidePrefix) }
            .compactMap { Int64($0.dropFirst(asidePrefix.count)) }.sorted()
    }

    /// The numbers of a log or an end without books, ascending.
    var strayNumbers: [Int64] {
        let numbers = strayFiles([BooksSuffix.log, BooksEndFile.suffix])
            .compactMap { Int64($0.books.dropFirst(asidePrefix.count)) }
        return Set(numbers).filter { !PrivateFile.exists(asidePath($0)) }.sorted()
    }

    /// Returns the files of books put aside with some suffixes, where the books are missing.
    private func strayFiles(_ suffixes: [String]) -> [(file: String, books: String)] {
        bookFiles.compactMap { file in
            guard file.hasPrefix(asidePrefix),
                let suffix = suffixes.first(where: { file.hasSuffix($0) })
            else { return nil }
            let books = String(file.dropLast(suffix.count))
            return PrivateFile.exists(books) ? nil : (file: file, books: books)
        }
    }

    /// True if there are no books but those that a restoration put aside.
    var hasBooksAsideAlone: Bool { !PrivateFile.exists(booksPath) && !asideNumbers.isEmpty }

    /// The files of a restoration that did not end, the books first.
    var restorationFiles: [String] {
        let drafts = ([""] + BooksSuffix.ofSQLite + [BooksSuffix.lock]).map { restoringPath + $0 }
        let taken = RestorationTaken(folder: self).path
        let lists = [taken, taken + PrivateFile.draftSuffix]
        let left = drafts + RestorationAsides(folder: self).uselessFiles + lists
        return left.filter(PrivateFile.exists) + secondLogNames
    }

    /// The second names of logs whose books have not moved there.
    private var secondLogNames: [String] {
        strayFiles([BooksSuffix.log]).map(\.file).filter { file in
            // A log that has no other name holds what is nowhere else.
            FileStatus(at: file).map { $0.linkCount > 1 } ?? false
        }
    }

    /// The sentences about restorations that did not end, with the action; nil if there is none.
    package var restorationFinding: String? {
        let findings = restorationFindings
        return findings.isEmpty ? nil : findings.joined(separator: "\n")
    }

    /// The findings about restorations that did not end, one sentence each.
    var restorationFindings: [String] { [leftFinding, asidesFinding].compactMap(\.self) }

    /// The sentence about files that a restoration left; nil if there are none.
    private var leftFinding: String? {
        var files = restorationFiles
        let asides = RestorationAsides(folder: self)
        // Without books it is what is left of the restore that moved them.
        if files.isEmpty, !PrivateFile.exists(booksPath), !asides.paths.isEmpty {
            files = [asides.path]
        }
        guard !files.isEmpty else { return nil }
        let taken = RestorationTaken(folder: self).standing.compactMap { target(ofPart: $0.suffix) }
        let left = (files + taken).joined(separator: ", ")
        let again = ShellCommand("restore").on(self).option("--from", "FILE")
        guard PrivateFile.exists(booksPath) else {
            return "A restore did not end, and \(booksPath) is not there. "
                + "\(whereBooksAre)It left: \(left). \(booksAgain)Run it again: \(again)"
        }
        guard PrivateFile.exists(restoringPath) || !taken.isEmpty else {
            return "A restore did not end, but the books are those that it put in place. Remove "
                + "what it left: \(left)."
        }
        // What a backup needs is not among what is to be removed, though the restoration took it.
        let kept = neededKeysTaken
        let paths = Set(kept.map(\.path))
        let useless = (files + taken).filter { !paths.contains($0) }.joined(separator: ", ")
        let stays = kept.map { "\($0.sentence) " }.joined()
        return "A restore did not end, and the books are those from before it. \(stays)Remove what "
            + "it left (\(useless)), or run it again: \(again)"
    }

    /// The numbers of the master keys that an unfinished restoration took.
    var keysTaken: [MasterKey.Number] {
        RestorationTaken(folder: self).standing.compactMap {
            BackupFiles.keyNumber(ofSuffix: $0.suffix)
        }
    }

    /// The taken keys that a backup needs, with a sentence about each.
    private var neededKeysTaken: [(path: String, sentence: String)] {
        keysTaken.compactMap { number in
            BackupBook(self).sentenceOfLeft(number).map {
                (path: keys.file(number), sentence: $0)
            }
        }
    }

    /// The last books that had their place, if there are none now; nil if none were put aside.
    private var lastSet: RestorationSet? {
        let number = RestorationAsides(folder: self).lastStanding ?? asideNumbers.last
        return number.map { RestorationSet(self, $0) }
    }

    private var whereBooksAre: String {
        guard let lastSet else { return "" }
        let files = lastSet.files.joined(separator: ", ")
        let hint = lastSet.files.count > 1 ? ", which are one" : ""
        let earlier = RestorationAsides(folder: self).paths.filter { $0 != lastSet.path }
        let others =
            earlier.isEmpty
            ? ""
            : "Older ones, which an earlier restore replaced, are in "
                + "\(earlier.joined(separator: ", ")). "
        return "The books from before it are in \(files)\(hint). \(others)"
    }

    private var booksAgain: String {
        guard let lastSet else { return "" }
        return "To have the books from before it, give their files their names again, all of them "
            + "and the books last:\n  \(lastSet.returnCommand)\nTo have those of the backup: "
    }

    /// The sentence about unreported books; nil for none, or without books to compare them with.
    private var asidesFinding: String? {
        let asides = RestorationAsides(folder: self)
        guard PrivateFile.exists(booksPath), !asides.paths.isEmpty else { return nil }
        let sentence =
            "A restore put books aside and did not come to tell of them. When all that they held is "
            + "reconciled, remove \(asides.path)."
        return ([sentence] + lostSentences(about: asides.paths)).joined(separator: "\n")
    }

    /// The sentences about files of books that were put aside, without the books.
    var strayFindings: [String] {
        let left = restorationFiles
        let suffixes = [
            BooksSuffix.log, BooksSuffix.index, BooksEndFile.suffix,
            BooksEndFile.suffix + PrivateFile.draftSuffix,
        ]
        return strayFiles(suffixes).filter { !left.contains($0.file) }.map { file, books in
            "\(file) belongs to books that are not beside it. Put \(books) back, or remove "
                + "the file if they are in use again or nobody needs them any more."
        }
    }
}
