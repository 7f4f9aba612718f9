package import CoreVocabulary

extension LostActs.Item {
    /// Returns the line of the list: the change, its identifier, and the remedy.
    package func text(_ zone: ZoneOffset, _ folder: DataFolder) -> String {
        [sentence, "decision \(id)", fateText(zone, folder)].filter { !$0.isEmpty }
            .joined(separator: "  ")
    }

    /// Returns the end of the line: a command after its warning, a note, or the newer decision.
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
    /// Returns the note and its time for operators.
    func words(_ zone: ZoneOffset) -> String {
        "noted as done \(zone.text(of: notedAt)): \(OperatorText.clean(text))"
    }
}
