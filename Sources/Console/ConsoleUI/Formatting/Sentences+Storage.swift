import ClientService

extension Sentences {
    /// Returns the sentence for local storage that could not be opened at sign-in.
    ///
    /// The bank cannot help, so no sentence refers the user to it. A folder in the way is renamed
    /// and not deleted, so that queued transfers are kept.
    static func storage(_ trouble: StorageTrouble) -> Sentence {
        let folder = trouble.folder ?? "the console's folder"
        return switch trouble.cause {
        case .otherBank:
            Sentence(
                "\(folder) belongs to another bank, or to this one before it was made anew.",
                "\(renaming(trouble.folder)). What was queued stays there unsent."
            )
        case .outboxUnreadable:
            Sentence(
                "The outbox in \(folder) is damaged.",
                "\(renaming(trouble.folder)). What was queued may have been sent: look at the"
                    + " entries, or ask the bank, before you pay again."
            )
        case .outboxNewer:
            Sentence(
                "A newer release of this program wrote the outbox in \(folder).",
                "Sign in with that release; what was queued stays."
            )
        case .noRoom:
            Sentence(
                "The disk of \(folder) is full; without room nobody can sign in.",
                "Make room, then sign in again with a fresh code; what was queued stays."
            )
        case .notWritable:
            Sentence(
                "This console cannot write in \(folder).",
                "Check the disk and that the folder is yours, then sign in again with a fresh code;"
                    + " what was queued stays."
            )
        case .notTrusted:
            Sentence(
                "\(folder), or a file in it, is a link, no ordinary file, or somebody else's.",
                "Put that right, then sign in again with a fresh code; what was queued stays."
            )
        case .tooManyConsoles:
            Sentence(
                "You have as many consoles open on this machine as one person may.",
                "Close one, then sign in again with a fresh code."
            )
        case .other:
            Sentence(
                "What you typed was right, but what is kept in \(folder) could not be opened.",
                "Try again with a fresh code; if it goes on, ask whoever looks after this machine:"
                    + " the bank cannot put it right."
            )
        }
    }

    /// Returns the advice to rename a folder that is in the way.
    private static func renaming(_ folder: String?) -> String {
        let name = folder?.unicodeScalars.split(separator: "/").last.map { String($0) + "." }
        return "End the console, give that folder another name, such as \(name ?? "")aside, and"
            + " sign in again"
    }
}
