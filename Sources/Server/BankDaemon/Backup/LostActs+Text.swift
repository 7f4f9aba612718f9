public import CoreVocabulary

extension LostActs.Item {
    /// The line of the list: what is not so any more, its name, and what is to be done about it.
    ///
    /// - Parameters:
    ///   - zone: Where days are counted.
    ///   - folder: The bank.
    /// - Returns: The text; a command comes last.
    public func text(_ zone: ZoneOffset, _ folder: DataFolder) -> String {
        [sentence, "decision \(id)", fateText(zone, folder)].filter { !$0.isEmpty }
            .joined(separator: "  ")
    }

    /// The end of the line: a command, behind what is to be compared before it, or the note, or the
    /// newer decision; nothing where no command can do it.
    func fateText(_ zone: ZoneOffset, _ folder: DataFolder) -> String {
        if let note { return note.words(zone) }
        if let decidedSince {
            let day = zone.date(of: decidedSince)
            return "decided otherwise since, on \(day): compare before you change it"
        }
        let command = isRepeatable ? command.on(folder).description : nil
        return [likeness?.words, command].compactMap(\.self).joined(separator: "  ")
    }
}

extension LostNotes.Note {
    /// The note and its time, as an operator reads them.
    func words(_ zone: ZoneOffset) -> String {
        "noted as done \(zone.text(of: notedAt)): \(OperatorText.clean(text))"
    }
}
